"""The rules by which the parrot's program answers; `sources/parrot.c` reads them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

HOLE = "\\h"
"""Stands in a pattern for anything, and in an answer for what that was."""

_ESCAPED = {ord("\n"): "\\n", ord("\t"): "\\t", ord("\\"): "\\\\"}

Line = tuple[str, str]
"""A keyword and its text, escaped already."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program is to do. All texts are escaped."""

    exit: int
    stdout: str = ""
    stderr: str = ""
    writes: tuple[str, ...] = ()
    """Name and content of each file, with a tab between."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that must all hold, and the answer that is then given."""

    conditions: tuple[Line, ...]
    answer: Answer


def escape(data: bytes) -> str:
    """Return data as one line of printable ASCII without tabs."""
    return "".join(
        _ESCAPED.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}") for byte in data
    )


def encode_rules(rules: Iterable[Rule], same: Iterable[tuple[str, str]], options: Iterable[str]) -> bytes:
    """Return the file of rules, the strongest first. Of rules with equal conditions only the first stays."""
    lines = [f"same {one}\t{other}" for one, other in same]
    lines += [f"option {name}" for name in options]
    unique = {rule.conditions: rule for rule in reversed(list(rules))}
    for rule in reversed(unique.values()):
        lines.append("rule")
        lines += [f"{keyword} {text}" for keyword, text in rule.conditions]
        lines.append(f"exit {rule.answer.exit}")
        lines += [f"write {text}" for text in rule.answer.writes]
        lines += [f"stderr {rule.answer.stderr}"] * bool(rule.answer.stderr)
        lines += [f"stdout {rule.answer.stdout}"] * bool(rule.answer.stdout)
    return "".join(f"{line}\n" for line in lines).encode()


def with_hole(text: str, word: str) -> str:
    """Return an escaped text in which a word, standing for itself, has become the hole."""
    whole = re.compile(rf"(?<![A-Za-z0-9]){re.escape(escape(word.encode()))}(?![A-Za-z0-9])")
    return whole.sub(lambda _: HOLE, text) if word else text


def common_template(one: str, marker: str, other: str, other_marker: str) -> str | None:
    """Return the text that both become when their markers, of equal length, are holes; None if none."""
    if len(one) != len(other):
        return None
    template, at, size = [], 0, len(marker)
    while at < len(one):
        if one[at : at + size] == marker and other[at : at + size] == other_marker:
            template.append(HOLE)
            at += size
        elif one[at] == other[at]:
            template.append(one[at])
            at += 1
        else:
            return None
    return "".join(template)
