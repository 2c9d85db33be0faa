"""Let an agent rebuild tasks."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from afresh.agent.registry import agent_named
from afresh.agent.run import ORACLE_CALLS, run_agent
from afresh.cli.options import Engine, EngineName, Json, Seed, Workers, make_engine
from afresh.cli.output import out, print_json, progress, say
from afresh.cli.runs import begin_run
from afresh.model import AttemptInfo
from afresh.sandbox import default_sandbox
from afresh.store.home import Home
from afresh.store.locks import exclusive

BUDGET = "oracle_calls"

Results = list[tuple[str, AttemptInfo]]


def run(
    tasks: Annotated[list[str], typer.Argument(help="Names of tasks.", metavar="TASK...")],
    agent: Annotated[str, typer.Option(help="Which agent: noop or parrot.")],
    folder: Annotated[Path, typer.Option("--out", help="Folder of the run; an interrupted one goes on.")],
    attempts: Annotated[int, typer.Option(min=1, help="Attempts at each task, kept apart.")] = 1,
    calls: Annotated[int, typer.Option(min=1, help="Budget: oracle calls of one attempt.")] = ORACLE_CALLS,
    seed: Seed = 0,
    engine: Engine = EngineName.LOCAL,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Let an agent rebuild tasks behind the oracle. Judge the result with: afresh judge RUN."""
    home = Home()
    chosen = agent_named(agent)
    run = begin_run(home, folder, agent, tasks, attempts=attempts, seed=seed, budget={BUDGET: calls})
    results: Results = []
    with progress() as tell, exclusive(folder / "lock", doing="running an agent"):
        for attempt in run.attempts():
            info = run_agent(
                home,
                home.task(attempt.task),
                chosen,
                attempt,
                seed=seed + attempt.number - 1,
                budget={BUDGET: calls},
                sandbox=default_sandbox(),
                engine=make_engine(engine, workers),
                progress=tell,
            )
            results.append((attempt.task, info))
    if json:
        print_json(_summary(folder, results))
    else:
        _print(results)
        say(f"Judge it with: afresh judge {folder}")


def _summary(folder: Path, results: Results) -> dict[str, object]:
    by_task: dict[str, list[dict[str, object]]] = {}
    for task, info in results:
        figures: dict[str, object] = {
            "status": info.status,
            "steps": info.steps,
            "cost": info.cost,
            "seconds": info.seconds,
        }
        by_task.setdefault(task, []).append(figures)
    tasks = [{"task": task, "attempts": attempts} for task, attempts in by_task.items()]
    return {"run": str(folder), "tasks": tasks}


def _print(results: Results) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("task", "status"):
        table.add_column(column)
    table.add_column("oracle calls", justify="right")
    table.add_column("seconds", justify="right")
    for task, info in results:
        table.add_row(task, info.status, str(info.steps), f"{info.seconds:.1f}")
    out.print(table)
