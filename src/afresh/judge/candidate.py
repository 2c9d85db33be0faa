"""The program that is judged, and what must not do its work for it."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from afresh.model import Task
from afresh.observe.program import Program
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
    root = host_root(masked=masked, extra=((tree, SUBMISSION),))
    path = f"{SUBMISSION}/executable"
    return Program(root, path, task.reference.name, task.environment, task.limits)


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
