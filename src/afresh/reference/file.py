"""Programs that lie on this machine: an executable with its libraries, a script, or a directory."""

import os
from pathlib import Path

from afresh.errors import InputError
from afresh.observe.program import PROGRAM_DIRECTORY
from afresh.reference.archive import new_root
from afresh.reference.elf import check_machine, is_elf
from afresh.reference.fetched import Fetched
from afresh.reference.libraries import library_closure
from afresh.reference.tree import copy_file, copy_tree, inside_parent

EXECUTABLE = "executable"
"""The file that is started where a program is given as a directory and no entry is named."""

_SHELL = Path("/bin/sh")
_ASSETS = (Path("/usr/lib/locale/C.utf8"), Path("/lib/terminfo"))
"""What an ordinary program expects of any machine: the sandbox's locale, and terminals."""


def fetch_file(path: Path, destination: Path, *, entry: str | None = None, alone: bool = False) -> Fetched:
    """Copy a program of this machine into a directory, as `tree`.

    An ELF executable becomes a root of its own with its libraries, unless it is to stay `alone`; a script
    and a directory are laid over this machine's /usr. InputError is raised for what cannot be started.
    """
    tree = destination / "tree"
    tree.mkdir()
    if path.is_dir():
        return _fetch_directory(path, tree, entry or EXECUTABLE)
    _check_executable(path)
    native = is_elf(path)
    if native:
        check_machine(path, str(path))
    if native and not alone:
        return _fetch_native(path, tree)
    copy_file(path, tree / path.name)
    return Fetched(tree=tree, entry=f"{PROGRAM_DIRECTORY}/{path.name}", root="host")


def _fetch_directory(path: Path, tree: Path, entry: str) -> Fetched:
    program = path / entry
    if not program.resolve().is_relative_to(path.resolve()):
        raise InputError(f"{program}: leads out of {path}; give an --entry inside the directory")
    if not program.is_file():
        raise InputError(
            f"{path}: has no file {entry!r}; name the one to start with --entry, or call it that"
        )
    _check_executable(program)
    if is_elf(program):
        check_machine(program, str(program))
    copy_tree(path, tree)
    return Fetched(tree=tree, entry=f"{PROGRAM_DIRECTORY}/{entry}", root="host")


def _fetch_native(path: Path, tree: Path) -> Fetched:
    new_root(tree)
    # Always the same place, so that the digest does not depend on where the user keeps the file.
    program = tree / PROGRAM_DIRECTORY.lstrip("/") / path.name
    program.parent.mkdir()
    copy_file(path, program)
    _copy_libraries(path, tree)
    if is_elf(_SHELL):
        _copy_libraries(_SHELL, tree)
        copy_file(_SHELL, inside_parent(tree, str(_SHELL)))
    for asset in _ASSETS:
        if asset.is_dir():
            copy = inside_parent(tree, str(asset))
            copy.mkdir(parents=True)
            copy_tree(asset, copy)
    return Fetched(tree=tree, entry=f"{PROGRAM_DIRECTORY}/{path.name}", root="own")


def _copy_libraries(program: Path, tree: Path) -> None:
    """Copy libraries to where the dynamic linker looks on its own: beside the C library."""
    libraries = library_closure(program)
    beside = libraries.get("libc.so.6", Path("/lib/libc.so.6")).parent
    for name, path in libraries.items():
        copy = inside_parent(tree, name if name.startswith("/") else str(beside / name))
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy_file(path, copy)


def _check_executable(path: Path) -> None:
    if not path.exists():
        raise InputError(f"{path}: there is no such file; check the path")
    if not path.is_file() or not os.access(path, os.R_OK):
        raise InputError(f"{path}: is not a file that can be read; check the path and who may read it")
    if not path.stat().st_mode & 0o111:
        raise InputError(f"{path}: is not executable; if it is a program: chmod +x {path}")
    with path.open("rb") as file:
        start = file.read(4)
    if not start.startswith((b"#!", b"\x7fELF")):
        raise InputError(f"{path}: is neither an ELF executable nor a script that begins with #!")
