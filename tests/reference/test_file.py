import shutil
import subprocess
from pathlib import Path

import pytest

from afresh.errors import InputError
from afresh.observe.environment import environment
from afresh.reference.fetched import Fetched
from afresh.reference.fetching import root_of
from afresh.reference.file import fetch_file
from afresh.sandbox import Job, Launch, Outcome, Sandbox


def start(fetched: Fetched, sandbox: Sandbox, *arguments: bytes) -> Outcome:
    launch = Launch(fetched.entry, (b"program", *arguments), environment())
    return sandbox.run(Job(root_of(fetched.tree, fetched.root), (launch,)))[0]


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    path = tmp_path / "destination"
    path.mkdir()
    return path


def test_a_native_program_runs_in_a_root_of_its_own(destination: Path, sandbox: Sandbox) -> None:
    fetched = fetch_file(Path("/usr/bin/sort"), destination)
    assert fetched.root == "own"
    outcome = start(fetched, sandbox, b"--version")
    assert outcome.exit == 0, outcome.stderr
    assert outcome.stdout.startswith(b"sort (GNU coreutils)")


def test_its_root_has_the_locale_of_the_sandbox_and_a_shell(destination: Path, sandbox: Sandbox) -> None:
    fetched = fetch_file(Path("/usr/bin/awk").resolve(), destination)
    outcome = start(fetched, sandbox, b'BEGIN { system("echo ran by a shell") }')
    assert outcome.stdout == b"ran by a shell\n"
    assert (fetched.tree / "usr/lib/locale/C.utf8").is_dir()


def test_it_is_the_same_wherever_the_user_keeps_it(tmp_path: Path) -> None:
    entries = []
    for place in ("here", "there"):
        (tmp_path / place / "out").mkdir(parents=True)
        shutil.copy("/usr/bin/true", tmp_path / place / "prog")
        entries.append(fetch_file(tmp_path / place / "prog", tmp_path / place / "out").entry)
    assert entries[0] == entries[1] == "/program/prog"


def test_a_native_program_is_never_run_to_find_its_libraries(tmp_path: Path, destination: Path) -> None:
    if not shutil.which("cc"):
        pytest.skip("needs a C compiler")
    program = tmp_path / "touch"
    code = f'#include <stdio.h>\nint main(void) {{ fopen("{tmp_path}/ran", "w"); return 0; }}'
    subprocess.run(["cc", "-x", "c", "-", "-o", program], input=code, text=True, check=True)
    fetch_file(program, destination)
    assert not (tmp_path / "ran").exists()


def test_a_static_program_needs_no_library(tmp_path: Path, destination: Path, sandbox: Sandbox) -> None:
    if not shutil.which("cc"):
        pytest.skip("needs a C compiler")
    program = tmp_path / "static"
    code = '#include <stdio.h>\nint main(void) { puts("static"); return 3; }'
    subprocess.run(["cc", "-static", "-x", "c", "-", "-o", program], input=code, text=True, check=True)
    outcome = start(fetch_file(program, destination), sandbox)
    assert (outcome.exit, outcome.stdout) == (3, b"static\n")


def test_a_script_runs_over_this_machines_programs(script: Path, destination: Path, sandbox: Sandbox) -> None:
    fetched = fetch_file(script, destination)
    assert (fetched.root, fetched.entry) == ("host", "/program/greet")
    assert start(fetched, sandbox, b"you").stdout == b"hi you\n"


def test_a_directory_is_started_by_its_executable(
    tmp_path: Path, destination: Path, sandbox: Sandbox
) -> None:
    program = tmp_path / "program"
    (program / "lib").mkdir(parents=True)
    (program / "lib/words").write_text("from the directory\n")
    (program / "executable").write_text('#!/bin/sh\ncat "$(dirname "$0")/lib/words"\n')
    (program / "executable").chmod(0o755)
    fetched = fetch_file(program, destination)
    assert start(fetched, sandbox).stdout == b"from the directory\n"


def test_a_directory_without_executable_is_refused(tmp_path: Path, destination: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="has no file 'executable'; name the one to start with --entry"):
        fetch_file(tmp_path / "empty", destination)


def test_an_entry_outside_its_directory_is_refused(tmp_path: Path, script: Path, destination: Path) -> None:
    (tmp_path / "program").mkdir()
    with pytest.raises(InputError, match="leads out of"):
        fetch_file(tmp_path / "program", destination, entry=f"../{script.name}")


def test_a_missing_file_is_called_missing(tmp_path: Path, destination: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        fetch_file(tmp_path / "missing", destination)


def test_a_file_that_is_not_executable_is_refused_with_the_mend(script: Path, destination: Path) -> None:
    script.chmod(0o644)
    with pytest.raises(InputError, match=r"is not executable; .*chmod \+x"):
        fetch_file(script, destination)


def test_an_executable_text_without_interpreter_is_refused(script: Path, destination: Path) -> None:
    script.write_text("echo hello\n")
    with pytest.raises(InputError, match="neither an ELF executable nor a script"):
        fetch_file(script, destination)
