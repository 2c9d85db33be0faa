"""Checksums over the files of a directory, in the form that `sha256sum --check` reads too."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from afresh.errors import CorruptRecordError, InputError

CHECKSUMS = "SHA256SUMS"

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<name>[A-Za-z0-9._-]+)")


def write_checksums(directory: Path, names: Iterable[str]) -> None:
    """Write the checksums of some files of a directory into it."""
    lines = [f"{_sha256(directory / name)}  {name}\n" for name in names]
    (directory / CHECKSUMS).write_text("".join(lines))


def read_checksums(directory: Path) -> dict[str, str]:
    """Return the checksums of a directory's files, by name.

    InputError is raised when there are none, CorruptRecordError when they are damaged.
    """
    wanted = {}
    for number, line in enumerate(_lines(directory / CHECKSUMS), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise CorruptRecordError(
                directory / CHECKSUMS, "is no line of checksums; copy the suite again", record=number
            )
        wanted[match["name"]] = match["sha256"]
    return wanted


def is_whole(path: Path, checksums: dict[str, str]) -> bool:
    """Whether a file is what the checksums of its directory say.

    InputError is raised when it cannot be read, CorruptRecordError when the checksums do not name it.
    """
    if path.name not in checksums:
        raise CorruptRecordError(path.parent / CHECKSUMS, f"does not name {path.name}; copy the suite again")
    return _sha256(path) == checksums[path.name]


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode(errors="replace")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); copy the suite again") from error
    if not text.endswith("\n"):
        raise CorruptRecordError(path, "is cut off; copy the suite again")
    return text[:-1].split("\n")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); copy the suite again") from error
