"""The shared libraries of a program of this machine, found as the dynamic linker finds them."""

import os
from collections import deque
from pathlib import Path

from afresh.errors import InputError
from afresh.reference.elf import Linkage, is_elf, linkage

_LD_CONF = Path("/etc/ld.so.conf")


def library_closure(program: Path) -> dict[str, Path]:
    """Return all libraries of a program by the names under which they are asked for, breadth first.

    The interpreter is among them, under its absolute path. InputError is raised for one that is missing.
    """
    found: dict[str, Path] = {}
    first = linkage(program)
    if first.interpreter:
        if not Path(first.interpreter).exists():
            raise InputError(
                f"{program}: its loader {first.interpreter} is not on this machine; build it here"
            )
        found[first.interpreter] = Path(first.interpreter)
    defaults = default_directories(first)
    waiting = deque([(program, first)])
    while waiting:
        user, link = waiting.popleft()
        for name in link.needed:
            if name in found or Path(first.interpreter or "").name == name:
                continue
            # RPATH of the program itself holds for its libraries too.
            found[name] = _find(user, name, (*link.search, *first.search, *defaults), first.bits)
            waiting.append((found[name], linkage(found[name])))
    return found


def default_directories(link: Linkage) -> tuple[str, ...]:
    """Return the directories that the dynamic linker searches on its own and those of its configuration."""
    wide = ("/lib64", "/usr/lib64") if link.bits == 64 else ("/lib32", "/usr/lib32")
    configured = _configured(_LD_CONF, depth=0)
    multiarch = [
        str(path) for base in ("/lib", "/usr/lib") for path in sorted(Path(base).glob("*-linux-gnu*"))
    ]
    return (*configured, *multiarch, *wide, "/lib", "/usr/lib")


def _configured(conf: Path, depth: int) -> list[str]:
    """Return the directories of ld.so.conf and of what it includes."""
    if depth > 8 or not conf.is_file():
        return []
    directories: list[str] = []
    for line in conf.read_text(errors="replace").splitlines():
        words = line.partition("#")[0].split()
        if words[:1] == ["include"]:
            for pattern in words[1:]:
                absolute = os.path.join(conf.parent, pattern)  # noqa: PTH118 - a pattern, which may be absolute
                for included in sorted(Path("/").glob(absolute.lstrip("/"))):
                    directories += _configured(included, depth + 1)
        else:
            directories += words
    return directories


def _find(user: Path, name: str, directories: tuple[str, ...], bits: int) -> Path:
    candidates = [Path(name)] if "/" in name else [Path(directory, name) for directory in directories]
    for path in candidates:
        if path.is_file() and is_elf(path) and linkage(path).bits == bits:
            return path
    raise InputError(f"{user}: its library {name} is not on this machine; install it, or give a static build")
