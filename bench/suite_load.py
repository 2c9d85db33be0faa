"""How long a suite takes to load, beside what the machine needs for the same bytes at the least.

Run as `make bench`. Figures are CPU seconds, the best of five, so that other work on the machine
matters little. The limit is one SHA-256 pass over every file and one plain `json` decoding of the cases
and the expectations with msgspec's untyped decoder: no reader of JSON that checks digests can skip these.
"""

import gc
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from afresh.model import (
    Case,
    Expectation,
    FileEntry,
    Observation,
    Quality,
    Reference,
    Step,
    Task,
    Usage,
    make_case,
)
from afresh.store.home import Home
from afresh.store.suites import Suite, load_suite, write_suite

CASES = 100_000
ROUNDS = 5


def recorded(count: int) -> Iterator[tuple[Case, Expectation, Usage]]:
    """Yield cases of the shape that real suites have: a few arguments, some input, some output."""
    for number in range(count):
        files = (FileEntry(path="data.json", content=f'{{"key": [{number}, "grün"]}}\n' * 4),)
        step = Step(argv=("--sort", "-k", f"{number},2", "data.json"), stdin=f"line {number}\n" * 8)
        case = make_case(step, files, labels=("option:--sort", "input:json"), origin="option")
        observation = Observation(exit=0, stdout=f"{number}: {{\n" * 12, stderr="")
        yield case, Expectation(case=case.id, steps=(observation,)), Usage(cpu_ms=1.5, wall_ms=2.5)


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the fastest of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def load(directory: Path) -> int:
    """Verify a suite and stream every case and expectation."""
    suite = load_suite(directory)
    return sum(1 for _ in suite.cases()) + sum(1 for _ in suite.expectations())


def limit(suite: Suite) -> int:
    """Hash every file and decode every line into plain objects: no types, no checks, no generators."""
    decode = msgspec.json.Decoder().decode
    lines = 0
    for path in sorted(suite.directory.iterdir()):
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")
        if path.name in {"cases.jsonl", "expected.jsonl"}:
            with path.open("rb") as file:
                for line in file:
                    decode(line)
                    lines += 1
    return lines


def main() -> None:
    """Make the suite, measure, print one line a figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder:
        reference = Reference(digest="0" * 64, entry="/usr/bin/sort", name="sort")
        task = Task(name="sort", source="file:sort", reference=reference, digest="0" * 64)
        suite = write_suite(
            Home(Path(folder)), task, recorded(count), seed=1, budget="bench", quality=Quality()
        )
        size = sum(path.stat().st_size for path in suite.directory.iterdir())
        ours = cpu_seconds(lambda: load(suite.directory))
        least = cpu_seconds(lambda: limit(suite))
    print(f"suite of {count} cases, {size / 1e6:.0f} MB")
    print(f"load (verify, decode all cases and expectations)  {ours:6.2f} s CPU")
    print(f"limit (sha256 and untyped decode of the same)     {least:6.2f} s CPU")
    print(f"ratio                                             {ours / least:6.2f}")


if __name__ == "__main__":
    main()
