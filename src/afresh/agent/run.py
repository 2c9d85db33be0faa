"""Let an agent work on a task, and keep what it leaves."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from afresh.agent.oracle import Oracle
from afresh.agent.pack import pack_submission
from afresh.agent.protocol import Agent
from afresh.engine.protocol import Engine
from afresh.errors import InfrastructureError
from afresh.model import AttemptInfo, Task
from afresh.observe.program import reference_program
from afresh.progress import Progress, silent
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs
from afresh.store.home import Home
from afresh.store.locks import exclusive
from afresh.store.runs import Attempt

ORACLE_CALLS = 300
"""How often an agent may start the reference where its budget does not say (`oracle_calls`)."""


def run_agent(
    home: Home,
    task: Task,
    agent: Agent,
    attempt: Attempt,
    *,
    seed: int,
    budget: Mapping[str, float],
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress = silent,
) -> AttemptInfo:
    """Let an agent work in a fresh workspace; write submission, trajectory and what the attempt came to.

    An attempt that ended, well or badly, is not repeated; one that was interrupted, or for which this machine
    failed, starts over. Ctrl-C is passed on, after the attempt was marked as interrupted.
    InfrastructureError is raised when somebody else works on this attempt.
    """
    with exclusive(attempt.directory / "attempt.lock", doing="running an agent"):
        known = attempt.info()
        if known and known.status in {"submitted", "failed"}:
            return known
        attempt.trajectory.unlink(missing_ok=True)
        begin = time.monotonic()
        calls = 0
        try:
            calls = _work(
                home,
                task,
                agent,
                attempt,
                seed=seed,
                calls=int(budget.get("oracle_calls", ORACLE_CALLS)),
                sandbox=sandbox,
                engine=engine,
                progress=progress,
            )
        except KeyboardInterrupt:
            attempt.write_info(AttemptInfo(status="interrupted", seconds=_since(begin)))
            raise
        except InfrastructureError as error:
            info = AttemptInfo(status="infrastructure", seconds=_since(begin), detail=str(error))
        except Exception as error:  # noqa: BLE001 - an agent may fail in any way; the others go on
            detail = f"{type(error).__name__}: {error}"
            info = AttemptInfo(status="failed", seconds=_since(begin), detail=detail)
        else:
            info = AttemptInfo(status="submitted", steps=calls, cost=0.0, seconds=_since(begin))
        attempt.write_info(info)
        return info


def _work(
    home: Home,
    task: Task,
    agent: Agent,
    attempt: Attempt,
    *,
    seed: int,
    calls: int,
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress,
) -> int:
    """Run the agent, pack what it leaves, and return how often it asked the oracle."""
    with tempfile.TemporaryDirectory(prefix="afresh-") as folder, attempt.trajectory_journal() as trajectory:
        workspace = Path(folder, "workspace")
        workspace.mkdir()
        oracle = Oracle(
            reference_program(home, task),
            sandbox=sandbox,
            engine=engine,
            blobs=Blobs(Path(folder, "blobs")),
            trajectory=trajectory,
            budget=calls,
        )
        docs = home.docs(task.name)
        agent.work(workspace, docs, oracle, name=task.reference.name, seed=seed, progress=progress)
        pack_submission(workspace, attempt.submission)
        return oracle.calls


def _since(begin: float) -> float:
    return round(time.monotonic() - begin, 3)
