"""Options on calls that work: each on several calls, each value, pairs, and the forms of writing them."""

from collections.abc import Iterator
from itertools import combinations, islice

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context, cycle_from
from afresh.generate.seed.values import Value, values_for
from afresh.manual import Option
from afresh.model import Text

ROUNDS = 80
VALUES = 12
PAIRS = 3000
PAIR_ROUNDS = 8
PLAIN_CALLS = 6


def option_seeds(context: Context) -> Iterator[Seed]:
    """Yield each option with an ordinary value on one call after another: options meet rich inputs."""
    for turn in range(min(ROUNDS, len(context.bases))):
        for number, call in enumerate(_calls(context, turn)):
            options, _ = context.options_of(call)
            if number < len(options):
                option = options[number]
                value = _value(option, context, turn)
                yield _with(context, call, option, value, "option")


def value_seeds(context: Context) -> Iterator[Seed]:
    """Yield every value of every option that takes one, each on a call that works."""
    bases = context.bases[:PLAIN_CALLS] or (Invocation(),)
    number = 0
    tried: list[Iterator[Seed]] = []
    for option in context.survey.options:
        if option.metavar:
            number += 1
            tried.append(_each_value(context, option, cycle_from(bases, number)))
    while tried:
        for iterator in list(tried):
            seed = next(iterator, None)
            if seed is None:
                tried.remove(iterator)
            else:
                yield seed


def pair_seeds(context: Context) -> Iterator[Seed]:
    """Yield pairs of options in random order, each pair on the next call that works."""
    if not context.bases:
        return
    rng = context.rng("pairs")
    count = len(context.survey.options)
    numbers = list(islice(combinations(range(count), 2), PAIRS))
    rng.shuffle(numbers)
    for turn, (first, second) in enumerate(numbers * PAIR_ROUNDS):
        call = context.bases[(turn + turn // len(numbers)) % len(context.bases)]
        options, _ = context.options_of(call)
        if second < len(options):
            one = _with(context, call, options[second], _value(options[second], context, turn), "pair")
            value = _value(options[first], context, turn)
            yield _with(context, one.invocation, options[first], value, "pair")


def form_seeds(context: Context) -> Iterator[Seed]:
    """Yield other ways of writing the same: joined values, clusters, short names, options at the end."""
    for turn, call in enumerate(context.bases[:PLAIN_CALLS]):
        options, after = context.options_of(call)
        for number, option in enumerate(options):
            if number % PLAIN_CALLS == turn:
                yield from _spellings(context, call, option, after)
        short = [name for option in options if not option.metavar for name in option.names if len(name) == 2]
        for one, two in zip(short[turn::3], short[turn + 1 :: 3], strict=False):
            yield context.make(call.with_arguments(f"-{one[1]}{two[1]}", after=after), "form")
        yield context.make(call.with_arguments("--", after=after), "form")


def _spellings(context: Context, call: Invocation, option: Option, after: int) -> Iterator[Seed]:
    value = _value(option, context, 0)
    for name in option.names:
        if len(option.metavar) == 1 and isinstance(value.arguments[0], str):
            joined = (
                f"{name}={value.arguments[0]}" if name.startswith("--") else f"{name}{value.arguments[0]}"
            )
            yield context.make(call.with_arguments(joined, after=after).with_files(*value.files), "form")
        elif not option.metavar:
            yield context.make(call.with_arguments(name, after=len(call.argv)), "form")
        if name != option.name:
            yield _with(context, call, option, value, "form", name=name)


def _each_value(context: Context, option: Option, calls: Iterator[Invocation]) -> Iterator[Seed]:
    for value in islice(values_for(option, context), VALUES):
        call = next(calls)
        yield _with(context, call, option, value, "value")


def _calls(context: Context, turn: int) -> Iterator[Invocation]:
    """Yield a call for each option number; every turn pairs them differently."""
    most = max([len(context.survey.options), *(len(options) for _, options in context.survey.commands)])
    return islice(cycle_from(context.bases, turn * 7), most)


def _value(option: Option, context: Context, turn: int) -> Value:
    if not option.metavar:
        return Value(())
    ordinary = list(islice(values_for(option, context), 3))
    return ordinary[turn % len(ordinary)]


def _with(
    context: Context,
    call: Invocation,
    option: Option,
    value: Value,
    origin: str,
    *,
    name: str = "",
) -> Seed:
    _, after = context.options_of(call)
    spelled = name or option.name
    arguments: tuple[Text, ...] = (spelled, *value.arguments)
    if option.joined and spelled.startswith("--") and value.arguments and isinstance(value.arguments[0], str):
        arguments = (f"{spelled}={value.arguments[0]}",)
    return context.make(call.with_arguments(*arguments, after=after).with_files(*value.files), origin)
