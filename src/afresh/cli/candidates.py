"""Judging a candidate, whatever form it was given in."""

from pathlib import Path

from afresh.agent.pack import pack_submission
from afresh.engine.protocol import Engine
from afresh.errors import InputError
from afresh.judge.attempt import judge_attempt
from afresh.judge.candidate import masked_paths
from afresh.judge.gold import gold_score
from afresh.judge.judge import judge_program
from afresh.model import Build, Evaluation, Task
from afresh.observe.program import Program, reference_program
from afresh.progress import Progress
from afresh.reference.candidates import fetch_program
from afresh.sandbox import Sandbox
from afresh.store.atomic import write_file
from afresh.store.home import Home
from afresh.store.runs import Attempt
from afresh.store.suites import Suite

GOLD = "gold"
"""The candidate that is the reference itself."""


def judge_candidate(
    home: Home,
    task: Task,
    suite: Suite,
    candidate: str,
    attempt: Attempt,
    *,
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress,
) -> Evaluation:
    """Judge `gold`, a submission (archive, or directory with compile.sh), or any program by its source.

    InputError is raised when the candidate is none of these.
    """
    gold = gold_score(home, task, suite, sandbox=sandbox, engine=engine, progress=progress)
    if take_submission(Path(candidate), attempt):
        return judge_attempt(
            home,
            task,
            suite,
            attempt,
            candidate=candidate,
            gold=gold,
            sandbox=sandbox,
            engine=engine,
            progress=progress,
            given=True,
        )
    program, build = _program(home, task, candidate, progress)
    return judge_program(
        home,
        task,
        suite,
        program,
        attempt,
        candidate=candidate,
        build=build,
        gold=gold,
        sandbox=sandbox,
        engine=engine,
        progress=progress,
    )


def take_submission(path: Path, attempt: Attempt) -> bool:
    """Take the submission at path into the attempt. Return False where path is something else."""
    if path.is_dir() and (path / "compile.sh").is_file():
        pack_submission(path, attempt.submission)
        return True
    if path.is_file() and path.name.endswith((".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")):
        write_file(attempt.submission, path.read_bytes())
        return True
    if path.is_dir() and not (path / "executable").is_file():
        raise InputError(f"{path}: has neither compile.sh nor executable; see: afresh judge --help")
    return False


def _program(home: Home, task: Task, candidate: str, progress: Progress) -> tuple[Program, Build]:
    if candidate == GOLD:
        return reference_program(home, task), Build(status="ready", manifest=task.reference.digest)
    # A program that the user names is trusted to do its own work, and may need what has the reference's name.
    masked = () if Path(candidate).exists() else masked_paths(home, task)
    program, digest = fetch_program(
        home,
        candidate,
        name=task.reference.name,
        environment=task.environment,
        limits=task.limits,
        masked=masked,
        progress=progress,
    )
    return program, Build(status="ready", manifest=digest)
