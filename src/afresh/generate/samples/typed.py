"""Samples of a format, by its name."""

import random
from collections.abc import Callable, Iterable, Iterator

from afresh.generate.samples.json_documents import json_documents
from afresh.generate.samples.markup import FIXED
from afresh.generate.samples.sequences import fasta, fastq, regions
from afresh.generate.samples.text_documents import numbers, tables, text_documents
from afresh.manual import Sample

_Maker = Callable[[random.Random, int], Iterable[bytes]]
_MAKERS: dict[str, _Maker] = {
    "json": json_documents,
    "text": text_documents,
    "numbers": numbers,
    "csv": lambda rng, count: tables(rng, count, ","),
    "tsv": lambda rng, count: tables(rng, count, "\t"),
    "fasta": fasta,
    "fastq": fastq,
    "bed": regions,
}
_SUFFIXES = {
    "text": ".txt", "numbers": ".txt", "markdown": ".md", "javascript": ".js", "python": ".py",
    "fasta": ".fa", "fastq": ".fq", "binary": ".bin",
}  # fmt: skip


def typed_samples(formats: Iterable[str], rng: random.Random, *, count: int = 12) -> Iterator[Sample]:
    """Yield samples of the formats, one of each in turn, with about `count` random ones of each."""
    iterators = [
        (format_, iter(_MAKERS[format_](rng, count) if format_ in _MAKERS else _fixed(format_)))
        for format_ in formats
        if format_ in _MAKERS or format_ in FIXED
    ]
    while iterators:
        for pair in list(iterators):
            format_, iterator = pair
            data = next(iterator, None)
            if data is None:
                iterators.remove(pair)
            else:
                yield Sample(data, format_)


def suffix_of(format_: str) -> str:
    """Return the usual ending of a file of a format."""
    return _SUFFIXES.get(format_, f".{format_}")


def _fixed(format_: str) -> Iterator[bytes]:
    return (text.encode() for text in FIXED[format_])
