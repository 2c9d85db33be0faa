import os
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

from afresh.store.atomic import new_directory
from afresh.store.home import Home
from afresh.store.temporary import PREFIX, sweep

Start = Callable[..., Popen[str]]

HOLDS_A_DIRECTORY = """
import sys
from pathlib import Path
from afresh.store.atomic import new_directory

with new_directory(Path(sys.argv[1])) as temporary:
    (temporary / "half").write_text("half")
    print("writing", flush=True)
    sys.stdin.readline()
    (temporary / "whole").write_text("whole")
"""

HOLDS_A_FILE = """
import sys, tempfile
from pathlib import Path
from afresh.store.temporary import PREFIX, hold

def make():
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=sys.argv[1])
    return descriptor, Path(name)

hold(make)
print("writing", flush=True)
sys.stdin.readline()
"""

WRITES_WITHOUT_PAUSE = """
import sys
from pathlib import Path
from afresh.store.atomic import new_directory, write_file

folder = Path(sys.argv[1])
print("writing", flush=True)
for number in range(300):
    write_file(folder / "file", str(number).encode())
    with new_directory(folder / str(number)) as temporary:
        (temporary / "file").write_text(str(number))
print("done", flush=True)
"""


def unfinished(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(PREFIX)]


def test_what_a_living_process_writes_outlives_every_other_start(tmp_path: Path, start: Start) -> None:
    home = Home(tmp_path)
    child = start(HOLDS_A_DIRECTORY, home.references / "digest")
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"

    Home(tmp_path)
    assert len(unfinished(home.references)) == 1

    child.communicate("\n")
    assert child.returncode == 0
    assert sorted(path.name for path in (home.references / "digest").iterdir()) == ["half", "whole"]


def test_what_a_killed_process_left_goes_at_the_next_start(tmp_path: Path, start: Start) -> None:
    home = Home(tmp_path)
    suites = home.tasks / "jq" / "suites"
    suites.mkdir(parents=True)
    for code, argument in ((HOLDS_A_DIRECTORY, suites / "digest"), (HOLDS_A_FILE, suites)):
        child = start(code, argument)
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        child.kill()
        child.wait()
    assert len(unfinished(suites)) == 2

    Home(tmp_path)
    assert list(suites.iterdir()) == []


def test_a_file_of_a_living_process_stays(tmp_path: Path, start: Start) -> None:
    child = start(HOLDS_A_FILE, tmp_path)
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    sweep(tmp_path)
    assert len(unfinished(tmp_path)) == 1


def test_sweeping_without_pause_never_disturbs_a_writer(tmp_path: Path, start: Start) -> None:
    child = start(WRITES_WITHOUT_PAUSE, tmp_path)
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    while child.poll() is None:
        sweep(tmp_path)
    assert child.stdout.read() == "done\n"
    assert len(list(tmp_path.iterdir())) == 301


def test_only_unfinished_entries_are_swept(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    (tmp_path / f"{PREFIX}file").touch()
    (tmp_path / f"{PREFIX}directory").mkdir(mode=0o500)
    (tmp_path / f"{PREFIX}link").symlink_to("kept")
    os.mkfifo(tmp_path / f"{PREFIX}fifo")
    sweep(tmp_path)
    sweep(tmp_path / "nowhere")
    # A link is nothing that Afresh makes, and is not followed.
    assert {path.name for path in tmp_path.iterdir()} == {"kept", f"{PREFIX}link"}


def test_a_sweep_in_the_middle_of_a_block_of_the_same_process_removes_nothing(tmp_path: Path) -> None:
    with new_directory(tmp_path / "digest") as temporary:
        sweep(tmp_path)
        assert temporary.is_dir()
