"""The documentation folder of a task, read with bounds: whatever lies there is hostile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from afresh.manual.roff import emphasised, is_mdoc, unroff
from afresh.manual.text import normalise

DOCUMENT_BYTES = 2 * 1024 * 1024
DOCUMENTS = 1000
_MAN_SOURCE = re.compile(r"\.[1-9][a-z]{0,4}$")
_MARKUP = {".md", ".markdown", ".rst", ".adoc", ".org"}
_PROSE_NAMES = re.compile(r"^(?:readme|usage|help|manual|tutorial|faq|guide)\b", re.IGNORECASE)
_SKIPPED = re.compile(
    r"^(?:copying|copyright|licen[cs]e|authors|changelog|news|todo|thanks)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the documentation."""

    path: str
    """Relative to the documentation folder."""
    kind: Literal["manual", "rendered", "help", "prose", "data"]
    text: str = ""
    """Normalised; empty for data."""
    data: bytes = b""
    """The file as it is, for data."""
    emphasised: tuple[str, ...] = ()
    """What a manual page sets in bold."""


def read_documents(docs: Path) -> list[Document]:
    """Return the documents below a folder, in the order of their paths. Unreadable files are left out."""
    found = []
    for path in sorted(_files(docs))[:DOCUMENTS]:
        try:
            with path.open("rb") as file:
                data = file.read(DOCUMENT_BYTES)
        except OSError:
            continue
        found.append(_document(path.relative_to(docs), data))
    return [document for document in found if document is not None]


def page_names(documents: list[Document]) -> frozenset[str]:
    """Return the names of the manual pages, without section."""
    return frozenset(
        _page_name(document.path) for document in documents if document.kind in {"manual", "rendered"}
    )


def of_program(documents: list[Document], name: str) -> list[Document]:
    """Leave out manual pages of other programs, where the program has a page of its own."""
    if name not in page_names(documents):
        return documents
    return [
        document
        for document in documents
        if document.kind not in {"manual", "rendered"} or _page_name(document.path) == name
    ]


def _files(docs: Path) -> Iterator[Path]:
    for path in docs.rglob("*"):
        if path.is_file() and not path.is_symlink() and not _SKIPPED.match(path.name):
            yield path


def _document(relative: Path, data: bytes) -> Document | None:
    path, name = str(relative), relative.name
    text = data.decode(errors="replace")
    top = relative.parts[0]
    if top == "help":
        return Document(path, "help", normalise(text))
    if name.endswith(".txt") and _MAN_SOURCE.search(name[:-4]):
        return Document(path, "rendered", normalise(text))
    if _MAN_SOURCE.search(name) and re.search(r"^\.(?:TH|Dd|SH|Sh)\b", text, re.MULTILINE):
        page = Document(path, "manual", normalise(unroff(text)), emphasised=emphasised(text))
        return None if is_mdoc(text) else page
    if relative.suffix.lower() in _MARKUP or _PROSE_NAMES.match(name):
        return Document(path, "prose", normalise(text))
    if re.match(r"#![^\n]{0,40}sh\b", text):  # a script that shows how the program is called
        return Document(path, "prose", f"```\n{normalise(text)}\n```")
    return Document(path, "data", data=data)


def _page_name(path: str) -> str:
    name = path.rsplit("/", 1)[-1].removesuffix(".txt")
    return _MAN_SOURCE.sub("", name)
