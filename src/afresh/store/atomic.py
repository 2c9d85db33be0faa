"""Writing so that a kill at any moment leaves either the old state or the new one, never a part."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from afresh.errors import InfrastructureError

TEMPORARY = ".tmp-"
"""Prefix of everything unfinished. `sweep` removes what a killed process left."""


def write_file(path: Path, data: bytes) -> None:
    """Write data to path: to a temporary name beside it, synced, then renamed.

    InfrastructureError is raised when the disk is full or the folder cannot be written;
    path is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error


@contextmanager
def new_directory(path: Path) -> Iterator[Path]:
    """Yield a temporary directory that becomes path when the block ends well, and vanishes when it does not.

    Where path exists already (another process was first), the new one is dropped: content-addressed
    directories of the same name are equal.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=path.parent))
    except OSError as error:
        raise write_failure(path, error) from error
    try:
        yield temporary
        sync_tree(temporary)
        temporary.chmod(0o755)
        with suppress(OSError):
            temporary.rename(path)
        if not path.is_dir():
            raise InfrastructureError(f"{path}: cannot be put in place; check the folder's permissions")
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error
    finally:
        remove_tree(temporary)


def write_failure(path: Path, error: OSError) -> InfrastructureError:
    """Say in one line why path could not be written."""
    return InfrastructureError(
        f"{path}: cannot be written ({error.strerror}); free some space or choose another AFRESH_HOME"
    )


def remove_tree(path: Path) -> None:
    """Remove a directory, also one with read-only directories inside. A missing one is fine."""
    if not path.is_dir():
        return
    for folder, _, _ in os.walk(path):
        with suppress(OSError):
            Path(folder).chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)


def sweep(directory: Path) -> None:
    """Remove what a killed process left unfinished in a directory."""
    if not directory.is_dir():
        return
    for entry in directory.iterdir():
        if entry.name.startswith(TEMPORARY):
            if entry.is_dir() and not entry.is_symlink():
                remove_tree(entry)
            else:
                entry.unlink(missing_ok=True)


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(path: Path) -> None:
    """Make a small tree durable, file by file; of a large one the kernel is asked at once."""
    files = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
    if len(files) > 64:
        os.sync()
        return
    for file in files:
        if file.is_file() and not file.is_symlink():
            descriptor = os.open(file, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
