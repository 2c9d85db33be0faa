import io
import json

import pytest
from rich.console import Console

from afresh.report.collect import Row, collect
from afresh.report.leaderboard import leaderboard_json, leaderboard_tables

from .conftest import Showcase
from .fixtures import HOSTILE


def printed(rows: list[Row], width: int) -> str:
    console = Console(file=io.StringIO(), width=width, no_color=True, force_terminal=False)
    for table in leaderboard_tables(rows):
        console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_the_tables_fit_and_cut_no_figure(shown: Showcase, width: int) -> None:
    text = printed(collect(shown.runs), width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    for row in collect(shown.runs):
        if row.evaluation:
            assert f"{row.evaluation.score:.1%}".replace("%", " %") in text


def test_every_attempt_and_its_three_most_common_kinds_are_printed(shown: Showcase) -> None:
    text = printed(collect(shown.runs), 120)
    for row in collect(shown.runs):
        assert row.name in text
        for kind in row.kinds[:3]:
            if HOSTILE not in kind.reason:
                assert any(kind.reason in line and f" {kind.count} " in line for line in text.splitlines()), (
                    kind
                )


def test_what_is_wrong_with_a_row_is_printed(shown: Showcase) -> None:
    text = printed(collect(shown.runs), 200)
    for note in (
        "pypi:gron: 3 cases without evidence",
        "sketch (m-1): build: failed",
        "patient #1: not judged yet",
        "patient #2: ",
    ):
        assert f"! {note}" in text


def test_no_control_character_and_no_markup_reaches_the_terminal(shown: Showcase) -> None:
    rows = [row for row in collect(shown.runs) if row.name == "deb:gojq"]
    hostile = [Row(row.run, row.info, row.attempt, "broken", f"[red]{HOSTILE}[/red]") for row in rows]
    text = printed(hostile, 200)
    assert "[red]" in text
    assert not set(text) & {"\x1b", "\x00", "\u202e"}


def test_the_data_says_the_same_as_the_records(shown: Showcase) -> None:
    rows = collect(shown.runs)
    data = json.loads(json.dumps(leaderboard_json(rows)))
    found = {
        (row["run"], board["task"], row["attempt"]): row for board in data["boards"] for row in board["rows"]
    }
    assert len(found) == len(rows)
    for row in rows:
        shown_row = found[str(row.run), row.task, row.attempt.number]
        assert shown_row["state"] == row.state
        if row.evaluation:
            assert shown_row["passed"] == row.evaluation.passed
            assert shown_row["score"] == row.evaluation.score
            assert sum(each["cases"] for each in shown_row["differences"]) == row.evaluation.failed


def test_the_standings_need_more_than_one_task(shown: Showcase) -> None:
    rows = collect(shown.runs)
    assert "all tasks" in printed(rows, 80)
    assert "all tasks" not in printed([row for row in rows if row.task == "jq"], 80)
