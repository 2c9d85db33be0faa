"""The whole line on real programs: no key, no network beyond the package registries."""

from pathlib import Path
from typing import Annotated

import typer

from afresh.agent.registry import agent_named
from afresh.agent.run import run_agent
from afresh.cli.candidates import GOLD
from afresh.cli.judge import judge_run
from afresh.cli.options import EngineName, Json, Workers, make_engine
from afresh.cli.output import out, print_json, progress, say
from afresh.cli.report import print_leaderboard
from afresh.cli.runs import begin_run
from afresh.engine.protocol import Engine
from afresh.errors import InfrastructureError, InputError
from afresh.generate.generate import generate_suite
from afresh.model import Task
from afresh.progress import Progress
from afresh.reference.importing import import_task
from afresh.report.collect import collect
from afresh.report.leaderboard import leaderboard_json
from afresh.report.site import write_site
from afresh.sandbox import default_sandbox
from afresh.store.home import Home
from afresh.store.runs import Run
from afresh.store.suites import Suite, open_suite

TASKS = ("deb:gron", "deb:jq")
AGENTS = ("noop", "parrot")
BUDGET = {"oracle_calls": 400.0}
CANDIDATES = (("gron", "npm:gron"), ("gron", "pypi:gron"), ("jq", "deb:gojq"))
"""Independent reimplementations: what people wrote who set out to do the same."""


def demo(
    folder: Annotated[Path, typer.Option("--out", help="Folder of the runs and the site.")] = Path("demo"),
    cases: Annotated[int, typer.Option(min=10, help="How many cases a task.")] = 300,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Import gron and jq, generate their suites, let agents rebuild them, judge, and print a leaderboard.

    Run again, it goes on from what is there.
    """
    home = Home()
    engine = make_engine(EngineName.LOCAL, workers)
    with progress() as tell:
        tasks = [_task(home, source, tell) for source in TASKS]
        for task in tasks:
            _suite(home, task, cases, engine, tell)
        names = [task.name for task in tasks]
        runs = [_agent_run(home, folder / agent, agent, names, engine, tell) for agent in AGENTS]
        runs.append(begin_run(home, folder / GOLD, GOLD, names, kind="candidate"))
        runs += [
            begin_run(home, folder / f"{source.replace(':', '-')}", source, [name], kind="candidate")
            for name, source in CANDIDATES
        ]
        judged = [run.directory for run in runs if _judge(home, run, engine, tell)]
        page = write_site(home, judged, folder / "site", tell)
    if json:
        print_json(leaderboard_json(collect(judged)) | {"site": str(page)})
        return
    print_leaderboard(judged)
    out.print(f"\nEvery case and every difference: {page.absolute().as_uri()}")


def _task(home: Home, source: str, tell: Progress) -> Task:
    name = source.partition(":")[2]
    if name in home.task_names() and (known := home.task(name)).source == source:
        return known
    task = import_task(home, source, sandbox=default_sandbox(), progress=tell)
    say(f"imported {source} {task.reference.version}")
    return task


def _suite(home: Home, task: Task, cases: int, engine: Engine, tell: Progress) -> Suite:
    try:
        there = open_suite(home, task.name)
    except InputError:
        pass
    else:
        if there.info.reference == task.reference.digest and there.info.budget == f"{cases} cases":
            return there
    suite = generate_suite(home, task, cases=cases, sandbox=default_sandbox(), engine=engine, progress=tell)
    say(f"generated {suite.info.cases} cases for {task.name}")
    return suite


def _agent_run(home: Home, folder: Path, name: str, tasks: list[str], engine: Engine, tell: Progress) -> Run:
    run = begin_run(home, folder, name, tasks, budget=BUDGET)
    for attempt in run.attempts():
        run_agent(
            home,
            home.task(attempt.task),
            agent_named(name),
            attempt,
            seed=0,
            budget=BUDGET,
            sandbox=default_sandbox(),
            engine=engine,
            progress=tell,
        )
    return run


def _judge(home: Home, run: Run, engine: Engine, tell: Progress) -> bool:
    """Judge a run. A candidate whose registry or runtime is missing here is left out, loudly."""
    try:
        judge_run(home, run.directory, None, engine, tell)
    except InfrastructureError as error:
        if run.info().kind == "agent":
            raise
        say(f"[yellow]LEFT OUT[/] {run.info().agent}: {error}")
        return False
    return True
