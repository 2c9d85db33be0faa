"""The verdicts of one judging, so that an interrupted one goes on and a changed one starts over."""

from afresh import __version__
from afresh.errors import CorruptRecordError
from afresh.model import Build, Evaluation, Task, Verdict
from afresh.model.record import Record
from afresh.sandbox.protocol import Root, Sandbox
from afresh.store.atomic import write_file
from afresh.store.records import encode_lines, read_json, write_json
from afresh.store.runs import Attempt
from afresh.store.suites import Suite

HEAD = "judging.json"
RESULTS = ("evaluation.json", "verdicts.parquet", "verdicts.jsonl", HEAD)


class Judging(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """Everything that verdicts depend on. If any of it changes, they are worth nothing."""

    task: str
    """Digest of the task."""
    suite: str
    candidate: str
    build: str
    """Status of the build."""
    manifest: str
    """Digest of what crossed from the build."""
    root: str
    masked: tuple[str, ...] = ()
    sandbox: str
    afresh: str


def describe(
    task: Task, suite: Suite, root: Root | None, sandbox: Sandbox, *, candidate: str, build: Build
) -> Judging:
    """Return what a judging depends on. The root is None where there is no program, as the build failed."""
    return Judging(
        task=task.digest,
        suite=suite.info.digest,
        candidate=candidate,
        build=build.status,
        manifest=build.manifest,
        root=root.name if root else "",
        masked=root.masked if root else (),
        sandbox=sandbox.name,
        afresh=__version__,
    )


def standing_evaluation(attempt: Attempt, judging: Judging, gold: float | None) -> Evaluation | None:
    """Return the evaluation that this very judging came to, if it is whole and so are its verdicts."""
    evaluation = attempt.evaluation() if _goes_on(attempt, judging) else None
    if evaluation is None or evaluation.no_evidence or evaluation.gold != gold:
        return None
    verdicts = sum(1 for _ in attempt.read_verdicts()) if attempt.verdicts.is_file() else 0
    return evaluation if verdicts == evaluation.cases else None


def begin(attempt: Attempt, judging: Judging, cases: set[str]) -> set[str]:
    """Prepare an attempt for judging and return the cases whose verdicts stand already.

    Verdicts of another judging are thrown away; `no_evidence` is no verdict and is tried again.
    """
    if not _goes_on(attempt, judging):
        for name in RESULTS:
            (attempt.directory / name).unlink(missing_ok=True)
        write_json(attempt.directory / HEAD, judging)
    if not attempt.verdicts.is_file():
        return set()
    standing: dict[str, Verdict] = {}
    read = 0
    for verdict in attempt.read_verdicts():
        read += 1
        if verdict.status != "no_evidence" and verdict.case in cases:
            standing.setdefault(verdict.case, verdict)
    if len(standing) < read:
        write_file(attempt.verdicts, encode_lines(standing.values()))
    return set(standing)


def _goes_on(attempt: Attempt, judging: Judging) -> bool:
    path = attempt.directory / HEAD
    try:
        return path.is_file() and read_json(path, Judging) == judging
    except CorruptRecordError:
        return False  # of another version of Afresh: what it stands for is not known
