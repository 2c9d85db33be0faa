"""Suites on disk: written once under their digest, verified before the first case is read."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from afresh import __version__
from afresh.errors import CorruptRecordError, InputError
from afresh.model import Case, Expectation, Quality, SuiteInfo, Task, Usage, case_id
from afresh.model.record import Record
from afresh.store.atomic import new_directory, remove_tree, write_file
from afresh.store.checksums import CHECKSUMS, is_whole, read_checksums, write_checksums
from afresh.store.home import Home
from afresh.store.records import encode_lines, read_lines, read_toml, write_toml

HEAD, CASES, EXPECTED, USAGE = "suite.toml", "cases.jsonl", "expected.jsonl", "usage.jsonl"


class CaseUsage(Record, frozen=True, kw_only=True):
    """What a case cost the reference on the machine that made the suite."""

    case: str
    usage: Usage


@dataclass(frozen=True)
class Suite:
    """A suite whose files have been verified against their checksums."""

    info: SuiteInfo
    directory: Path

    def cases(self) -> Iterator[Case]:
        """Stream the cases: all that a candidate's machine needs."""
        return read_lines(self.directory / CASES, Case)

    def expectations(self) -> Iterator[Expectation]:
        """Stream the expectations, in the order of the cases. Never for a candidate's eyes."""
        return read_lines(self.directory / EXPECTED, Expectation)

    def reference_usage(self) -> dict[str, Usage]:
        """Return what each case cost the reference."""
        return {row.case: row.usage for row in read_lines(self.directory / USAGE, CaseUsage)}


def write_suite(
    home: Home,
    task: Task,
    recorded: Iterable[tuple[Case, Expectation, Usage]],
    *,
    seed: int,
    budget: str,
    quality: Quality,
) -> Suite:
    """Write a suite under its digest and make it the task's newest. Equal suites have equal digests.

    Where the suite is there already, it stays as it is; a damaged one is replaced. InfrastructureError is
    raised when the disk is full: the task's newest suite is then the one that it was. ValueError is raised
    when a case comes twice or with the expectation of another one.
    """
    rows = list(recorded)
    _check_rows(rows)
    files = {
        CASES: encode_lines(case for case, _, _ in rows),
        EXPECTED: encode_lines(expectation for _, expectation, _ in rows),
        USAGE: encode_lines(CaseUsage(case=case.id, usage=usage) for case, _, usage in rows),
    }
    cases_sha256, expected_sha256 = (hashlib.sha256(files[name]).hexdigest() for name in (CASES, EXPECTED))
    info = SuiteInfo(
        task=task.name,
        reference=task.reference.digest,
        digest=_digest(task.reference.digest, cases_sha256, expected_sha256),
        cases=len(rows),
        cases_sha256=cases_sha256,
        expected_sha256=expected_sha256,
        seed=seed,
        generator=__version__,
        budget=budget,
        quality=quality,
    )
    folder = suites_directory(home, task.name) / info.digest
    suite = _whole_suite(folder)
    if suite is None:
        with new_directory(folder) as temporary:
            for name, data in files.items():
                (temporary / name).write_bytes(data)
            write_toml(temporary / HEAD, info)
            write_checksums(temporary, (HEAD, *files))
        suite = load_suite(folder)
    write_file(suites_directory(home, task.name) / "newest", info.digest.encode() + b"\n")
    return suite


def open_suite(home: Home, task: str, digest: str | None = None) -> Suite:
    """Open the newest suite of a task, or the one whose digest begins with `digest`, after verifying it.

    InputError is raised when there is none, CorruptRecordError when a file is damaged.
    """
    folder = suites_directory(home, task)
    if digest is None:
        newest = folder / "newest"
        if not newest.is_file():
            raise InputError(f"task {task!r} has no suite yet; run: afresh generate {task}")
        digest = newest.read_text(errors="replace").strip()
    found = sorted(folder.glob(f"{digest}*/")) if re.fullmatch(r"[0-9a-f]+", digest) else []
    if len(found) != 1:
        raise InputError(
            f"task {task!r} has {len(found)} suites named {digest!r}; see: afresh suite show {task}"
        )
    return load_suite(found[0])


def load_suite(directory: Path) -> Suite:
    """Open the suite in a directory, after verifying every byte of it.

    CorruptRecordError is raised when a file is damaged, cut off, missing or of a newer schema; it names
    the file and, where one can be made out, the record and the field.
    """
    info = read_toml(directory / HEAD, SuiteInfo)
    checksums = read_checksums(directory)
    for name in (HEAD, CASES, EXPECTED, USAGE):
        if not is_whole(directory / name, checksums):
            _raise_damage(directory, name, info)
    _check_head(directory / HEAD, info, checksums)
    return Suite(info, directory)


def suites_directory(home: Home, task: str) -> Path:
    """Return the folder of a task's suites."""
    return home.task_directory(task) / "suites"


def _check_rows(rows: list[tuple[Case, Expectation, Usage]]) -> None:
    """Keep the denominator honest: every case once, each with its own expectation."""
    seen = set()
    for case, expectation, _ in rows:
        if expectation.case != case.id:
            raise ValueError(f"case {case.id} comes with the expectation of case {expectation.case}")
        if case.id in seen:
            raise ValueError(f"case {case.id} comes twice")
        seen.add(case.id)


def _check_head(path: Path, info: SuiteInfo, checksums: dict[str, str]) -> None:
    """Refuse a head that is whole but belongs to other files."""
    for field, given, name in (
        ("cases_sha256", info.cases_sha256, CASES),
        ("expected_sha256", info.expected_sha256, EXPECTED),
    ):
        if given != checksums[name]:
            raise CorruptRecordError(path, f"field {field!r}: is not that of {name}; copy the suite again")
    if info.digest != _digest(info.reference, info.cases_sha256, info.expected_sha256):
        raise CorruptRecordError(path, "field 'digest': is not that of the suite; copy the suite again")


def _digest(reference: str, cases_sha256: str, expected_sha256: str) -> str:
    return hashlib.sha256(f"{reference} {cases_sha256} {expected_sha256}".encode()).hexdigest()


def _whole_suite(folder: Path) -> Suite | None:
    """Return the suite that is there, or None after removing a damaged one."""
    if not folder.is_dir():
        return None
    try:
        return load_suite(folder)
    except InputError:
        remove_tree(folder)
        return None


def _raise_damage(directory: Path, name: str, info: SuiteInfo) -> None:
    """Say what is wrong with a damaged file, as closely as it can be made out."""
    path = directory / name
    if name == CASES:
        for number, case in enumerate(read_lines(path, Case), start=1):
            if case_id(case.steps, case.files) != case.id:
                raise CorruptRecordError(
                    path, "field 'id': is not that of its input; copy it again", record=number
                )
    kinds: dict[str, type[Record]] = {CASES: Case, EXPECTED: Expectation, USAGE: CaseUsage}
    if name in kinds:
        count = sum(1 for _ in read_lines(path, kinds[name]))
        if count != info.cases:
            raise CorruptRecordError(path, f"has {count} records instead of {info.cases}; copy it again")
    raise CorruptRecordError(path, f"does not have the checksum that {CHECKSUMS} gives; copy the suite again")
