"""Manual pages as plain text, rendered by mandoc in the sandbox."""

import re
from pathlib import Path

from afresh.model import Limits
from afresh.observe.environment import environment
from afresh.progress import Progress
from afresh.sandbox import Job, Launch, Root, Sandbox

_PAGE_NAME = re.compile(r"\.[1-9n][a-z0-9]*$")
_PAGE_START = re.compile(rb"^[.'][ \t]*(TH|Dd|so)\b", re.MULTILINE)
_REDIRECT = re.compile(rb"\A\.so\s+(?P<page>\S+)\s*\Z")
_OVERSTRIKE = re.compile(r".\x08")


def find_pages(docs: Path) -> list[Path]:
    """Return the sources of manual pages below a folder, sorted."""
    return [path for path in sorted(docs.rglob("*")) if _PAGE_NAME.search(path.name) and _is_page(path)]


def resolve_redirects(pages: list[Path]) -> None:
    """Put the page itself where a page only names another one; remove those that lead nowhere."""
    by_name = {page.name: page for page in pages}
    for page in pages:
        if match := _REDIRECT.match(page.read_bytes()):
            target = by_name.get(Path(match["page"].decode(errors="replace")).name)
            if target and not _REDIRECT.match(target.read_bytes()):
                page.write_bytes(target.read_bytes())
            else:
                page.unlink()


def render_pages(docs: Path, mandoc: Root, sandbox: Sandbox, progress: Progress) -> None:
    """Write the plain text of each manual page below a folder beside it, as PAGE.txt."""
    resolve_redirects(find_pages(docs))
    pages = find_pages(docs)
    for done, page in enumerate(pages):
        progress("rendering manual pages", done, len(pages))
        text = render_page(page.read_bytes(), mandoc, sandbox)
        if text.strip():
            page.with_name(f"{page.name}.txt").write_text(text)


def render_page(source: bytes, mandoc: Root, sandbox: Sandbox) -> str:
    """Return a manual page as plain text; empty where mandoc fails on it."""
    # Without a name of the system given, mandoc would print this machine's.
    words = (b"mandoc", b"-T", b"utf8", b"-I", b"os=Linux", b"-O", b"width=80")
    launch = Launch("/usr/bin/mandoc", words, environment(), source)
    outcome = sandbox.run(Job(mandoc, (launch,), limits=Limits()))[0]
    if outcome.limit or outcome.signal:
        return ""
    return _OVERSTRIKE.sub("", outcome.stdout.decode(errors="replace"))


def _is_page(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(_PAGE_START.search(file.read(64 * 1024)))
