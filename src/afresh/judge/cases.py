"""Put the cases of a suite to a program, many at once."""

from collections.abc import Container, Iterator

from afresh.engine.protocol import Engine
from afresh.errors import CorruptRecordError
from afresh.judge.scratch import Scratch
from afresh.judge.verdict import give_verdict
from afresh.model import Case, Expectation, Usage, Verdict
from afresh.observe.program import Program
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs
from afresh.store.suites import Suite


def judge_cases(
    sandbox: Sandbox,
    engine: Engine,
    program: Program,
    suite: Suite,
    blobs: Blobs,
    *,
    skip: Container[str] = (),
) -> Iterator[Verdict]:
    """Yield the verdict of every case of a suite that is not to be skipped, in the suite's order."""
    usage = suite.reference_usage()

    def work(slot: int, pair: tuple[Case, Expectation]) -> Verdict:
        case, expectation = pair
        return give_verdict(
            sandbox,
            program,
            case,
            expectation,
            usage.get(case.id, Usage()),
            blobs=Scratch(blobs),
            slot=slot,
        )

    return engine.map(work, (pair for pair in expected_cases(suite) if pair[0].id not in skip))


def expected_cases(suite: Suite) -> Iterator[tuple[Case, Expectation]]:
    """Yield each case with its expectation. CorruptRecordError is raised where they are not a pair."""
    count = 0
    for number, (case, expectation) in enumerate(
        zip(suite.cases(), suite.expectations(), strict=True), start=1
    ):
        if case.id != expectation.case:
            raise CorruptRecordError(
                suite.directory, f"expects {expectation.case} of case {case.id}; make it again", record=number
            )
        yield case, expectation
        count = number
    if count != suite.info.cases:
        raise CorruptRecordError(
            suite.directory, f"has {count} cases instead of {suite.info.cases}; make it again"
        )
