"""The home of Afresh on this machine: where tasks, references, suites and blobs lie."""

import os
from pathlib import Path

from afresh.errors import InputError
from afresh.model import Task
from afresh.store.atomic import sweep
from afresh.store.blobs import Blobs
from afresh.store.records import read_toml


def default_home() -> Path:
    """Return AFRESH_HOME, or the platform's data folder."""
    if named := os.environ.get("AFRESH_HOME"):
        return Path(named).absolute()
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "afresh"


class Home:
    """The folders of one home. Opening it removes what a killed process left unfinished."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_home()
        for folder in (self.tasks, self.references, self.blobs.directory):
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
    def cache(self) -> Path:
        """Folder of downloads; may be deleted at any time."""
        return self.path / "cache"

    @property
    def blobs(self) -> Blobs:
        """The long contents of all suites."""
        return Blobs(self.path / "blobs")

    def task_directory(self, name: str) -> Path:
        """Folder of one task."""
        return self.tasks / name

    def docs(self, name: str) -> Path:
        """Folder of a task's documentation: what an agent gets."""
        return self.tasks / name / "docs"

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
