"""What every way of fetching a program gives back."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from afresh.model import Package


@dataclass(frozen=True)
class Fetched:
    """A program with all it needs, in a directory of the caller's."""

    tree: Path
    entry: str
    """Absolute path of the executable inside its root."""
    root: Literal["own", "host"]
    """`own`: the tree is a whole root; `host`: it is laid over this machine's /usr, at PROGRAM_DIRECTORY."""
    version: str = ""
    packages: tuple[Package, ...] = ()
    documents: Path | None = None
    """The package's own documentation as it lies below /usr/share; None where the source brings none."""
    licence: Path | None = None
