"""Command lines that the documentation shows, with the inputs that it shows beside them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from afresh.manual.blocks import Block
from afresh.manual.shell import Command, NotACommandError, Word, split_commands, unescape
from afresh.manual.text import dedent, indentation

_PROMPT = re.compile(r"^(?:\$|%|\u25b6|\u276f|>|[\w.@~-]{1,20}[$%])\s+(?=\S)")
_ARROW = re.compile(r"^\s*(?:=>|-->|\u21d2|Output:)\s?")
_INLINE = re.compile(r"`([^`\n]{2,300})`")
_PROSE = {
    "the", "is", "are", "was", "will", "can", "may", "must", "should", "and", "that", "this", "these",
    "which", "you", "your", "it", "its", "be", "by", "from", "has", "have", "does", "uses", "reads",
    "supports", "a", "an",
}  # fmt: skip
_CONTINUATION_LINES = 20
_BODY_LINES = 200
"""The most lines after a command that are taken for its input or output: one line may not cost all others."""


@dataclass(frozen=True, slots=True)
class Example:
    """One start of the program that the documentation shows."""

    argv: tuple[str, ...]
    stdin: str | None = None
    """None where the documentation does not show it."""
    files: tuple[tuple[str, str], ...] = ()
    """Names and contents of the files that the documentation shows."""
    reads: str | None = None
    """The file that its standard input comes from."""
    env: dict[str, str] = field(default_factory=dict)
    output: str | None = None
    """What the documentation shows as its output, where that is told apart from the input."""
    where: str = ""


def find_examples(blocks: Iterable[Block], names: frozenset[str]) -> tuple[Example, ...]:
    """Return the examples of the program called by any of the names, each once, in order."""
    examples: dict[tuple[object, ...], Example] = {}
    shown: dict[str, str] = {}
    for block in blocks:
        for example in _in_block(block, names, shown):
            examples.setdefault((example.argv, example.stdin, tuple(example.env)), example)
    return tuple(_with_files(example, shown) for example in examples.values())


def _in_block(block: Block, names: frozenset[str], shown: dict[str, str]) -> Iterator[Example]:
    lines = list(block.lines) if block.heading.upper() != "NAME" else []
    number = 0
    while number < len(lines):
        line, prompted = _without_prompt(lines[number])
        commands, taken = _commands(line, lines[number + 1 : number + 1 + _CONTINUATION_LINES])
        if not commands or not (prompted or _mentions(commands, names)):
            yield from _inline(lines[number], block, names)
            number += 1
            continue
        body_start = number + taken
        body_end = _next_command(lines, body_start, names)
        body = lines[body_start:body_end]
        arrows = any(_ARROW.match(row) for row in body)
        if prompted or arrows or _trusted(block, commands, names):
            _remember_files(commands, body, shown)
            yield from _examples(commands, body, names, block.where, prompted=prompted)
            number = max(body_end, number + 1)
        else:
            yield from _inline(lines[number], block, names)
            number += 1


def _without_prompt(line: str) -> tuple[str, bool]:
    text = line.strip()
    found = _PROMPT.match(text)
    return (text[found.end() :], True) if found else (text, False)


def _commands(line: str, following: list[str]) -> tuple[list[Command], int]:
    """Return the commands that begin on a line and the number of lines that they take."""
    text = line
    if " => " in line:  # a result on the line of its command: where the command ends cannot be told
        return [], 1
    for taken in range(1, _CONTINUATION_LINES + 1):
        more = following[taken - 1] if taken <= len(following) else None
        if text.endswith("\\") and more is not None:
            text = text[:-1] + " " + more.strip()
            continue
        try:
            return split_commands(text), taken
        except NotACommandError as error:
            if more is None or "quote" not in str(error):
                return [], 1
            text += "\n" + more
    return [], 1


def _mentions(commands: list[Command], names: frozenset[str]) -> bool:
    return any(command.words and _is_program(command.words[0], names) for command in commands)


def _is_program(word: Word, names: frozenset[str]) -> bool:
    return word.text.rsplit("/", 1)[-1] in names and not word.quoted


def _trusted(block: Block, commands: list[Command], names: frozenset[str]) -> bool:
    """Tell whether a line without a prompt is a command rather than prose or a synopsis."""
    words = [word for command in commands if command.words for word in command.words]
    if not words or not (_is_program(words[0], names) or _mentions(commands, names)):
        return False
    plain = [word.text for word in words if not word.quoted]
    if not block.literal and _PROSE.intersection(text.lower() for text in plain):
        return False
    if any(
        re.match(r"\[[-\w]|<[\w]|\.\.\.$|.*\.\.\.\]$", text) or text in {"[", "OPTIONS", "FILE"}
        for text in plain
    ):
        return False
    if block.literal or "example" in block.heading.lower():
        return True
    evidence = any(
        word.quoted or word.text.startswith("-") or re.search(r"\w\.\w", word.text) for word in words[1:]
    )
    return evidence and not re.search(r"[,:;]$|\w\.$", plain[-1])


def _next_command(lines: list[str], start: int, names: frozenset[str]) -> int:
    end = min(len(lines), start + _BODY_LINES)
    for number in range(start, end):
        text, prompted = _without_prompt(lines[number])
        first = text.split(" ", 1)[0]
        if (prompted and not lines[number].startswith("> ")) or first in names:
            return number
    return end


def _remember_files(commands: list[Command], body: list[str], shown: dict[str, str]) -> None:
    """Keep what `cat FILE` shows: the content of a file that other examples use."""
    if len(commands) == 1 and len(commands[0].words) == 2 and commands[0].words[0].text == "cat" and body:
        shown.setdefault(commands[0].words[1].text, dedent(body))


def _examples(
    commands: list[Command], body: list[str], names: frozenset[str], where: str, *, prompted: bool
) -> Iterator[Example]:
    stdin, output = _split_body(body, prompted=prompted)
    previous: Command | None = None
    for number, command in enumerate(commands):
        if command.words and _is_program(command.words[0], names):
            text, reads = _input(command, previous)
            last = number == len(commands) - 1
            yield Example(
                tuple(word.text for word in command.words[1:]),
                text if text is not None or command.piped or reads else stdin,
                reads=reads,
                env=command.environment,
                output=output if last else None,
                where=where,
            )
        previous = command


def _input(command: Command, previous: Command | None) -> tuple[str | None, str | None]:
    """Return the text that a command reads, or else the name of the file."""
    if command.text is not None or command.reads is not None:
        return command.text, command.reads
    if not command.piped or previous is None or not previous.words:
        return None, None
    name, *arguments = [word.text for word in previous.words]
    if name == "echo":
        flags = [word for word in arguments if re.fullmatch(r"-[neE]+", word)]
        text = " ".join(word for word in arguments if word not in flags)
        escaped = unescape(text) if any("e" in flag for flag in flags) else text
        return escaped + ("" if any("n" in flag for flag in flags) else "\n"), None
    if name == "printf" and len(arguments) == 1:
        return unescape(arguments[0]), None
    if name == "cat" and len(arguments) == 1:
        return None, arguments[0]
    return None, None


def _split_body(body: list[str], *, prompted: bool) -> tuple[str | None, str | None]:
    """Return the input and the output that the lines after a command show."""
    arrow = next((number for number, line in enumerate(body) if _ARROW.match(line)), None)
    if arrow is not None:
        outputs = [_ARROW.sub("", line) for line in body[arrow:] if line.strip()]
        shown = [line for line in body[:arrow] if line.strip()]
        return dedent(shown) if shown else None, dedent(outputs)
    lines = list(body)
    while lines and not lines[-1].strip():
        lines.pop()
    if prompted and lines:
        return None, dedent(lines)
    return None, None


def _inline(line: str, block: Block, names: frozenset[str]) -> Iterator[Example]:
    """Yield the commands that Markdown shows inside a sentence, between backticks."""
    if block.literal or indentation(line) > 8:
        return
    for code in _INLINE.findall(line):
        if " " not in code or code.split(" ", 1)[0] not in names:
            continue
        commands, _ = _commands(code, [])
        if _trusted(block, commands, names):
            yield from _examples(commands, [], names, block.where, prompted=False)


def _with_files(example: Example, shown: dict[str, str]) -> Example:
    mentioned = [word for word in (*example.argv, example.reads or "") if word in shown]
    if not mentioned:
        return example
    return replace(example, files=tuple((name, shown[name]) for name in dict.fromkeys(mentioned)))
