"""Runs on disk: one folder a run, in it one a task, in it one an attempt."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from afresh.errors import InputError
from afresh.model import AttemptInfo, Evaluation, RunInfo, TrajectoryEvent, Verdict
from afresh.store.home import check_task_name
from afresh.store.journal import Journal
from afresh.store.records import read_json, read_lines, read_toml, write_json, write_toml
from afresh.store.temporary import sweep


@dataclass(frozen=True)
class Attempt:
    """The folder of one attempt at one task."""

    directory: Path
    task: str
    number: int

    @property
    def submission(self) -> Path:
        """The source tree that the agent left, packed."""
        return self.directory / "submission.tar.gz"

    @property
    def trajectory(self) -> Path:
        """What the agent did."""
        return self.directory / "trajectory.jsonl"

    @property
    def verdicts(self) -> Path:
        """One verdict a case, appended while judging goes on."""
        return self.directory / "verdicts.jsonl"

    def info(self) -> AttemptInfo | None:
        """Return what the attempt came to, or None while it has not ended."""
        path = self.directory / "attempt.json"
        return read_json(path, AttemptInfo) if path.is_file() else None

    def write_info(self, info: AttemptInfo) -> None:
        """Write what the attempt came to."""
        write_json(self.directory / "attempt.json", info)

    def evaluation(self) -> Evaluation | None:
        """Return the evaluation, or None while it was not judged."""
        path = self.directory / "evaluation.json"
        return read_json(path, Evaluation) if path.is_file() else None

    def write_evaluation(self, evaluation: Evaluation) -> None:
        """Write the evaluation: the last thing that judging does."""
        write_json(self.directory / "evaluation.json", evaluation)

    def verdict_journal(self) -> Journal[Verdict]:
        """Open the verdicts for appending."""
        return Journal(self.verdicts, Verdict)

    def read_verdicts(self) -> Iterator[Verdict]:
        """Stream the verdicts that are there, also while judging goes on."""
        return read_lines(self.verdicts, Verdict, torn=True)

    def trajectory_journal(self) -> Journal[TrajectoryEvent]:
        """Open the trajectory for appending."""
        return Journal(self.trajectory, TrajectoryEvent)  # type: ignore[arg-type]


class Run:
    """The folder of one run."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @classmethod
    def create(cls, directory: Path, info: RunInfo) -> "Run":
        """Begin a run, or go on with one of the same configuration; what a killed process left goes.

        InputError is raised when the folder holds a run of another configuration.
        """
        path = directory / "run.toml"
        for folder in (directory, *directory.glob("*/*/")):
            sweep(folder)
        if path.is_file():
            there = read_toml(path, RunInfo)
            if there != info:
                raise InputError(f"{directory}: holds a run of another configuration; choose another --out")
        else:
            write_toml(path, info)
        return cls(directory)

    @classmethod
    def open(cls, directory: Path) -> "Run":
        """Open a run. InputError is raised when the folder holds none."""
        if not (directory / "run.toml").is_file():
            raise InputError(f"{directory}: is not a run (no run.toml); give the folder that --out named")
        return cls(directory)

    def info(self) -> RunInfo:
        """Return the run's configuration."""
        return read_toml(self.directory / "run.toml", RunInfo)

    def attempt(self, task: str, number: int = 1) -> Attempt:
        """Return one attempt, whether it began or not. InputError is raised when no task can be named so."""
        check_task_name(task)
        return Attempt(self.directory / task / str(number), task, number)

    def attempts(self) -> Iterator[Attempt]:
        """Yield all attempts of the configuration, by task and number."""
        info = self.info()
        for task in info.tasks:
            for number in range(1, info.attempts + 1):
                yield self.attempt(task, number)
