"""Records as a person wants to read them: text only, for the terminal and for pages alike."""

from afresh.readable.command import command_line
from afresh.readable.invisible import visible
from afresh.readable.sides import Row, side_by_side

__all__ = ["Row", "command_line", "side_by_side", "visible"]
