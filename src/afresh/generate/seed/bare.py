"""The plainest calls: no arguments, one option, one subcommand, on samples by pipe and as files."""

import re
from collections.abc import Iterator

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context, sample_name

SAMPLES = 14
_WORD = re.compile(r"[^\W\d_]{2,12}")


def bare_seeds(context: Context) -> Iterator[Seed]:
    """Yield calls that need nothing but the program's name and an input."""
    samples = context.samples(context.format)[:SAMPLES]
    yield context.make(Invocation(), "bare")
    for option in context.survey.manual.options:
        if not option.metavar:
            yield context.make(Invocation((option.name,)), "bare")
    for number, sample in enumerate(samples):
        yield context.make(Invocation((), sample.data), "bare")
        if number < SAMPLES // 2:
            name = sample_name(sample)
            yield context.make(Invocation((name,), files=((name, sample.data),)), "bare")


def word_seeds(context: Context) -> Iterator[Seed]:
    """Yield a word of the input as the argument: programs that look for something want that."""
    rng = context.rng("words")
    for number, sample in enumerate(context.samples("text")[: 2 * SAMPLES]):
        words = _WORD.findall(sample.data[:2000].decode(errors="ignore"))
        if not words:
            continue
        word, name = rng.choice(words), sample_name(sample)
        if number % 2:
            yield context.make(Invocation((word,), sample.data), "word")
        else:
            yield context.make(Invocation((word, name), files=((name, sample.data),)), "word")


def command_seeds(context: Context) -> Iterator[Seed]:
    """Yield every subcommand on samples."""
    names = context.survey.manual.subcommands
    samples = context.samples(context.format)
    for turn, sample in enumerate(samples[:8]):
        file = sample_name(sample)
        other = samples[(turn + 1) % len(samples)]
        second = sample_name(other, 2)
        for name in names:
            yield context.make(Invocation((name, file), files=((file, sample.data),)), "command")
            if turn < 2:
                yield context.make(Invocation((name,), sample.data), "command")
                two = ((file, sample.data), (second, other.data))
                yield context.make(Invocation((name, file, second), files=two), "command")


def literal_seeds(context: Context) -> Iterator[Seed]:
    """Yield what the documentation quotes, as the only argument, on a sample."""
    samples = context.samples(context.format)[:6]
    for number, literal in enumerate(context.survey.manual.literals):
        stdin = samples[number % len(samples)].data if samples else b""
        if not literal.startswith("-") and "\0" not in literal and "://" not in literal:
            yield context.make(Invocation((literal,), stdin), "literal")
