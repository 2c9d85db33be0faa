"""The command line as a user has it: a process of its own, in a home of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

AFRESH = Path(sys.executable).with_name("afresh")

SHOUT = """#!/bin/sh
usage='usage: shout [-n COUNT] [-r] [--lower] [FILE]'
count=1 change='tr a-z A-Z'
while [ $# -gt 0 ]; do
    case "$1" in
        -n) count="$2"; shift ;;
        -r | --reverse) change=rev ;;
        --lower) change='tr A-Z a-z' ;;
        --help) echo "$usage"; exit 0 ;;
        -*) echo "shout: unknown option $1" >&2; echo "$usage" >&2; exit 2 ;;
        *) break ;;
    esac
    shift
done
case "$count" in '' | *[!0-9]*) echo "shout: bad count '$count'" >&2; exit 2 ;; esac
text=$(cat -- "$@") || exit 1
i=0
while [ "$i" -lt "$count" ] && [ "$i" -lt 20 ]; do printf '%s\\n' "$text" | $change; i=$((i + 1)); done
"""

MANUAL = """# shout

Prints its input in capital letters.

## Options

`-n COUNT`
:   Print it COUNT times.

`-r`, `--reverse`
:   Print each line backwards instead.

`--lower`
:   Print it in small letters instead.

`--help`
:   Show the usage.

## Examples

```
$ echo hello | shout
HELLO
$ echo hello | shout -n 2
HELLO
HELLO
$ printf 'Ada\\nBob\\n' | shout --lower
ada
bob
```
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandLine:
    """Starts afresh in a directory, with a home of its own."""

    directory: Path

    @property
    def home(self) -> Path:
        return self.directory / "home"

    def __call__(self, *words: object, code: int = 0, env: dict[str, str] | None = None) -> Ended:
        ended = subprocess.run(
            [AFRESH, *map(str, words)],
            cwd=self.directory,
            env={**os.environ, "AFRESH_HOME": str(self.home), "NO_COLOR": "1", **(env or {})},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
        return Ended(ended.returncode, ended.stdout, ended.stderr)


def write_program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def new_command_line(directory: Path) -> CommandLine:
    write_program(directory / "shout", SHOUT)
    (directory / "docs").mkdir()
    (directory / "docs" / "README.md").write_text(MANUAL)
    return CommandLine(directory)


@pytest.fixture
def afresh(tmp_path: Path) -> CommandLine:
    """A command line whose home is still empty, beside the program `shout` and its `docs`."""
    return new_command_line(tmp_path)


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A command line whose home holds the task `shout` and a suite. Tests leave both as they are."""
    line = new_command_line(tmp_path_factory.mktemp("ready"))
    line("task", "import", "file:shout", "--docs", "docs")
    line("generate", "shout", "--cases", "40")
    return line
