"""Subcommands with the operands that their usage lines show, plain and under each of their options."""

import re
from collections.abc import Iterator
from itertools import cycle, islice

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.samples import suffix_of
from afresh.generate.seed.context import Context, looks_like_file
from afresh.generate.seed.values import NUMBERS, Value, values_for
from afresh.manual import Operand

TURNS = 18
PARTS = 3
VALUES = 6
_NUMBER = re.compile(r"num|frac|count|int|float|size|len|^n$|^k$", re.IGNORECASE)
_RECORD = re.compile(rb"^[>@]?([^\s>@+#][^\s,;]*)", re.MULTILINE)


def operand_seeds(context: Context) -> Iterator[Seed]:
    """Yield every subcommand that shows operands, plain and then under each of its options and values."""
    commands = dict(context.survey.commands)
    for turn in range(TURNS):
        for name, operands in context.survey.operands:
            yield context.make(_call(context, name, operands, turn), "operand")
        for name, operands in context.survey.operands:
            options = commands.get(name, ())
            # A part of the options in each turn, so that plain calls meet other inputs early.
            for number, option in list(enumerate(options))[turn % PARTS :: PARTS]:
                values = list(islice(values_for(option, context), VALUES)) if option.metavar else [Value(())]
                value = values[turn // PARTS % len(values)]
                call = _call(context, name, operands, turn + number).with_files(*value.files)
                yield context.make(call.with_arguments(option.name, *value.arguments, after=1), "operand")


def _call(context: Context, name: str, operands: tuple[Operand, ...], turn: int) -> Invocation:
    call = Invocation((name,))
    first: bytes | None = None
    for place, operand in enumerate(operands):
        placeholder = operand[turn % len(operand)]
        if _NUMBER.search(placeholder) and not looks_like_file(placeholder):
            value = ("0.5", *NUMBERS)[turn % 6]
            call = call.with_arguments(value, after=len(call.argv))
            continue
        data = _content(context, placeholder, turn + place, first)
        first = data if first is None else first
        file = placeholder if looks_like_file(placeholder) else f"operand{place}{suffix_of(context.format)}"
        file = file if file not in call.argv else f"second-{file}"
        call = call.with_arguments(file, after=len(call.argv)).with_files((file, data))
    return call


def _content(context: Context, placeholder: str, turn: int, first: bytes | None) -> bytes:
    """Return a sample for a placeholder; a later file may be about the records of the first one."""
    suffix = placeholder.rsplit(".", 1)[-1].lower()
    known = {"fa": "fasta", "fq": "fastq", "txt": "text"}.get(suffix, suffix)
    alike = [sample.data for sample in context.survey.samples if sample.format == known]
    if first is not None and (not alike or turn % 2):
        tables = list(about(first))
        return tables[turn // 2 % len(tables)]
    data = alike or [sample.data for sample in context.samples(context.format)] or [b"one\ntwo\n"]
    return next(islice(cycle(data), turn, None))


def about(data: bytes) -> Iterator[bytes]:
    """Yield lists and tables that speak of the records of an input: names, ranges, single places."""
    names = list(dict.fromkeys(_RECORD.findall(data[:4000])))[:6] or [b"one"]
    yield b"".join(b"%s\n" % name for name in names)
    yield b"".join(b"%s\t%d\t%d\n" % (name, at, at + 5) for at, name in enumerate(names))
    yield b"".join(b"%s\t%d\tA\tC\n" % (name, at + 1) for at, name in enumerate(names))
    yield b"%s\n" % names[0]
    yield b"".join(b"%s:%d-%d\n" % (name, at + 1, at + 4) for at, name in enumerate(names))
