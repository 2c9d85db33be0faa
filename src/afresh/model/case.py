"""A case: what is given to a program, once or in several steps."""

import hashlib
from typing import Literal

import msgspec

from afresh.model.content import Content, Text
from afresh.model.record import Record

FileKind = Literal["file", "directory", "link", "fifo", "socket", "device"]


class FileEntry(Record, frozen=True, kw_only=True):
    """One entry of a file tree. The content of a link is its target; modes are the permission bits."""

    path: Text
    """Relative to the working directory, or beginning with `~/` for what lies in the home directory."""
    kind: FileKind = "file"
    mode: int = 0o644
    content: Content = ""


class Step(Record, frozen=True, kw_only=True):
    """One start of the program. Arguments exclude the program's own name."""

    argv: tuple[Text, ...] = ()
    stdin: Content = ""
    env: dict[str, Text] = {}
    """Added to the task's fixed environment."""


class Case(Record, frozen=True, kw_only=True):
    """One test: files laid out in a fresh directory, then one or more steps in that directory."""

    id: str
    steps: tuple[Step, ...]
    files: tuple[FileEntry, ...] = ()
    labels: tuple[str, ...] = ()
    """What the case is about, for scores by label; no part of its identity."""
    origin: str = ""
    """Where its idea came from: `example`, `option`, `pair`, …; no part of its identity."""


def case_id(steps: tuple[Step, ...], files: tuple[FileEntry, ...]) -> str:
    """Return the identity of an input: equal inputs have equal ids (16 hexadecimal digits of SHA-256)."""
    ordered = sorted(files, key=lambda entry: repr(entry.path))
    encoded = msgspec.json.encode((steps, ordered), order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:16]


def make_case(
    steps: tuple[Step, ...] | Step,
    files: tuple[FileEntry, ...] = (),
    *,
    labels: tuple[str, ...] = (),
    origin: str = "",
) -> Case:
    """Return a case with the id that its input gives it."""
    several = (steps,) if isinstance(steps, Step) else steps
    return Case(id=case_id(several, files), steps=several, files=files, labels=labels, origin=origin)
