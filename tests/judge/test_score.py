from collections.abc import Iterator
from pathlib import Path

import pytest

from afresh.judge.score import evaluate
from afresh.model import Build, Evaluation, SuiteInfo, Usage, Verdict
from afresh.store.suites import Suite


def score(passed: int, failed: int, cases: int) -> Evaluation:
    info = SuiteInfo(
        task="t", reference="r", digest="d", cases=cases, cases_sha256="", expected_sha256="",
        seed=0, generator="",
    )  # fmt: skip

    def verdicts() -> Iterator[Verdict]:
        for number in range(passed):
            usage = Usage(cpu_ms=3), Usage(cpu_ms=2)
            yield Verdict(
                case=f"p{number}", status="pass", lenient=True, usage=usage[0], reference_usage=usage[1]
            )
        for number in range(failed):
            yield Verdict(case=f"f{number}", status="fail", usage=Usage(cpu_ms=1e6), lenient=number == 0)

    suite = Suite(info, Path("nowhere"))
    return evaluate(verdicts(), suite, candidate="c", build=Build(status="built"), gold=1.0, root="host")


@pytest.mark.parametrize(
    ("passed", "cases", "almost", "resolved"),
    [(20, 20, True, True), (19, 20, True, False), (18, 20, False, False), (0, 0, False, False)],
)
def test_resolved_is_all_and_almost_resolved_is_95_percent(
    passed: int, cases: int, almost: bool, resolved: bool
) -> None:
    evaluation = score(passed, cases - passed, cases)
    assert (evaluation.almost_resolved, evaluation.resolved) == (almost, resolved)


def test_a_case_without_verdict_stays_in_the_denominator() -> None:
    evaluation = score(3, 1, 5)
    assert (evaluation.score, evaluation.score_lenient, evaluation.no_evidence) == (0.6, 0.8, 1)


def test_speed_is_compared_over_what_passes() -> None:
    assert score(2, 2, 4).cpu_ratio == 1.5
    assert score(0, 2, 2).cpu_ratio is None
