"""Count verdicts. The suite is the denominator."""

from collections.abc import Iterable

from afresh import __version__
from afresh.model import Build, Evaluation, Verdict
from afresh.store.suites import Suite


def evaluate(
    verdicts: Iterable[Verdict],
    suite: Suite,
    *,
    candidate: str,
    build: Build,
    gold: float | None,
    root: str,
) -> Evaluation:
    """Return the scores of one candidate on one suite.

    Every case of the suite counts: one without a verdict is `no_evidence`, and a score with any of these must
    not be published.
    """
    passed = failed = lenient = 0
    cpu = reference_cpu = 0.0
    for verdict in verdicts:
        passed += verdict.status == "pass"
        failed += verdict.status == "fail"
        lenient += verdict.lenient
        if verdict.status == "pass":
            cpu += verdict.usage.cpu_ms
            reference_cpu += verdict.reference_usage.cpu_ms
    cases = suite.info.cases
    return Evaluation(
        task=suite.info.task,
        suite=suite.info.digest,
        candidate=candidate,
        cases=cases,
        passed=passed,
        failed=failed,
        no_evidence=cases - passed - failed,
        score=_share(passed, cases),
        score_lenient=_share(lenient, cases),
        resolved=0 < cases == passed,
        almost_resolved=cases > 0 and 100 * passed >= 95 * cases,
        build=build,
        gold=gold,
        cpu_ratio=round(cpu / reference_cpu, 3) if reference_cpu else None,
        root=root,
        afresh=__version__,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
