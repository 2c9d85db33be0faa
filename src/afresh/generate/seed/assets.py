"""Data that the reference ships, as the value of every option that takes a file."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.samples import rich_texts
from afresh.generate.seed.context import Context

INSTALLED = 5
"""One asset in so many is named as it is installed; the others are files of the case."""
PACKED = 4
"""One asset in so many comes in an archive, where the documentation speaks of such."""
TURNS = 6
_TAKES_FILE = re.compile(r"file|font(?!dir)|path|map|dict(?!ir)|theme|style|template|name", re.IGNORECASE)
_COMPRESSED = re.compile(r"\b(?:zip|compress(?:ed)?)\b", re.IGNORECASE)
_FIXED_TIME = (2001, 9, 9, 1, 46, 40)


def asset_seeds(context: Context) -> Iterator[Seed]:
    """Yield every asset for every file option: as a file of the case, or by its name when installed.

    Each turn gives the pairs another input; where the documentation speaks of compressed files, some
    assets come in an archive.
    """
    calls = list(dict.fromkeys(replace(call, argv=()) for call in context.bases if not call.files))[:1]
    inputs = [*(call.stdin for call in calls), *rich_texts()]
    options = [
        option
        for option in context.survey.manual.options
        if len(option.metavar) == 1 and _TAKES_FILE.search(option.metavar[0])
    ]
    pairs = [(asset, option) for asset in context.survey.assets for option in options]
    context.rng("assets").shuffle(pairs)
    packs = any(_COMPRESSED.search(option.description) for option in context.survey.options) or any(
        word in {"zip", "compressed"} for word in context.survey.manual.terms
    )
    for turn in range(TURNS):
        for number, (asset, option) in enumerate(pairs, start=turn + 1):
            call = Invocation((), inputs[(number + turn) % len(inputs)])
            if number % INSTALLED:
                # By another name, for programs that look among their own files first.
                name = f"packed-{asset.name}" if packs and number % PACKED == 0 else asset.name
                data = asset.data if name == asset.name else packed(asset.name, asset.data)
                yield context.make(call.with_arguments(option.name, name).with_files((name, data)), "asset")
            else:
                stem = asset.name.rsplit(".", 1)[0]
                yield context.make(call.with_arguments(option.name, stem), "asset")


def packed(name: str, data: bytes) -> bytes:
    """Return a ZIP archive with one file, the same for the same file."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo(name, _FIXED_TIME), data, zipfile.ZIP_DEFLATED)
    return archive.getvalue()
