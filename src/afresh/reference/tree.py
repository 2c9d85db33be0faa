"""Trees of files: their identity, their size, and paths inside them."""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from afresh.errors import InfrastructureError, InputError

_MOST_LINKS = 40  # as many as the kernel follows


def walk(path: Path) -> Iterator[Path]:
    """Yield everything below a directory, directories before their entries, links not followed."""
    for folder, directories, files in os.walk(path):
        for name in (*directories, *files):
            yield Path(folder, name)


def tree_digest(path: Path) -> str:
    """Return the SHA-256 over paths, kinds, modes and contents, in the order of the paths.

    Times, owners and the order on disk do not count. InfrastructureError is raised when a file cannot be
    read.
    """
    digest = hashlib.sha256()
    try:
        for entry in sorted(walk(path), key=lambda entry: os.fsencode(entry.relative_to(path))):
            for field in _identity(entry, os.fsencode(entry.relative_to(path))):
                # With its length before it, no field can run into the next one.
                digest.update(b"%d:" % len(field) + field)
    except OSError as error:
        raise InfrastructureError(
            f"{error.filename}: cannot be read ({error.strerror}); import again"
        ) from error
    return digest.hexdigest()


def _identity(entry: Path, name: bytes) -> tuple[bytes, ...]:
    status = entry.lstat()
    if stat.S_ISLNK(status.st_mode):
        return name, b"link", b"", os.fsencode(entry.readlink())
    mode = b"%o" % stat.S_IMODE(status.st_mode)
    if stat.S_ISDIR(status.st_mode):
        return name, b"directory", mode, b""
    return name, b"file", mode, file_digest(entry).encode()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_tree(source: Path, destination: Path) -> None:
    """Copy the directories, regular files and links below a directory, with modes that all may read by.

    InputError is raised when something cannot be read or is neither of these.
    """
    try:
        for entry in walk(source):
            copy = destination / entry.relative_to(source)
            if entry.is_symlink():
                copy.symlink_to(entry.readlink())
            elif entry.is_dir():
                copy.mkdir()
            elif entry.is_file():
                copy_file(entry, copy)
            else:
                raise InputError(f"{entry}: is neither a file, a directory nor a link; leave it out")
    except OSError as error:
        raise InputError(
            f"{error.filename}: cannot be read ({error.strerror}); check who may read it"
        ) from error


def copy_file(source: Path, copy: Path) -> None:
    """Copy a regular file; all may read the copy, and run it if its owner might run the original."""
    shutil.copyfile(source, copy)
    copy.chmod(0o755 if source.stat().st_mode & 0o100 else 0o644)


def set_modes(path: Path) -> None:
    """Make everything below a directory readable by all, and nothing depend on whoever wrote it."""
    path.chmod(0o755)
    for entry in walk(path):
        if not entry.is_symlink():
            entry.chmod(0o755 if entry.is_dir() or entry.stat().st_mode & 0o100 else 0o644)


def tree_bytes(path: Path) -> int:
    """Return the size of all regular files below a directory, in bytes."""
    return sum(entry.lstat().st_size for entry in walk(path) if entry.is_file() and not entry.is_symlink())


def inside(root: Path, path: str) -> Path:
    """Return where a path lies on this machine when `root` is taken for the root directory.

    Links are followed as a program in that root would follow them, so that no link leads out of it.
    What does not exist is kept as it is named. InfrastructureError is raised for a circle of links.
    """
    done = root
    todo = list(reversed(PurePosixPath(path).parts))
    links = 0
    while todo:
        part = todo.pop()
        if part.startswith("/"):  # two slashes are a root of their own to pathlib
            done = root
        elif part == "..":
            done = done if done == root else done.parent
        elif (done / part).is_symlink():
            links += 1
            if links > _MOST_LINKS:
                raise InfrastructureError(f"{path}: a circle of links in {root}; the package cannot be used")
            todo.extend(reversed((done / part).readlink().parts))
        else:
            done = done / part
    return done


def inside_parent(root: Path, path: str) -> Path:
    """Return the same for the entry itself: links above it are followed, the entry is not."""
    pure = PurePosixPath(path)
    return inside(root, str(pure.parent)) / pure.name
