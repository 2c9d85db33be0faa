"""Writing so that a kill at any moment leaves either the old state or the new one, never a part."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afresh.errors import InfrastructureError
from afresh.store.temporary import PREFIX, held, hold, remove_tree, sweep

__all__ = [
    "new_directory",
    "remove_tree",
    "sweep",
    "sync_directory",
    "sync_tree",
    "write_failure",
    "write_file",
]

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(path: Path, data: bytes) -> None:
    """Write data to path: to a temporary name beside it, synced, then renamed.

    InfrastructureError is raised when the disk is full or the folder cannot be written;
    path is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = hold(lambda: _new_file(path.parent))
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(descriptor)
                os.fchmod(descriptor, 0o644)
                # Renamed while the lock is held: until then a sweep must not take it for abandoned.
                temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error


@contextmanager
def new_directory(path: Path) -> Iterator[Path]:
    """Yield a temporary directory that becomes path when the block ends well, and vanishes when it does not.

    Where path exists already (another process was first), the new one is dropped: content-addressed
    directories of the same name are equal. InfrastructureError is raised when something cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(lambda: _new_directory(path.parent)) as temporary:
            try:
                yield temporary
                sync_tree(temporary)
                temporary.chmod(0o755)
                _put_in_place(temporary, path)
            finally:
                remove_tree(temporary)
        sync_directory(path.parent)
    except OSError as error:
        raise write_failure(path, error) from error


def write_failure(path: Path, error: OSError) -> InfrastructureError:
    """Say in one line why path could not be written."""
    at = error.filename
    # The caller knows path; the name that the kernel complained of says more only if it is another one.
    other = "" if at is None or PREFIX in str(at) or str(at) == str(path) else f", at {os.fsdecode(at)}"
    advice = (
        "free some space or choose another folder"
        if error.errno in NO_SPACE
        else "check who may write there, or choose another folder"
    )
    return InfrastructureError(f"{path}: cannot be written ({error.strerror or error}{other}); {advice}")


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable."""
    _sync(path, os.O_DIRECTORY)


def sync_tree(path: Path) -> None:
    """Make a small tree durable, entry by entry; of a large one the kernel is asked at once."""
    folders, files = [], []
    for folder, _, names in os.walk(path):
        folders.append(Path(folder))
        files += [Path(folder, name) for name in names]
        if len(files) > 64:
            os.sync()
            return
    for file in files:
        if file.is_file() and not file.is_symlink():
            _sync(file)
    for directory in folders:
        sync_directory(directory)


def _new_file(folder: Path) -> tuple[int, Path]:
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
    return descriptor, Path(name)


def _new_directory(folder: Path) -> tuple[int, Path]:
    name = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY), name


def _put_in_place(temporary: Path, path: Path) -> None:
    try:
        temporary.rename(path)
    except OSError:
        if not path.is_dir():
            raise


def _sync(path: Path, flags: int = 0) -> None:
    descriptor = os.open(path, os.O_RDONLY | flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
