from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from afresh.engine.local import LocalEngine
from afresh.errors import InfrastructureError
from afresh.judge.attempt import judge_attempt
from afresh.judge.candidate import candidate_program
from afresh.judge.gold import gold_score
from afresh.judge.judge import judge_program
from afresh.model import Build, Evaluation, Task
from afresh.observe.program import Program, reference_program
from afresh.sandbox import Job, Outcome, Sandbox
from afresh.store.home import Home
from afresh.store.runs import Attempt
from afresh.store.suites import Suite

Submit = Callable[[dict[str, str]], Path]
Judge = Callable[..., Evaluation]

HALF = """#!/bin/sh
case "$1" in
    "") while read -r name; do echo "Hello, $name!"; done ;;
    -*) echo "greet: bad option $1" >&2; exit 1 ;;
    *) echo "Hello, $1!" ;;
esac
"""


class Counting:
    """A real sandbox that counts its jobs, and may break at one of them."""

    name = "counting"

    def __init__(self, sandbox: Sandbox, breaks_at: int = -1) -> None:
        self.sandbox, self.breaks_at, self.jobs = sandbox, breaks_at, 0

    def run(self, job: Job) -> list[Outcome]:
        self.jobs += 1
        if self.jobs >= self.breaks_at > 0:
            raise InfrastructureError("the disk is full")
        return self.sandbox.run(job)


class StoppedError(Exception):
    """Stands for Ctrl-C."""


@pytest.fixture
def half(task: Task, tmp_path: Path) -> Program:
    tree = tmp_path / "half"
    tree.mkdir()
    tree.chmod(0o755)
    (tree / "executable").write_text(HALF)
    (tree / "executable").chmod(0o755)
    return candidate_program(task, tree, ())


@pytest.fixture
def judge(home: Home, task: Task, suite: Suite, attempt: Attempt, sandbox: Sandbox) -> Judge:
    def run(program: Program | None, build: Build | None = None, **changes: object) -> Evaluation:
        given: dict[str, object] = {
            "candidate": "test",
            "build": build or Build(status="ready", manifest="1"),
            "gold": None,
            "sandbox": sandbox,
            "engine": LocalEngine(2),
        }
        return judge_program(home, task, suite, program, attempt, **(given | changes))  # type: ignore[arg-type]

    return run


def test_the_reference_passes_every_case(judge: Judge, home: Home, task: Task) -> None:
    evaluation = judge(reference_program(home, task))
    assert (evaluation.passed, evaluation.score, evaluation.resolved) == (6, 1.0, True)


def test_a_half_right_candidate_gets_its_share(judge: Judge, half: Program, attempt: Attempt) -> None:
    evaluation = judge(half, gold=1.0)
    assert (evaluation.cases, evaluation.passed, evaluation.failed, evaluation.no_evidence) == (6, 2, 4, 0)
    assert (evaluation.score, evaluation.score_lenient) == (2 / 6, 3 / 6)
    assert not evaluation.resolved
    assert not evaluation.almost_resolved
    assert evaluation.gold == 1.0
    assert evaluation.cpu_ratio
    assert attempt.evaluation() == evaluation


def test_verdicts_are_a_table_too(judge: Judge, half: Program, attempt: Attempt) -> None:
    judge(half)
    table = attempt.directory / "verdicts.parquet"
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(table)).fetchall()
    assert rows == [
        (
            *(verdict.case, verdict.status, verdict.channel, verdict.reason, verdict.lenient),
            *(verdict.usage.cpu_ms, verdict.usage.wall_ms, verdict.usage.memory_kib),
            verdict.reference_usage.cpu_ms,
            verdict.reference_usage.wall_ms,
            verdict.reference_usage.memory_kib,
        )
        for verdict in attempt.read_verdicts()
    ]
    assert rows[2][1:5] == ("fail", "stderr", "stderr wording", True)


def test_a_failed_build_fails_every_case_without_a_start(
    judge: Judge, sandbox: Sandbox, attempt: Attempt
) -> None:
    counting = Counting(sandbox)
    evaluation = judge(None, Build(status="no_compile_script"), sandbox=counting)
    assert (evaluation.cases, evaluation.failed, evaluation.score) == (6, 6, 0.0)
    assert {verdict.reason for verdict in attempt.read_verdicts()} == {"no compile.sh"}
    assert counting.jobs == 0


def test_an_interrupted_judging_goes_on_where_it_stopped(
    judge: Judge, half: Program, attempt: Attempt, sandbox: Sandbox
) -> None:
    def stop(_what: str, done: int, _total: int | None) -> None:
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        judge(half, progress=stop, sandbox=Counting(sandbox))
    assert attempt.evaluation() is None
    kept = len(list(attempt.read_verdicts()))
    counting = Counting(sandbox)
    evaluation = judge(half, sandbox=counting)
    assert (kept, counting.jobs) == (2, 4)
    assert (evaluation.passed, evaluation.failed) == (2, 4)


def test_a_torn_journal_goes_on_too(judge: Judge, half: Program, attempt: Attempt, sandbox: Sandbox) -> None:
    judge(half, sandbox=Counting(sandbox))
    (attempt.directory / "evaluation.json").unlink()
    data = attempt.verdicts.read_bytes()
    attempt.verdicts.write_bytes(data[:-10])
    counting = Counting(sandbox)
    assert judge(half, sandbox=counting).passed == 2
    assert counting.jobs == 1


