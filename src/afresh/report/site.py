"""The browsable static site: the leaderboard, a page for each run, and the evidence behind every score."""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import chain, count
from pathlib import Path

from afresh.errors import AfreshError, InputError
from afresh.model import Task
from afresh.progress import Progress, silent
from afresh.report.attempt_pages import KindLink, write_attempt
from afresh.report.boards import boards
from afresh.report.collect import Row, collect
from afresh.report.leaderboard import leaderboard_json
from afresh.report.pages import Pages
from afresh.report.publish import replaced_directory
from afresh.report.standings import standings
from afresh.store.home import Home

DATA = "leaderboard.json"
"""The leaderboard as data, beside the pages; also what tells a site from any other folder."""


def write_site(home: Home, runs: Sequence[Path], out: Path, progress: Progress = silent) -> Path:
    """Write the site of the runs to the folder `out` and return its first page.

    An older site at `out` is replaced only by a whole one. InputError is raised when a folder is not a run or
    `out` holds something else than a site, InfrastructureError when it cannot be written.
    """
    out = out.absolute()
    _refuse_foreign(out)
    rows = collect(runs)
    with replaced_directory(out) as folder:
        _write(home, rows, folder, progress)
    return out / "index.html"


def file_names(texts: Iterable[str]) -> list[str]:
    """Give every text a name of its own that is safe in a file system and in a link."""
    names: list[str] = []
    for text in texts:
        wanted = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:60] or "unnamed"
        numbered = (f"{wanted}_{number}" for number in count(2))
        names.append(next(name for name in chain([wanted], numbered) if name not in names))
    return names


def _refuse_foreign(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise InputError(f"{out}: is a file; choose another --out")
    if any(out.iterdir()) and not (out / DATA).is_file():
        raise InputError(f"{out}: is not empty and holds no report; choose another --out")


def _write(home: Home, rows: list[Row], folder: Path, progress: Progress) -> None:
    """Write all pages: those of the runs first, because the leaderboard links into them."""
    pages = Pages(folder)
    all_boards = boards(rows)
    places = {_key(place.row): place for board in all_boards for place in board.places}
    tasks = {row.task: _task(home, row.task) for row in rows}
    stems = dict(zip(tasks, file_names(tasks), strict=True))
    anchors = {_key(row): f"{stems[row.task]}-{row.attempt.number}" for row in rows}
    by_run: dict[Path, list[Row]] = {}
    for row in rows:
        by_run.setdefault(row.run, []).append(row)
    names = file_names(run.absolute().name for run in by_run)
    folders = {run: f"runs/{name}" for run, name in zip(by_run, names, strict=True)}

    links: dict[Path, tuple[KindLink, ...]] = {}
    for number, (run, own) in enumerate(by_run.items()):
        progress("writing the report", number, len(by_run))
        sections = [
            write_attempt(pages, folders[run], home, places[_key(row)], anchors[_key(row)]) for row in own
        ]
        links |= {_key(section.place.row): section.kinds for section in sections}
        pages.write(
            f"{folders[run]}/index.html", "run.html.j2", info=own[0].info, run=str(run), sections=sections
        )
    progress("writing the report", len(by_run), len(by_run))
    pages.write(
        "index.html",
        "index.html.j2",
        boards=all_boards,
        standings=standings(all_boards) if len(tasks) > 1 else [],
        tasks=tasks,
        stems=stems,
        folders=folders,
        anchors=anchors,
        links=links,
    )
    data = json.dumps(leaderboard_json(rows), indent=2, ensure_ascii=False)
    (folder / DATA).write_text(data + "\n")


def _key(row: Row) -> Path:
    return row.attempt.directory


def _task(home: Home, name: str) -> Task | None:
    """Return the task, or None where this home does not have it: a run may come from elsewhere."""
    try:
        return home.task(name)
    except AfreshError:
        return None
