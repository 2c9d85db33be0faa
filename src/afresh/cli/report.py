"""The leaderboard and the browsable site of one or more runs."""

from pathlib import Path
from typing import Annotated

import typer

from afresh.cli.options import Json
from afresh.cli.output import out, print_json
from afresh.report.collect import collect
from afresh.report.leaderboard import leaderboard_json, leaderboard_tables
from afresh.report.site import write_site
from afresh.store.home import Home


def report(
    runs: Annotated[list[Path], typer.Argument(help="Folders of runs.", metavar="RUN...")],
    site: Annotated[Path | None, typer.Option("--out", help="Folder of the static site.")] = None,
    json: Json = False,
) -> None:
    """Print the leaderboard of runs and write their site."""
    page = write_site(Home(), runs, site) if site else None
    if json:
        print_json(leaderboard_json(collect(runs)) | ({"site": str(page)} if page else {}))
        return
    print_leaderboard(runs)
    if page:
        out.print(f"\nThe same with every difference: {page.absolute().as_uri()}")


def print_leaderboard(runs: list[Path]) -> None:
    """Print the leaderboard of runs."""
    for table in leaderboard_tables(collect(runs)):
        out.print(table, soft_wrap=False)
