"""What a program did with a case, and what it is expected to do."""

from typing import Literal

from afresh.model.case import FileKind
from afresh.model.content import Content, Text
from afresh.model.record import Record

Channel = Literal["exit", "stdout", "stderr", "files"]
"""The ways in which two observations can differ, in the order in which they are compared."""

Limit = Literal["timeout", "cpu", "memory", "processes", "output", "disk", "files"]
"""The limits that can end a step."""


class Change(Record, frozen=True, kw_only=True):
    """One change to the file tree: an entry that a step created, changed or deleted."""

    path: Text
    what: Literal["created", "changed", "deleted"]
    kind: FileKind = "file"
    mode: int = 0
    content: Content = ""


class Observation(Record, frozen=True, kw_only=True):
    """What one step did. Exactly one of exit, signal and limit is set."""

    exit: int | None = None
    signal: int | None = None
    limit: Limit | None = None
    stdout: Content = ""
    stderr: Content = ""
    files: tuple[Change, ...] = ()


class Usage(Record, frozen=True, kw_only=True):
    """What a case cost: recorded, never judged."""

    cpu_ms: float = 0.0
    wall_ms: float = 0.0
    memory_kib: int = 0
    """Peak resident memory of its largest process."""


class Mask(Record, frozen=True, kw_only=True):
    """A span that may vary: what the pattern (a bytes regular expression) matches is not compared."""

    channel: Channel
    pattern: str
    why: str = ""


class Expectation(Record, frozen=True, kw_only=True):
    """What the reference did with a case, one observation a step."""

    case: str
    steps: tuple[Observation, ...]
    masks: tuple[Mask, ...] = ()
