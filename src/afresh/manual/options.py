"""Options as documentation lists them: names, arguments, values, defaults."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from afresh.manual.blocks import Block
from afresh.manual.text import indentation
from afresh.manual.values import find_default, find_values

DESCRIPTION_LINES = 30
_LABEL = re.compile(r"^ {0,8}[A-Z][A-Za-z ]{0,20}: +(?=-)")
_BULLET = re.compile(r"^[*+o\u2022\u25cb\u00b7-] +(?=[`*-])|^\|? *(?=`-)")
_NAME = re.compile(r"--?[A-Za-z0-9?#@](?:[\w.+-]*\w)?\+?|--?\[no-?\][\w-]+")
_SEPARATOR = re.compile(r"(?:, ?| ?/ ?| ?\| ?| or |,? +and +(?=-))(?=-)")
_JOINED = re.compile(
    r"\[=([^\]\n]{1,60})\]|=(?:\[[-+]\])?([^\s,/\[\]<>{}][^\s,]{0,60}|<[^>\n]{1,60}>|\{[^}\n]{1,200}\})"
)
_PLACEHOLDER = re.compile(r" ?(<[^>\n]{1,60}>|\[<?[\w ,|=.-]{1,60}>?\]|\{[^}\n]{1,200}\})(?:\.\.\.)?")
_CAPITALS = re.compile(r" ([A-Z][A-Z0-9_-]*|[a-zA-Z]+(?:[|,][\w-]+)+)(?:\.\.\.)?(?=$|[\s,:/|\]])")
_WORDS = re.compile(
    r" ((?:[a-zA-Z][\w-]*|\[[\w-]+\])(?: (?:[a-zA-Z][\w-]*|\[[\w-]+\])){0,2})(?= {2}|$| ?[,/:|\]])"
)
_FILLER = {
    "a",
    "an",
    "the",
    "is",
    "are",
    "to",
    "of",
    "and",
    "or",
    "for",
    "in",
    "with",
    "all",
    "do",
    "not",
    "use",
}
_USAGE = re.compile(r"\[ ?(-{1,2}[^\[\]]{1,80}(?:\[[^\[\]]{1,40}\][^\[\]]{0,20})?) ?\]")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of the program."""

    names: tuple[str, ...]
    """All its spellings, with their dashes."""
    metavar: tuple[str, ...] = ()
    """Placeholders of its arguments; their number is its arity."""
    values: tuple[str, ...] = ()
    """Values that the documentation enumerates."""
    default: str | None = None
    joined: bool = False
    """Documented with `=` between name and value."""
    optional: bool = False
    """Its value may be missing."""
    description: str = ""
    where: str = ""
    """The document that tells of it."""

    @property
    def name(self) -> str:
        """The spelling for a person: the first long one, or the first."""
        return next((name for name in self.names if name.startswith("--")), self.names[0])


def find_options(blocks: Iterable[Block]) -> tuple[Option, ...]:
    """Return the options that the blocks document, each once, in the order of their first mention."""
    found: list[Option] = []
    pending: list[Option] = []
    for block in blocks:
        for group in _groups(block, pending):
            found += group
    return merge(found)


def _unlabelled(line: str) -> str:
    """Return a line without a label such as `Options:` before its first option."""
    found = _LABEL.match(line)
    return " " * found.end() + line[found.end() :] if found else line


def parse_head(line: str) -> tuple[list[Option], str]:
    """Return the options that a definition's first line names, and the rest of that line.

    `-A NUM, --after-context=NUM   Print …` names one option; `-C and -M:` names two.
    """
    text = _BULLET.sub("", line.strip()).replace("`", "").replace("**", "")
    if re.match(r"--?\*", text):
        return [], ""
    options: list[Option] = []
    position = 0
    separate = True
    while found := _NAME.match(text, position):
        metavar, joined, optional, position = _arguments(text, found.end())
        names = _negatable(found.group())
        if separate:
            options.append(Option(names, metavar, joined=joined, optional=optional))
        else:
            last = options[-1]
            options[-1] = replace(
                last,
                names=tuple(dict.fromkeys((*last.names, *names))),
                metavar=last.metavar if len(last.metavar) >= len(metavar) else metavar,
                joined=last.joined or joined,
                optional=last.optional or optional,
            )
        separator = _SEPARATOR.match(text, position)
        if separator is None:
            break
        separate = "and" in separator.group()
        position = separator.end()
    rest = text[position:]
    if options and rest and not re.match(r"[\s:;,.)\]]", rest):
        return [], ""
    return [_without_attached(option) for option in options], rest.strip(" :;,.")


def merge(options: Iterable[Option]) -> tuple[Option, ...]:
    """Join what several documents say of the same option."""
    merged: list[Option] = []
    by_name: dict[str, int] = {}
    for option in options:
        at = next((by_name[name] for name in option.names if name in by_name), None)
        if at is None:
            at = len(merged)
            merged.append(option)
        else:
            merged[at] = _join(merged[at], option)
        for name in merged[at].names:
            by_name.setdefault(name, at)
    return tuple(merged)


