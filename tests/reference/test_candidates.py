from pathlib import Path

import pytest

from afresh.errors import InputError
from afresh.model import make_case
from afresh.model.case import Step
from afresh.observe.program import Program
from afresh.observe.run import run_case
from afresh.reference.candidates import fetch_program
from afresh.sandbox import Sandbox
from afresh.store.home import Home

JSON = '{"a": [1, null]}'
GRON = "json = {};\njson.a = [];\njson.a[0] = 1;\njson.a[1] = null;\n"


def answer(home: Home, sandbox: Sandbox, program: Program, stdin: str, *argv: str) -> object:
    case = make_case(Step(argv=argv, stdin=stdin))
    return run_case(sandbox, program, case, home.blobs).steps[0].stdout


def test_a_script_is_a_candidate_under_the_references_name(
    home: Home, sandbox: Sandbox, script: Path
) -> None:
    program, _ = fetch_program(home, str(script), name="original")
    assert (program.path, program.name) == ("/program/greet", "original")
    assert answer(home, sandbox, program, "", "you") == "hi you\n"


def test_a_changed_file_is_a_new_candidate(home: Home, sandbox: Sandbox, script: Path) -> None:
    fetch_program(home, str(script), name="greet")
    script.write_text("#!/bin/sh\necho changed\n")
    assert answer(home, sandbox, fetch_program(home, str(script), name="greet")[0], "") == "changed\n"


def test_a_native_file_runs_on_the_libraries_of_this_machine(home: Home, sandbox: Sandbox) -> None:
    program, _ = fetch_program(home, "file:/usr/bin/sort", name="sort")
    assert program.root.name == "host"
    assert answer(home, sandbox, program, "b\na\n") == "a\nb\n"


def test_environment_and_limits_are_those_of_the_task(home: Home, script: Path) -> None:
    program, _ = fetch_program(home, str(script), name="greet", environment={"NO_COLOR": "1"})
    assert program.environment == {"NO_COLOR": "1"}


def test_a_directory_needs_an_executable(home: Home, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="has no file 'executable'"):
        fetch_program(home, str(tmp_path / "empty"), name="x")


@pytest.mark.registry
@pytest.mark.parametrize("source", ["npm:gron", "pypi:gron"])
def test_a_program_of_a_registry_runs_and_is_kept(
    registry_home: Home, sandbox: Sandbox, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, _ = fetch_program(registry_home, source, name="gron")
    assert answer(registry_home, sandbox, program, JSON) == GRON
    # Without any client in the search path, only what was kept can be used.
    monkeypatch.setenv("PATH", "/nonexistent")
    assert fetch_program(registry_home, source, name="gron")[0] == program


@pytest.mark.registry
def test_a_debian_package_is_a_candidate_in_a_root_of_its_own(registry_home: Home, sandbox: Sandbox) -> None:
    program, _ = fetch_program(registry_home, "deb:gojq", name="jq")
    assert program.root.name == "own"
    assert answer(registry_home, sandbox, program, JSON, "-c", ".") == '{"a":[1,null]}\n'


@pytest.mark.registry
@pytest.mark.parametrize("source", ["npm:afresh-has-no-such-package", "npm:gron@77", "pypi:gron==77"])
def test_an_unknown_package_or_version_is_wrong_input(registry_home: Home, source: str) -> None:
    with pytest.raises(InputError, match="check the name and the version"):
        fetch_program(registry_home, source, name="x")
