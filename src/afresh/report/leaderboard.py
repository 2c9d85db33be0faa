"""The leaderboard for the terminal, and as plain data for `--json`."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from afresh import __version__
from afresh.readable import visible
from afresh.report.boards import Board, Place, boards
from afresh.report.collect import WORKING_BUILDS, Row, percent
from afresh.report.standings import Standing, standings

KINDS_SHOWN = 3


def leaderboard_tables(rows: Iterable[Row]) -> list[Table]:
    """Return the tables to print: for each task scores and kinds of difference, then all tasks together.

    They fit 80 columns and lose nothing without colour.
    """
    all_boards = boards(rows)
    tables: list[Table] = []
    for board in all_boards:
        tables.append(_board_table(board))
        kinds = _kinds_table(board)
        if kinds.row_count:
            tables.append(kinds)
    if len({board.task for board in all_boards}) > 1:
        tables.append(_standings_table(standings(all_boards)))
    return tables


def leaderboard_json(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the leaderboard as plain data: the boards of each task and the standings over all tasks."""
    all_boards = boards(rows)
    return {
        "afresh": __version__,
        "boards": [_board_data(board) for board in all_boards],
        "overall": [_standing_data(standing) for standing in standings(all_boards)],
    }


def board_heading(board: Board) -> str:
    """Say in one line what a board is about and whether its self-check holds."""
    if not board.suite:
        return "no attempt judged yet"
    check = "no self-check" if board.gold is None else f"self-check {percent(board.gold)}"
    return f"{board.cases} cases, suite {board.suite[:12]}, {check}"


def _table(title: str, caption: Sequence[str] = ()) -> Table:
    return Table(
        title=_plain(title),
        caption=_plain("".join(f"! {line}\n" for line in caption)) if caption else None,
        title_style="bold",
        caption_style="yellow",
        title_justify="left",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )


def _score_columns(table: Table) -> None:
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("candidate", overflow="fold", min_width=12)
    table.add_column("resolved", justify="right", no_wrap=True)
    table.add_column("almost\nresolved", justify="right", no_wrap=True)
    table.add_column("mean\nscore", justify="right", no_wrap=True, style="bold")
    table.add_column("cases", justify="right", no_wrap=True)
    table.add_column("build\nfailures", justify="right", no_wrap=True)
    table.add_column("lenient\nscore", justify="right", no_wrap=True)
    table.add_column("CPU\nratio", justify="right", no_wrap=True)


def _board_table(board: Board) -> Table:
    notes = [
        *board.warnings,
        *(f"{place.row.name}: {text}" for place in board.places for text in _notes(place)),
    ]
    table = _table(f"{board.task}  ({board_heading(board)})", notes)
    _score_columns(table)
    for place in board.places:
        table.add_row(*_cells(place))
    return table


def _cells(place: Place) -> list[Text]:
    evaluation = place.row.evaluation
    name = _plain(_name(place))
    if evaluation is None:
        return [_plain("-"), name, *[_plain("-")] * 4, _plain(place.row.state)]
    cells = [
        "yes" if evaluation.resolved else "no",
        "yes" if evaluation.almost_resolved else "no",
        percent(evaluation.score),
        str(evaluation.cases),
        "0" if evaluation.build.status in WORKING_BUILDS else "1",
        percent(evaluation.score_lenient),
        _ratio(evaluation.cpu_ratio),
    ]
    return [_plain(_rank(place.rank)), name, *map(_plain, cells)]


def _name(place: Place) -> str:
    """Name a row, with an asterisk where a line below the table says more of it."""
    return place.row.name + ("*" if _notes(place) else "")


def _notes(place: Place) -> list[str]:
    evaluation = place.row.evaluation
    if evaluation is None:
        return [place.row.detail]
    notes = [flag.text for flag in place.flags]
    if evaluation.build.status not in WORKING_BUILDS:
        notes.append(f"build: {evaluation.build.status.replace('_', ' ')}")
    return notes


def _rank(rank: int | None) -> str:
    return "-" if rank is None else str(rank)


def _kinds_table(board: Board) -> Table:
    table = _table(f"{board.task}: why cases fail")
    table.add_column("candidate", overflow="fold", min_width=12)
    table.add_column("cases", justify="right", no_wrap=True)
    table.add_column("most common kinds of difference", overflow="fold", ratio=1)
    table.add_column("for example", no_wrap=True)
    for place in board.places:
        shown = place.row.kinds[:KINDS_SHOWN]
        for number, kind in enumerate(shown):
            name = place.row.name if number == 0 else ""
            last = number == len(shown) - 1
            cells = (name, str(kind.count), kind.reason, kind.example)
            table.add_row(*map(_plain, cells), end_section=last)
    return table


def _standings_table(all_standings: Sequence[Standing]) -> Table:
    notes = [f"{one.name}: {', '.join(one.flags)}" for one in all_standings if one.flags]
    table = _table("all tasks", notes)
    _score_columns(table)
    for one in all_standings:
        resolved, almost, score = one.score
        cells = [
            _rank(one.rank),
            one.name + ("*" if one.flags else ""),
            percent(resolved),
            percent(almost),
            percent(score),
            str(one.cases),
            str(one.build_failures),
            percent(one.lenient),
            _ratio(one.cpu_ratio),
        ]
        table.add_row(*map(_plain, cells))
    return table


def _ratio(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.1f}"


def _plain(text: str) -> Text:
    """Names and reasons are data: no markup in them is obeyed, no control character reaches the terminal."""
    return Text(visible(text))


def _board_data(board: Board) -> dict[str, Any]:
    return {
        "task": board.task,
        "suite": board.suite,
        "root": board.root,
        "cases": board.cases,
        "gold": board.gold,
        "warnings": list(board.warnings),
        "rows": [_place_data(place) for place in board.places],
    }


def _place_data(place: Place) -> dict[str, Any]:
    row, evaluation = place.row, place.row.evaluation
    data: dict[str, Any] = {
        "rank": place.rank,
        "candidate": row.info.agent,
        "kind": row.info.kind,
        "model": row.info.model,
        "run": str(row.run),
        "attempt": row.attempt.number,
        "state": row.state,
        "detail": row.detail,
        "flags": [{"flag": flag.name, "text": flag.text} for flag in place.flags],
    }
    if evaluation:
        fields = ("resolved", "almost_resolved", "score", "score_lenient", "cases", "passed", "failed")
        data |= {name: getattr(evaluation, name) for name in (*fields, "no_evidence", "cpu_ratio")}
        data["build"] = evaluation.build.status
        data["differences"] = [
            {"reason": kind.reason, "cases": kind.count, "example": kind.example} for kind in row.kinds
        ]
    return data


def _standing_data(one: Standing) -> dict[str, Any]:
    resolved, almost_resolved, score = one.score
    return {
        "rank": one.rank,
        "candidate": one.name,
        "tasks": one.tasks,
        "attempts": len(one.rows),
        "resolved": resolved,
        "almost_resolved": almost_resolved,
        "score": score,
        "score_lenient": one.lenient,
        "cases": one.cases,
        "build_failures": one.build_failures,
        "cpu_ratio": one.cpu_ratio,
        "flags": list(one.flags),
    }
