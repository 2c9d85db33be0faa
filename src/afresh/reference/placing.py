"""Putting a task in its place at once, also over an older one."""

import ctypes
import os
import shutil
from pathlib import Path

from afresh.store.atomic import sync_directory, sync_tree, write_failure

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
SUITES = "suites"


def place_task(folder: Path, path: Path) -> None:
    """Move a finished folder to its place; an older task there keeps its suites and lands in `folder`.

    InfrastructureError is raised when that cannot be written; the older task is then still there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        if path.exists():
            if (path / SUITES).is_dir():
                shutil.copytree(path / SUITES, folder / SUITES, copy_function=os.link)
            sync_tree(folder)
            exchange(folder, path)
        else:
            sync_tree(folder)
            folder.rename(path)
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error


def exchange(one: Path, other: Path) -> None:
    """Let two directories change their names in one step. OSError is raised when they cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
