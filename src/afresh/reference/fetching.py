"""Fetching a program from wherever it comes from."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afresh.model import Package
from afresh.observe.program import PROGRAM_DIRECTORY
from afresh.progress import Progress, silent
from afresh.reference.deb import fetch_deb
from afresh.reference.fetched import Fetched
from afresh.reference.file import fetch_file
from afresh.reference.npm import fetch_npm
from afresh.reference.pypi import fetch_pypi
from afresh.reference.sources import Source
from afresh.reference.tools import apt_of
from afresh.reference.tree import set_modes
from afresh.sandbox import Root
from afresh.sandbox.roots import host_root, own_root
from afresh.store.atomic import new_directory, write_failure
from afresh.store.home import Home
from afresh.store.temporary import PREFIX, held, remove_tree


@contextmanager
def workspace(home: Home) -> Iterator[Path]:
    """Yield a directory of the home that goes when the block ends, or when its process was killed.

    InfrastructureError is raised when it, or something in the block, cannot be written: a full disk, say.
    """

    def make() -> tuple[int, Path]:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home.references))
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY), path

    try:
        home.references.mkdir(parents=True, exist_ok=True)
        with held(make) as path:
            try:
                yield path
            finally:
                remove_tree(path)
    except OSError as error:
        raise write_failure(home.references, error) from error


def fetch(
    home: Home,
    source: Source,
    destination: Path,
    *,
    entry: str | None = None,
    pinned: tuple[Package, ...] = (),
    alone: bool = False,
    progress: Progress = silent,
) -> Fetched:
    """Fetch a program into a directory, as `tree`.

    `pinned` are the packages that it must be made of; `alone` leaves a native file without its libraries.
    InputError is raised when there is no such program, InfrastructureError when it cannot be fetched.
    """
    progress(f"fetching {source}", 0, None)
    if source.kind == "file":
        fetched = fetch_file(Path(source.name), destination, entry=entry, alone=alone)
    elif source.kind == "deb":
        fetched = fetch_deb(
            apt_of(home),
            destination,
            name=source.name,
            version=source.version,
            pinned=pinned,
            entry=entry,
            progress=progress,
        )
    else:
        client = fetch_npm if source.kind == "npm" else fetch_pypi
        fetched = client(destination, name=source.name, version=source.version, pinned=pinned, entry=entry)
    set_modes(fetched.tree)
    return fetched


def keep_tree(home: Home, tree: Path, digest: str) -> Path:
    """Move a fetched tree to where references lie, under its digest, and return where it lies then."""
    directory = home.references / digest
    if not home.reference_tree(digest).is_dir():
        with new_directory(directory) as new:
            tree.rename(new / "tree")
    directory.chmod(0o711)
    return home.reference_tree(digest)


def root_of(tree: Path, kind: str, masked: tuple[str, ...] = ()) -> Root:
    """Return the root in which a fetched program runs, without what is masked of this machine."""
    return own_root(tree) if kind == "own" else host_root(masked, ((tree, PROGRAM_DIRECTORY),))
