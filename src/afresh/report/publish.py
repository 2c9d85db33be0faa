"""Put a finished folder in the place of an old one, so that no moment shows a part of it."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afresh.store.atomic import remove_tree, sync_directory, sync_tree, write_failure
from afresh.store.temporary import held

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def replaced_directory(path: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of path when the block ends well.

    When the block does not end well, path is untouched. A second writer waits for the first, and what a
    killed one left beside path goes. InfrastructureError is raised when something cannot be written.
    """
    staging = path.with_name(f".{path.name}.new")

    def stage() -> tuple[int, Path]:
        staging.mkdir(exist_ok=True)
        return os.open(staging, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW), staging

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(stage):
            try:
                for left in staging.iterdir():
                    remove_tree(left) if left.is_dir() else left.unlink()
                yield staging
                sync_tree(staging)
                staging.chmod(0o755)
                _put_in_place(staging, path)
            finally:
                remove_tree(staging)
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error


def _put_in_place(new: Path, path: Path) -> None:
    """Rename new to path; an old path then has another name."""
    if not path.exists():
        new.rename(path)
        return
    if _exchange(new, path):
        return
    # A file system without exchange: for an instant there is no site, but never a part of one.
    old = path.with_name(f".{path.name}.old")
    remove_tree(old)
    path.rename(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    remove_tree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step, where C library, kernel and file system can."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    done: int = rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE))
    return done == 0
