"""Make the hidden suite of a task."""

from typing import Annotated

import typer

from afresh.cli.options import Engine, EngineName, Json, Seed, Workers, make_engine
from afresh.cli.output import print_json, progress, say
from afresh.cli.suite import print_suite, suite_figures
from afresh.generate.generate import generate_suite
from afresh.model import SuiteInfo
from afresh.sandbox import default_sandbox
from afresh.store.home import Home

DEFAULT_CASES = 400
FEW_CASES = 30
"""A suite that is smaller cannot tell a rebuild from an imitation."""


def generate(
    task: Annotated[str, typer.Argument(help="Name of the task.")],
    seed: Seed = 0,
    cases: Annotated[int, typer.Option(min=1, help="How many cases at most.")] = DEFAULT_CASES,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="Stop looking for cases in time.")] = None,
    engine: Engine = EngineName.LOCAL,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Generate a suite from the binary and its documentation alone, certified against the reference."""
    home = Home()
    with progress() as tell:
        suite = generate_suite(
            home,
            home.task(task),
            seed=seed,
            cases=cases,
            minutes=minutes,
            sandbox=default_sandbox(),
            engine=make_engine(engine, workers),
            progress=tell,
        )
    tell_reach(suite.info, cases)
    if json:
        print_json(suite_figures(suite.info))
    else:
        print_suite(suite.info)


def tell_reach(info: SuiteInfo, wanted: int) -> None:
    """Say it where a suite reaches less than its user may think."""
    if info.cases < wanted:
        say(f"{info.cases} cases and not {wanted}: nothing more was found that shows something new.")
    missing = info.quality.options_documented - info.quality.options_exercised
    if missing:
        say(f"{missing} of {info.quality.options_documented} documented options are in no case.")
    if info.cases < FEW_CASES:
        say(f"[yellow]Fewer than {FEW_CASES} cases: passing them all says little.[/]")
