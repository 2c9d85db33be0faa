"""Values for the arguments of options, by what their placeholders and descriptions say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from afresh.generate.seed.context import Context, sample_name
from afresh.manual import Option
from afresh.model import Text

NUMBERS = ("1", "0", "2", "-1", "5", "10", "80", "99999999999999999999", "1.5", "abc", "")
STRINGS = ("x", "", "foo", "a,b", "*", "%s", "\u00e9", "1", "=", " ", "\\n", "--")
_NUMBER = re.compile(
    r"^(?:n|num|number|int|integer|count|size|width|height|level|lines?|bytes|cols?|columns?|indent|depth|float|"
    r"seconds|length|len|max|min|limit|port|jobs|threads|seed|nr|digits|precision|frac|kmer|k)s?$",
    re.IGNORECASE,
)
_NUMBER_WORDS = re.compile(r"\b(?:number of|at most|at least|maximum|minimum|width|integer|INT|FLOAT|NUM)\b")
_FILE = re.compile(r"file|path|fname|script|input\b", re.IGNORECASE)
_DIRECTORY = re.compile(r"dir", re.IGNORECASE)
_JSON = re.compile(r"json", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """The arguments of one option and the files that they name."""

    arguments: tuple[Text, ...]
    files: tuple[tuple[str, bytes | None], ...] = ()


def values_for(option: Option, context: Context) -> Iterator[Value]:
    """Yield values for an option, the most ordinary first."""
    if len(option.metavar) > 1:
        yield from _several(option, context)
        return
    placeholder = option.metavar[0]
    for text in dict.fromkeys((*option.values, *((option.default,) if option.default else ()))):
        yield Value((text,))
    if option.values:
        yield Value(("no-such-value",))
    if _DIRECTORY.search(placeholder) and not _FILE.search(placeholder):
        yield Value(("subdir",), (("subdir", None),))
        yield Value((".",))
        yield Value(("missing-dir",))
    elif _FILE.search(placeholder):
        yield from _files(context)
    elif _JSON.search(placeholder):
        yield from (Value((text,)) for text in ('{"a":1}', "[1,2]", "1", '"s"', "{bad", "", "null"))
    elif _NUMBER.match(placeholder) or _NUMBER_WORDS.search(option.description[:200]):
        yield from (Value((text,)) for text in NUMBERS)
    else:
        words = [word for word in context.survey.manual.literals if len(word) < 20 and "\0" not in word][:6]
        yield from (
            Value((text,)) for text in dict.fromkeys((*STRINGS[:3], *words, *STRINGS[3:], *NUMBERS[:4]))
        )


def _several(option: Option, context: Context) -> Iterator[Value]:
    """Yield values for an option of several arguments: each place gets its own kind."""
    for turn in range(4):
        arguments: list[Text] = []
        files: tuple[tuple[str, bytes | None], ...] = ()
        for place, placeholder in enumerate(option.metavar):
            single = Option(option.names, (placeholder,), description="")
            value = list(values_for(single, context))
            chosen = (
                value[(turn + place) % len(value)] if place else Value((("v", "name", "foo", "x")[turn],))
            )
            arguments += chosen.arguments
            files += chosen.files
        yield Value(tuple(arguments), files)


def _files(context: Context) -> Iterator[Value]:
    for sample in context.samples(context.format)[:4]:
        name = f"other-{sample_name(sample)}"
        yield Value((name,), ((name, sample.data),))
    yield Value(("missing-file",))
    for word in context.survey.manual.literals[:3]:
        yield Value(("program.txt",), (("program.txt", word.encode() + b"\n"),))
    yield Value(("subdir",), (("subdir", None),))
    yield Value(("empty-file",), (("empty-file", b""),))
