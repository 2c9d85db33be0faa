"""Documentation as plain text: typography undone, terminal decoration removed, sizes bounded."""

import re

LINE_CHARACTERS = 4000
"""Longer lines are cut before anything looks for structure in them."""

_TYPOGRAPHY = str.maketrans(
    {
        "\u00b4": "'",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u2032": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2033": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2212": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2026": "...",
        "\ufeff": "",
    }
)
_TERMINAL = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]|.\x08")
_SPLIT_WORD = re.compile(r"\u2010\n[ \t]{0,80}")


def normalise(text: str) -> str:
    """Return documentation text with plain quotes and dashes, Unix line ends, and no overstrikes or colours.

    Words that a formatter split at the end of a line are joined again. Tabs become spaces.
    """
    plain = _TERMINAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _SPLIT_WORD.sub("", plain).translate(_TYPOGRAPHY).replace("\x00", "")
    return "\n".join(line[:LINE_CHARACTERS].expandtabs(8).rstrip() for line in plain.split("\n"))


def indentation(line: str) -> int:
    """Return the number of spaces before the first other character."""
    return len(line) - len(line.lstrip(" "))


def dedent(lines: list[str]) -> str:
    """Return the lines without their common indentation, each ended by a newline."""
    margin = min((indentation(line) for line in lines if line), default=0)
    return "".join(line[margin:] + "\n" for line in lines)
