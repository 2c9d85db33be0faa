"""The order in which ideas are tried: first what is documented, then what builds on what worked."""

from collections.abc import Iterator

from afresh.generate.invocation import Seed
from afresh.generate.seed.assets import asset_seeds
from afresh.generate.seed.bare import bare_seeds, command_seeds, literal_seeds, word_seeds
from afresh.generate.seed.context import Context, round_robin
from afresh.generate.seed.described import described_seeds
from afresh.generate.seed.errors import error_seeds
from afresh.generate.seed.examples import example_seeds
from afresh.generate.seed.frames import cross_seeds, frame_seeds, splice_seeds
from afresh.generate.seed.inputs import file_seeds, input_seeds, odd_seeds, round_trip_seeds
from afresh.generate.seed.operands import operand_seeds
from afresh.generate.seed.options import form_seeds, option_seeds, pair_seeds, value_seeds
from afresh.generate.seed.surroundings import environment_seeds
from afresh.generate.seed.sweep import operator_seeds, sweep_seeds

FIRST_WEIGHTS = {"example": 6, "command": 2, "operand": 4}
FURTHER_WEIGHTS = {
    "option": 3,
    "pair": 2,
    "value": 2,
    "frame": 2,
    "input": 2,
    "asset": 8,
    "sweep": 6,
    "operator": 2,
}


def first_seeds(context: Context) -> Iterator[Seed]:
    """Yield what needs no knowledge but the documentation."""
    origins = {
        "example": example_seeds(context),
        "operand": operand_seeds(context),
        "command": command_seeds(context),
        "bare": bare_seeds(context),
        "word": word_seeds(context),
        "literal": literal_seeds(context),
    }
    return round_robin(origins, FIRST_WEIGHTS)


def widening_seeds(context: Context) -> Iterator[Seed]:
    """Yield the simplest calls that worked on more inputs, so that there is more to build on."""
    return input_seeds(context)


def further_seeds(context: Context) -> Iterator[Seed]:
    """Yield what builds on calls that worked: `context.bases`. Any prefix holds every kind."""
    origins = {
        "operand": operand_seeds(context),  # those that the documented calls left no room for
        "option": option_seeds(context),
        "value": value_seeds(context),
        "pair": pair_seeds(context),
        "input": input_seeds(context),
        "frame": frame_seeds(context),
        "sweep": sweep_seeds(context),
        "operator": operator_seeds(context),
        "described": described_seeds(context),
        "splice": splice_seeds(context),
        "cross": cross_seeds(context),
        "odd": odd_seeds(context),
        "file": file_seeds(context),
        "form": form_seeds(context),
        "round-trip": round_trip_seeds(context),
        "asset": asset_seeds(context),
        "error": error_seeds(context),
        "environment": environment_seeds(context),
    }
    return round_robin(origins, FURTHER_WEIGHTS)
