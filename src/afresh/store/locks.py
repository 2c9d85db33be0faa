"""One writer at a time: advisory locks that the kernel drops when their holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afresh.errors import InfrastructureError
from afresh.store.atomic import write_failure


@contextmanager
def exclusive(path: Path, *, doing: str) -> Iterator[None]:
    """Hold the lock file at path; it stays behind, empty.

    InfrastructureError is raised when somebody else holds it, or when it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise write_failure(path, error) from error
    try:
        lock(descriptor, path.parent, doing=doing)
        yield
    finally:
        os.close(descriptor)


def lock(descriptor: int, where: Path, *, doing: str) -> None:
    """Lock an open file until it is closed. InfrastructureError is raised when somebody else holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InfrastructureError(f"{where}: another process is {doing} here; wait for it to end") from error
