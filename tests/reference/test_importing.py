import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from afresh.errors import InfrastructureError, InputError
from afresh.model import Limits, Mask, Task, make_case
from afresh.model.case import Step
from afresh.observe.program import reference_program
from afresh.observe.run import run_case
from afresh.reference.importing import import_task
from afresh.sandbox import Sandbox
from afresh.store.home import Home
from afresh.store.records import write_toml


def entries(home: Home) -> set[str]:
    """Return what lies in a home, apart from downloads."""
    return {
        str(path.relative_to(home.path))
        for path in home.path.rglob("*")
        if path.is_file() and home.cache not in path.parents
    }


def greeting(home: Home, task: Task, sandbox: Sandbox) -> object:
    case = make_case(Step(argv=("you",)))
    return run_case(sandbox, reference_program(home, task), case, home.blobs).steps[0].stdout


def test_an_imported_program_can_be_read_back_and_run(home: Home, sandbox: Sandbox, script: Path) -> None:
    task = import_task(home, f"file:{script}", sandbox=sandbox)
    assert home.task("greet") == task
    assert greeting(home, task, sandbox) == "hi you\n"


def test_the_help_of_the_program_is_part_of_its_documentation(
    home: Home, sandbox: Sandbox, script: Path
) -> None:
    task = import_task(home, str(script), sandbox=sandbox)
    assert (home.docs("greet") / "help/help-option.txt").read_text().startswith("Usage: greet NAME\n")
    assert task.docs_bytes > 0


def test_nothing_of_the_reference_lies_in_the_tasks_folder(
    home: Home, sandbox: Sandbox, script: Path
) -> None:
    task = import_task(home, str(script), sandbox=sandbox)
    contents = [path.read_bytes() for path in home.task_directory("greet").rglob("*") if path.is_file()]
    assert script.read_bytes() not in contents
    assert (home.references / task.reference.digest).stat().st_mode & 0o777 == 0o711


def test_importing_again_changes_nothing_and_keeps_the_suites(
    home: Home, sandbox: Sandbox, script: Path
) -> None:
    first = import_task(home, str(script), sandbox=sandbox)
    suite = home.task_directory("greet") / "suites/abc/suite.toml"
    suite.parent.mkdir(parents=True)
    suite.write_text("kept")
    written = (home.task_directory("greet") / "task.toml").stat().st_mtime_ns
    assert import_task(home, str(script), sandbox=sandbox) == first
    assert suite.read_text() == "kept"
    assert (home.task_directory("greet") / "task.toml").stat().st_mtime_ns == written


def test_a_changed_program_replaces_the_task_and_keeps_its_suites(
    home: Home, sandbox: Sandbox, script: Path
) -> None:
    first = import_task(home, str(script), sandbox=sandbox)
    suite = home.task_directory("greet") / "suites/abc/suite.toml"
    suite.parent.mkdir(parents=True)
    suite.write_text("kept")
    script.write_text('#!/bin/sh\necho "good day $1"\n')
    second = import_task(home, str(script), sandbox=sandbox)
    assert second.digest != first.digest
    assert home.task("greet") == second
    assert greeting(home, second, sandbox) == "good day you\n"
    assert suite.read_text() == "kept"


def test_the_users_documentation_belongs_to_the_identity_of_the_task(
    home: Home, sandbox: Sandbox, script: Path, tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text("read me\n")
    plain = import_task(home, str(script), sandbox=sandbox, name="plain")
    documented = import_task(
        home, str(script), sandbox=sandbox, name="documented", docs=tmp_path / "README.md"
    )
    assert plain.reference == documented.reference
    assert plain.digest != documented.digest
    assert (home.docs("documented") / "README.md").is_file()


def test_source_code_in_the_documentation_is_removed_and_listed(
    home: Home, sandbox: Sandbox, script: Path, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/main.c").write_text("int main;\n")
    (tmp_path / "own/README").write_text("read me\n")
    task = import_task(home, str(script), sandbox=sandbox, docs=tmp_path / "own")
    assert [(each.finding, each.path, each.removed) for each in task.audit] == [("source", "main.c", True)]
    assert not (home.docs("greet") / "main.c").exists()


def test_a_name_that_another_source_has_is_refused(home: Home, sandbox: Sandbox, script: Path) -> None:
    import_task(home, str(script), sandbox=sandbox)
    with pytest.raises(InputError, match=r"'greet' was imported from file:.*--name"):
        import_task(home, "file:/usr/bin/true", sandbox=sandbox, name="greet")


@pytest.mark.parametrize("name", ["", "../x", "a b", "-x", "a/b", ".tmp-x"])
def test_a_name_that_is_no_name_is_refused(home: Home, sandbox: Sandbox, script: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a task"):
        import_task(home, str(script), sandbox=sandbox, name=name)


def test_what_people_set_in_the_task_outlives_another_import(
    home: Home, sandbox: Sandbox, script: Path
) -> None:
    task = import_task(home, str(script), sandbox=sandbox)
    edited = msgspec.structs.replace(
        task,
        limits=Limits(wall_seconds=3.0),
        environment={"X": "1"},
        masks=(Mask(channel="stdout", pattern="x"),),
    )
    write_toml(home.task_directory("greet") / "task.toml", edited)
    again = import_task(home, str(script), sandbox=sandbox)
    assert (again.limits, again.environment, again.masks) == (edited.limits, edited.environment, edited.masks)
    assert again.digest != task.digest


def test_the_digest_does_not_depend_on_the_umask(
    home: Home, sandbox: Sandbox, script: Path, tmp_path: Path
) -> None:
    first = import_task(home, str(script), sandbox=sandbox)
    before = os.umask(0o077)
    try:
        second = import_task(Home(tmp_path / "other"), str(script), sandbox=sandbox)
    finally:
        os.umask(before)
    assert first == second


def test_nothing_stays_when_an_import_fails(home: Home, sandbox: Sandbox, script: Path) -> None:
    with pytest.raises(InputError):
        import_task(home, str(script), sandbox=sandbox, docs=Path("/nonexistent"))
    script.chmod(0o644)
    with pytest.raises(InputError):
        import_task(home, str(script), sandbox=sandbox)
    assert entries(home) == set()


def test_nothing_half_made_stays_when_an_import_is_killed(home: Home, script: Path) -> None:
    """Killed at each thing that it reports; afterwards there is a whole task or none."""
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from afresh.reference.importing import import_task\n"
        "from afresh.sandbox import default_sandbox; from afresh.store.home import Home\n"
        "left = int(sys.argv[3])\n"
        "def report(what, done, total):\n"
        "    global left; left -= 1\n"
        "    if left < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "import_task(Home(Path(sys.argv[1])), sys.argv[2], sandbox=default_sandbox(), progress=report)\n"
    )
    for steps in (0, 1, 5, 100):
        command = [sys.executable, "-c", code, str(home.path), str(script), str(steps)]
        ended = subprocess.run(command, env=os.environ, check=False).returncode
        assert ended == (0 if steps == 100 else -signal.SIGKILL)
        Home(home.path)
        assert bool(entries(home)) is (steps == 100)
    assert home.task("greet").reference.name == "greet"


def test_a_home_that_cannot_be_written_is_an_infrastructure_error(
    sandbox: Sandbox, script: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(InfrastructureError, match="cannot be written"):
        import_task(Home(tmp_path / "file/home"), str(script), sandbox=sandbox)
