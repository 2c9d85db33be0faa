"""A failed case as a person wants to read it: what to type, and what differs."""

from collections.abc import Callable
from dataclasses import dataclass

from afresh.model import Case, Content, Difference, Verdict
from afresh.readable.command import command_line
from afresh.readable.invisible import visible
from afresh.readable.sides import Row, side_by_side

_NAMES = {"exit": "end", "stdout": "standard output", "stderr": "standard error", "files": "file"}


@dataclass(frozen=True, slots=True)
class Pane:
    """One difference: a title, and both sides line by line."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ReadableFailure:
    """A failed case: the commands that repeat it, and its differences."""

    command: str
    reason: str
    panes: tuple[Pane, ...]


def readable_failure(
    case: Case, verdict: Verdict, name: str, read: Callable[[Content], bytes]
) -> ReadableFailure:
    """Return a verdict's differences made readable, with the commands up to the step that differs first.

    `name` is the program to start in the commands, `read` returns the bytes of a content (`Blobs.unpack`).
    """
    step = verdict.differences[0].step if verdict.differences else len(case.steps) - 1
    panes = tuple(
        Pane(
            _title(difference, several=len(case.steps) > 1),
            tuple(side_by_side(difference.expected, difference.actual)),
        )
        for difference in verdict.differences
    )
    return ReadableFailure(command_line(case, step, name, read), verdict.reason, panes)


def _title(difference: Difference, *, several: bool) -> str:
    title = _NAMES[difference.channel]
    if difference.path:
        title += f" {visible(difference.path)}"
    if several:
        title += f" of step {difference.step + 1}"
    return f"{title}, after {difference.offset} equal bytes" if difference.offset else title
