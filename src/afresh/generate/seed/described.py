"""What the description of an option shows: values to give it, and expressions that use them."""

import re
from collections.abc import Iterator

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context
from afresh.generate.seed.values import values_for
from afresh.manual import Option

EXPRESSIONS = 4
VALUES = 3
_EXPRESSION = re.compile(r"(?<![\w$\\])\$[A-Za-z_][\w.]*(?:\[\])?")


def described_seeds(context: Context) -> Iterator[Seed]:
    """Yield each option with the expressions that its description shows, as the program's argument."""
    bases = context.bases[:VALUES] or (Invocation(),)
    for option in context.survey.options:
        expressions = list(dict.fromkeys(_EXPRESSION.findall(option.description)))[:EXPRESSIONS]
        for expression in expressions:
            for number, call in enumerate(bases):
                bare = Invocation((), call.stdin, call.files)
                for arguments, files in _arguments(context, option, expression, number):
                    yield context.make(bare.with_arguments(*arguments).with_files(*files), "described")


def _arguments(
    context: Context, option: Option, expression: str, number: int
) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, bytes | None], ...]]]:
    """Yield the arguments of a call in which an expression uses what an option gives."""
    name = re.match(r"\w+", expression[1:])
    given = name[0] if name else ""
    if not option.metavar:  # what follows such an option are often operands of its own
        yield (expression, option.name), ()
        yield (option.name, expression, "one", "2", '"three"', "null"), ()
        return
    if len(option.metavar) == 1:
        return
    last = Option(option.names, option.metavar[-1:], values=option.values)
    for place, value in enumerate(values_for(last, context)):
        if place % VALUES == number and isinstance(value.arguments[0], str) and place < 2 * VALUES:
            yield (option.name, given, value.arguments[0], expression), value.files
