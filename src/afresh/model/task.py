"""A task: one program to rebuild."""

from typing import Literal

from afresh.model.limits import Limits
from afresh.model.observation import Mask
from afresh.model.record import Record


class Package(Record, frozen=True, kw_only=True):
    """A package that the reference is made of, pinned by version and SHA-256 of its archive."""

    name: str
    version: str
    sha256: str


class Reference(Record, frozen=True, kw_only=True):
    """The original executable: where its tree lies and how it is started."""

    digest: str
    """SHA-256 over the tree: paths, kinds, modes and contents."""
    entry: str
    """Absolute path of the executable inside its root."""
    name: str
    """The name under which it is started (argv[0])."""
    root: Literal["own", "host"] = "own"
    """`own`: the tree is a whole root with its libraries; `host`: it is laid over this machine's /usr."""
    version: str = ""
    architecture: str = ""
    bytes: int = 0
    """Size of the tree."""


class Finding(Record, frozen=True, kw_only=True):
    """One finding of the clean-room audit: something that was, or is, in what the agent gets."""

    finding: Literal["binary", "source", "debug", "copy", "archive"]
    path: str
    removed: bool = True


class Task(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """One program to rebuild: reference, documentation, limits."""

    name: str
    source: str
    """What it was imported from, such as `deb:jq`."""
    reference: Reference
    digest: str
    """SHA-256 over the reference's digest, the documentation and the limits: the identity of the task."""
    docs_bytes: int = 0
    packages: tuple[Package, ...] = ()
    licence: str = ""
    """File name of the licence text, beside task.toml; empty if the package ships none."""
    limits: Limits = Limits()
    environment: dict[str, str] = {}
    masks: tuple[Mask, ...] = ()
    audit: tuple[Finding, ...] = ()
    tags: tuple[str, ...] = ()
