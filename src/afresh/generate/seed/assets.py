"""Data that the reference ships, as the value of every option that takes a file."""

import re
from collections.abc import Iterator

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context

INSTALLED = 5
"""One asset in so many is named as it is installed; the others are files of the case."""
_TAKES_FILE = re.compile(r"file|font(?!dir)|path|map|dict(?!ir)|theme|style|template|name", re.IGNORECASE)


def asset_seeds(context: Context) -> Iterator[Seed]:
    """Yield every asset for every file option: as a file of the case, or by its name when installed."""
    call = context.bases[0] if context.bases else Invocation((), b"Hello, World 42!\n")
    options = [
        option
        for option in context.survey.manual.options
        if len(option.metavar) == 1 and _TAKES_FILE.search(option.metavar[0])
    ]
    pairs = [(asset, option) for asset in context.survey.assets for option in options]
    context.rng("assets").shuffle(pairs)
    for number, (asset, option) in enumerate(pairs, start=1):
        if number % INSTALLED:
            file = (asset.name, asset.data)
            yield context.make(call.with_arguments(option.name, asset.name).with_files(file), "asset")
        else:
            stem = asset.name.rsplit(".", 1)[0]
            yield context.make(call.with_arguments(option.name, stem), "asset")
