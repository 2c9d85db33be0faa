"""What the parrot's program says, of what it has seen and of what is near it."""

import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from afresh.agent.parrot import Parrot
from afresh.agent.run import run_agent
from afresh.engine.local import LocalEngine
from afresh.model import Task
from afresh.sandbox import Sandbox
from afresh.store.home import Home
from afresh.store.runs import Attempt

Said = tuple[int, str, str]
Ask = Callable[..., Said]


def imitate(home: Home, task: Task, attempt: Attempt, sandbox: Sandbox, calls: int = 60) -> Attempt:
    budget = {"oracle_calls": calls}
    engine = LocalEngine(2)
    info = run_agent(home, task, Parrot(), attempt, seed=0, budget=budget, sandbox=sandbox, engine=engine)
    assert (info.status, info.detail) == ("submitted", "")
    assert info.steps <= calls
    return attempt


@pytest.fixture
def ask(home: Home, task: Task, attempt: Attempt, sandbox: Sandbox, tmp_path: Path) -> Ask:
    """Build the parrot's program here, as it is our own, and start it in an empty folder."""
    tree, folder = tmp_path / "tree", tmp_path / "folder"
    folder.mkdir()
    with tarfile.open(imitate(home, task, attempt, sandbox).submission) as archive:
        archive.extractall(tree, filter="data")
    subprocess.run(["sh", "compile.sh"], cwd=tree, check=True)

    def start(*argv: str, stdin: str = "", files: dict[str, str] | None = None) -> Said:
        for name, text in (files or {}).items():
            (folder / name).write_text(text)
        done = subprocess.run(
            [tree / "executable", *argv],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=folder,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return start


def test_it_repeats_what_it_has_seen(ask: Ask) -> None:
    assert ask(stdin="Ada\nBob\n") == (0, "Hello, Ada!\nHello, Bob!\n", "")
    assert ask("-q", stdin="Eve\n") == (0, "Hello, Eve.\n", "")
    assert ask("--help") == (0, "usage: greet [-q] [FILE]\n", "")


def test_spellings_of_an_option_are_the_same(ask: Ask) -> None:
    assert ask("--quiet", stdin="Eve\n") == ask("-q", stdin="Eve\n")


def test_an_input_is_known_whatever_its_file_is_called(ask: Ask) -> None:
    assert ask("people", files={"people": "Ada\nBob\n"}) == (0, "Hello, Ada!\nHello, Bob!\n", "")


def test_help_is_the_same_with_any_input(ask: Ask) -> None:
    assert ask("--help", stdin="never seen\n") == (0, "usage: greet [-q] [FILE]\n", "")


def test_the_wording_of_errors_is_learnt(ask: Ask) -> None:
    assert ask("--never") == (2, "", "greet: unknown option 'never'\n")
    assert ask("-y", stdin="Zoe\n") == (2, "", "greet: unknown option 'y'\n")
    assert ask("nowhere.txt") == (1, "", "greet: nowhere.txt: No such file\n")
    assert ask("-q", "nowhere") == (1, "", "greet: nowhere: No such file\n")


def test_it_cannot_compute(ask: Ask) -> None:
    assert ask(stdin="Zoe\n")[1] != "Hello, Zoe!\n"


def test_its_submission_is_the_same_every_time(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox, tmp_path: Path
) -> None:
    other = Attempt(tmp_path / "other", "greet", 1)
    archives = [imitate(home, task, each, sandbox).submission.read_bytes() for each in (attempt, other)]
    assert archives[0] == archives[1]


@pytest.mark.parametrize("calls", [1, 7])
def test_a_small_budget_is_enough_for_a_program(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox, calls: int
) -> None:
    imitate(home, task, attempt, sandbox, calls)


def test_a_task_without_documentation_is_still_imitated(
    home: Home, task: Task, attempt: Attempt, sandbox: Sandbox
) -> None:
    (home.docs("greet") / "README.md").unlink()
    imitate(home, task, attempt, sandbox)
