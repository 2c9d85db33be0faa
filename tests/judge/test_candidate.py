from pathlib import Path

import msgspec
import pytest

from afresh.errors import InputError
from afresh.judge.candidate import candidate_program, local_program, masked_paths, task_as_candidate
from afresh.model import Reference, Step, Task, make_case
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


def test_a_candidate_cannot_start_the_masked_program(
    sandbox: Sandbox, home: Home, task: Task, tmp_path: Path
) -> None:
    other = named(task, "sed")
    tree = tmp_path / "built"
    tree.mkdir()
    tree.chmod(0o755)
    executable = tree / "executable"
    executable.write_text("#!/bin/sh\nsed --version || echo masked\n")
    executable.chmod(0o755)
    program = candidate_program(other, tree, masked_paths(home, other))
    assert output(sandbox, home, program) == "masked\n"


def test_a_candidate_is_started_under_the_name_of_the_reference(
    sandbox: Sandbox, home: Home, task: Task
) -> None:
    program, build = local_program(home, named(task, "other"), Path("/bin/sh"))
    assert build.status == "ready"
    assert output(sandbox, home, program, "-c", "echo $0") == "other\n"


@pytest.mark.parametrize("name", ["missing", "."])
def test_what_is_no_program_is_refused(home: Home, task: Task, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="is not an executable file"):
        local_program(home, task, tmp_path / name)


def test_a_program_that_only_its_owner_may_start_is_refused(home: Home, task: Task, tmp_path: Path) -> None:
    program = tmp_path / "private"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    with pytest.raises(InputError, match="chmod a\\+rx"):
        local_program(home, task, program)


def test_the_reference_of_another_task_can_be_a_candidate(sandbox: Sandbox, home: Home, task: Task) -> None:
    wanted = Task(
        name="hello",
        source="file:hello",
        reference=Reference(digest="f" * 64, entry="/program/hello", name="hello", root="host"),
        digest="a" * 64,
        environment={"WHO": "Ada"},
    )
    program, build = task_as_candidate(home, wanted, task)
    assert output(sandbox, home, program, "Ada") == "Hello, Ada!\n"
    assert (program.name, program.environment, build.manifest) == ("hello", {"WHO": "Ada"}, "c" * 64)
