"""Operands as usage lines show them: `Usage: tool sort [options] <in.csv> <keys.txt>|<column>`."""

import re
from collections.abc import Iterable

from afresh.manual.blocks import Block

Operand = tuple[str, ...]
"""The placeholders of one operand: alternatives of each other."""

_USAGE = re.compile(r"^\s*(?:usage|synopsis):?\s+(.*)$", re.IGNORECASE)
_OPERAND = re.compile(r"<[^<>\n]{1,40}>(?:\|<[^<>\n]{1,40}>)*")
OPERANDS = 5


def find_operands(blocks: Iterable[Block]) -> tuple[Operand, ...]:
    """Return the operands of the first usage line that has any, in order."""
    for block in blocks:
        for line in block.lines:
            found = _USAGE.match(line)
            if found is None:
                continue
            # What an option takes, or what may be left out, is no operand.
            plain = re.sub(r"\[[^\[\]]*\]|-\w+ ?<[^<>]*>", " ", found[1])
            operands = [tuple(re.findall(r"<([^<>]+)>", text)) for text in _OPERAND.findall(plain)]
            if operands:
                return tuple(operands[:OPERANDS])
    return ()
