"""What an ELF file says of itself. It is read, never run."""

import platform
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from afresh.errors import InputError

if TYPE_CHECKING:
    from elftools.elf.elffile import ELFFile

_MACHINES = {
    "x86_64": "EM_X86_64",
    "aarch64": "EM_AARCH64",
    "armv7l": "EM_ARM",
    "i686": "EM_386",
    "ppc64le": "EM_PPC64",
    "riscv64": "EM_RISCV",
    "s390x": "EM_S390",
    "loongarch64": "EM_LOONGARCH",
}
_TEXTS = {"DT_NEEDED": "needed", "DT_RPATH": "rpath", "DT_RUNPATH": "runpath"}


@dataclass(frozen=True)
class Linkage:
    """What the dynamic linker needs to know of a file."""

    interpreter: str | None
    needed: tuple[str, ...]
    search: tuple[str, ...]
    """Directories of RUNPATH or else RPATH, with $ORIGIN put in."""
    bits: int


def is_elf(path: Path) -> bool:
    """Say whether a file begins as an ELF file does."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def check_machine(path: Path, shown: str) -> None:
    """Raise InputError when an ELF file is for another architecture than this machine's."""
    with _opened(path, shown) as elf:
        theirs = elf["e_machine"]
    ours = platform.machine()
    if theirs != _MACHINES.get(ours, theirs):
        named = str(theirs).removeprefix("EM_").lower()
        raise InputError(
            f"{shown}: is an executable for {named}, and this machine is {ours}; give one for {ours}"
        )


def linkage(path: Path) -> Linkage:
    """Return what an ELF file needs. InputError is raised when it is damaged."""
    from elftools.elf.dynamic import DynamicSegment  # noqa: PLC0415 - see _opened
    from elftools.elf.segments import InterpSegment  # noqa: PLC0415

    interpreter = None
    texts: dict[str, list[str]] = {}
    with _opened(path, str(path)) as elf:
        bits = elf.elfclass
        for segment in elf.iter_segments():
            if isinstance(segment, InterpSegment):
                interpreter = segment.get_interp_name()
            elif isinstance(segment, DynamicSegment):
                for tag in segment.iter_tags():
                    if attribute := _TEXTS.get(tag.entry.d_tag):
                        texts.setdefault(attribute, []).append(getattr(tag, attribute))
    origin = str(path.resolve().parent)
    search = ":".join(texts.get("runpath") or texts.get("rpath") or [])
    search = search.replace("${ORIGIN}", origin).replace("$ORIGIN", origin)
    return Linkage(interpreter, tuple(texts.get("needed", ())), tuple(filter(None, search.split(":"))), bits)


@contextmanager
def _opened(path: Path, shown: str) -> Iterator["ELFFile"]:
    """Open an ELF file; whatever the parser trips over in it is the file's fault."""
    # Imported where it is used: only imports need it, and every command would wait.
    from elftools.common.exceptions import ELFError  # noqa: PLC0415
    from elftools.construct.core import ConstructError  # noqa: PLC0415
    from elftools.elf.elffile import ELFFile  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            yield ELFFile(file)
    except OSError as error:
        raise InputError(
            f"{shown}: cannot be read ({error.strerror}); check the path and its permissions"
        ) from error
    except (
        ELFError,
        ConstructError,
        struct.error,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
    ) as error:
        raise InputError(f"{shown}: is not a whole ELF file ({error}); build or download it again") from error
