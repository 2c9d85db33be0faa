"""Judge what an agent left: build it, judge the built tree, throw the tree away."""

import hashlib
from pathlib import Path

from afresh.engine.protocol import Engine
from afresh.errors import CorruptRecordError, InputError
from afresh.judge.build import build_submission
from afresh.judge.candidate import candidate_program, masked_paths
from afresh.judge.journal import describe, standing_evaluation
from afresh.judge.judge import judge_program
from afresh.judge.manifest import manifest_digest, read_tree
from afresh.judge.unpack import ArchiveError
from afresh.model import Build, Evaluation, Task
from afresh.model.record import Record
from afresh.progress import Progress, silent
from afresh.sandbox.protocol import Sandbox
from afresh.store.atomic import remove_tree
from afresh.store.home import Home
from afresh.store.records import read_json, write_json
from afresh.store.runs import Attempt
from afresh.store.suites import Suite

HEAD = "build.json"


class BuildHead(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """A build, and the submission and masks that it was made with."""

    submission: str
    masked: tuple[str, ...]
    build: Build


def judge_attempt(
    home: Home,
    task: Task,
    suite: Suite,
    attempt: Attempt,
    *,
    candidate: str,
    gold: float | None,
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress = silent,
    given: bool = False,
) -> Evaluation:
    """Build the attempt's submission, judge it on a suite and write the evaluation.

    An interrupted judging goes on with the tree that was built. With `given`, a person named the submission:
    one that cannot be unpacked or has no compile.sh then raises InputError instead of failing every case.
    """
    masked = masked_paths(home, task)
    tree = attempt.directory / "built"
    program = candidate_program(task, tree, masked)
    if known := _known_build(attempt, masked):
        root = program.root if known.status == "built" else None
        judging = describe(task, suite, root, sandbox, candidate=candidate, build=known)
        if evaluation := standing_evaluation(attempt, judging, gold):
            return evaluation
    progress(f"building {task.name}", 0, 1)
    try:
        build = _build(sandbox, attempt, tree, masked, known=known, given=given)
    except ArchiveError as error:
        raise ArchiveError(Path(candidate), error.problem) from error
    progress(f"building {task.name}", 1, 1)
    if given and build.status == "no_compile_script":
        raise InputError(f"{candidate}: has no compile.sh in its root; add one that leaves ./executable")
    evaluation = judge_program(
        home,
        task,
        suite,
        program if build.status == "built" else None,
        attempt,
        candidate=candidate,
        build=build,
        gold=gold,
        sandbox=sandbox,
        engine=engine,
        progress=progress,
    )
    remove_tree(tree)
    return evaluation


def _known_build(attempt: Attempt, masked: tuple[str, ...]) -> Build | None:
    """Return the build that was made of this very submission, if one was."""
    path = attempt.directory / HEAD
    try:
        head = read_json(path, BuildHead) if path.is_file() else None
    except CorruptRecordError:
        return None  # of another version of Afresh
    return head.build if head and (head.submission, head.masked) == (_sha256(attempt), masked) else None


def _build(
    sandbox: Sandbox,
    attempt: Attempt,
    tree: Path,
    masked: tuple[str, ...],
    *,
    known: Build | None,
    given: bool,
) -> Build:
    """Build, unless the tree of the known build is still there as it was."""
    if known and (known.status != "built" or manifest_digest(read_tree(tree)) == known.manifest):
        return known
    remove_tree(tree)
    build = build_submission(sandbox, attempt.submission, tree, masked=masked, given=given)
    write_json(attempt.directory / HEAD, BuildHead(submission=_sha256(attempt), masked=masked, build=build))
    return build


def _sha256(attempt: Attempt) -> str:
    if not attempt.submission.is_file():
        return ""
    with attempt.submission.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
