"""What kind of outcome an observation is: equal shapes are trivial variants of one another."""

import hashlib
import re
from collections.abc import Iterable

from afresh.generate.record import Recorded
from afresh.model import Observation, text_to_bytes
from afresh.store.blobs import Blobs

SHAPE_CHARACTERS = 160
_RUNS = re.compile(rb"(?P<letters>[A-Za-z_\x80-\xff]+)|(?P<digits>[0-9]+)|(?P<blank>\s+)")
_QUOTED = re.compile(rb"\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|`[^`\n]{0,200}[`']")
_PATH = re.compile(rb"[\w.+@~-]*/[\w./+@~-]*|\b[\w+-]+\.[a-z]{1,5}\b")


def outline(data: bytes) -> bytes:
    """Return the outline of an output: words, numbers and blanks become one character each."""
    return _RUNS.sub(_one_character, data[:4000])[:SHAPE_CHARACTERS]


def _one_character(found: re.Match[bytes]) -> bytes:
    return {"letters": b"a", "digits": b"9"}.get(found.lastgroup or "", b" ")


def message_template(data: bytes, names: Iterable[bytes] = ()) -> bytes:
    """Return an error message without what it quotes, counts and names; `names` are the case's arguments."""
    plain = data[:2000]
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            plain = plain.replace(name, b"N")
    plain = _QUOTED.sub(b"Q", plain)
    plain = _PATH.sub(b"P", plain)
    return re.sub(rb"[0-9]+", b"9", plain)[:SHAPE_CHARACTERS]


def exact(recorded: Recorded) -> str:
    """Return a digest of everything observed."""
    return hashlib.sha256(repr(recorded.steps).encode()).hexdigest()


def shape(recorded: Recorded, blobs: Blobs) -> tuple[object, ...]:
    """Return the kind of outcome: how it ended, the outline of what it printed, its kinds of change."""
    return tuple(_step_shape(step, blobs) for step in recorded.steps)


def complaint(recorded: Recorded, blobs: Blobs) -> tuple[object, ...]:
    """Return the kind of failure: exit status and the template of the message."""
    names = [text_to_bytes(argument) for step in recorded.case.steps for argument in step.argv]
    return tuple((step.exit, message_template(blobs.unpack(step.stderr), names)) for step in recorded.steps)


def _step_shape(step: Observation, blobs: Blobs) -> tuple[object, ...]:
    return (
        step.exit,
        outline(blobs.unpack(step.stdout)),
        message_template(blobs.unpack(step.stderr)),
        tuple((change.what, change.kind) for change in step.files),
    )
