"""A page as a strict reader sees it."""

from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "br", "hr", "input", "img"}


class Page(HTMLParser):
    """The elements of one page. AssertionError is raised where it is not well-formed."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(path.read_text())
        self.close()
        assert not self.open, f"{path}: never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"{self.path}: {tag} has an attribute twice"
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if "id" in values:
            assert values["id"] not in self.ids, f"{self.path}: id {values['id']} twice"
            self.ids.add(values["id"])
        if tag == "a":
            self.links.append(values["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{self.path}: {tag} closed but not open"
        assert self.open.pop() == tag, f"{self.path}: {tag} closed out of turn, {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All text of the page, but style and script."""
        return "".join(self.texts)


def pages(site: Path) -> dict[Path, Page]:
    """Return all pages of a site by path."""
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}
