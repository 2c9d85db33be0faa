"""Data that the reference ships, as the value of every option that takes a file."""

import re
from collections.abc import Iterator

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context

_TAKES_FILE = re.compile(r"file|font|path|map|dict|theme|style|template|name", re.IGNORECASE)


def asset_seeds(context: Context) -> Iterator[Seed]:
    """Yield every asset for every file option: as a file of the case, and by the name it has when installed."""
    call = context.bases[0] if context.bases else Invocation((), b"Hello, World 42!\n")
    options = [
        option
        for option in context.survey.manual.options
        if len(option.metavar) == 1 and _TAKES_FILE.search(option.metavar[0])
    ]
    for asset in context.survey.assets:
        for option in options:
            file = (asset.name, asset.data)
            yield context.make(call.with_arguments(option.name, asset.name).with_files(file), "asset")
            stem = asset.name.rsplit(".", 1)[0]
            yield context.make(call.with_arguments(option.name, stem), "asset")
