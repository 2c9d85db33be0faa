"""Environment variables that the documentation speaks of."""

from collections.abc import Iterator
from dataclasses import replace

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context

VALUES = ("1", "", "0", "no-such-value", "/case/missing")


def environment_seeds(context: Context) -> Iterator[Seed]:
    """Yield working calls with each documented variable set."""
    calls = context.bases[:4] or (Invocation(),)
    for turn, value in enumerate(VALUES):
        for number, name in enumerate(context.survey.manual.environment):
            call = calls[(number + turn) % len(calls)]
            yield context.make(replace(call, env=(*call.env, (name, value))), "environment")
