"""Judge a program on a suite: every case once, every verdict kept, the scores last."""

from collections.abc import Iterator

from afresh.engine.protocol import Engine
from afresh.judge.cases import judge_cases
from afresh.judge.journal import begin, describe
from afresh.judge.score import evaluate
from afresh.judge.table import write_table
from afresh.model import Build, Evaluation, Task, Verdict
from afresh.observe.program import Program
from afresh.progress import Progress, silent
from afresh.sandbox.protocol import Sandbox
from afresh.store.home import Home
from afresh.store.locks import exclusive
from afresh.store.runs import Attempt
from afresh.store.suites import Suite

_WHY_NOT_BUILT = {
    "failed": "build failed",
    "timed_out": "build timed out",
    "no_compile_script": "no compile.sh",
    "no_executable": "build left no executable",
    "unsafe_archive": "unsafe archive",
}


def judge_program(
    home: Home,
    task: Task,
    suite: Suite,
    program: Program | None,
    attempt: Attempt,
    *,
    candidate: str,
    build: Build,
    gold: float | None,
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress = silent,
) -> Evaluation:
    """Judge a program and write verdicts, their table and the evaluation into the attempt's folder.

    `program` is None where the build failed: then every case fails. A judging that was interrupted goes on
    where it stopped; cases without evidence are tried again. InfrastructureError is raised when somebody else
    is judging this attempt.
    """
    root = program.root if program else None
    judging = describe(task, suite, root, sandbox, candidate=candidate, build=build)
    with exclusive(attempt.directory / "judging.lock", doing="judging"):
        standing = begin(attempt, judging, {case.id for case in suite.cases()})
        verdicts = (
            judge_cases(sandbox, engine, program, suite, home.blobs, skip=standing)
            if program
            else _all_fail(suite, build, standing)
        )
        with attempt.verdict_journal() as journal:
            progress(f"judging {task.name}", len(standing), suite.info.cases)
            for done, verdict in enumerate(verdicts, start=len(standing) + 1):
                journal.append(verdict)
                progress(f"judging {task.name}", done, suite.info.cases)
        write_table(attempt.verdicts, attempt.directory / "verdicts.parquet")
        evaluation = evaluate(
            attempt.read_verdicts(), suite, candidate=candidate, build=build, gold=gold, root=judging.root
        )
        attempt.write_evaluation(evaluation)
        return evaluation


def _all_fail(suite: Suite, build: Build, standing: set[str]) -> Iterator[Verdict]:
    usage = suite.reference_usage()
    for case in suite.cases():
        if case.id not in standing:
            why = _WHY_NOT_BUILT[build.status]
            yield Verdict(case=case.id, status="fail", reason=why, reference_usage=usage[case.id])
