import pytest

from afresh.agent.registry import agent_named, agent_names
from afresh.errors import InputError


def test_agents_are_found_by_name() -> None:
    assert [agent_named(name).name for name in agent_names()] == ["noop", "parrot"]


def test_an_unknown_agent_is_refused_with_the_known_names() -> None:
    with pytest.raises(InputError, match="there are: noop, parrot"):
        agent_named("hawk")


def test_gold_is_no_agent() -> None:
    with pytest.raises(InputError, match="afresh judge --candidate gold"):
        agent_named("gold")
