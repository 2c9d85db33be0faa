"""The browsable static site: the leaderboard, a page for each run, and the evidence behind every score."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from afresh.errors import AfreshError, InputError
from afresh.model import Task
from afresh.progress import Progress, silent
from afresh.report.boards import Place, boards
from afresh.report.cases import Examined, Group, examine, pages_of
from afresh.report.collect import Row, collect
from afresh.report.leaderboard import leaderboard_json
from afresh.report.pages import Pages
from afresh.report.publish import replaced_directory
from afresh.report.standings import standings
from afresh.store.home import Home

CASES_A_PAGE = 100
CHARACTERS_A_PAGE = 400_000
PASSED_A_PAGE = 1000
DATA = "leaderboard.json"
"""The leaderboard as data, beside the pages; also what tells a site from any other folder."""


@dataclass(frozen=True)
class KindLink:
    """A kind of difference and the page that shows its cases."""

    group: Group
    href: str
    """Relative to the run's folder."""


@dataclass(frozen=True)
class Section:
    """One attempt on the page of its run."""

    place: Place
    task: Task | None
    anchor: str
    examined: Examined
    kinds: tuple[KindLink, ...]
    passed_href: str


def write_site(home: Home, runs: Sequence[Path], out: Path, progress: Progress = silent) -> Path:
    """Write the site of the runs to the folder `out` and return its first page.

    An older site at `out` is replaced only by a whole one. InputError is raised when a folder is not a run or
    `out` holds something else than a site, InfrastructureError when it cannot be written.
    """
    out = out.absolute()
    _refuse_foreign(out)
    rows = collect(runs)
    with replaced_directory(out) as folder:
        _Site(home, rows, folder, progress).write()
    return out / "index.html"


def _refuse_foreign(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise InputError(f"{out}: is a file; choose another --out")
    if any(out.iterdir()) and not (out / DATA).is_file():
        raise InputError(f"{out}: is not empty and holds no report; choose another --out")


class _Site:
    """The state of one writing: who links to whom."""

    def __init__(self, home: Home, rows: list[Row], folder: Path, progress: Progress) -> None:
        self.home = home
        self.folder = folder
        self.progress = progress
        self.pages = Pages()
        self.rows = rows
        self.boards = boards(rows)
        self.places = {id(place.row): place for board in self.boards for place in board.places}
        self.tasks = {row.task: _task(home, row.task) for row in rows}
        runs = list(dict.fromkeys(row.run for row in rows))
        self.folders = dict(zip(runs, file_names(run.absolute().name for run in runs), strict=True))
        self.stems = dict(zip(self.tasks, file_names(self.tasks), strict=True))
        self.links: dict[int, list[KindLink]] = {}

    def write(self) -> None:
        """Write all pages: those of the runs first, because the leaderboard links into them."""
        for number, run in enumerate(self.folders):
            self.progress("writing the report", number, len(self.folders))
            self._write_run(run)
        self.progress("writing the report", len(self.folders), len(self.folders))
        self._write(
            "index.html",
            "index.html.j2",
            boards=self.boards,
            standings=standings(self.boards) if len(self.tasks) > 1 else [],
            tasks=self.tasks,
            run_hrefs={id(row): f"runs/{self.folders[row.run]}/index.html" for row in self.rows},
            anchors={id(row): self._stem(row) for row in self.rows},
            stems=self.stems,
            links=self.links,
            folders=self.folders,
        )
        data = json.dumps(leaderboard_json(self.rows), indent=2, ensure_ascii=False)
        (self.folder / DATA).write_text(data + "\n")

    def _write_run(self, run: Path) -> None:
        rows = [row for row in self.rows if row.run == run]
        sections = [self._write_attempt(row) for row in rows]
        self._write(
            f"runs/{self.folders[run]}/index.html",
            "run.html.j2",
            info=rows[0].info,
            run=str(run),
            sections=sections,
        )

    def _write_attempt(self, row: Row) -> Section:
        examined = examine(self.home, row)
        prefix = f"runs/{self.folders[row.run]}/"
        stem = self._stem(row)
        pages = pages_of(examined.groups, CASES_A_PAGE, CHARACTERS_A_PAGE)
        hrefs = [f"{stem}-differences-{number}.html" for number in range(1, len(pages) + 1)]
        kinds = {
            group.number: KindLink(examined.groups[group.number - 1], f"{href}#kind-{group.number}")
            for href, groups in reversed(list(zip(hrefs, pages, strict=True)))
            for group in groups
        }
        kinds = dict(sorted(kinds.items()))
        for href, groups in zip(hrefs, pages, strict=True):
            self._write(
                prefix + href,
                "differences.html.j2",
                row=row,
                groups=groups,
                kinds=kinds,
                hrefs=hrefs,
                href=href,
                anchor=stem,
            )
        passed = [
            examined.passed[start : start + PASSED_A_PAGE]
            for start in range(0, len(examined.passed), PASSED_A_PAGE)
        ]
        passed_hrefs = [f"{stem}-passed-{number}.html" for number in range(1, len(passed) + 1)]
        for href, titles in zip(passed_hrefs, passed, strict=True):
            self._write(
                prefix + href,
                "passed.html.j2",
                row=row,
                titles=titles,
                hrefs=passed_hrefs,
                href=href,
                anchor=stem,
                total=len(examined.passed),
            )
        self.links[id(row)] = list(kinds.values())
        return Section(
            place=self.places[id(row)],
            task=self.tasks[row.task],
            anchor=stem,
            examined=examined,
            kinds=tuple(kinds.values()),
            passed_href=passed_hrefs[0] if passed_hrefs else "",
        )

    def _stem(self, row: Row) -> str:
        return f"{self.stems[row.task]}-{row.attempt.number}"

    def _write(self, name: str, template: str, **values: object) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        top = "../" * name.count("/")
        path.write_bytes(self.pages.render(template, top=top, **values))


def _task(home: Home, name: str) -> Task | None:
    """Return the task, or None where this home does not have it: a run may come from elsewhere."""
    try:
        return home.task(name)
    except AfreshError:
        return None


def file_names(texts: Iterable[str]) -> list[str]:
    """Give every text a name of its own that is safe in a file system and in a link."""
    names: list[str] = []
    for text in texts:
        wanted = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:60] or "unnamed"
        numbered = (f"{wanted}_{number}" for number in count(2))
        names.append(next(name for name in chain([wanted], numbered) if name not in names))
    return names
