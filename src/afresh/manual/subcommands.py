"""Subcommands as help pages list them: a column of names beside a column of descriptions."""

import re
from collections.abc import Iterable

from afresh.manual.blocks import Block

SUBCOMMANDS = 100
_ROW = re.compile(r"^ {0,12}(?:[Cc]ommands?: +)?([a-z][\w-]{1,24})(?:, [a-z][\w-]{0,24})? {2,60}(\S.*)$")
_HEADING = re.compile(r"\b(?:sub-?)?commands?\b", re.IGNORECASE)
_LABEL = re.compile(r"^ {0,12}(?:[A-Za-z ]{0,20}(?:sub)?commands?):(?: +[a-z]|$)", re.IGNORECASE)


def find_subcommands(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the names of the documented subcommands, in order; `help` and `version` excluded."""
    names: dict[str, None] = {}
    listing = False
    heading = ""
    for block in blocks:
        if block.heading != heading:
            heading, listing = block.heading, bool(_HEADING.search(block.heading))
        for line in block.lines:
            if _LABEL.match(line):
                listing = True
            row = _ROW.match(line) if listing else None
            if row:
                names[row.group(1)] = None
            elif listing and line and not line.startswith(" ") and not _LABEL.match(line):
                listing = bool(_HEADING.search(block.heading))
    names.pop("help", None)
    names.pop("version", None)
    return tuple(names)[:SUBCOMMANDS]
