"""A disk that is full: a real one of a few hundred kilobytes, and a limit on the size of files."""

import subprocess
import sys
from pathlib import Path

import pytest

ON_A_SMALL_DISK = ("unshare", "--user", "--map-root-user", "--mount")

MOUNTS = "mount -t tmpfs -o size=512k tmpfs"

TRIES = """
import os, resource, sys
from pathlib import Path
from afresh.errors import InfrastructureError
from afresh.model import *
from afresh.store.atomic import write_file
from afresh.store.home import Home
from afresh.store.journal import Journal
from afresh.store.suites import open_suite, write_suite

home = Home(Path(sys.argv[1], "home"))
task = Task(name="x", source="file:x", digest="b", reference=Reference(digest="a", entry="/x", name="x"))

def suite(size):
    case = make_case(Step(stdin="x" * size))
    rows = [(case, Expectation(case=case.id, steps=(Observation(exit=0),)), Usage())]
    return write_suite(home, task, rows, seed=1, budget="", quality=Quality())

def refused(work):
    before = sorted(home.path.rglob("*"))
    try:
        work()
    except InfrastructureError as error:
        assert "\\n" not in str(error), error
        print(error)
    else:
        raise AssertionError("was written")
    assert sorted(home.path.rglob("*")) == before

small = suite(1000)
write_file(home.path / "file", b"old")
home.blobs.pack(b"blob" * 2_000)
journal = Journal(home.path / "journal", Note)
journal.append(Note(text="kept"))
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

refused(lambda: write_file(home.path / "file", b"new" * 1_000_000))
refused(lambda: suite(1_000_000))
refused(lambda: home.blobs.pack(b"blob" * 1_000_000))
refused(lambda: journal.append(Note(text="lost" * 1_000_000)))

journal.append(Note(text="kept too"))
assert [note.text for note in journal] == ["kept", "kept too"]
assert (home.path / "file").read_bytes() == b"old"
assert open_suite(home, "x").info == small.info
"""


def refusals(run: subprocess.CompletedProcess[str]) -> list[str]:
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_a_full_disk_is_one_line_and_leaves_everything_as_it_was(tmp_path: Path) -> None:
    disk = subprocess.run(
        [*ON_A_SMALL_DISK, "sh", "-c", f'{MOUNTS} "$1"', "sh", tmp_path], capture_output=True, check=False
    )
    if disk.returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk (user namespaces are switched off)")
    script = f'{MOUNTS} "$1" && exec "$2" -c "$3" "$1" disk'
    said = refusals(
        subprocess.run(
            [*ON_A_SMALL_DISK, "sh", "-c", script, "sh", tmp_path, sys.executable, TRIES],
            capture_output=True, text=True, check=False,
        )
    )  # fmt: skip
    assert len(said) == 4
    for line in said:
        assert line.endswith("(No space left on device); free some space or choose another folder")


def test_a_limit_on_the_size_of_files_is_met_in_the_same_way(tmp_path: Path) -> None:
    said = refusals(
        subprocess.run(
            [sys.executable, "-c", TRIES, tmp_path, "limit"], capture_output=True, text=True, check=False
        )
    )
    assert len(said) == 4
    for line in said:
        assert line.endswith("; free some space or choose another folder")
