"""Run cases on the reference and keep what it did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from afresh.engine.protocol import Engine
from afresh.model import Case, Content, Observation, Usage
from afresh.model.content import Blob
from afresh.observe.program import Program
from afresh.observe.run import run_case
from afresh.progress import Progress
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs

WALL_SECONDS = 3.0
"""The reference gets less time than a candidate will: what is slow already here is no good case."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case and what the reference did with it."""

    case: Case
    steps: tuple[Observation, ...]
    usage: Usage

    @property
    def crashed(self) -> bool:
        """A step died by a signal or ran into a limit: no behaviour that anybody specified."""
        return any(step.exit is None for step in self.steps) or len(self.steps) < len(self.case.steps)

    @property
    def succeeded(self) -> bool:
        """Every step exited with 0."""
        return all(step.exit == 0 for step in self.steps)


def hurried(program: Program) -> Program:
    """Return the reference with the time limit that holds while a suite is made."""
    limits = program.limits
    seconds = min(limits.wall_seconds, WALL_SECONDS)
    return replace(program, limits=msgspec.structs.replace(limits, wall_seconds=seconds))


def record(
    cases: Iterable[Case],
    program: Program,
    sandbox: Sandbox,
    engine: Engine,
    blobs: Blobs,
    *,
    total: int | None = None,
    progress: Progress,
) -> Iterator[Recorded]:
    """Yield each case with what the reference did, in the order of the cases."""

    def work(slot: int, case: Case) -> Recorded:
        recording = run_case(sandbox, program, case, blobs, slot=slot)
        return Recorded(case, recording.steps, recording.usage)

    for number, recorded in enumerate(engine.map(work, cases), start=1):
        progress("recording on the reference", number, total)
        yield recorded


def moved(recorded: Recorded, source: Blobs, target: Blobs) -> Recorded:
    """Return the same, with all long contents in another blob store."""

    def move(content: Content) -> Content:
        return target.pack(source.unpack(content)) if isinstance(content, Blob) else content

    change = msgspec.structs.replace
    case = change(
        recorded.case,
        steps=tuple(change(step, stdin=move(step.stdin)) for step in recorded.case.steps),
        files=tuple(change(entry, content=move(entry.content)) for entry in recorded.case.files),
    )
    steps = tuple(
        change(
            step,
            stdout=move(step.stdout),
            stderr=move(step.stderr),
            files=tuple(change(entry, content=move(entry.content)) for entry in step.files),
        )
        for step in recorded.steps
    )
    return Recorded(case, steps, recorded.usage)
