"""A difference as a page shows it: side by side, what differs in a line marked, length bounded."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from afresh.model import Case, Difference, Text, text_from_bytes, text_to_bytes
from afresh.readable import Row, side_by_side, visible

_EXCERPT_BYTES = 6000
_LINES = 40
_CHARACTERS = 300
_CONTEXT = 80
"""Characters kept before the first difference of a line that is too long to be shown whole."""

_CHANNELS = {"exit": "exit status", "stdout": "standard output", "stderr": "standard error", "files": "file"}


@dataclass(frozen=True)
class Side:
    """One line of one side, split where it begins to differ from the other and where it ends to."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class Line:
    """One line of both sides. None where a side has no such line."""

    expected: Side | None
    actual: Side | None
    same: bool


@dataclass(frozen=True)
class ShownDifference:
    """One differing channel of one step."""

    title: str
    skipped: int
    """Bytes before the excerpts that are equal on both sides."""
    lines: tuple[Line, ...]
    cut: bool
    """Whether there is more than the lines show."""

    @property
    def first(self) -> Line | None:
        """The first line that differs."""
        return next((line for line in self.lines if not line.same), None)

    @property
    def characters(self) -> int:
        """How much text it is, roughly."""
        sides = (side for line in self.lines for side in (line.expected, line.actual) if side)
        return sum(len(side.before) + len(side.marked) + len(side.after) + 60 for side in sides)


def show_difference(difference: Difference, case: Case | None) -> ShownDifference:
    """Return a difference as a page shows it. `case` tells how many steps there are, where it is known."""
    expected, cut_expected = _excerpt(difference.expected)
    actual, cut_actual = _excerpt(difference.actual)
    rows = side_by_side(expected, actual)
    return ShownDifference(
        title=_title(difference, len(case.steps) if case else 1),
        skipped=difference.offset,
        lines=tuple(_lines(rows[:_LINES])),
        cut=cut_expected or cut_actual or len(rows) > _LINES,
    )


def _excerpt(text: Text) -> tuple[Text, bool]:
    data = text_to_bytes(text)
    return text_from_bytes(data[:_EXCERPT_BYTES]), len(data) > _EXCERPT_BYTES


def _title(difference: Difference, steps: int) -> str:
    words = [_CHANNELS[difference.channel]]
    if path := text_to_bytes(difference.path):
        words.append(visible(text_from_bytes(path[:200])))
    if steps > 1:
        words.append(f"of step {difference.step + 1}")
    return " ".join(words)


def _lines(rows: Iterable[Row]) -> Iterable[Line]:
    for row in rows:
        if row.same or row.expected is None or row.actual is None:
            yield Line(_whole(row.expected, row.same), _whole(row.actual, row.same), row.same)
        else:
            yield Line(_split(row.expected, row.actual), _split(row.actual, row.expected), same=False)


def _whole(text: str | None, same: bool) -> Side | None:
    if text is None:
        return None
    clipped = _clip_end(text, _CHARACTERS)
    return Side(clipped, "", "") if same else Side("", clipped, "")


def _split(text: str, other: str) -> Side:
    start = _common_start(text, other)
    rest, other_rest = text[start:], other[start:]
    end = _common_start(rest[::-1], other_rest[::-1])
    before, marked, after = text[:start], rest[: len(rest) - end], rest[len(rest) - end :]
    if len(text) > _CHARACTERS:
        before = before if len(before) <= _CONTEXT else "…" + before[-_CONTEXT:]
        marked, after = _clip_end(marked, _CHARACTERS - _CONTEXT), _clip_end(after, _CONTEXT)
    return Side(before, marked, after)


def _common_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _clip_end(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"
