"""Documentation cut into blocks: paragraphs and literal passages, each under its heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from afresh.manual.text import indentation

_FENCE = re.compile(r"^ {0,12}(?:```|~~~)[ ]?([\w+-]{0,20})")
_MARKED_HEADING = re.compile(r"^#{1,6} +(\S.*)$")
_BARE_HEADING = re.compile(r"^(?:[A-Z][A-Z0-9 ,/()-]{2,60}|[A-Z][A-Za-z ]{2,40}:)$")


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring lines of one document."""

    lines: tuple[str, ...]
    heading: str = ""
    literal: bool = False
    """Shown as it is: code, a transcript, data."""
    language: str = ""
    """What a fence says of its content."""
    where: str = ""
    """The document's path."""


def split_blocks(text: str, where: str = "") -> Iterator[Block]:
    """Yield the blocks of a normalised document, in order."""
    heading = language = ""
    fenced = False
    lines: list[str] = []

    def block(*, literal: bool) -> Iterator[Block]:
        if any(lines):
            yield Block(tuple(lines), heading, literal or _is_indented(lines), language, where)
        lines.clear()

    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if fence:
            yield from block(literal=fenced)
            fenced = not fenced
            language = fence.group(1).lower() if fenced else ""
        elif fenced:
            lines.append(line)
        elif found := _MARKED_HEADING.match(line):
            yield from block(literal=False)
            heading = found.group(1).strip("# ")
        elif _BARE_HEADING.match(line):
            yield from block(literal=False)
            heading = line.rstrip(":")
        elif line:
            lines.append(line)
        else:
            yield from block(literal=False)
    yield from block(literal=fenced)


def _is_indented(lines: list[str]) -> bool:
    """Tell whether lines look like Markdown's indented code: four columns, no deeper prose column."""
    return all(indentation(line) == 4 for line in lines[:1]) and all(
        indentation(line) >= 4 for line in lines if line
    )
