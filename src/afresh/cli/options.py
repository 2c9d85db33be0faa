"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

from afresh.engine.local import LocalEngine
from afresh.engine.protocol import Engine as EngineProtocol

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes at once; default: all cores.")
]
Seed = Annotated[int, typer.Option("--seed", help="Where random choices begin.")]


class EngineName(StrEnum):
    """The engines there are."""

    LOCAL = "local"


Engine = Annotated[EngineName, typer.Option("--engine", help="Where work runs.")]


def make_engine(_name: EngineName, workers: int | None) -> EngineProtocol:
    """Return the engine that was asked for."""
    return LocalEngine(workers)
