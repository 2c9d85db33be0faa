"""A small real program with hand-written documentation: some of what it does is no good for a suite."""

import pytest

from afresh.engine.local import LocalEngine
from afresh.model import Reference, Task
from afresh.store.home import Home

SHOUT = """#!/bin/sh
times=1
change=cat
while [ $# -gt 0 ]; do
    case "$1" in
        -u | --upper) change='tr a-z A-Z' ;;
        -n | --number)
            times=$2
            case "$times" in [0-9] | [0-9][0-9]) ;; *) echo "shout: bad number '$times'" >&2; exit 2 ;; esac
            shift ;;
        -r | --reverse) change=rev ;;
        --random) od -An -N8 -tx8 /dev/urandom; exit 0 ;;
        --where) pwd; exit 0 ;;
        --who) echo "$USER"; exit 0 ;;
        --date) date +%F; exit 0 ;;
        --crash) kill -SEGV $$ ;;
        --quiet) exit 0 ;;
        --save) echo saved > saved.txt; exit 0 ;;
        --help) echo "usage: shout [-u] [-n NUM] [FILE]"; exit 0 ;;
        -*) echo "shout: unknown option $1" >&2; exit 2 ;;
        *) if [ ! -f "$1" ]; then echo "shout: $1: no such file" >&2; exit 1; fi; exec < "$1" ;;
    esac
    shift
done
text=$($change)
while [ "$times" -gt 0 ]; do printf '%s!\\n' "$text"; times=$((times - 1)); done
"""

MANUAL = """# shout

Repeats its text input, louder.

## Options

`-u`, `--upper`
:   Capital letters.

`-n`, `--number NUM`
:   Number of repetitions (default: 1).

`-r`, `--reverse`
:   From right to left.

`--random`
:   Something else each time.

`--where`
:   The working directory.

`--who`
:   The user.

`--date`
:   Today.

`--crash`
:   Dies.

`--quiet`
:   Nothing at all.

`--save`
:   Writes a file.

## Examples

```
$ echo 'hello' | shout -n 2
hello!
hello!
$ shout --upper words.txt
```
"""


@pytest.fixture(scope="session")
def engine() -> LocalEngine:
    return LocalEngine(2)


@pytest.fixture
def task(home: Home) -> Task:
    reference = Reference(digest="a" * 64, entry="/program/shout", name="shout", root="host")
    program = home.reference_tree(reference.digest) / "shout"
    program.parent.mkdir(parents=True)
    program.write_text(SHOUT)
    program.chmod(0o755)
    docs = home.docs("shout")
    docs.mkdir(parents=True)
    (docs / "README.md").write_text(MANUAL)
    return Task(name="shout", source="file:shout", reference=reference, digest="b" * 64)
