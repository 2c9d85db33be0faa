"""Records made by hypothesis, and real child processes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import IO

import pytest
from hypothesis import strategies as st

from afresh.model import (
    Case,
    Expectation,
    Observation,
    Octets,
    Quality,
    Reference,
    RunInfo,
    Step,
    Task,
    Text,
    Usage,
    make_case,
    text_from_bytes,
)

# What records hold is narrower than what Python's types allow.
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(
    Octets, st.binary(min_size=1).map(text_from_bytes).filter(lambda text: isinstance(text, Octets))
)
# Hypothesis would hand over msgspec's own mark for "a fresh dictionary" as if it were the default.
st.register_type_strategy(Step, st.builds(Step, env=st.from_type(dict[str, Text])))
st.register_type_strategy(Quality, st.builds(Quality, labels=st.from_type(dict[str, int])))
st.register_type_strategy(Task, st.builds(Task, environment=st.from_type(dict[str, str])))
st.register_type_strategy(RunInfo, st.builds(RunInfo, budget=st.from_type(dict[str, float])))

Child = subprocess.Popen[str]
Recorded = list[tuple[Case, Expectation, Usage]]


@pytest.fixture
def start() -> Iterator[Callable[..., Child]]:
    """Start Python code as a process of its own; whatever of them still lives at the end is killed."""
    children: list[Child] = []

    def begin(code: str, *arguments: object) -> Child:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        children.append(child)
        return child

    yield begin
    for child in children:
        child.kill()
        child.wait()
        pipes: tuple[IO[str] | None, ...] = (child.stdin, child.stdout)
        for pipe in pipes:
            if pipe is not None:
                pipe.close()


@pytest.fixture
def task() -> Task:
    reference = Reference(digest="a" * 64, entry="/usr/bin/jq", name="jq")
    return Task(name="jq", source="deb:jq", reference=reference, digest="b" * 64)


@pytest.fixture
def recorded() -> Recorded:
    """Three cases as the generator records them."""
    rows = []
    for argument in (b"-r", b"\xff", "grün".encode()):
        case = make_case(Step(argv=(text_from_bytes(argument),), stdin="{}\n"), origin="option")
        expected = Expectation(case=case.id, steps=(Observation(exit=0, stdout=text_from_bytes(argument)),))
        rows.append((case, expected, Usage(cpu_ms=1.5, wall_ms=2.0, memory_kib=900)))
    return rows


@pytest.fixture
def quality() -> Quality:
    return Quality(options_documented=3, options_exercised=2, labels={"option:-r": 1})
