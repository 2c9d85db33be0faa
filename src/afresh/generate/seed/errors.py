"""Wrong calls: unknown options, missing arguments, missing files, directories where files belong."""

from collections.abc import Iterator

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context
from afresh.model import Octets


def error_seeds(context: Context) -> Iterator[Seed]:
    """Yield wrong calls, the kinds that people make first."""
    for call in context.bases[:3] or (Invocation(),):
        yield from (context.make(wrong, "error") for wrong in _wrong(call))
    call = context.bases[0] if context.bases else Invocation()
    for option in context.survey.options:
        if option.metavar:
            yield context.make(Invocation((option.name,), call.stdin), "error")
            yield context.make(call.with_arguments(option.name, after=len(call.argv)), "error")
        elif option.name.startswith("--"):
            yield context.make(call.with_arguments(f"{option.name}=value"), "error")
        if option.name.startswith("--") and len(option.name) > 6:
            yield context.make(call.with_arguments(option.name[:-2]), "error")
    for name in context.survey.manual.subcommands:
        yield context.make(Invocation((name, "--no-such-option")), "error")
        yield context.make(Invocation((name, "missing.txt")), "error")
        yield context.make(Invocation((name,)), "error")


def _wrong(call: Invocation) -> Iterator[Invocation]:
    last = len(call.argv)
    yield call.with_arguments("--no-such-option")
    yield call.with_arguments("missing.txt", after=last)
    yield call.with_arguments("a-directory", after=last).with_files(("a-directory", None))
    yield call.with_arguments("-\u00e9")
    yield call.with_arguments("")
    yield call.with_arguments("", after=last)
    yield call.with_arguments("one", "two", "three", after=last)
    yield call.with_arguments("no-such-command")
    yield call.with_arguments("-")
    yield call.with_arguments("--help", "--no-such-option")
    yield call.with_arguments("missing/deeper/file", after=last)
    yield call.with_arguments(Octets(base64=b"\xff\xfe"), after=last)
    yield Invocation(("--no-such-option",))
    yield Invocation(("-%",))
