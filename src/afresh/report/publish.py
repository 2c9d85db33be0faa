"""Put a finished folder in the place of an old one, so that no moment shows a part of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afresh.store.atomic import remove_tree, sync_directory, sync_tree, write_failure
from afresh.store.exchange import put_in_place
from afresh.store.temporary import held


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
                put_in_place(staging, path)
            finally:
                remove_tree(staging)
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error
