"""A run: one agent configuration over a set of tasks."""

from typing import Literal

from afresh.model.record import Record


class RunInfo(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """The configuration of a run, written once when it begins."""

    agent: str
    """Name of the agent, or the candidate's source where a program was judged without an agent."""
    kind: Literal["agent", "candidate"] = "agent"
    tasks: dict[str, str]
    """Name of each task and the digest of the task."""
    attempts: int = 1
    seed: int = 0
    budget: dict[str, float] = {}
    model: str = ""
    afresh: str = ""


class AttemptInfo(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """What one attempt at one task came to."""

    status: Literal["submitted", "failed", "interrupted", "infrastructure"]
    steps: int = 0
    """Oracle calls for the agents that need no model."""
    cost: float | None = None
    """In US dollars; None where no price is known."""
    seconds: float = 0.0
    detail: str = ""
