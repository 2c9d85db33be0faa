"""What this machine can do."""

import typer
from rich.table import Table

from afresh.cli.options import Json
from afresh.cli.output import out, print_json
from afresh.doctor import Check, can_work, examine
from afresh.store.home import default_home


def doctor(json: Json = False) -> None:
    """Say what this machine can do; exit 1 where the main job cannot run, with the mend."""
    checks = examine(default_home())
    ok = can_work(checks)
    if json:
        print_json({"ok": ok, "checks": checks})
    else:
        out.print(_table(checks))
        out.print(
            "The main job can run." if ok else "The main job cannot run here: mend what is marked 'no'."
        )
    if not ok:
        raise typer.Exit(1)


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("", "check", "found", "mend"):
        table.add_column(column, overflow="fold")
    for check in checks:
        mark = "[green]yes[/]" if check.ok else "[red]no[/]" if check.needed else "[yellow]no[/]"
        table.add_row(mark, check.name, check.detail, check.mend)
    return table
