"""A small task: a program that greets, with a manual page of its own."""

from pathlib import Path

import pytest

from afresh.model import Reference, Task
from afresh.store.home import Home
from afresh.store.runs import Attempt

GREET = """#!/bin/sh
mark='!'
case "$1" in
    -q | --quiet) mark=.; shift ;;
    --help) echo "usage: greet [-q] [FILE]"; exit 0 ;;
    --*) echo "greet: unknown option '${1#--}'" >&2; exit 2 ;;
    -*) echo "greet: unknown option '${1#-}'" >&2; exit 2 ;;
esac
if [ $# -gt 0 ] && [ ! -f "$1" ]; then
    echo "greet: $1: No such file" >&2
    exit 1
fi
cat -- "$@" | while read -r name; do echo "Hello, $name$mark"; done
"""

MANUAL = """# greet

Greets everybody whose name it reads, from standard input or from FILE.

## Options

`-q`, `--quiet`
:   Less noise.

`--help`
:   Show help and exit.

## Examples

```
$ printf 'Ada\\nBob\\n' | greet
Hello, Ada!
Hello, Bob!
$ echo Eve | greet -q
Hello, Eve.
```
"""


@pytest.fixture
def task(home: Home) -> Task:
    reference = Reference(digest="c" * 64, entry="/program/greet", name="greet", root="host")
    program = home.reference_tree(reference.digest) / "greet"
    program.parent.mkdir(parents=True)
    program.write_text(GREET)
    program.chmod(0o755)
    docs = home.docs("greet")
    docs.mkdir(parents=True)
    (docs / "README.md").write_text(MANUAL)
    return Task(name="greet", source="file:greet", reference=reference, digest="d" * 64)


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    return Attempt(tmp_path / "run" / "greet" / "1", "greet", 1)
