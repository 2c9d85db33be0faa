"""The same calls on other inputs: samples, odd inputs, files, two files, outputs as inputs."""

from collections.abc import Iterator
from dataclasses import replace

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.samples import odd_inputs
from afresh.generate.seed.context import Context, sample_name

PLAIN_CALLS = 8
ROUND_TRIP_BYTES = 8192


def input_seeds(context: Context) -> Iterator[Seed]:
    """Yield the simplest calls on every sample, each sample with the next call first."""
    calls = _plain(context)
    samples = context.samples(context.format)
    for turn in range(len(calls)):
        for number, sample in enumerate(samples):
            call = calls[(number + turn) % len(calls)]
            yield context.make(with_input(call, sample.data), "input")


def odd_seeds(context: Context) -> Iterator[Seed]:
    """Yield the simplest calls on inputs at the edge."""
    calls = _plain(context)
    plain = next((call.stdin for call in calls if call.stdin), b"")
    inputs = list(odd_inputs(context.format, plain))
    for turn in range(min(3, len(calls))):
        for number, data in enumerate(inputs):
            call = calls[(number * turn + turn) % len(calls)]
            yield context.make(with_input(call, data), "odd")


def file_seeds(context: Context) -> Iterator[Seed]:
    """Yield calls that read files instead of standard input: one, two, the same twice, one by `-`."""
    samples = context.samples(context.format)
    for number, call in enumerate(context.bases):
        if call.files or not call.stdin:
            continue
        other = samples[number % len(samples)].data if samples else b"x\n"
        name, second = sample_name(samples[0]) if samples else "input.txt", "second.txt"
        one: tuple[str, bytes | None] = (name, call.stdin)
        last = len(call.argv)
        by_file = replace(call, stdin=b"").with_files(one)
        kinds = (
            by_file.with_arguments(name, after=last),
            by_file.with_arguments(name, second, after=last).with_files((second, other)),
            by_file.with_arguments("missing.txt", name, after=last),
            call.with_arguments("-", after=last),
            by_file.with_arguments(name, name, after=last),
        )
        yield context.make(kinds[number % len(kinds)], "file")


def round_trip_seeds(context: Context) -> Iterator[Seed]:
    """Yield what the program printed as its input, under one option after the other."""
    outputs = [output for output in context.outputs if 1 < len(output) <= ROUND_TRIP_BYTES]
    flags = [option for option in context.survey.manual.options if not option.metavar]
    if not outputs or not flags:
        return
    for turn in range(min(12, len(outputs))):
        for number, option in enumerate(flags):
            output = outputs[(turn * len(flags) + number) % len(outputs)]
            yield context.make(Invocation((option.name,), output), "round-trip")


def with_input(call: Invocation, data: bytes) -> Invocation:
    """Return the call with another input: in its first file if it reads files, else by pipe."""
    names = [name for name, content in call.files if content is not None and name in call.argv]
    if not names:
        return replace(call, stdin=data)
    files = tuple((name, data if name == names[0] else content) for name, content in call.files)
    return replace(call, files=files)


def _plain(context: Context) -> list[Invocation]:
    """Return the simplest calls that differ in more than the names of their files."""
    different = {_without_files(call): call for call in reversed(context.bases)}
    return list(different.values())[::-1][:PLAIN_CALLS] or [Invocation()]


def _without_files(call: Invocation) -> tuple[object, ...]:
    names = {name for name, _ in call.files}
    return tuple(argument for argument in call.argv if argument not in names)
