import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.report.cases import Group, ShownCase, examine, pages_of
from afresh.report.collect import Row, collect
from afresh.store.home import Home
from afresh.store.suites import Suite, suites_directory

from .conftest import Showcase
from .fixtures import BUILT, FAILED, add_run, add_suite, count, failed, jq_cases, no_evidence, passed


@pytest.fixture
def suite(home: Home) -> Suite:
    return add_suite(home, "jq", jq_cases(12))


def row_of(run: Path) -> Row:
    [row] = collect([run])
    return row


def test_every_case_is_shown_once_in_its_group_or_as_passed(shown: Showcase) -> None:
    for row in collect(shown.runs):
        if row.evaluation and row.evaluation.build.status != "failed":
            examined = examine(shown.home, row)
            failures = [case.id for group in examined.groups if group.counts for case in group.cases]
            others = [case.id for group in examined.groups if not group.counts for case in group.cases]
            assert len(set(failures)) == len(failures) == row.evaluation.failed
            assert len(set(others)) == len(others) == row.evaluation.no_evidence
            assert len(examined.passed) == row.evaluation.passed


def test_groups_are_the_kinds_of_difference_in_their_order(shown: Showcase) -> None:
    row = next(row for row in collect(shown.runs) if row.name == "deb:gojq")
    groups = [group for group in examine(shown.home, row).groups if group.counts]
    assert [(group.reason, len(group.cases)) for group in groups] == [
        (kind.reason, kind.count) for kind in row.kinds
    ]


def test_the_simplest_case_of_a_group_comes_first(shown: Showcase) -> None:
    row = next(row for row in collect(shown.runs) if row.name == "deb:gojq")
    for group in examine(shown.home, row).groups:
        lengths = [len(case.command) for case in group.cases]
        assert lengths == sorted(lengths)


def test_a_case_of_the_suite_without_a_verdict_has_no_evidence(
    home: Home, suite: Suite, tmp_path: Path
) -> None:
    first, second, *others = suite.cases()
    run = add_run(tmp_path / "run", "a", [(suite, [failed(second), *map(passed, others)])])
    groups = examine(home, row_of(run)).groups
    assert [(group.reason, group.counts, [case.id for case in group.cases]) for group in groups] == [
        (failed(second).reason, True, [second.id]),
        ("no verdict", False, [first.id]),
    ]


def test_labels_are_scored_with_the_weakest_first(home: Home, suite: Suite, tmp_path: Path) -> None:
    verdicts = [failed(case) if "-c" in case.labels else passed(case) for case in suite.cases()]
    labels = examine(home, row_of(add_run(tmp_path / "run", "a", [(suite, verdicts)]))).labels
    with_c = sum("-c" in case.labels for case in suite.cases())
    scores = {label.label: (label.passed, label.cases) for label in labels}
    assert labels[0].label == "-c"
    assert scores["-c"] == (0, with_c)
    assert scores["filter"] == (12 - with_c, 12)


def test_without_the_suite_the_verdicts_are_shown_and_a_line_says_why_no_more(
    home: Home, suite: Suite, tmp_path: Path
) -> None:
    run = add_run(tmp_path / "run", "a", [(suite, list(map(failed, suite.cases())))])
    shutil.rmtree(suites_directory(home, "jq"))
    examined = examine(home, row_of(run))
    assert [len(group.cases) for group in examined.groups] == [12]
    assert examined.groups[0].cases[0].differences
    assert examined.warnings[0].startswith("commands cannot be shown: ")


def test_a_verdict_on_a_case_that_is_not_in_the_suite_is_pointed_out(
    home: Home, suite: Suite, tmp_path: Path
) -> None:
    stranger = jq_cases(13)[-1]
    run = add_run(tmp_path / "run", "a", [(suite, [*map(passed, suite.cases()), passed(stranger)])])
    assert examine(home, row_of(run)).warnings == (
        "1 verdicts on cases that are not in the suite; they count for nothing",
    )


def test_after_a_failed_build_there_is_nothing_to_compare(home: Home, suite: Suite, tmp_path: Path) -> None:
    run = add_run(tmp_path / "run", "a", [(suite, list(map(failed, suite.cases())))], build=FAILED)
    assert examine(home, row_of(run)).groups == ()


def test_the_fixtures_count_as_the_verdicts_do(suite: Suite) -> None:
    first, second, *others = suite.cases()
    evaluation = count(suite, "a", [failed(first), no_evidence(second), *map(passed, others)], build=BUILT)
    assert (evaluation.passed, evaluation.failed, evaluation.no_evidence) == (10, 1, 1)


def shown_case(name: int, size: int) -> ShownCase:
    return ShownCase(str(name), "", "x" * size, (), lenient=False, differences=())


@given(st.lists(st.lists(st.integers(0, 3000), max_size=9), max_size=9), st.integers(1, 7))
def test_pages_hold_every_case_once_in_order_within_their_limits(sizes: list[list[int]], limit: int) -> None:
    groups = [
        Group(number, "", tuple(shown_case(number * 100 + at, size) for at, size in enumerate(several)))
        for number, several in enumerate(sizes)
    ]
    pages = pages_of(groups, limit, 5000)
    flat = [case for page in pages for group in page for case in group.cases]
    assert flat == [case for group in groups for case in group.cases]
    for page in pages:
        cases = [case for group in page for case in group.cases]
        assert 1 <= len(cases) <= limit
        assert len(cases) == 1 or sum(case.characters for case in cases) <= 5000
        assert len({group.number for group in page}) == len(page)
