"""Run a case on a program and see what it did."""

from dataclasses import dataclass

from afresh.model import Observation, Usage


@dataclass(frozen=True)
class Recording:
    """What a program did with a case, one observation a step, and what that cost in all."""

    steps: tuple[Observation, ...]
    usage: Usage
