"""Find what does not repeat itself: replays at another time, in another directory, in other surroundings."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

from afresh.engine.protocol import Engine
from afresh.model import Case, Expectation, Observation
from afresh.observe.compare import compare
from afresh.observe.program import Program
from afresh.observe.run import run_case
from afresh.progress import Progress
from afresh.sandbox.protocol import CASE_DIRECTORY, Sandbox
from afresh.store.blobs import Blobs

SECOND = 1.1
"""Replays begin at least this long after the recording, so that a clock shown in seconds has moved."""


@dataclass(frozen=True, slots=True)
class Perturbation:
    """A replay that a stable case does not notice."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)
    directory: str = CASE_DIRECTORY


PERTURBATIONS = (
    Perturbation("another time"),
    # Documented influences that the judge fixes (TZ, LANG, TERM) stay: what reads them is stable for it.
    Perturbation(
        "other surroundings",
        {
            "USER": "somebody",
            "LOGNAME": "somebody",
            "EDITOR": "ed",
            "PAGER": "more",
            "UNRELATED_VARIABLE": "1",
        },
    ),
    Perturbation("another directory", directory="/elsewhere"),
)


@dataclass(frozen=True, slots=True)
class Replay:
    """One repetition of a recorded case."""

    case: Case
    steps: tuple[Observation, ...]
    perturbation: Perturbation


def replays_of(case: Case, steps: tuple[Observation, ...], count: int) -> Iterator[Replay]:
    """Yield `count` replays of a case, under one perturbation after the other."""
    return (Replay(case, steps, perturbation) for perturbation in islice(cycle(PERTURBATIONS), count))


def replay_all(
    replays: Sequence[Replay],
    program: Program,
    sandbox: Sandbox,
    engine: Engine,
    blobs: Blobs,
    *,
    progress: Progress,
) -> set[str]:
    """Run the replays and return the ids of the cases that differed in any."""

    def work(slot: int, replay: Replay) -> bool:
        actual = run_case(
            sandbox,
            program,
            replay.case,
            blobs,
            slot=slot,
            environment=replay.perturbation.environment,
            directory=replay.perturbation.directory,
        )
        expected = Expectation(case=replay.case.id, steps=replay.steps)
        return bool(compare(expected, actual.steps, blobs))

    flips: set[str] = set()
    results = zip(replays, engine.map(work, replays), strict=True)
    for number, (replay, differs) in enumerate(results, start=1):
        progress("replaying under perturbation", number, len(replays))
        if differs:
            flips.add(replay.case.id)
    return flips


def tells_the_date(case: Case, steps: Iterable[Observation], blobs: Blobs, now: float) -> bool:
    """Tell whether an output holds today's date and the input does not: replays on one day miss it."""
    today = time.gmtime(now)
    spelled = {
        time.strftime(pattern, today).encode()
        for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%b %e", "%b %d", "%d %b", "%m/%d/%y", "%x")
    }
    seconds = re.compile(rb"(?<!\d)" + str(int(now))[:5].encode() + rb"\d{5}(?!\d{4,})")
    given = b"\n".join(_inputs(case, blobs))
    for step in steps:
        shown = blobs.unpack(step.stdout) + b"\n" + blobs.unpack(step.stderr)
        if any(date in shown and date not in given for date in spelled):
            return True
        if any(found not in given for found in seconds.findall(shown)):
            return True
    return False


def _inputs(case: Case, blobs: Blobs) -> Iterator[bytes]:
    for step in case.steps:
        yield blobs.unpack(step.stdin)
        yield repr(step.argv).encode()
    for entry in case.files:
        yield blobs.unpack(entry.content)


def later(since: float, clock: Callable[[], float] = time.monotonic) -> None:
    """Wait until a second has passed since a moment."""
    time.sleep(max(0.0, since + SECOND - clock()))
