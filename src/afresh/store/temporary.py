"""Unfinished files and directories: each is locked while its maker lives, so that only abandoned ones go.

The kernel drops the lock when the maker ends, however it ends. That holds across process namespaces and
containers, where the number of a process says nothing, and no clock is asked.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".tmp-"
"""Every unfinished entry's name begins with it."""
TRIES = 100
"""How often an entry is made anew: no sweep is so fast, but some file systems keep nothing."""


def hold(make: Callable[[], tuple[int, Path]]) -> tuple[int, Path]:
    """Make an unfinished entry and lock it. Closing the descriptor gives it up.

    `make` returns an open descriptor and the name. A sweep may come between making and locking; the
    entry is then gone, and another one is made.
    """
    for left in reversed(range(TRIES)):
        try:
            descriptor, path = make()
        except FileNotFoundError as error:
            # Swept before `make` could open it; where the folder itself is missing, that is the error.
            if not left or error.filename is None or not Path(error.filename).parent.is_dir():
                raise
            continue
        _lock(descriptor, wait=True)
        if _names(path, descriptor):
            return descriptor, path
        os.close(descriptor)
    raise FileNotFoundError(errno.ENOENT, "is swept as often as it is made", str(path))


@contextmanager
def held(make: Callable[[], tuple[int, Path]]) -> Iterator[Path]:
    """Make an unfinished entry and keep it locked for the length of the block."""
    descriptor, path = hold(make)
    try:
        yield path
    finally:
        os.close(descriptor)


def sweep(directory: Path) -> None:
    """Remove what killed processes left unfinished in a directory. What a living process holds stays.

    Also what cannot be looked at stays: nothing is removed in doubt, and nothing is raised.
    """
    with suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with suppress(OSError):
                    _remove_abandoned(Path(entry.path))


def remove_tree(path: Path) -> None:
    """Remove a directory, also one with read-only directories inside. A missing one is fine."""
    if not path.is_dir():
        return
    for folder, _, _ in os.walk(path):
        with suppress(OSError):
            Path(folder).chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)


def _remove_abandoned(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if not _lock(descriptor, wait=False) or not _names(path, descriptor):
            return
        if path.is_dir():
            remove_tree(path)
        else:
            path.unlink()
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an entry. False where it is locked already, or where the file system knows no such lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _names(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
