from pathlib import Path

import pytest

from afresh.report.boards import Board, boards
from afresh.report.collect import collect
from afresh.store.home import Home
from afresh.store.suites import Suite

from .conftest import Showcase
from .fixtures import add_run, add_suite, failed, jq_cases, no_evidence, passed


@pytest.fixture
def suite(home: Home) -> Suite:
    return add_suite(home, "jq", jq_cases(40))


def run(folder: Path, agent: str, suite: Suite, right: int, **options: float | None) -> Path:
    cases = list(suite.cases())
    verdicts = [*map(passed, cases[:right]), *map(failed, cases[right:])]
    return add_run(folder / agent, agent, [(suite, verdicts)], **options)  # type: ignore[arg-type]


def ranking(board: Board) -> list[tuple[int | None, str]]:
    return [(place.rank, place.row.name) for place in board.places]


def test_the_best_score_comes_first_and_equal_scores_share_a_rank(suite: Suite, tmp_path: Path) -> None:
    shares = {"low": 3, "whole": 40, "b": 20, "a": 20, "almost": 38}
    [board] = boards(collect(run(tmp_path, name, suite, right) for name, right in shares.items()))
    assert ranking(board) == [(1, "whole"), (2, "almost"), (3, "a"), (3, "b"), (5, "low")]


def test_gold_is_shown_without_a_rank(suite: Suite, tmp_path: Path) -> None:
    rows = collect([run(tmp_path, "gold", suite, 40, gold=None), run(tmp_path, "a", suite, 40)])
    [board] = boards(rows)
    assert ranking(board) == [(1, "a"), (None, "gold")]


def test_gold_itself_is_the_self_check_of_its_board(suite: Suite, tmp_path: Path) -> None:
    [board] = boards(collect([run(tmp_path, "gold", suite, 39, gold=None)]))
    assert board.gold == 0.975


def test_scores_of_different_suites_stand_on_boards_of_their_own_that_say_so(
    home: Home, suite: Suite, tmp_path: Path
) -> None:
    runs = [run(tmp_path, name, suite, 5) for name in ("a", "b")]
    other = add_suite(home, "jq", jq_cases(10))
    runs.append(run(tmp_path, "c", other, 10))
    main, second = boards(collect(runs))
    assert (main.suite, second.suite) == (suite.info.digest, other.info.digest)
    assert ranking(second) == [(1, "c")]
    for board in (main, second):
        assert board.warnings == ("judged on several suites, whose scores cannot be compared",)


def test_a_score_from_another_file_system_is_flagged_and_the_board_warns(
    suite: Suite, tmp_path: Path
) -> None:
    runs = [run(tmp_path, name, suite, 5) for name in ("a", "b")]
    verdicts = [*map(passed, suite.cases())]
    runs.append(add_run(tmp_path / "c", "c", [(suite, verdicts)], root="host"))
    [board] = boards(collect(runs))
    flags = {place.row.name: [flag.name for flag in place.flags] for place in board.places}
    assert flags == {"a": [], "b": [], "c": ["root"]}
    assert ranking(board) == [(1, "c"), (2, "a"), (2, "b")]
    assert board.warnings == ("judged in several file systems: compare with care",)


def test_a_failed_build_ran_in_no_file_system_and_raises_no_flag(suite: Suite, tmp_path: Path) -> None:
    runs = [run(tmp_path, "a", suite, 5)]
    runs.append(add_run(tmp_path / "c", "c", [(suite, list(map(failed, suite.cases())))], root=""))
    [board] = boards(collect(runs))
    assert (board.warnings, [place.flags for place in board.places]) == ((), [(), ()])


def test_a_flagged_score_keeps_its_place_but_gets_no_rank(suite: Suite, tmp_path: Path) -> None:
    first, *others = suite.cases()
    unclear = [no_evidence(first), *map(passed, others)]
    runs = [run(tmp_path, "a", suite, 5), add_run(tmp_path / "b", "b", [(suite, unclear)])]
    [board] = boards(collect(runs))
    assert ranking(board) == [(None, "b"), (1, "a")]


def test_a_failed_self_check_takes_every_rank_and_warns(suite: Suite, tmp_path: Path) -> None:
    [board] = boards(collect(run(tmp_path, name, suite, 5, gold=0.975) for name in ("a", "b")))
    assert [place.rank for place in board.places] == [None, None]
    assert board.warnings == ("the self-check failed: the reference itself scores 97.5 %",)


def test_unjudged_attempts_stand_last_without_a_rank(shown: Showcase) -> None:
    board = next(board for board in boards(collect(shown.runs)) if board.task == "jq")
    assert ranking(board)[-2:] == [(None, "patient #1"), (None, "patient #2")]


def test_a_task_that_was_never_judged_has_a_board_all_the_same(shown: Showcase) -> None:
    [board] = boards(collect(shown.runs[-1:]))
    assert (board.suite, len(board.places)) == ("", 2)


def test_no_row_is_lost(shown: Showcase) -> None:
    rows = collect(shown.runs)
    places = [place.row for board in boards(rows) for place in board.places]
    assert sorted(map(id, places)) == sorted(map(id, rows))
