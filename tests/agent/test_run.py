from pathlib import Path

import pytest

from afresh.agent.noop import Noop
from afresh.agent.oracle import Oracle
from afresh.agent.protocol import Agent
from afresh.agent.run import run_agent
from afresh.engine.local import LocalEngine
from afresh.errors import InfrastructureError
from afresh.model import AttemptInfo, Step, Task, make_case
from afresh.progress import Progress
from afresh.sandbox import Sandbox
from afresh.store.home import Home
from afresh.store.runs import Attempt


class Writer:
    """Asks the oracle once, writes a tree, and then perhaps stumbles."""

    name = "writer"

    def __init__(self, *stumbles: BaseException) -> None:
        self.stumbles, self.workspaces = list(stumbles), list[Path]()

    def work(
        self, workspace: Path, docs: Path, oracle: Oracle, *, name: str, seed: int, progress: Progress
    ) -> None:
        oracle.ask(make_case(Step(argv=("--help",))))
        assert not list(workspace.iterdir())
        assert (docs / "README.md").is_file()
        self.workspaces.append(workspace)
        (workspace / "compile.sh").write_text(f"# {name} {seed}\n")
        if self.stumbles:
            raise self.stumbles.pop(0)
        progress("written", 1, 1)


def run(home: Home, task: Task, attempt: Attempt, agent: Agent, sandbox: Sandbox) -> AttemptInfo:
    return run_agent(home, task, agent, attempt, seed=7, budget={}, sandbox=sandbox, engine=LocalEngine(1))


def test_what_the_agent_leaves_is_packed(home: Home, task: Task, attempt: Attempt, sandbox: Sandbox) -> None:
    writer = Writer()
    info = run(home, task, attempt, writer, sandbox)
    assert (info.status, info.steps) == ("submitted", 1)
    assert attempt.info() == info
    assert attempt.submission.read_bytes().startswith(b"\x1f\x8b")
    assert not writer.workspaces[0].exists()


def test_a_submitted_attempt_is_not_repeated(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox
) -> None:
    writer = Writer()
    first = run(home, task, attempt, writer, sandbox)
    assert run(home, task, attempt, writer, sandbox) == first
    assert len(writer.workspaces) == 1


def test_an_agent_that_fails_has_had_its_try(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox
) -> None:
    writer = Writer(ValueError("lost the thread"))
    for _ in range(2):
        info = run(home, task, attempt, writer, sandbox)
        assert (info.status, info.detail) == ("failed", "ValueError: lost the thread")
    assert not attempt.submission.exists()


def test_an_attempt_starts_over_where_the_machine_failed(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox
) -> None:
    writer = Writer(InfrastructureError("no space"))
    assert run(home, task, attempt, writer, sandbox).status == "infrastructure"
    assert run(home, task, attempt, writer, sandbox).status == "submitted"
    assert attempt.trajectory.read_text().count("\n") == 1


def test_an_interrupted_attempt_starts_over(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox
) -> None:
    writer = Writer(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run(home, task, attempt, writer, sandbox)
    info = attempt.info()
    assert info
    assert info.status == "interrupted"
    assert run(home, task, attempt, writer, sandbox).status == "submitted"
    assert attempt.trajectory.read_text().count("\n") == 1


def test_equal_attempts_give_equal_submissions(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = Attempt(tmp_path / "other", "greet", 1)
    for each in (attempt, other):
        run(home, task, each, Noop(), sandbox)
    assert attempt.submission.read_bytes() == other.submission.read_bytes()
