"""A small task with a suite of six cases, and submissions that are built for it."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from afresh.model import (
    Expectation,
    FileEntry,
    Quality,
    Reference,
    Step,
    Task,
    make_case,
)
from afresh.observe.program import reference_program
from afresh.observe.run import run_case
from afresh.sandbox import Sandbox
from afresh.store.home import Home
from afresh.store.runs import Attempt
from afresh.store.suites import Suite, write_suite

GREET = """#!/bin/sh
case "$1" in
    -o) echo "Hello, $3!" > "$2" ;;
    -c) cat -- "$2" || exit 2 ;;
    -*) echo "greet: unknown option $1" >&2; exit 1 ;;
    "") while read -r name; do echo "Hello, $name!"; done ;;
    *) echo "Hello, $1!" ;;
esac
"""

CASES = (
    make_case(Step(argv=("Ada",))),
    make_case(Step(stdin="Ada\nBob\n")),
    make_case(Step(argv=("--nope",))),
    make_case(Step(argv=("-o", "out", "Ada"))),
    make_case(Step(argv=("-c", "in")), (FileEntry(path="in", content="x" * 5000),)),
    make_case((Step(argv=("-o", "a", "Ada")), Step(argv=("-c", "a")))),
)

Submit = Callable[[dict[str, str]], Path]


@pytest.fixture
def task(home: Home) -> Task:
    reference = Reference(digest="c" * 64, entry="/program/greet", name="greet", root="host")
    program = home.reference_tree(reference.digest) / "greet"
    program.parent.mkdir(parents=True)
    program.write_text(GREET)
    program.chmod(0o755)
    return Task(name="greet", source="file:greet", reference=reference, digest="d" * 64)


@pytest.fixture
def suite(home: Home, task: Task, sandbox: Sandbox) -> Suite:
    program = reference_program(home, task)
    rows = []
    for case in CASES:
        recording = run_case(sandbox, program, case, home.blobs)
        rows.append((case, Expectation(case=case.id, steps=recording.steps), recording.usage))
    return write_suite(home, task, rows, seed=0, budget="", quality=Quality())


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    return Attempt(tmp_path / "run" / "greet" / "1", "greet", 1)


@pytest.fixture
def submit(attempt: Attempt) -> Submit:
    """Pack sources as the attempt's submission; all of them may be executed."""

    def pack(sources: dict[str, str]) -> Path:
        attempt.directory.mkdir(parents=True, exist_ok=True)
        with tarfile.open(attempt.submission, "w:gz") as archive:
            for name, text in sources.items():
                info = tarfile.TarInfo(name)
                info.mode, info.size = 0o755, len(text.encode())
                archive.addfile(info, io.BytesIO(text.encode()))
        return attempt.submission

    return pack
