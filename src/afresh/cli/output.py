"""How commands speak: results on standard output, everything else on standard error."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from afresh.progress import Progress as Tell

out = Console(highlight=False, emoji=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)

QUIET_SECONDS = 5.0
"""Off a terminal, one line of progress at most this often."""


def complain(line: str) -> None:
    """Print one line on standard error."""
    err.print(f"afresh: {line}", markup=False)


def say(line: str) -> None:
    """Tell on standard error what is going on."""
    err.print(line)


def print_json(value: object) -> None:
    """Print one JSON object on standard output."""
    encoded = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.write(encoded.decode() + "\n")


@contextmanager
def progress() -> Iterator[Tell]:
    """Yield a teller of progress: bars on a terminal, a plain line now and then elsewhere."""
    if err.is_terminal:
        with _bars() as tell:
            yield tell
    else:
        yield _lines()


@contextmanager
def _bars() -> Iterator[Tell]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        known: dict[str, object] = {}

        def tell(what: str, done: int, total: int | None) -> None:
            if what not in known:
                known[what] = bars.add_task(what, total=total)
            bars.update(known[what], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


def _lines() -> Tell:
    last: dict[str, float] = {}

    def tell(what: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        first, finished = what not in last, total is not None and done >= total
        if not first and not finished and now - last[what] < QUIET_SECONDS:
            return
        last[what] = now
        err.print(what if total is None else f"{what}: {done} of {total}", markup=False)

    return tell
