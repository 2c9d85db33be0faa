"""Who is ahead: rows that may be compared stand on one board, and only sound scores get a rank.

Each task has one board for every suite that its attempts were judged on; its main board is the one with the
most of them. A row with a flag that blocks keeps its place by score but gets no rank, and neither does gold,
which is the self-check.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from afresh.model import Evaluation
from afresh.report.collect import Flag, Row, percent

Score = tuple[float, float, float]
"""Resolved, almost resolved, mean score: what ranks are made of, each from 0 to 1."""


@dataclass(frozen=True)
class Place:
    """A row and its rank on its board; equal scores share a rank."""

    row: Row
    rank: int | None
    flags: tuple[Flag, ...]
    """Those of the row, and what sets it apart on this board."""


@dataclass(frozen=True)
class Board:
    """The attempts at one task that were judged on the same suite."""

    task: str
    suite: str
    """Digest; empty where no attempt was judged."""
    root: str
    """The file system in which most candidates ran."""
    cases: int
    places: tuple[Place, ...]
    gold: float | None
    """The lowest self-check among its rows."""
    warnings: tuple[str, ...] = ()


def boards(rows: Iterable[Row]) -> list[Board]:
    """Return the boards by task, the main board of each task first."""
    tasks: dict[str, list[Row]] = {}
    for row in rows:
        tasks.setdefault(row.task, []).append(row)
    return [board for task in sorted(tasks) for board in _task_boards(task, tasks[task])]


def score_of(evaluation: Evaluation) -> Score:
    """Return what an evaluation is ranked by."""
    return (float(evaluation.resolved), float(evaluation.almost_resolved), evaluation.score)


def ranks(scores: Sequence[tuple[Score, bool]]) -> list[int | None]:
    """Number those that count among scores in falling order: 1, 2, 2, 4. The others get None."""
    numbers: list[int | None] = []
    last: Score | None = None
    rank = ranked = 0
    for score, counts in scores:
        if not counts:
            numbers.append(None)
            continue
        ranked += 1
        if score != last:
            last, rank = score, ranked
        numbers.append(rank)
    return numbers


def _task_boards(task: str, rows: list[Row]) -> list[Board]:
    suites: dict[str, list[Row]] = {}
    for row in rows:
        if row.evaluation:
            suites.setdefault(row.evaluation.suite, []).append(row)
    unjudged = [row for row in rows if not row.evaluation]
    if not suites:
        return [_board(task, "", unjudged, ())]
    ordered = sorted(suites, key=lambda suite: (-len(suites[suite]), suite))
    suites[ordered[0]] += unjudged
    warnings = ("judged on several suites, whose scores cannot be compared",) if len(ordered) > 1 else ()
    return [_board(task, suite, suites[suite], warnings) for suite in ordered]


def _board(task: str, suite: str, rows: list[Row], warnings: tuple[str, ...]) -> Board:
    evaluations = [row.evaluation for row in rows if row.evaluation]
    checks = [evaluation.gold for evaluation in evaluations if evaluation.gold is not None]
    checks += [row.evaluation.score for row in rows if row.evaluation and row.is_gold]
    # Gold always runs in its own root, and where the build failed nothing ran at all.
    roots = Counter(row.evaluation.root for row in rows if row.evaluation and not row.is_gold)
    del roots[""]
    root = roots.most_common(1)[0][0] if roots else ""
    if len(roots) > 1:
        warnings += ("judged in several file systems: compare with care",)
    if checks and min(checks) != 1.0:
        warnings += (f"the self-check failed: the reference itself scores {percent(min(checks))}",)
    return Board(
        task=task,
        suite=suite,
        root=root,
        cases=max((evaluation.cases for evaluation in evaluations), default=0),
        places=_places(rows, root),
        gold=min(checks, default=None),
        warnings=warnings,
    )


def _places(rows: list[Row], root: str) -> tuple[Place, ...]:
    ordered = sorted(rows, key=_order)
    flags = [_flags(row, root) for row in ordered]
    numbers = ranks(
        [
            (score_of(row.evaluation), not row.is_gold and not any(flag.blocks for flag in several))
            if row.evaluation
            else ((0.0, 0.0, 0.0), False)
            for row, several in zip(ordered, flags, strict=True)
        ]
    )
    return tuple(map(Place, ordered, numbers, flags))


def _flags(row: Row, root: str) -> tuple[Flag, ...]:
    if row.evaluation is None or row.is_gold or row.evaluation.root in ("", root):
        return row.flags
    text = f"judged in the file system {row.evaluation.root!r}, most others in {root!r}"
    return (*row.flags, Flag("root", text, blocks=False))


def _order(row: Row) -> tuple[float | str, ...]:
    if row.evaluation is None:
        return (True, 0.0, 0.0, 0.0, row.name)
    return (False, *(-value for value in score_of(row.evaluation)), row.name)
