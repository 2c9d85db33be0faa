import shutil
from pathlib import Path

import msgspec
import pytest

from afresh.judge.candidate import candidate_program, masked_paths
from afresh.model import Step, Task, make_case
from afresh.observe.program import Program
from afresh.observe.run import run_case
from afresh.sandbox import Sandbox
from afresh.store.home import Home


def output(sandbox: Sandbox, home: Home, program: Program, *argv: str) -> object:
    (step,) = run_case(sandbox, program, make_case(Step(argv=argv)), home.blobs).steps
    return step.stdout


def named(task: Task, name: str) -> Task:
    reference = msgspec.structs.replace(task.reference, name=name, entry=f"/usr/bin/{name}", digest="e" * 64)
    return msgspec.structs.replace(task, reference=reference)


def test_the_program_itself_is_masked_under_every_name_of_its_link(home: Home, task: Task) -> None:
    masked = masked_paths(home, named(task, "awk"))
    assert str(Path("/usr/bin/awk").resolve()) in masked
    assert all(Path(path).is_file() for path in masked)


def test_a_copy_of_the_reference_is_masked_whatever_its_name(home: Home, task: Task) -> None:
    other = named(task, "unheard-of")
    copy = home.reference_tree(other.reference.digest) / "usr" / "bin" / "unheard-of"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(Path("/usr/bin/sed").read_bytes())
    assert masked_paths(home, other) == (str(Path("/usr/bin/sed").resolve()),)


def test_nothing_is_masked_for_a_program_that_this_machine_lacks(home: Home, task: Task) -> None:
    assert masked_paths(home, named(task, "no-such-program")) == ()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "built"
    tree.mkdir()
    tree.chmod(0o755)
    return tree


def test_a_candidate_cannot_start_the_masked_program(
    sandbox: Sandbox, home: Home, task: Task, tree: Path
) -> None:
    other = named(task, "sed")
    (tree / "executable").write_text("#!/bin/sh\nsed --version || echo masked\n")
    (tree / "executable").chmod(0o755)
    program = candidate_program(other, tree, masked_paths(home, other))
    assert output(sandbox, home, program) == "masked\n"


def test_a_candidate_is_started_under_the_name_of_the_reference(
    sandbox: Sandbox, home: Home, task: Task, tree: Path
) -> None:
    shutil.copy("/bin/sh", tree / "executable")
    program = candidate_program(named(task, "other"), tree, ())
    assert output(sandbox, home, program, "-c", "echo $0; pwd") == "other\n/case\n"
