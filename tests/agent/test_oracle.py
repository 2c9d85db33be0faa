from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from afresh.agent.oracle import BudgetError, Oracle
from afresh.engine.local import LocalEngine
from afresh.model import Note, OracleCall, Step, Task, TrajectoryEvent, make_case
from afresh.observe.program import reference_program
from afresh.sandbox import Sandbox
from afresh.store.blobs import Blobs
from afresh.store.home import Home
from afresh.store.records import read_lines
from afresh.store.runs import Attempt

EVENT: Any = TrajectoryEvent


@pytest.fixture
def oracle(home: Home, task: Task, attempt: Attempt, sandbox: Sandbox, tmp_path: Path) -> Iterator[Oracle]:
    with attempt.trajectory_journal() as trajectory:
        yield Oracle(
            reference_program(home, task),
            sandbox=sandbox,
            engine=LocalEngine(2),
            blobs=Blobs(tmp_path / "blobs"),
            trajectory=trajectory,
            budget=5,
        )


def test_the_oracle_says_what_the_reference_does(oracle: Oracle) -> None:
    (step,) = oracle.ask(make_case(Step(stdin="Ada\n")))
    assert (step.exit, step.stdout) == (0, "Hello, Ada!\n")


def test_answers_come_in_the_order_of_the_questions(oracle: Oracle) -> None:
    cases = [make_case(Step(stdin=f"{name}\n")) for name in "ABCDE"]
    said = [steps[0].stdout for steps in oracle.ask_many(cases)]
    assert said == [f"Hello, {name}!\n" for name in "ABCDE"]


def test_every_call_is_written_down(oracle: Oracle, attempt: Attempt) -> None:
    oracle.ask(make_case(Step(argv=("-q",), stdin="Ada\n")))
    oracle.ask(make_case((Step(argv=("--help",)), Step(argv=("--nope",)))))
    oracle.note("enough")
    events: Iterable[TrajectoryEvent] = read_lines(attempt.trajectory, EVENT)
    first, second, third, note = events
    assert isinstance(first, OracleCall)
    assert (first.number, first.argv, first.stdin_bytes, first.exit) == (1, ("-q",), 4, 0)
    assert first.seconds > 0
    assert [call.number for call in (second, third) if isinstance(call, OracleCall)] == [2, 3]
    assert isinstance(third, OracleCall)
    assert third.exit == 2
    assert note == Note(text="enough")
    assert oracle.left == 2


def test_nobody_asks_beyond_the_budget(oracle: Oracle) -> None:
    cases = [make_case(Step(stdin=f"{name}\n")) for name in "ABCDEF"]
    with pytest.raises(BudgetError, match="6 more calls, and 5 are left"):
        next(oracle.ask_many(cases))
    assert oracle.calls == 0
