"""Put the cases of a suite to a program, many at once."""

from collections.abc import Container, Iterator

from afresh.engine.protocol import Engine
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

    pairs = zip(suite.cases(), suite.expectations(), strict=True)
    return engine.map(work, (pair for pair in pairs if pair[0].id not in skip))
