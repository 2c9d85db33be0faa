"""The pages of one attempt: its differences and its passed cases, and what its run's page says of it."""

from dataclasses import dataclass

from afresh.report.boards import Place
from afresh.report.cases import Group, LabelScore, examine, pages_of
from afresh.report.pages import Pages
from afresh.store.home import Home

CASES_A_PAGE = 100
CHARACTERS_A_PAGE = 400_000
PASSED_A_PAGE = 1000


@dataclass(frozen=True)
class KindLink:
    """A kind of difference and where its cases are shown."""

    reason: str
    cases: int
    counts: bool
    """Whether these are failures; cases without evidence are none."""
    simplest: str
    """Title of the simplest case."""
    href: str
    """Relative to the run's folder."""


@dataclass(frozen=True)
class Section:
    """One attempt on the page of its run."""

    place: Place
    anchor: str
    kinds: tuple[KindLink, ...]
    labels: tuple[LabelScore, ...]
    warnings: tuple[str, ...]
    passed_href: str
    """Relative to the run's folder; empty where no case passes."""


def write_attempt(pages: Pages, folder: str, home: Home, place: Place, anchor: str) -> Section:
    """Write the pages of one attempt into a folder of the site; `anchor` begins their names."""
    examined = examine(home, place.row)
    return Section(
        place=place,
        anchor=anchor,
        kinds=_write_differences(pages, folder, place, anchor, examined.groups),
        labels=examined.labels,
        warnings=examined.warnings,
        passed_href=_write_passed(pages, folder, place, anchor, examined.passed),
    )


def _write_differences(
    pages: Pages, folder: str, place: Place, anchor: str, groups: tuple[Group, ...]
) -> tuple[KindLink, ...]:
    parts = pages_of(groups, CASES_A_PAGE, CHARACTERS_A_PAGE)
    hrefs = [f"{anchor}-differences-{number}.html" for number in range(1, len(parts) + 1)]
    begins: dict[int, str] = {}
    for href, part in zip(hrefs, parts, strict=True):
        for group in part:
            begins.setdefault(group.number, f"{href}#kind-{group.number}")
    kinds = {
        group.number: KindLink(
            group.reason, len(group.cases), group.counts, group.cases[0].title, begins[group.number]
        )
        for group in groups
    }
    for href, part in zip(hrefs, parts, strict=True):
        pages.write(
            f"{folder}/{href}",
            "differences.html.j2",
            row=place.row,
            groups=part,
            kinds=kinds,
            hrefs=hrefs,
            href=href,
            anchor=anchor,
        )
    return tuple(kinds.values())


def _write_passed(pages: Pages, folder: str, place: Place, anchor: str, titles: tuple[str, ...]) -> str:
    parts = [titles[start : start + PASSED_A_PAGE] for start in range(0, len(titles), PASSED_A_PAGE)]
    hrefs = [f"{anchor}-passed-{number}.html" for number in range(1, len(parts) + 1)]
    for href, part in zip(hrefs, parts, strict=True):
        pages.write(
            f"{folder}/{href}",
            "passed.html.j2",
            row=place.row,
            titles=part,
            total=len(titles),
            hrefs=hrefs,
            href=href,
            anchor=anchor,
        )
    return hrefs[0] if hrefs else ""
