"""The documentation's own examples: on their own inputs, else on samples."""

from collections.abc import Iterator
from dataclasses import replace

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context, cycle_from, looks_like_file
from afresh.manual import Example

SAMPLES_EACH = 4


def example_seeds(context: Context) -> Iterator[Seed]:
    """Yield every example; one whose input is not shown is tried on several samples."""
    samples = context.samples(context.format)
    unshown = []
    for example in context.survey.manual.examples:
        if _needs_network(example):
            continue
        if example.stdin is not None:
            yield context.make(_call(context, example, 0), "example")
        else:
            unshown.append(example)
    for turn in range(min(SAMPLES_EACH, max(1, len(samples)))):
        for number, example in enumerate(unshown):
            call = _call(context, example, number + turn)
            if not call.files and samples:
                call = replace(call, stdin=samples[(number + turn) % len(samples)].data)
            yield context.make(call, "example")


def _call(context: Context, example: Example, turn: int) -> Invocation:
    """Return the example as a call, with a file for each file name in it."""
    shown = dict(example.files)
    argv, files = [], []
    for argument in example.argv:
        name = argument.rsplit("/", 1)[-1] if argument.startswith("/") else argument
        if name in shown or argument in shown:
            files.append((name, shown.get(argument, shown.get(name, "")).encode()))
            argv.append(name)
        elif looks_like_file(name):
            files.append((name, _content(context, name, turn + len(files))))
            argv.append(name)
        else:
            argv.append(argument)
    stdin = (example.stdin or shown.get(example.reads or "", "")).encode()
    if example.reads and not stdin:
        stdin = _content(context, example.reads, turn)
    env = tuple(sorted(example.env.items()))
    return Invocation(tuple(argv), stdin, tuple(dict(files).items()), env)


def _content(context: Context, name: str, turn: int) -> bytes:
    """Return a sample for a file name: the one of that name, else one with that ending, else any."""
    samples = context.survey.samples
    suffix = name.rsplit(".", 1)[-1].lower()
    exact = [sample for sample in samples if sample.name == name]
    alike = [sample for sample in samples if suffix in {sample.format, sample.name.rsplit(".", 1)[-1]}]
    choice = exact or alike or context.samples(context.format)
    return next(cycle_from(choice, turn)).data if choice else b"one\ntwo\n"


def _needs_network(example: Example) -> bool:
    return any("://" in argument for argument in example.argv)
