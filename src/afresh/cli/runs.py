"""Beginning a run, for the commands that make one."""

from pathlib import Path
from typing import Literal

from afresh import __version__
from afresh.model import RunInfo
from afresh.store.home import Home
from afresh.store.runs import Run


def begin_run(
    home: Home,
    folder: Path,
    agent: str,
    tasks: list[str],
    *,
    kind: Literal["agent", "candidate"] = "agent",
    attempts: int = 1,
    seed: int = 0,
    budget: dict[str, float] | None = None,
) -> Run:
    """Begin a run in a folder, or go on with one of the same configuration.

    InputError is raised when a task is unknown or the folder holds another run.
    """
    info = RunInfo(
        agent=agent,
        kind=kind,
        tasks={name: home.task(name).digest for name in tasks},
        attempts=attempts,
        seed=seed,
        budget=budget or {},
        afresh=__version__,
    )
    return Run.create(folder, info)
