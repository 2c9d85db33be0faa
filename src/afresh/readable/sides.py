"""Expected and actual, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from afresh.model import Text, text_from_bytes, text_to_bytes
from afresh.readable.invisible import NEWLINE, NO_NEWLINE, visible

_ALIGNED_LINES = 500
"""Longer texts are paired line by line: aligning them takes time that grows with the square."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of both sides, made visible. None where a side has no such line."""

    expected: str | None
    actual: str | None
    same: bool


def side_by_side(expected: Text, actual: Text) -> list[Row]:
    """Return the lines of two texts as rows, equal lines beside each other.

    Where lines differ, their ends are shown: ↵ for a newline, nothing where an excerpt was cut. A last line
    that differs in nothing but its missing newline says so.
    """
    left, right = _lines(expected), _lines(actual)
    return [_row(*pair) for pair in _pairs(left, right)]


def _lines(text: Text) -> list[bytes]:
    """Split at newlines alone, keeping them: form feeds and the like do not end a line."""
    lines = text_to_bytes(text).split(b"\n")
    whole = [line + b"\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _pairs(left: list[bytes], right: list[bytes]) -> Iterator[tuple[bytes | None, bytes | None]]:
    if max(len(left), len(right)) > _ALIGNED_LINES:
        yield from zip_longest(left, right)
        return
    for _, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield from zip_longest(left[i1:i2], right[j1:j2])


def _row(expected: bytes | None, actual: bytes | None) -> Row:
    if expected is not None and expected == actual:
        shown = _visible_line(expected)
        return Row(shown, shown, same=True)
    return Row(_side(expected, actual), _side(actual, expected), same=False)


def _side(line: bytes | None, other: bytes | None) -> str | None:
    if line is None:
        return None
    if line.endswith(b"\n"):
        return _visible_line(line) + NEWLINE
    return _visible_line(line) + (NO_NEWLINE if other == line + b"\n" else "")


def _visible_line(line: bytes) -> str:
    return visible(text_from_bytes(line.removesuffix(b"\n")))
