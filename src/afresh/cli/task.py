"""Tasks: import, list, show, audit."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from afresh.cli.options import Json
from afresh.cli.output import out, print_json, progress
from afresh.model import Finding, Task
from afresh.reference.audit import audit_docs
from afresh.reference.importing import import_task
from afresh.sandbox import default_sandbox
from afresh.store.home import Home

app = typer.Typer(no_args_is_help=True, help="The programs to rebuild: import, list, show, audit.")

Name = Annotated[str, typer.Argument(help="Name of the task.", metavar="TASK")]


@app.command("import")
def import_(
    source: Annotated[
        str, typer.Argument(help="deb:NAME[=VERSION], pypi:NAME, npm:NAME or file:PATH.", metavar="SOURCE")
    ],
    name: Annotated[str | None, typer.Option(help="Name of the task; default: the program's.")] = None,
    docs: Annotated[Path | None, typer.Option(help="Documentation, for file: sources.")] = None,
    entry: Annotated[str | None, typer.Option(help="Which executable, where there are several.")] = None,
    latest: Annotated[
        bool, typer.Option("--latest", help="Import the current version, not the one that is pinned.")
    ] = False,
    json: Json = False,
) -> None:
    """Make a task from a program: its reference, and its documentation for the agent."""
    with progress() as tell:
        task = import_task(
            Home(),
            source,
            name=name,
            docs=docs,
            entry=entry,
            latest=latest,
            sandbox=default_sandbox(),
            progress=tell,
        )
    if json:
        print_json(_summary(task))
    else:
        _print_task(task)


@app.command("list")
def list_(json: Json = False) -> None:
    """List the tasks of this home."""
    home = Home()
    tasks = [home.task(name) for name in home.task_names()]
    if json:
        print_json({"tasks": [_summary(task) for task in tasks]})
        return
    table = Table(box=None, pad_edge=False)
    for column in ("task", "source", "version"):
        table.add_column(column)
    for column in ("documentation", "closure"):
        table.add_column(column, justify="right")
    for task in tasks:
        closure = _size(task.reference.bytes)
        table.add_row(task.name, task.source, task.reference.version, _size(task.docs_bytes), closure)
    out.print(table if tasks else "No tasks yet; run: afresh task import deb:gron")


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show one task."""
    task = Home().task(name)
    if json:
        print_json(_summary(task) | {"record": task})
    else:
        _print_task(task)


@app.command()
def audit(name: Name, json: Json = False) -> None:
    """Look again for what an agent must not get: source, debug symbols, a second copy of the binary."""
    home = Home()
    task = home.task(name)
    findings = audit_docs(home.docs(name), home.reference_tree(task.reference.digest))
    if json:
        print_json({"task": name, "audit": findings})
    else:
        for finding in findings:
            out.print(f"{finding.finding:8} {finding.path}", markup=False)
        out.print(f"{len(findings)} findings in what the agent gets")
    if findings:
        raise typer.Exit(1)


def _summary(task: Task) -> dict[str, object]:
    return {
        "task": task.name,
        "source": task.source,
        "digest": task.digest,
        "entry": task.reference.entry,
        "version": task.reference.version,
        "docs_bytes": task.docs_bytes,
        "closure_bytes": task.reference.bytes,
        "audit": [{"finding": finding.finding, "path": finding.path} for finding in task.audit],
    }


def _print_task(task: Task) -> None:
    rows = {
        "task": task.name,
        "source": f"{task.source}  {task.reference.version}",
        "entry": task.reference.entry,
        "documentation": _size(task.docs_bytes),
        "closure": f"{_size(task.reference.bytes)} in {len(task.packages)} packages",
        "digest": task.digest[:16],
        "audit": _audit(task.audit),
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for label, value in rows.items():
        table.add_row(label, value)
    out.print(table)


def _audit(findings: tuple[Finding, ...]) -> str:
    removed = sum(finding.removed for finding in findings)
    left = len(findings) - removed
    return f"clean, {removed} files kept back" if not left else f"{left} findings left: afresh task audit"


def _size(count: int) -> str:
    return f"{count / 1024:.1f} KiB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MiB"
