"""The self-check: the reference itself, judged like any candidate, must pass every case."""

import platform
from collections import Counter

from afresh import __version__
from afresh.engine.protocol import Engine
from afresh.errors import CorruptRecordError, InfrastructureError
from afresh.judge.cases import judge_cases
from afresh.model import Task
from afresh.model.record import Record
from afresh.observe.program import reference_program
from afresh.progress import Progress, silent
from afresh.sandbox.protocol import Sandbox
from afresh.store.home import Home
from afresh.store.records import read_json, write_json
from afresh.store.suites import Suite


class Gold(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """The reference's own score on a suite, and what it holds for."""

    score: float
    suite: str
    machine: str
    sandbox: str
    afresh: str
    failed: dict[str, str] = {}
    """Some of the cases that the reference failed, with the reasons."""


def gold_score(
    home: Home,
    task: Task,
    suite: Suite,
    *,
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress = silent,
) -> float:
    """Return the share of a suite's cases that its own reference passes here: 1.0, or look into it.

    The score is kept in the suite's folder for this machine, sandbox and version of Afresh.
    InfrastructureError is raised when the sandbox left cases without evidence.
    """
    path = suite.directory / "gold.json"
    machine = f"{platform.node()} {platform.release()} {platform.machine()}"
    try:
        known = read_json(path, Gold) if path.is_file() else None
    except CorruptRecordError:
        known = None
    here = (suite.info.digest, machine, sandbox.name, __version__)
    if known and (known.suite, known.machine, known.sandbox, known.afresh) == here:
        return known.score
    statuses: Counter[str] = Counter()
    failed: dict[str, str] = {}
    program = reference_program(home, task)
    for verdict in judge_cases(sandbox, engine, program, suite, home.blobs):
        statuses[verdict.status] += 1
        if verdict.status == "fail" and len(failed) < 20:
            failed[verdict.case] = verdict.reason
        progress(f"self-check of {task.name}", statuses.total(), suite.info.cases)
    if missing := statuses["no_evidence"]:
        raise InfrastructureError(f"{missing} cases of {task.name!r} could not be run; see: afresh doctor")
    score = statuses["pass"] / statuses.total() if statuses else 0.0
    write_json(
        path,
        Gold(
            score=score,
            suite=suite.info.digest,
            machine=machine,
            sandbox=sandbox.name,
            afresh=__version__,
            failed=failed,
        ),
    )
    return score
