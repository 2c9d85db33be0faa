"""Suites on disk: written once under their digest, verified before the first case is read."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from afresh import __version__
from afresh.errors import CorruptRecordError, InputError
from afresh.model import Case, Expectation, Quality, SuiteInfo, Task, Usage
from afresh.model.record import Record
from afresh.store.atomic import new_directory, write_file
from afresh.store.home import Home
from afresh.store.records import encode_lines, read_lines, read_toml, write_toml


class CaseUsage(Record, frozen=True, kw_only=True):
    """What a case cost the reference on the machine that made the suite."""

    case: str
    usage: Usage


@dataclass(frozen=True)
class Suite:
    """A suite whose files have been verified against the digests in its head."""

    info: SuiteInfo
    directory: Path

    def cases(self) -> Iterator[Case]:
        """Stream the cases: all that a candidate's machine needs."""
        return read_lines(self.directory / "cases.jsonl", Case)

    def expectations(self) -> Iterator[Expectation]:
        """Stream the expectations, in the order of the cases. Never for a candidate's eyes."""
        return read_lines(self.directory / "expected.jsonl", Expectation)

    def reference_usage(self) -> dict[str, Usage]:
        """Return what each case cost the reference."""
        path = self.directory / "usage.jsonl"
        return {row.case: row.usage for row in read_lines(path, CaseUsage)}


def write_suite(
    home: Home,
    task: Task,
    recorded: Iterable[tuple[Case, Expectation, Usage]],
    *,
    seed: int,
    budget: str,
    quality: Quality,
) -> Suite:
    """Write a suite under its digest and make it the task's newest. Equal suites have equal digests."""
    rows = list(recorded)
    cases = encode_lines(case for case, _, _ in rows)
    expected = encode_lines(expectation for _, expectation, _ in rows)
    cases_sha256, expected_sha256 = (hashlib.sha256(data).hexdigest() for data in (cases, expected))
    digest = hashlib.sha256(f"{task.reference.digest} {cases_sha256} {expected_sha256}".encode()).hexdigest()
    info = SuiteInfo(
        task=task.name,
        reference=task.reference.digest,
        digest=digest,
        cases=len(rows),
        cases_sha256=cases_sha256,
        expected_sha256=expected_sha256,
        seed=seed,
        generator=__version__,
        budget=budget,
        quality=quality,
    )
    folder = suites_directory(home, task.name) / digest
    with new_directory(folder) as temporary:
        (temporary / "cases.jsonl").write_bytes(cases)
        (temporary / "expected.jsonl").write_bytes(expected)
        usage = encode_lines(CaseUsage(case=case.id, usage=usage) for case, _, usage in rows)
        (temporary / "usage.jsonl").write_bytes(usage)
        write_toml(temporary / "suite.toml", info)
    write_file(suites_directory(home, task.name) / "newest", digest.encode() + b"\n")
    return Suite(info, folder)


def open_suite(home: Home, task: str, digest: str | None = None) -> Suite:
    """Open the newest suite of a task, or the one whose digest begins with `digest`, after verifying it.

    InputError is raised when there is none, CorruptRecordError when a file is not what the head says.
    """
    folder = suites_directory(home, task)
    if digest is None:
        newest = folder / "newest"
        if not newest.is_file():
            raise InputError(f"task {task!r} has no suite yet; run: afresh generate {task}")
        digest = newest.read_text().strip()
    found = sorted(path for path in folder.glob(f"{digest}*") if path.is_dir())
    if len(found) != 1:
        raise InputError(
            f"task {task!r} has {len(found)} suites named {digest!r}; see: afresh suite show {task}"
        )
    return load_suite(found[0])


def load_suite(directory: Path) -> Suite:
    """Open the suite in a directory. CorruptRecordError is raised when a file is not what the head says."""
    info = read_toml(directory / "suite.toml", SuiteInfo)
    for name, wanted, kind in (
        ("cases.jsonl", info.cases_sha256, Case),
        ("expected.jsonl", info.expected_sha256, Expectation),
    ):
        path = directory / name
        if _sha256(path) != wanted:
            _locate_damage(path, kind, info.cases)
    return Suite(info, directory)


def suites_directory(home: Home, task: str) -> Path:
    """Return the folder of a task's suites."""
    return home.task_directory(task) / "suites"


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); copy the suite again") from error


def _locate_damage(path: Path, kind: type[msgspec.Struct], cases: int) -> None:
    """Raise CorruptRecordError, naming the damaged record where decoding finds one."""
    count = sum(1 for _ in read_lines(path, kind))
    if count != cases:
        raise CorruptRecordError(path, f"has {count} records instead of {cases}; copy the suite again")
    raise CorruptRecordError(path, "does not have the digest that suite.toml gives; copy the suite again")
