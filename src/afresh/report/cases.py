"""What the pages of one attempt show: its cases by verdict and kind, its scores by label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from afresh.errors import AfreshError, InputError
from afresh.model import Case, Evaluation, Text, Verdict, text_to_bytes
from afresh.readable import command_line, visible
from afresh.readable.quoting import quote_word
from afresh.report.collect import WORKING_BUILDS, Row, kind_of, latest_verdicts
from afresh.report.difference import ShownDifference, show_difference
from afresh.store.blobs import Blobs
from afresh.store.home import Home
from afresh.store.suites import open_suite

_DIFFERENCES = 4
_TITLE_CHARACTERS = 160
_COMMAND_CHARACTERS = 20_000


@dataclass(frozen=True)
class ShownCase:
    """One case with its verdict, in words."""

    id: str
    title: str
    """The arguments of its starts, short."""
    command: str
    """The shell commands that repeat it; empty where the suite is not at hand or they are too long."""
    labels: tuple[str, ...]
    lenient: bool
    differences: tuple[ShownDifference, ...]

    @property
    def characters(self) -> int:
        """How much text it is, roughly."""
        return 600 + len(self.command) + sum(one.characters for one in self.differences)


@dataclass(frozen=True)
class Group:
    """Cases that fail by the same kind of difference, the simplest first."""

    number: int
    reason: str
    cases: tuple[ShownCase, ...]
    counts: bool = True
    """Whether these are failures; cases without evidence are none."""


@dataclass(frozen=True)
class LabelScore:
    """How many of the cases with a label pass."""

    label: str
    passed: int
    cases: int


@dataclass(frozen=True)
class Examined:
    """All that the pages of one judged attempt show."""

    groups: tuple[Group, ...]
    passed: tuple[str, ...]
    """Titles."""
    labels: tuple[LabelScore, ...]
    """The weakest first."""
    warnings: tuple[str, ...]


def examine(home: Home, row: Row) -> Examined:
    """Read verdicts and cases of a row. Without an evaluation or a candidate that was built, all is empty.

    Where the suite or a blob cannot be read, the pages say so and show what the verdicts hold.
    """
    if row.evaluation is None or row.evaluation.build.status not in WORKING_BUILDS:
        return Examined((), (), (), ())
    warnings: list[str] = []
    verdicts = latest_verdicts(row.attempt)
    try:
        cases = _cases(home, row.evaluation)
    except AfreshError as error:
        cases = {}
        warnings.append(f"commands cannot be shown: {error}")
    unexpected = len(verdicts.keys() - cases.keys()) if cases else 0
    if unexpected:
        warnings.append(f"{unexpected} verdicts on cases that are not in the suite; they count for nothing")
    return Examined(
        groups=tuple(_groups(row.task, verdicts, cases, home.blobs)),
        passed=tuple(
            _title(row.task, cases[case]) if case in cases else case
            for case, verdict in verdicts.items()
            if verdict.status == "pass"
        ),
        labels=_labels(verdicts, cases) if verdicts else (),
        warnings=tuple(warnings),
    )


def _cases(home: Home, evaluation: Evaluation) -> dict[str, Case]:
    return {case.id: case for case in open_suite(home, evaluation.task, evaluation.suite).cases()}


def _groups(name: str, verdicts: dict[str, Verdict], cases: dict[str, Case], blobs: Blobs) -> Iterator[Group]:
    by_kind: dict[tuple[bool, str], list[ShownCase]] = {}
    for verdict in verdicts.values():
        if verdict.status != "pass":
            kind = (verdict.status == "fail", kind_of(verdict))
            shown = _show(name, verdict, cases.get(verdict.case), blobs)
            by_kind.setdefault(kind, []).append(shown)
    missing = [case for case in cases.values() if verdicts and case.id not in verdicts]
    if missing:
        no_verdict = (Verdict(case=case.id, status="no_evidence") for case in missing)
        by_kind[False, "no verdict"] = [_show(name, each, cases[each.case], blobs) for each in no_verdict]
    ordered = sorted(by_kind.items(), key=lambda item: (not item[0][0], -len(item[1]), item[0][1]))
    for number, ((counts, reason), shown_cases) in enumerate(ordered, start=1):
        simplest_first = sorted(shown_cases, key=lambda case: (len(case.command), case.title))
        yield Group(number, reason, tuple(simplest_first), counts)


def _show(name: str, verdict: Verdict, case: Case | None, blobs: Blobs) -> ShownCase:
    return ShownCase(
        id=verdict.case,
        title=_title(name, case) if case else verdict.case,
        command=_command(name, case, verdict, blobs) if case else "",
        labels=tuple(map(visible, case.labels)) if case else (),
        lenient=verdict.lenient,
        differences=tuple(show_difference(one, case) for one in verdict.differences[:_DIFFERENCES]),
    )


def _command(name: str, case: Case, verdict: Verdict, blobs: Blobs) -> str:
    step = verdict.differences[0].step if verdict.differences else len(case.steps) - 1
    try:
        command = command_line(case, step, name, blobs.unpack)
    except InputError:
        return ""
    return command if len(command) <= _COMMAND_CHARACTERS else ""


def _title(name: str, case: Case) -> str:
    starts = (" ".join([name, *map(_word, step.argv)]) for step in case.steps)
    title = visible("; ".join(starts)).replace("\n", "↵")
    return title if len(title) <= _TITLE_CHARACTERS else title[:_TITLE_CHARACTERS] + "…"


def _word(word: Text) -> str:
    return quote_word(text_to_bytes(word)[:_TITLE_CHARACTERS])


def _labels(verdicts: dict[str, Verdict], cases: dict[str, Case]) -> tuple[LabelScore, ...]:
    passed: dict[str, int] = {}
    total: dict[str, int] = {}
    for case in cases.values():
        verdict = verdicts.get(case.id)
        for label in case.labels:
            total[label] = total.get(label, 0) + 1
            passed[label] = passed.get(label, 0) + bool(verdict and verdict.status == "pass")
    scores = (LabelScore(label, passed[label], total[label]) for label in total)
    return tuple(sorted(scores, key=lambda one: (one.passed / one.cases, -one.cases, one.label)))


def pages_of(groups: Iterable[Group], cases: int, characters: int) -> list[list[Group]]:
    """Split groups over pages of at most so many cases and, beyond a page's first case, characters."""
    pages: list[list[Group]] = [[]]
    count = size = 0
    for group in groups:
        part: list[ShownCase] = []
        for case in group.cases:
            if count and (count >= cases or size + case.characters > characters):
                _add(pages[-1], group, part)
                pages.append([])
                part, count, size = [], 0, 0
            part.append(case)
            count, size = count + 1, size + case.characters
        _add(pages[-1], group, part)
    return pages if pages[0] else []


def _add(page: list[Group], group: Group, cases: list[ShownCase]) -> None:
    if cases:
        page.append(Group(group.number, group.reason, tuple(cases), group.counts))
