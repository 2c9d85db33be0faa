from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from afresh.errors import InputError
from afresh.model import AttemptInfo, RunInfo, Verdict
from afresh.report.collect import Row, collect, kinds_of_difference, latest_verdicts, percent
from afresh.store.home import Home
from afresh.store.runs import Run

from .conftest import Showcase
from .fixtures import FAILED, add_run, add_suite, failed, jq_cases, no_evidence, passed


def row_of(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row.name == name)


def flags_of(run: Path) -> list[str]:
    [row] = collect([run])
    return [flag.name for flag in row.flags]


def test_every_attempt_becomes_a_row(shown: Showcase) -> None:
    rows = collect(shown.runs)
    expected = [
        (run, attempt.task, attempt.number) for run in shown.runs for attempt in Run.open(run).attempts()
    ]
    assert [(row.run, row.task, row.attempt.number) for row in rows] == expected


def test_a_run_named_twice_counts_once(shown: Showcase) -> None:
    run = shown.runs[0]
    assert len(collect([run, run / ".." / run.name])) == len(collect([run]))


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a run"):
        collect([tmp_path])


@pytest.mark.parametrize(
    ("info", "state", "detail"),
    [
        (None, "running", "has not ended"),
        (AttemptInfo(status="submitted"), "submitted", "not judged yet"),
        (AttemptInfo(status="failed", detail="no answer"), "failed", "failed: no answer"),
        (AttemptInfo(status="infrastructure"), "failed", "infrastructure: no submission"),
    ],
)
def test_an_unjudged_attempt_says_how_far_it_is(
    tmp_path: Path, info: AttemptInfo | None, state: str, detail: str
) -> None:
    run = Run.create(tmp_path / "run", RunInfo(agent="a", tasks={"jq": "cd"}))
    if info:
        run.attempt("jq").write_info(info)
    [row] = collect([run.directory])
    assert (row.state, row.evaluation) == (state, None)
    assert detail in row.detail


def test_an_attempt_that_is_being_judged_says_so(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(3))
    run = add_run(tmp_path / "run", "a", [(suite, [passed(case) for case in suite.cases()])])
    (Run.open(run).attempt("jq").directory / "evaluation.json").unlink()
    assert collect([run])[0].state == "judging"


def test_records_that_cannot_be_read_make_a_broken_row_and_leave_the_others(
    home: Home, tmp_path: Path
) -> None:
    suites = [add_suite(home, task, jq_cases(3)) for task in ("gron", "jq")]
    run = add_run(tmp_path / "run", "a", [(suite, list(map(passed, suite.cases()))) for suite in suites])
    Run.open(run).attempt("jq").verdicts.write_text('{"case": 1}\n')
    gron, jq = collect([run])
    assert gron.state == "judged"
    assert (jq.state, jq.evaluation) == ("broken", None)
    assert "verdicts.jsonl, record 1" in jq.detail


def test_kinds_of_difference_are_counted_as_the_verdicts_have_them(shown: Showcase) -> None:
    for row in collect(shown.runs):
        if row.evaluation is None:
            continue
        reasons = Counter(v.reason for v in row.attempt.read_verdicts() if v.status == "fail")
        assert {kind.reason: kind.count for kind in row.kinds} == reasons
        assert [kind.count for kind in row.kinds] == sorted(reasons.values(), reverse=True)
        assert sum(kind.count for kind in row.kinds) == row.evaluation.failed


def test_the_example_of_a_kind_fails_by_that_kind(shown: Showcase) -> None:
    for row in collect(shown.runs):
        verdicts = {v.case: v for v in row.attempt.read_verdicts()} if row.evaluation else {}
        for kind in row.kinds:
            assert verdicts[kind.example].reason == kind.reason


def test_a_verdict_without_reason_is_counted_by_its_channel() -> None:
    [kind] = kinds_of_difference([Verdict(case="a", status="fail", channel="stderr")])
    assert kind.reason == "stderr differs"


def test_only_no_evidence_is_replaced_by_a_later_verdict(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(3))
    one, two, three = suite.cases()
    verdicts = [failed(one), no_evidence(two), passed(one), passed(two), passed(three)]
    run = add_run(tmp_path / "run", "a", [(suite, verdicts)])
    latest = latest_verdicts(Run.open(run).attempt("jq"))
    assert [latest[case.id].status for case in (one, two, three)] == ["fail", "pass", "pass"]


def test_a_sound_score_has_no_flag(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    verdicts = [failed(case) for case in suite.cases()]
    assert flags_of(add_run(tmp_path / "run", "a", [(suite, verdicts)])) == []


def test_a_failed_build_without_verdicts_is_sound(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    assert flags_of(add_run(tmp_path / "run", "a", [(suite, [])], build=FAILED)) == []


@pytest.mark.parametrize("gold", [None, 0.99, 0.0])
def test_a_score_without_a_whole_self_check_is_flagged(
    home: Home, tmp_path: Path, gold: float | None
) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    run = add_run(tmp_path / "run", "a", [(suite, list(map(passed, suite.cases())))], gold=gold)
    assert flags_of(run) == ["self-check"]


def test_a_gold_that_fails_a_case_is_flagged(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    first, *others = suite.cases()
    verdicts = [failed(first), *map(passed, others)]
    assert flags_of(add_run(tmp_path / "run", "gold", [(suite, verdicts)], gold=1.0)) == ["self-check"]


def test_cases_without_evidence_are_flagged(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    first, *others = suite.cases()
    verdicts = [no_evidence(first), *map(passed, others)]
    assert flags_of(add_run(tmp_path / "run", "a", [(suite, verdicts)])) == ["no evidence"]


def test_an_evaluation_that_its_verdicts_do_not_bear_out_is_flagged(home: Home, tmp_path: Path) -> None:
    suite = add_suite(home, "jq", jq_cases(4))
    run = add_run(tmp_path / "run", "a", [(suite, list(map(passed, suite.cases())))])
    verdicts = Run.open(run).attempt("jq").verdicts
    lines = verdicts.read_text().splitlines(keepends=True)
    verdicts.write_text("".join(lines[1:]))
    assert flags_of(run) == ["counts"]


@given(st.integers(1, 10**6), st.integers(0, 10**6))
@example(10**6, 10**6 - 1)
@example(10**6, 1)
def test_only_a_whole_share_reads_as_a_hundred_per_cent_and_only_none_as_zero(whole: int, part: int) -> None:
    text = percent(min(part, whole) / whole)
    assert (text == "100.0 %") == (part >= whole)
    assert (text == "0.0 %") == (part == 0)
