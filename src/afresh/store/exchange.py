"""Putting a finished directory in the place of an old one, so that no moment shows a part of either."""

import ctypes
import os
from pathlib import Path

from afresh.store.atomic import remove_tree

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def put_in_place(new: Path, path: Path) -> None:
    """Rename the directory new to path. One that was at path lies at new afterwards.

    OSError is raised when that cannot be done; path is then as it was.
    """
    if not path.exists():
        new.rename(path)
        return
    if _exchange(new, path):
        return
    # A file system without exchange: for an instant there is nothing at path, but never a part.
    old = path.with_name(f".{path.name}.old")
    remove_tree(old)
    path.rename(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    old.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step, where C library, kernel and file system can."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    done: int = rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE))
    return done == 0
