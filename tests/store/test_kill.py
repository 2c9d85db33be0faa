"""Real processes that write without pause, killed at random moments, over and over on the same folders."""

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

from afresh.model import Note
from afresh.store.home import Home
from afresh.store.journal import Journal
from afresh.store.suites import load_suite, open_suite, suites_directory
from afresh.store.temporary import PREFIX, sweep

Start = Callable[..., Popen[str]]

KILLS = 20

WRITES_FILES = """
import sys
from pathlib import Path
from afresh.store.atomic import write_file

number = int(sys.argv[2])
while True:
    number += 1
    write_file(Path(sys.argv[1], str(number % 3)), f"{number}\\n".encode() * 20_000)
    print(number, flush=True)
"""

WRITES_SUITES = """
import sys
from pathlib import Path
from afresh.model import *
from afresh.store.home import Home
from afresh.store.suites import write_suite

home = Home(Path(sys.argv[1]))
number = int(sys.argv[2])
reference = Reference(digest="a" * 64, entry="/bin/x", name="x")
task = Task(name="x", source="file:x", reference=reference, digest="b" * 64)
while True:
    number += 1
    case = make_case(Step(argv=(str(number),), stdin="x" * 50_000))
    rows = [(case, Expectation(case=case.id, steps=(Observation(exit=0),)), Usage())]
    suite = write_suite(home, task, rows, seed=number, budget="", quality=Quality())
    print(number, suite.info.digest, flush=True)
"""

WRITES_A_JOURNAL = """
import sys
from pathlib import Path
from afresh.model import Note
from afresh.store.journal import Journal

with Journal(Path(sys.argv[1]), Note) as journal:
    number = sum(1 for _ in journal)
    while True:
        journal.append(Note(text=f"{number} " * 5_000))
        number += 1
        print(number, flush=True)
"""


def reports_until_killed(child: Popen[str], dice: random.Random) -> list[str]:
    """Wait until the child has written something, kill it soon after; return what it said it had written."""
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(dice.uniform(0, 0.02))
    child.kill()
    rest = child.stdout.read().splitlines(keepends=True)
    assert child.wait() == -signal.SIGKILL
    # The last report may be cut off by the kill: then nothing was promised.
    return [line.strip() for line in (first, *rest) if line.endswith("\n")]


def test_files_are_old_or_new_and_nothing_reported_is_lost(tmp_path: Path, start: Start) -> None:
    dice = random.Random(1)
    last = 0
    for _ in range(KILLS):
        last = int(reports_until_killed(start(WRITES_FILES, tmp_path, last), dice)[-1])
        sweep(tmp_path)
        numbers = {}
        for path in tmp_path.iterdir():
            lines = path.read_text().split("\n")
            assert lines == [lines[0]] * 20_000 + [""]
            numbers[path.name] = int(lines[0])
        # One more than was reported may be there: written, and killed before the report.
        assert max(numbers.values()) in (last, last + 1)
        for earlier in range(max(1, last - 2), last + 1):
            assert numbers[str(earlier % 3)] in (earlier, earlier + 3, last + 1)


def test_suites_are_whole_and_nothing_reported_is_lost(home: Home, start: Start) -> None:
    dice = random.Random(2)
    written: dict[str, int] = {}
    for _ in range(KILLS):
        last = max(written.values(), default=0)
        for line in reports_until_killed(start(WRITES_SUITES, home.path, last), dice):
            number, digest = line.split()
            written[digest] = int(number)
        Home(home.path)
        folders = [path for path in suites_directory(home, "x").iterdir() if path.is_dir()]
        assert not [folder for folder in folders if folder.name.startswith(PREFIX)]
        seeds = {folder.name: load_suite(folder).info.seed for folder in folders}
        assert written.items() <= seeds.items()
        assert open_suite(home, "x").info.seed in (max(written.values()), max(written.values()) + 1)


def test_a_journal_keeps_every_reported_record_and_goes_on(tmp_path: Path, start: Start) -> None:
    dice = random.Random(3)
    path = tmp_path / "journal.jsonl"
    for _ in range(KILLS):
        reported = int(reports_until_killed(start(WRITES_A_JOURNAL, path), dice)[-1])
        with Journal(path, Note) as journal:
            texts = [note.text for note in journal]
        assert len(texts) in (reported, reported + 1)
        assert texts == [f"{number} " * 5_000 for number in range(len(texts))]
