"""Suites: show, verify, stats."""

from itertools import islice
from typing import Annotated

import typer
from rich.table import Table

from afresh.cli.options import Engine, EngineName, Json, Workers, make_engine
from afresh.cli.output import out, print_json, progress
from afresh.errors import InputError
from afresh.generate.verify import verify_suite
from afresh.model import SuiteInfo
from afresh.readable import command_line
from afresh.sandbox import default_sandbox
from afresh.store.home import Home
from afresh.store.suites import open_suite

app = typer.Typer(no_args_is_help=True, help="The hidden suites: show, verify, stats.")

TaskName = Annotated[str, typer.Argument(help="Name of the task.", metavar="TASK")]
Digest = Annotated[str | None, typer.Option("--suite", help="Digest of the suite; default: the newest.")]


@app.command()
def show(
    task: TaskName,
    suite: Digest = None,
    limit: Annotated[int, typer.Option(min=1, help="How many cases to show.")] = 20,
    case_id: Annotated[str | None, typer.Option("--case", help="Show this case alone.")] = None,
    json: Json = False,
) -> None:
    """Show cases of a suite: the command of each, ready to paste."""
    home = Home()
    opened = open_suite(home, task, suite)
    name = home.task(task).reference.name
    wanted = (case for case in opened.cases() if case_id in {None, case.id})
    shown = list(islice(wanted, limit))
    if case_id and not shown:
        raise InputError(f"the suite has no case {case_id!r}; see: afresh suite show {task}")
    if json:
        print_json({"task": task, "suite": opened.info.digest, "cases": shown})
        return
    for case in shown:
        for step in range(len(case.steps)):
            out.print(f"# {case.id} {case.origin}", style="dim", markup=False)
            out.print(command_line(case, step, name, home.blobs.unpack), markup=False)


@app.command()
def stats(task: TaskName, suite: Digest = None, json: Json = False) -> None:
    """Show how good a suite is."""
    info = open_suite(Home(), task, suite).info
    if json:
        print_json(suite_figures(info))
    else:
        print_suite(info)


@app.command()
def verify(
    task: TaskName,
    suite: Digest = None,
    replays: Annotated[int, typer.Option(min=1, help="Replays of each case.")] = 5,
    engine: Engine = EngineName.LOCAL,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Replay every case on the reference under perturbation; exit 1 if one does not repeat itself."""
    home = Home()
    opened = open_suite(home, task, suite)
    with progress() as tell:
        result = verify_suite(
            home,
            home.task(task),
            opened,
            replays=replays,
            sandbox=default_sandbox(),
            engine=make_engine(engine, workers),
            progress=tell,
        )
    if json:
        figures = {"task": task, "suite": opened.info.digest, "cases": result.cases}
        print_json(figures | {"replays": result.replays, "flips": list(result.flips)})
    else:
        out.print(f"{result.cases} cases, {result.replays} replays, {len(result.flips)} flips")
        for flip in result.flips:
            out.print(f"  {flip}", markup=False)
    if result.flips:
        raise typer.Exit(1)


def suite_figures(info: SuiteInfo) -> dict[str, object]:
    """Return the figures that `generate` and `suite stats` print as JSON."""
    quality = info.quality
    return {
        "task": info.task,
        "suite": info.digest,
        "seed": info.seed,
        "cases": info.cases,
        "blocks_reached": quality.blocks_reached,
        "options_documented": quality.options_documented,
        "options_exercised": quality.options_exercised,
        "unstable": quality.unstable,
        "crashed": quality.crashed,
        "dummy_passed": quality.dummy_passed,
        "successes": quality.successes,
        "labels": quality.labels,
    }


def print_suite(info: SuiteInfo) -> None:
    """Print the figures of a suite for people."""
    quality = info.quality
    rows = {
        "suite": f"{info.digest[:16]} of task {info.task}, seed {info.seed}",
        "cases": f"{info.cases}, of which {quality.successes} succeed",
        "options": f"{quality.options_exercised} of {quality.options_documented} documented ones exercised",
        "dropped": f"{quality.unstable} unstable, {quality.crashed} crashed, "
        f"{quality.dummy_passed} passed by a dummy",
        "labels": ", ".join(f"{label} {count}" for label, count in sorted(quality.labels.items())),
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for label, value in rows.items():
        table.add_row(label, value)
    out.print(table)
