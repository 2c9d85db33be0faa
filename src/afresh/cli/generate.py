"""Make the hidden suite of a task."""

from typing import Annotated

import typer

from afresh.cli.options import Engine, EngineName, Json, Seed, Workers, make_engine
from afresh.cli.output import print_json, progress, say
from afresh.cli.suite import print_suite, suite_figures
from afresh.generate.generate import generate_suite
from afresh.sandbox import default_sandbox
from afresh.store.home import Home

DEFAULT_CASES = 400


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
    if suite.info.cases < cases:
        say(f"{suite.info.cases} cases and not {cases}: nothing more was found that shows something new.")
    if json:
        print_json(suite_figures(suite.info))
    else:
        print_suite(suite.info)
