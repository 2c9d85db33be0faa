"""A program that can be put to a case: the reference, or a candidate."""

from dataclasses import dataclass, field

from afresh.errors import InputError
from afresh.model import Limits, Task
from afresh.sandbox.protocol import Root
from afresh.sandbox.roots import host_root, own_root
from afresh.store.home import Home

PROGRAM_DIRECTORY = "/program"
"""Where a program that is laid over this machine's root appears."""


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


def reference_program(home: Home, task: Task) -> Program:
    """Return the reference of a task. InputError is raised when its tree is not in this home."""
    tree = home.reference_tree(task.reference.digest)
    if not tree.is_dir():
        raise InputError(
            f"{tree}: the reference of task {task.name!r} is missing; run: afresh task import {task.source}"
        )
    root = own_root(tree) if task.reference.root == "own" else host_root(extra=((tree, PROGRAM_DIRECTORY),))
    return Program(root, task.reference.entry, task.reference.name, task.environment, task.limits)
