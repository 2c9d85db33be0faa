"""Agents by their names."""

from collections.abc import Callable

from afresh.agent.noop import Noop
from afresh.agent.parrot import Parrot
from afresh.agent.protocol import Agent
from afresh.errors import InputError

_AGENTS: dict[str, Callable[[], Agent]] = {"noop": Noop, "parrot": Parrot}


def agent_names() -> list[str]:
    """Return the names of all agents, sorted."""
    return sorted(_AGENTS)


def agent_named(name: str) -> Agent:
    """Return an agent. InputError is raised when there is none of that name."""
    if name == "gold":
        raise InputError("gold is the reference itself and no agent; run: afresh judge --candidate gold")
    if name not in _AGENTS:
        raise InputError(f"no agent named {name!r}; there are: {', '.join(agent_names())}")
    return _AGENTS[name]()
