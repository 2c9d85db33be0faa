"""What the rest of Afresh asks of isolation, whichever backend gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from afresh.model.case import FileKind
from afresh.model.limits import Limits
from afresh.model.observation import Limit, Usage

CASE_DIRECTORY = "/case"
HOME_DIRECTORY = "/home/user"


@dataclass(frozen=True, slots=True)
class Root:
    """The file system that a program sees, apart from its own fresh directories. All of it read-only."""

    name: str
    """How reports name it, such as `host` or `own`."""
    mounts: tuple[tuple[Path, str], ...]
    """Pairs of a directory or file of this machine and the absolute path at which it appears."""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of a link's target and the absolute path of the link."""
    masked: tuple[str, ...] = ()
    """Absolute paths inside the mounts that appear as empty files that cannot be started."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of a file tree as bytes. The content of a link is its target."""

    path: bytes
    """Relative to the working directory, or beginning with `~/` for the home directory."""
    kind: FileKind
    mode: int
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of a program."""

    program: str
    """Absolute path inside the sandbox, or relative to the working directory."""
    argv: tuple[bytes, ...]
    """All arguments, argv[0] included."""
    env: Mapping[bytes, bytes]
    stdin: bytes = b""
    terminal: bool = False
    """Give it a terminal of 24 lines and 80 columns on all three descriptors; what it shows is in stdout."""


@dataclass(frozen=True, slots=True)
class Job:
    """Files laid out in a fresh working directory, then launches one after the other in it."""

    root: Root
    launches: tuple[Launch, ...]
    files: tuple[TreeEntry, ...] = ()
    limits: Limits = field(default_factory=Limits)
    directory: str = CASE_DIRECTORY
    """The working directory, fresh and empty but for the files."""
    slot: int = 0
    """Which of the workers of this machine this is: jobs that run at once have different slots."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one launch did. Exactly one of exit, signal and limit is set."""

    exit: int | None
    signal: int | None
    limit: Limit | None
    stdout: bytes
    stderr: bytes
    tree: tuple[TreeEntry, ...]
    """Everything that lies in the working directory and in the home directory afterwards, sorted by path."""
    usage: Usage


class Sandbox(Protocol):
    """Runs hostile programs: no network, fresh directories, limits, nothing left behind."""

    name: str

    def run(self, job: Job) -> list[Outcome]:
        """Run a job and return one outcome per launch.

        A launch that runs into a limit ends the job: the outcomes of the launches after it are missing.
        InfrastructureError is raised when the sandbox itself did not work; that is never a result.
        """
        ...
