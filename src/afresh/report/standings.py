"""Who is ahead over all tasks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, geometric_mean

from afresh.model import Evaluation
from afresh.report.boards import Board, Score, ranks, score_of
from afresh.report.collect import WORKING_BUILDS, Row


@dataclass(frozen=True)
class Standing:
    """One agent or candidate over all tasks: each task counts once, as the mean of its attempts."""

    name: str
    rows: tuple[Row, ...]
    tasks: int
    """Tasks with at least one evaluation on the task's main board."""
    score: Score
    lenient: float
    cases: int
    passed: int
    build_failures: int
    cpu_ratio: float | None
    """Geometric mean over the evaluations that have one."""
    flags: tuple[str, ...]
    rank: int | None = None


def standings(boards: Sequence[Board]) -> list[Standing]:
    """Return everyone over all tasks. Who lacks a sound score for a task is listed without a rank."""
    main: dict[str, Board] = {}
    everyone: dict[tuple[str, ...], list[Row]] = {}
    for board in boards:
        main.setdefault(board.task, board)
        for place in board.places:
            everyone.setdefault(_identity(place.row), []).append(place.row)
    found = sorted((_standing(rows, main) for rows in everyone.values()), key=_order)
    numbers = ranks([(one.score, not one.flags and not one.rows[0].is_gold) for one in found])
    return [replace(one, rank=rank) for one, rank in zip(found, numbers, strict=True)]


def _identity(row: Row) -> tuple[str, ...]:
    return (row.info.kind, row.info.agent, row.info.model, repr(sorted(row.info.budget.items())))


def _order(one: Standing) -> tuple[float | str, ...]:
    """Compare the complete ones first: a mean over fewer tasks is another measure."""
    return (bool(one.flags), *(-value for value in one.score), one.name)


def _standing(rows: list[Row], main: dict[str, Board]) -> Standing:
    by_task: dict[str, list[Evaluation]] = {}
    for row in rows:
        if row.evaluation and any(place.row is row for place in main[row.task].places):
            by_task.setdefault(row.task, []).append(row.evaluation)
    evaluations = [evaluation for several in by_task.values() for evaluation in several]
    ratios = [evaluation.cpu_ratio for evaluation in evaluations if evaluation.cpu_ratio]
    info = rows[0].info
    return Standing(
        name=f"{info.agent} ({info.model})" if info.model else info.agent,
        rows=tuple(rows),
        tasks=len(by_task),
        score=(
            _mean(by_task, lambda one: score_of(one)[0]),
            _mean(by_task, lambda one: score_of(one)[1]),
            _mean(by_task, lambda one: one.score),
        ),
        lenient=_mean(by_task, lambda one: one.score_lenient),
        cases=sum(evaluation.cases for evaluation in evaluations),
        passed=sum(evaluation.passed for evaluation in evaluations),
        build_failures=sum(one.build.status not in WORKING_BUILDS for one in evaluations),
        cpu_ratio=geometric_mean(ratios) if ratios else None,
        flags=tuple(_flags(rows, by_task, main)),
    )


def _mean(by_task: dict[str, list[Evaluation]], figure: Callable[[Evaluation], float]) -> float:
    return fmean(fmean(map(figure, several)) for several in by_task.values()) if by_task else 0.0


def _flags(rows: list[Row], by_task: dict[str, list[Evaluation]], main: dict[str, Board]) -> Iterable[str]:
    if len(by_task) < len(main):
        yield f"{len(by_task)} of {len(main)} tasks"
    unjudged = sum(row.evaluation is None for row in rows)
    if unjudged:
        yield f"{unjudged} of {len(rows)} attempts not judged"
    if sum(map(len, by_task.values())) + unjudged < len(rows):
        yield "judged on another suite"
    yield from dict.fromkeys(flag.name for row in rows for flag in row.flags)
