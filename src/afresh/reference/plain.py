"""Documentation of packages that keep it beside their code."""

from collections.abc import Iterable
from pathlib import Path

from afresh.reference.tree import copy_file


def lay_out_documents(destination: Path, package: str, files: Iterable[Path]) -> Path:
    """Copy files to where a Debian package would have them: `doc/PACKAGE`, below the folder returned."""
    documents = destination / "documents"
    folder = documents / "doc" / package.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file.is_file() and not file.is_symlink():
            copy_file(file, folder / file.name)
    return documents
