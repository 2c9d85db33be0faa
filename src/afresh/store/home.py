"""The home of Afresh on this machine: where tasks, references, suites and blobs lie."""

import os
import re
from pathlib import Path

from afresh.errors import InputError
from afresh.model import Task
from afresh.store.blobs import Blobs
from afresh.store.records import read_toml
from afresh.store.temporary import sweep

TASK_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
"""What may be a task's name: a plain folder name on every file system."""


SHOWN = Path("/usr")
"""What candidates see of this machine: no reference and no expectation may lie below it."""


def default_home() -> Path:
    """Return AFRESH_HOME, or the platform's data folder."""
    if named := os.environ.get("AFRESH_HOME"):
        return Path(named).absolute()
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "afresh"


def check_task_name(name: str) -> None:
    """Refuse a name that is more than a plain folder's. InputError is raised when it is."""
    if not TASK_NAME.fullmatch(name):
        raise InputError(f"{name!r} cannot be a task's name: use letters, digits and . _ + - (at most 100)")


class Home:
    """The folders of one home. Opening it removes what a killed process left unfinished."""

    def __init__(self, path: Path | None = None, *, cache: Path | None = None) -> None:
        self.path = path or default_home()
        if SHOWN in self.path.resolve().parents:
            raise InputError(
                f"{self.path}: every sandbox shows {SHOWN}, so no home may lie there; set AFRESH_HOME"
            )
        self.cache = cache or self.path / "cache"
        """Folder of downloads; may be deleted at any time."""
        folders = [self.tasks, *self.tasks.glob("*/"), *self.tasks.glob("*/suites/")]
        for folder in (*folders, self.references, self.blobs.directory):
            sweep(folder)

    @property
    def tasks(self) -> Path:
        """Folder of all tasks."""
        return self.path / "tasks"

    @property
    def references(self) -> Path:
        """Folder of all reference trees: never under tasks, never shown to an agent."""
        return self.path / "references"

    @property
    def blobs(self) -> Blobs:
        """The long contents of all suites."""
        return Blobs(self.path / "blobs")

    def task_directory(self, name: str) -> Path:
        """Folder of one task. InputError is raised when the name cannot be a task's."""
        check_task_name(name)
        return self.tasks / name

    def docs(self, name: str) -> Path:
        """Folder of a task's documentation: what an agent gets."""
        return self.task_directory(name) / "docs"

    def reference_tree(self, digest: str) -> Path:
        """Folder of one reference's tree."""
        return self.references / digest / "tree"

    def task(self, name: str) -> Task:
        """Read a task. InputError is raised when there is none of that name."""
        path = self.task_directory(name) / "task.toml"
        if not path.is_file():
            known = ", ".join(self.task_names()) or "none"
            raise InputError(
                f"no task named {name!r} in {self.path} (there: {known}); run: afresh task import"
            )
        return read_toml(path, Task)

    def task_names(self) -> list[str]:
        """Return the names of all tasks, sorted."""
        return sorted(path.parent.name for path in self.tasks.glob("*/task.toml"))
