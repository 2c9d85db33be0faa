"""A task's documentation: what the package says of itself, readable without any tool."""

import gzip
import re
import zlib
from pathlib import Path, PurePosixPath

from afresh.errors import InputError
from afresh.reference.tree import inside

FILE_BYTES = 8 * 1024 * 1024
TOTAL_BYTES = 64 * 1024 * 1024
FILES = 5000
"""A file that is larger, and what comes after that much, is left out: nobody reads it."""

# The packaging's own history and the licence say nothing about behaviour.
_UNWANTED = re.compile(r"^(changelog\.Debian|NEWS\.Debian|README\.Debian-source|copyright(\.gz)?$|buildinfo)")


def collect_documents(documents: Path, docs: Path, program: str) -> None:
    """Copy a package's documentation into a task's folder: pages to `man`, the rest to `doc` and `info`.

    `documents` is what lay below /usr/share. Compressed files are unpacked, translations left out.
    """
    budget = Budget()
    for page, path in sorted(_pages(documents, program).items()):
        budget.copy(path, docs / "man" / page)
    for package in sorted((documents / "doc").glob("*")):
        if package.is_dir() and not package.is_symlink():
            copy_documents(package, docs / "doc", budget)
    for path in sorted((documents / "info").glob("*.info*")):
        if not path.is_symlink():
            budget.copy(path, docs / "info" / _plain_name(path.name))


def add_documents(source: Path, docs: Path) -> None:
    """Copy the user's own documentation, a file or a directory, by the same rules.

    InputError is raised when there is none.
    """
    if not source.exists():
        raise InputError(f"{source}: there is no such documentation; check the path given with --docs")
    budget = Budget()
    if source.is_dir():
        copy_documents(source, docs, budget)
    else:
        budget.copy(source, docs / _plain_name(source.name))
    if not any(docs.rglob("*")):
        raise InputError(
            f"{source}: holds no documentation that can be used; give a file or a directory of files"
        )


def copy_documents(source: Path, target: Path, budget: "Budget") -> None:
    """Copy the files below a directory; links are followed where they stay inside it."""
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        real = path.resolve()
        if real.is_relative_to(source.resolve()) and real.is_file() and not _UNWANTED.match(path.name):
            budget.copy(path, target / relative.with_name(_plain_name(path.name)))


class Budget:
    """Copies files while there is room."""

    def __init__(self) -> None:
        self._bytes = TOTAL_BYTES
        self._files = FILES

    def copy(self, source: Path, target: Path) -> None:
        """Copy one file, unpacked. Left out is what is too large, cannot be read or has no readable name."""
        data = read_document(source)
        if data is None or not str(target).isprintable():
            return
        if len(data) > self._bytes or not self._files or target.exists():
            return
        self._bytes -= len(data)
        self._files -= 1
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        target.chmod(0o644)


def read_document(path: Path) -> bytes | None:
    """Return the content of a file, unpacked where it is to be; None if it is too large or damaged."""
    try:
        with gzip.open(path) if _plain_name(path.name) != path.name else path.open("rb") as file:
            data: bytes = file.read(FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return data if len(data) <= FILE_BYTES else None


def _plain_name(name: str) -> str:
    """Return the name of what is in a compressed file. Compressed archives stay as they are."""
    plain = name.removesuffix(".gz")
    return name if plain.endswith((".tar", ".cpio")) else plain or name


def _pages(documents: Path, program: str) -> dict[str, Path]:
    """Return the manual pages by name; of several names for one page the program's own, else the file's."""
    root = documents.parent.parent
    names: dict[Path, list[str]] = {}
    for entry in sorted((documents / "man").glob("man[1-9n]*/*")):
        path = inside(root, str(PurePosixPath("/", entry.relative_to(root))))
        if path.is_file():
            names.setdefault(path, []).append(_plain_name(entry.name))
    chosen = {}
    for path, several in names.items():
        best = min(
            several, key=lambda name: (name.rpartition(".")[0] != program, name != _plain_name(path.name))
        )
        chosen[best] = path
    return chosen
