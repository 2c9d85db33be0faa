"""Putting a task in its place at once, also over an older one."""

import os
import shutil
from pathlib import Path

from afresh.store.atomic import sync_directory, sync_tree, write_failure
from afresh.store.exchange import put_in_place

SUITES = "suites"


def place_task(folder: Path, path: Path) -> None:
    """Move a finished folder to its place; an older task there keeps its suites and lands in `folder`.

    InfrastructureError is raised when that cannot be written; the older task is then still there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        if (path / SUITES).is_dir():
            shutil.copytree(path / SUITES, folder / SUITES, copy_function=os.link)
        sync_tree(folder)
        put_in_place(folder, path)
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error
