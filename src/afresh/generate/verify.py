"""Replay a suite on its reference: does it still say the truth?"""

from dataclasses import dataclass

from afresh.engine.protocol import Engine
from afresh.generate.stability import replay_all, replays_of
from afresh.model import Task
from afresh.observe.program import reference_program
from afresh.progress import Progress, silent
from afresh.sandbox.protocol import Sandbox
from afresh.store.home import Home
from afresh.store.suites import Suite


@dataclass(frozen=True, slots=True)
class Verification:
    """How a suite stood its replays."""

    cases: int
    replays: int
    """Replays of each case."""
    flips: tuple[str, ...]
    """Ids of the cases that did not repeat, sorted."""


def verify_suite(
    home: Home,
    task: Task,
    suite: Suite,
    *,
    replays: int = 3,
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress = silent,
) -> Verification:
    """Replay every case on the reference, under one perturbation after the other."""
    pairs = zip(suite.cases(), suite.expectations(), strict=True)
    planned = [replay for case, expected in pairs for replay in replays_of(case, expected.steps, replays)]
    program = reference_program(home, task)
    flips = replay_all(planned, program, sandbox, engine, home.blobs, progress=progress)
    return Verification(suite.info.cases, replays, tuple(sorted(flips)))
