"""Put one case to a candidate and give the verdict."""

import math
from dataclasses import replace

import msgspec

from afresh.errors import InfrastructureError
from afresh.judge.reason import reason
from afresh.model import Case, Expectation, Limits, Usage, Verdict
from afresh.model.limits import MIB
from afresh.observe.compare import compare
from afresh.observe.program import Program
from afresh.observe.recording import Recording
from afresh.observe.run import run_case
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs

TRIES = 3
"""How often a case is started where the sandbox itself fails. What a candidate does is never tried again."""

KEPT_DIFFERENCES = 20
"""How many differences a verdict keeps: a candidate that writes thousands of files fails like any other."""

_SLOWER = 20
_HUNGRIER = 4


def give_verdict(
    sandbox: Sandbox,
    program: Program,
    case: Case,
    expectation: Expectation,
    reference_usage: Usage,
    *,
    blobs: Blobs,
    slot: int = 0,
) -> Verdict:
    """Run a case on a candidate once and compare every channel of every step with the expectation.

    Where the sandbox fails three times, the verdict is `no_evidence`.
    """
    limits = case_limits(program.limits, reference_usage)
    try:
        recording = _observe(sandbox, replace(program, limits=limits), case, blobs, slot)
    except InfrastructureError as error:
        return Verdict(case=case.id, status="no_evidence", reason=str(error), reference_usage=reference_usage)
    differences = compare(expectation, recording.steps, blobs)
    first = differences[0] if differences else None
    return Verdict(
        case=case.id,
        status="fail" if first else "pass",
        channel=first.channel if first else None,
        reason=reason(first, expectation, recording.steps, blobs) if first else "",
        lenient=all(difference.channel == "stderr" for difference in differences),
        differences=differences[:KEPT_DIFFERENCES],
        usage=recording.usage,
        reference_usage=reference_usage,
    )


def case_limits(limits: Limits, reference: Usage) -> Limits:
    """Return the limits of one case: the task's, or what leaves an interpreted rebuild room enough.

    The reference's figures are those of all steps together, and limits are those of one step, which may be
    the one that took it all.
    """
    wall = _SLOWER * reference.wall_ms / 1000 + 5
    cpu = _SLOWER * reference.cpu_ms / 1000 + 5
    memory = _HUNGRIER * reference.memory_kib * 1024 + 512 * MIB
    return msgspec.structs.replace(
        limits,
        wall_seconds=max(limits.wall_seconds, round(wall, 3)),
        cpu_seconds=max(limits.cpu_seconds, math.ceil(cpu)),
        memory_bytes=max(limits.memory_bytes, memory),
    )


def _observe(sandbox: Sandbox, program: Program, case: Case, blobs: Blobs, slot: int) -> Recording:
    for _ in range(TRIES - 1):
        try:
            return run_case(sandbox, program, case, blobs, slot=slot)
        except InfrastructureError:
            continue
    return run_case(sandbox, program, case, blobs, slot=slot)
