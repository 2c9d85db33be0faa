"""Which of a package's executables is the program."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from afresh.errors import InputError


def choose_entry(executables: Iterable[str], package: str, wanted: str | None) -> str:
    """Return the path of the wanted executable, of the one named as the package, or of the only one.

    `executables` are absolute paths, those that a shell finds first in front. InputError is raised when
    there is none, or when it is not clear which.
    """
    by_name: dict[str, str] = {}
    for path in executables:
        by_name.setdefault(PurePosixPath(path).name, path)
    if not by_name:
        raise InputError(f"{package}: has no executable, so there is no program to run; give another package")
    names = ", ".join(sorted(by_name)[:40])
    if wanted is not None:
        found = by_name.get(wanted) or next((path for path in by_name.values() if path == wanted), None)
        if not found:
            raise InputError(f"{package}: has no executable {wanted!r}; give one of: {names}")
        return found
    if package in by_name:
        return by_name[package]
    if len(by_name) > 1:
        raise InputError(f"{package}: has several executables; choose one with --entry NAME: {names}")
    return next(iter(by_name.values()))
