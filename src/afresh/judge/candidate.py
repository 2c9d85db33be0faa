"""The program that is judged, and what must not do its work for it."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from afresh.errors import InputError
from afresh.model import Build, Task
from afresh.observe.program import Program, reference_program
from afresh.sandbox.protocol import Root
from afresh.sandbox.roots import host_root
from afresh.store.home import Home

SUBMISSION = "/submission"
"""Where the built tree appears, read-only."""

_PROGRAM_DIRECTORIES = (
    *("/usr/local/sbin", "/usr/local/bin", "/usr/local/games"),
    *("/usr/sbin", "/usr/bin", "/usr/games", "/sbin", "/bin"),
)
_LIBRARY_DIRECTORIES = ("/usr/local/lib", "/usr/lib", "/usr/lib/*-linux-gnu*", "/usr/lib64", "/lib", "/lib64")


def candidate_program(task: Task, tree: Path, masked: tuple[str, ...]) -> Program:
    """Return the executable of a built tree as a program that is started as the reference is."""
    return _as_reference(task, host_root(masked=masked, extra=((tree, SUBMISSION),)), "executable")


def local_program(home: Home, task: Task, path: Path) -> tuple[Program, Build]:
    """Return a program of this machine as a candidate, with the build that says it needed none.

    InputError is raised when path is not an executable file that everybody may read and start.
    """
    if not path.is_file() or not path.stat().st_mode & 0o111:
        raise InputError(f"{path}: is not an executable file; give a program, or a submission's archive")
    if path.stat().st_mode & 0o005 != 0o005:
        raise InputError(f"{path}: may not be started by others, as the sandbox does; run: chmod a+rx {path}")
    root = host_root(masked=masked_paths(home, task), extra=((path.resolve(), f"{SUBMISSION}/executable"),))
    build = Build(status="ready", manifest=hashlib.sha256(path.read_bytes()).hexdigest())
    return _as_reference(task, root, "executable"), build


def task_as_candidate(home: Home, task: Task, other: Task) -> tuple[Program, Build]:
    """Return the reference of another task as a candidate for this one: an independent reimplementation."""
    program = reference_program(home, other)
    environment = {**program.environment, **task.environment}
    like = replace(program, name=task.reference.name, environment=environment, limits=task.limits)
    return like, Build(status="ready", manifest=other.reference.digest)


def masked_paths(home: Home, task: Task) -> tuple[str, ...]:
    """Return where this machine has the program itself: its name, links and copies of it, its own libraries.

    Build and judge show all of these as empty files.
    """
    name = task.reference.name
    own = _entry_on_disk(home, task)
    programs = chain.from_iterable(_files(Path(folder)) for folder in _PROGRAM_DIRECTORIES)
    named = {path.resolve() for folder in _PROGRAM_DIRECTORIES if (path := Path(folder, name)).is_file()}
    found = named | {path for path in programs if path.resolve() in named or (own and _equal(path, own))}
    for folder in _LIBRARY_DIRECTORIES:
        for pattern in (f"lib{name}.so*", f"lib{name}-*.so*", f"lib{name}.a"):
            found |= {path for path in Path("/").glob(f"{folder[1:]}/{pattern}") if path.is_file()}
    resolved = {path.resolve() for path in found}
    return tuple(sorted(str(path) for path in resolved if _is_mounted(path)))


def _as_reference(task: Task, root: Root, executable: str) -> Program:
    path = f"{SUBMISSION}/{executable}"
    return Program(root, path, task.reference.name, task.environment, task.limits)


def _entry_on_disk(home: Home, task: Task) -> Path | None:
    """Return the reference's executable on this machine, read only to find copies of it."""
    tree = home.reference_tree(task.reference.digest)
    path = tree / task.reference.entry.lstrip("/")
    if not path.is_file():
        path = tree / Path(task.reference.entry).name
    return path if path.is_file() else None


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.is_file())


def _equal(path: Path, own: Path) -> bool:
    """Tell whether two files have the same content; nearly always their sizes tell."""
    return path.stat().st_size == own.stat().st_size and path.read_bytes() == own.read_bytes()


def _is_mounted(path: Path) -> bool:
    return any(path.is_relative_to(source) for source, _ in host_root().mounts)
