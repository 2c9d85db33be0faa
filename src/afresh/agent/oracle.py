"""The door through which an agent may run the reference, and nothing but run it."""

import hashlib
from collections.abc import Iterable, Iterator

from afresh.engine.protocol import Engine
from afresh.errors import AfreshError
from afresh.model import Case, Content, Note, Observation, OracleCall, TrajectoryEvent
from afresh.observe.program import Program
from afresh.observe.recording import Recording
from afresh.observe.run import run_case
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs
from afresh.store.journal import Journal


class BudgetError(AfreshError):
    """Raised when an agent asks for more starts of the reference than its budget has left."""

    def __init__(self, wanted: int, left: int) -> None:
        super().__init__(f"the oracle was asked for {wanted} more calls, and {left} are left; look at `left`")


class Oracle:
    """Runs the reference in a sandbox of its own, for an agent in this process.

    Every start is counted against `budget` and written to the trajectory. Observations are the same as a
    judge makes.
    """

    def __init__(
        self,
        program: Program,
        *,
        sandbox: Sandbox,
        engine: Engine,
        blobs: Blobs,
        trajectory: Journal[TrajectoryEvent],
        budget: int,
    ) -> None:
        self._program = program
        self._sandbox = sandbox
        self._engine = engine
        self._blobs = blobs
        self._trajectory = trajectory
        self._budget = budget
        self.calls = 0

    @property
    def left(self) -> int:
        """How many starts of the reference the budget still has."""
        return self._budget - self.calls

    def ask(self, case: Case) -> tuple[Observation, ...]:
        """Return what the reference does with a case, one observation a step; see `ask_many`."""
        return next(self.ask_many([case]))

    def ask_many(self, cases: Iterable[Case]) -> Iterator[tuple[Observation, ...]]:
        """Yield what the reference does with each case, in order, while several run at once.

        BudgetError is raised before any of them is started when they have more steps than `left`.
        """
        asked = list(cases)
        wanted = sum(len(case.steps) for case in asked)
        if wanted > self.left:
            raise BudgetError(wanted, self.left)

        def work(slot: int, case: Case) -> Recording:
            return run_case(self._sandbox, self._program, case, self._blobs, slot=slot)

        for case, recording in zip(asked, self._engine.map(work, asked), strict=True):
            self._write(case, recording)
            yield recording.steps

    def pack(self, data: bytes) -> Content:
        """Return data as the content of an input."""
        return self._blobs.pack(data)

    def read(self, content: Content) -> bytes:
        """Return the bytes of a content."""
        return self._blobs.unpack(content)

    def note(self, text: str) -> None:
        """Write what an agent says of its own work to the trajectory."""
        self._trajectory.append(Note(text=text))

    def _write(self, case: Case, recording: Recording) -> None:
        """Add one call a step to the trajectory. The time of the whole case is with its last step."""
        for number, (step, observation) in enumerate(zip(case.steps, recording.steps, strict=False), start=1):
            self.calls += 1
            stdin = self.read(step.stdin)
            last = number == len(recording.steps)
            self._trajectory.append(
                OracleCall(
                    number=self.calls,
                    argv=step.argv,
                    stdin_sha256=hashlib.sha256(stdin).hexdigest(),
                    stdin_bytes=len(stdin),
                    exit=observation.exit,
                    signal=observation.signal,
                    limit=observation.limit,
                    seconds=round(recording.usage.wall_ms / 1000, 3) if last else 0.0,
                )
            )
