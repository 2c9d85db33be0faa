from pathlib import Path

import pytest

from afresh.report.boards import boards
from afresh.report.collect import collect
from afresh.report.standings import Standing, standings
from afresh.store.home import Home
from afresh.store.suites import Suite

from .fixtures import add_run, add_suite, failed, jq_cases, no_evidence, passed

Judged = list[tuple[Suite, int]]


def run(folder: Path, agent: str, judged: Judged, cpu_ratio: float | None = None) -> Path:
    verdicts = [
        (suite, [passed(case) if at < right else failed(case) for at, case in enumerate(suite.cases())])
        for suite, right in judged
    ]
    return add_run(folder / agent, agent, verdicts, cpu_ratio=cpu_ratio)


@pytest.fixture
def gron(home: Home) -> Suite:
    return add_suite(home, "gron", jq_cases(10))


@pytest.fixture
def jq(home: Home) -> Suite:
    return add_suite(home, "jq", jq_cases(40))


def over_all(runs: list[Path]) -> dict[str, Standing]:
    return {one.name: one for one in standings(boards(collect(runs)))}


def test_every_task_weighs_the_same(gron: Suite, jq: Suite, tmp_path: Path) -> None:
    one = over_all([run(tmp_path, "a", [(gron, 10), (jq, 10)])])["a"]
    assert one.score == (0.5, 0.5, 0.625)
    assert (one.cases, one.passed, one.tasks) == (50, 20, 2)


def test_the_order_is_by_resolved_then_almost_resolved_then_mean_score(
    gron: Suite, jq: Suite, tmp_path: Path
) -> None:
    runs = [
        run(tmp_path, "mean", [(gron, 9), (jq, 37)]),
        run(tmp_path, "resolved", [(gron, 10), (jq, 0)]),
        run(tmp_path, "almost", [(gron, 0), (jq, 39)]),
    ]
    assert [(one.rank, name) for name, one in over_all(runs).items()] == [
        (1, "resolved"),
        (2, "almost"),
        (3, "mean"),
    ]


def test_who_was_judged_on_a_part_of_the_tasks_is_listed_without_a_rank(
    gron: Suite, jq: Suite, tmp_path: Path
) -> None:
    found = over_all([run(tmp_path, "both", [(gron, 1), (jq, 1)]), run(tmp_path, "one", [(gron, 10)])])
    assert (found["both"].rank, found["one"].rank) == (1, None)
    assert found["one"].flags == ("1 of 2 tasks",)


def test_a_score_on_another_suite_counts_for_nothing_and_says_so(
    home: Home, gron: Suite, jq: Suite, tmp_path: Path
) -> None:
    runs = [run(tmp_path, name, [(gron, 5), (jq, 20)]) for name in ("a", "b")]
    other = add_suite(home, "jq", jq_cases(20))
    runs.append(run(tmp_path, "c", [(gron, 10), (other, 20)]))
    found = over_all(runs)["c"]
    assert (found.rank, found.tasks, found.score) == (None, 1, (1.0, 1.0, 1.0))
    assert found.flags == ("1 of 2 tasks", "judged on another suite")


def test_missing_evidence_on_one_task_takes_the_rank_over_all(gron: Suite, jq: Suite, tmp_path: Path) -> None:
    verdicts = [(gron, list(map(passed, gron.cases()))), (jq, list(map(no_evidence, jq.cases())))]
    one = over_all([add_run(tmp_path / "a", "a", verdicts)])["a"]
    assert (one.rank, one.flags) == (None, ("no evidence",))


def test_several_runs_of_one_configuration_are_one_standing(gron: Suite, jq: Suite, tmp_path: Path) -> None:
    verdicts = {suite.info.task: list(map(passed, suite.cases())) for suite in (gron, jq)}
    runs = [
        add_run(tmp_path / suite.info.task, "a", [(suite, verdicts[suite.info.task])], cpu_ratio=ratio)
        for suite, ratio in ((gron, 2.0), (jq, 8.0))
    ]
    found = over_all(runs)
    assert found["a"].rank == 1
    assert found["a"].cpu_ratio == pytest.approx(4.0)


def test_several_attempts_at_a_task_are_averaged_before_the_tasks_are(
    gron: Suite, jq: Suite, tmp_path: Path
) -> None:
    runs = [run(tmp_path / "1", "a", [(gron, 10), (jq, 0)]), run(tmp_path / "2", "a", [(jq, 0)])]
    assert over_all(runs)["a"].score == (0.5, 0.5, 0.5)
