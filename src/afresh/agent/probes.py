"""What the parrot asks: calls made of a program's documentation, the most telling first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest

from afresh.agent.oracle import Oracle
from afresh.manual import Example, Manual, Option, Sample
from afresh.model import Case, FileEntry, Step, make_case

_FILE_NAME = re.compile(r"[\w./+-]*\w\.[A-Za-z][A-Za-z0-9]{0,5}")
_NUMERIC = re.compile(r"(n|num|number|int|integer|count|size|width|len|length|level|depth)s?", re.IGNORECASE)
_LARGEST_INPUT = 32 * 1024
HELP = (("--help",), ("--version",), ("-h",), ("-V",), ("-v",), ("help",), ("version",))
TWINS = ("zqxva", "zqxvb")
"""Invented words of equal length: what follows them through the output is the program's wording."""


@dataclass(frozen=True)
class Call:
    """One start of the program that the parrot wants to see."""

    argv: tuple[str, ...] = ()
    stdin: bytes = b""
    files: tuple[tuple[str, bytes], ...] = ()
    env: tuple[tuple[str, str], ...] = field(default=())

    def case(self, oracle: Oracle) -> Case:
        """Return the call as a case."""
        files = tuple(FileEntry(path=name, content=oracle.pack(data)) for name, data in self.files)
        return make_case(Step(argv=self.argv, stdin=oracle.pack(self.stdin), env=dict(self.env)), files)


@dataclass(frozen=True)
class Twins:
    """Two calls that differ in an invented word of equal length and in nothing else."""

    kind: str
    """`--` and `-` for unknown options, `absent` for missing files, `word` for odd words."""
    calls: tuple[Call, Call]
    words: tuple[str, str]
    place: int
    """Number of the argument that holds the word."""


def first_calls(manual: Manual) -> list[Call]:
    """Return the calls that every program gets, and the examples of the documentation."""
    samples = usable_samples(manual)
    first = samples[0].data if samples else b""
    calls = [Call(), Call(stdin=first), *(Call(argv) for argv in HELP)]
    return [*calls, *(_as_call(example, samples) for example in manual.examples)]


def further_calls(manual: Manual, bases: list[tuple[str, ...]]) -> Iterator[Call]:
    """Yield calls of options and inputs on the bases: argument lists that worked. Kinds take turns."""
    samples = usable_samples(manual)
    inputs = samples or [Sample(b"a b\nc\n", "text")]
    options = [words for option in manual.options for words in _spellings(option)]
    main = bases[0] if bases else ()
    kinds = (
        (Call((*words, *main), inputs[0].data) for words in options),
        (Call(main, sample.data) for sample in inputs[1:]),
        (Call(words) for words in options),
        (_with_file(Call(main), sample) for sample in inputs),
        (Call(base, sample.data) for base in bases[1:] for sample in inputs[:4]),
        (Call((*words, *main), sample.data) for sample in inputs[1:6] for words in options),
        (_with_file(Call((*words, *main)), sample) for sample in inputs[:3] for words in options),
    )
    return (call for turn in zip_longest(*kinds) for call in turn if call is not None)


def twin_calls(manual: Manual, bases: list[tuple[str, ...]]) -> Iterator[Twins]:
    """Yield pairs of calls with invented words: unknown options, missing files, odd values."""
    known = {name for option in manual.options for name in option.names}
    letters = [letter for letter in "QJXZKY" if f"-{letter}" not in known][:2]
    stdin = next((sample.data for sample in usable_samples(manual)), b"")
    for base in [(), *bases[:1]]:
        yield _twins("--", base, "--{}", TWINS, stdin)
        if len(letters) == 2:
            yield _twins("-", base, "-{}", (letters[0], letters[1]), stdin)
        yield _twins("absent", base, "{}", TWINS, stdin)
    for base in bases[1:3]:
        yield _twins("absent", base, "{}", TWINS, stdin)
    for option in manual.options:
        if option.metavar:
            joined = option.joined and option.name.startswith("--")
            words = (f"{option.name}={{}}",) if joined else (option.name, "{}")
            yield _twins("word", (*words[:-1],), words[-1], TWINS, stdin)


def usable_samples(manual: Manual) -> list[Sample]:
    """Return the samples that are worth a call: of the most spoken-of formats first, and not too long."""
    order = {name: number for number, name in enumerate(manual.formats)}
    short = [sample for sample in manual.samples if len(sample.data) <= _LARGEST_INPUT]
    return sorted(short, key=lambda sample: order.get(sample.format, len(order)))


def _twins(kind: str, base: tuple[str, ...], pattern: str, words: tuple[str, str], stdin: bytes) -> Twins:
    one, other = (Call((*base, pattern.format(word)), stdin) for word in words)
    return Twins(kind, (one, other), words, len(base))


def _as_call(example: Example, samples: list[Sample]) -> Call:
    """Return an example as it was meant: inputs that the documentation does not show are made up."""
    files = {name: text.encode() for name, text in example.files}
    for word in example.argv:
        if _FILE_NAME.fullmatch(word) and word not in files and not word.startswith(("/", "..")):
            files[word] = _fitting(word, samples)
    if example.stdin is not None:
        stdin = example.stdin.encode()
    else:
        stdin = files.get(example.reads or "") or _fitting(example.reads or "", samples)
    safe = tuple((name, data) for name, data in files.items() if not name.startswith(("/", "..", "~")))
    return Call(example.argv, stdin, safe, tuple(sorted(example.env.items())))


def _fitting(name: str, samples: list[Sample]) -> bytes:
    """Return a sample for a file of that name."""
    suffix = name.rsplit(".", 1)[-1]
    same = (sample.data for sample in samples if sample.format == suffix or sample.name == name)
    return next(chain(same, (sample.data for sample in samples)), b"")


def _with_file(call: Call, sample: Sample) -> Call:
    name = sample.name if _FILE_NAME.fullmatch(sample.name) and "/" not in sample.name else "input"
    return replace(call, argv=(*call.argv, name), files=((name, sample.data),))


def _spellings(option: Option) -> Iterator[tuple[str, ...]]:
    """Yield an option with the values that the documentation names, or that its placeholder suggests."""
    if not option.metavar:
        yield (option.name,)
        return
    guesses = ["2" if _NUMERIC.fullmatch(name.strip("<>[]{}")) else "a" for name in option.metavar]
    values = option.values[:3] or ((option.default,) if option.default else ()) or (guesses[0],)
    for value in values:
        if option.joined and option.name.startswith("--"):
            yield (f"{option.name}={value}", *guesses[1:])
        else:
            yield (option.name, value, *guesses[1:])
