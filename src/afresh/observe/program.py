"""A program that can be put to a case: the reference, or a candidate."""

from dataclasses import dataclass, field

from afresh.model import Limits
from afresh.sandbox.protocol import Root


@dataclass(frozen=True)
class Program:
    """How to start a program. Reference and candidate differ in root and path, and in nothing else."""

    root: Root
    path: str
    """Absolute path of the executable inside its root."""
    name: str
    """argv[0]: the same for reference and candidate."""
    environment: dict[str, str] = field(default_factory=dict)
    """The task's additions to the fixed environment."""
    limits: Limits = field(default_factory=Limits)