@pytest.mark.parametrize("change", [{"candidate": "another"}, {"build": Build(status="ready", manifest="2")}])
def test_verdicts_of_another_candidate_are_thrown_away(
    judge: Judge, half: Program, sandbox: Sandbox, change: dict[str, object]
) -> None:
    judge(half, sandbox=Counting(sandbox))
    counting = Counting(sandbox)
    judge(half, sandbox=counting, **change)
    assert counting.jobs == 6


def test_cases_without_evidence_are_counted_and_tried_again(
    judge: Judge, half: Program, sandbox: Sandbox, attempt: Attempt
) -> None:
    evaluation = judge(half, sandbox=Counting(sandbox, breaks_at=2), engine=LocalEngine(1))
    assert (evaluation.passed, evaluation.no_evidence, evaluation.cases) == (1, 5, 6)
    assert not evaluation.resolved
    evaluation = judge(half, sandbox=Counting(sandbox))
    assert (evaluation.passed, evaluation.failed, evaluation.no_evidence) == (2, 4, 0)
    assert len(list(attempt.read_verdicts())) == 6


def test_verdicts_for_cases_that_the_suite_does_not_have_never_count(
    judge: Judge, half: Program, attempt: Attempt
) -> None:
    judge(half)
    lines = attempt.verdicts.read_text().splitlines(keepends=True)
    foreign = lines[0].replace(next(attempt.read_verdicts()).case, "f" * 16)
    attempt.verdicts.write_text("".join([*lines, foreign, lines[0]]))
    assert judge(half).passed == 2


def test_gold_is_one_and_is_kept_for_this_machine(
    home: Home, task: Task, suite: Suite, sandbox: Sandbox
) -> None:
    counting = Counting(sandbox)
    scores = [gold_score(home, task, suite, sandbox=counting, engine=LocalEngine(2)) for _ in range(2)]
    assert scores == [1.0, 1.0]
    assert counting.jobs == 6


def test_gold_without_evidence_is_no_score(home: Home, task: Task, suite: Suite, sandbox: Sandbox) -> None:
    broken = Counting(sandbox, breaks_at=3)
    with pytest.raises(InfrastructureError, match="could not be run"):
        gold_score(home, task, suite, sandbox=broken, engine=LocalEngine(1))
    assert not (suite.directory / "gold.json").exists()


@pytest.fixture
def judge_submission(home: Home, task: Task, suite: Suite, attempt: Attempt, sandbox: Sandbox) -> Judge:
    def run(**changes: object) -> Evaluation:
        given: dict[str, object] = {
            "candidate": "test",
            "gold": None,
            "sandbox": sandbox,
            "engine": LocalEngine(2),
        }
        return judge_attempt(home, task, suite, attempt, **(given | changes))  # type: ignore[arg-type]

    return run


def test_a_rebuild_may_consist_of_many_files(
    judge_submission: Judge, submit: Submit, attempt: Attempt
) -> None:
    submit(
        {
            "compile.sh": "chmod 755 executable",
            "executable": "#!/bin/sh\n. /submission/lib/greet.sh\n",
            "lib/greet.sh": HALF.removeprefix("#!/bin/sh\n"),
        }
    )
    evaluation = judge_submission()
    assert (evaluation.build.status, evaluation.passed) == ("built", 2)
    assert not (attempt.directory / "built").exists()


def test_a_judged_submission_is_not_built_again(
    judge_submission: Judge, submit: Submit, sandbox: Sandbox
) -> None:
    submit({"compile.sh": "chmod 755 executable", "executable": HALF})
    counting = Counting(sandbox)
    first = judge_submission(sandbox=counting)
    assert judge_submission(sandbox=counting) == first
    assert counting.jobs == 7


def test_an_evaluation_that_lost_its_verdicts_is_made_again(
    judge_submission: Judge, submit: Submit, attempt: Attempt
) -> None:
    submit({"compile.sh": "chmod 755 executable", "executable": HALF})
    first = judge_submission()
    attempt.verdicts.write_bytes(attempt.verdicts.read_bytes()[:100])
    assert judge_submission().passed == first.passed
    assert sum(1 for _ in attempt.read_verdicts()) == first.cases


def test_another_submission_is_judged_anew(judge_submission: Judge, submit: Submit) -> None:
    submit({"compile.sh": "chmod 755 executable", "executable": HALF})
    assert judge_submission().passed == 2
    submit({"compile.sh": "exit 1"})
    evaluation = judge_submission()
    assert (evaluation.build.status, evaluation.passed) == ("failed", 0)


@pytest.mark.parametrize(
    "cheat",
    [
        # Look for the expectations or the reference wherever this machine may have them.
        "grep -rs Hello {home} {run} / --include=expected.jsonl --include=greet -h",
        # Learn from one case for the next.
        "echo Hello >> /submission/memory; cat /submission/memory",
        "echo Hello >> /tmp/memory; echo Hello >> ~/memory; cat /tmp/memory",
        # Leave somebody behind who answers later.
        "(sleep 1; echo Hello) & exit 0",
    ],
)
def test_a_candidate_that_cheats_passes_nothing(
    judge_submission: Judge, submit: Submit, home: Home, attempt: Attempt, cheat: str
) -> None:
    script = cheat.format(home=home.path, run=attempt.directory)
    submit({"compile.sh": "chmod 755 executable", "executable": f"#!/bin/sh\n{script}\n"})
    evaluation = judge_submission()
    assert (evaluation.build.status, evaluation.passed) == ("built", 0)