def _join(old: Option, new: Option) -> Option:
    return replace(
        old,
        names=tuple(dict.fromkeys((*old.names, *new.names))),
        metavar=old.metavar or new.metavar,
        values=old.values or new.values,
        default=old.default if old.default is not None else new.default,
        joined=old.joined or new.joined,
        optional=old.optional or new.optional,
        description=old.description or new.description,
    )


def _groups(block: Block, pending: list[Option]) -> Iterator[list[Option]]:
    """Yield the options of a block; what a block without options says belongs to the options before it."""
    lines = tuple(map(_unlabelled, block.lines))
    heads = _heads(lines)
    if not heads:
        if pending and indentation(lines[0]) > 0 and not block.literal:
            yield _described(pending, " ".join(line.strip() for line in lines[:DESCRIPTION_LINES]))
            pending.clear()
        if _is_usage(block):
            yield [option for line in lines for option in _usage_options(line, block.where)]
        return
    for number, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        options, rest = parse_head(lines[number])
        body = [line.strip() for line in lines[number + 1 : min(end, number + DESCRIPTION_LINES)]]
        options = [replace(option, where=block.where) for option in options]
        description = " ".join([rest, *body]).strip()
        pending[:] = [] if description else options
        yield _described(options, description)


def _heads(lines: tuple[str, ...]) -> list[int]:
    """Return the numbers of the lines that define options; prose that wraps at an option's name is none."""
    heads: list[int] = []
    for number, line in enumerate(lines):
        if not _is_head(line):
            continue
        before = indentation(lines[number - 1]) if number else indentation(line) + 1
        # A column of options may follow a sentence at once, and is then the deeper one.
        stands_out = indentation(line) < before or (_is_column(line) and indentation(line) > before)
        if stands_out or heads[-1:] == [number - 1] or (heads and _is_column(line)):
            heads.append(number)
    return heads


def _is_head(line: str) -> bool:
    text = _BULLET.sub("", line.strip()).lstrip("`*")
    if not text.startswith("-"):
        return False
    options, rest = parse_head(line)
    if not options:
        return False
    before = line.rstrip(" :;,.")[: -len(rest)] if rest else ""
    return not rest or _BULLET.match(line.strip()) is not None or before.endswith(("  ", ": ", "- "))


def _is_column(line: str) -> bool:
    return "  " in line.strip()


def _is_usage(block: Block) -> bool:
    heading = block.heading.lower()
    return "synopsis" in heading or "usage" in heading or any("usage" in line.lower() for line in block.lines)


def _described(options: list[Option], description: str) -> list[Option]:
    text = description[:2000]
    return [
        replace(
            option,
            description=text,
            values=find_values(text, option.metavar) if option.metavar else (),
            default=find_default(text) if option.metavar else None,
        )
        for option in options
    ]


def _usage_options(line: str, where: str) -> Iterator[Option]:
    """Yield what a synopsis such as `[-n NUM] [--all]` names; clustered flags are taken apart."""
    for inside in _USAGE.findall(line):
        group = inside.strip()
        if re.fullmatch(r"-[A-Za-z0-9]{2,30}", group) and " " not in group and len(set(group)) == len(group):
            yield from (Option((f"-{letter}",), where=where) for letter in group[1:])
        else:
            options, rest = parse_head(group)
            if not rest:
                yield from (replace(option, where=where) for option in options)


def _arguments(text: str, position: int) -> tuple[tuple[str, ...], bool, bool, int]:
    """Return placeholders, whether `=` joins them, whether they are optional, and where they end."""
    metavar: list[str] = []
    joined = optional = False
    found = _JOINED.match(text, position)
    if found:
        return (_bare(found.group(1) or found.group(2)),), True, found.group(1) is not None, found.end()
    while len(metavar) < 3 and (
        found := _PLACEHOLDER.match(text, position) or _CAPITALS.match(text, position)
    ):
        optional = optional or found.group(1).startswith("[")
        metavar.append(_bare(found.group(1)))
        position = found.end()
    if not metavar and (found := _WORDS.match(text, position)):
        words = found.group(1).split()
        if not _FILLER.intersection(words) and (len(words) < 3 or text[found.end() :].startswith(":")):
            optional = any(word.startswith("[") for word in words)
            metavar = [_bare(word) for word in words]
            position = found.end()
    return tuple(metavar), joined, optional, position


def _bare(placeholder: str) -> str:
    return placeholder.strip("<>[]= ")


def _negatable(name: str) -> tuple[str, ...]:
    found = re.match(r"(--?)\[(no-?)\](.*)", name)
    return (found[1] + found[3], found[1] + found[2] + found[3]) if found else (name,)


def _without_attached(option: Option) -> Option:
    """Drop `-Ldir` where `-L dir` stands beside it: the same name with its placeholder attached."""
    spelled = {f"{name}{word}" for name in option.names for word in option.metavar if len(name) == 2}
    names = tuple(name for name in option.names if name not in spelled)
    return replace(option, names=names or option.names)
