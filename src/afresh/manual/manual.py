"""What a program's documentation says of it."""

import re
from dataclasses import dataclass
from pathlib import Path

from afresh.manual.blocks import split_blocks
from afresh.manual.documents import Document, of_program, page_names, read_documents
from afresh.manual.examples import Example, find_examples
from afresh.manual.options import Option, find_options
from afresh.manual.samples import SAMPLE_BYTES, Sample, find_samples, guess_format, mentioned_formats
from afresh.manual.subcommands import find_subcommands
from afresh.manual.words import find_environment, find_literals, find_operators, find_terms, find_words

SAMPLES = 200


@dataclass(frozen=True, slots=True)
class Manual:
    """What can be learnt of a program without running it."""

    names: frozenset[str] = frozenset()
    """The names under which the documentation starts it."""
    options: tuple[Option, ...] = ()
    subcommands: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    samples: tuple[Sample, ...] = ()
    formats: tuple[str, ...] = ()
    """Formats of data that it speaks of, most often first."""
    environment: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Identifiers of examples and quoted passages, most frequent first."""
    literals: tuple[str, ...] = ()
    """What the documentation puts between quotes, most frequent first."""
    terms: tuple[str, ...] = ()
    """Names that it defines in headings or marks as code, in order."""
    operators: tuple[str, ...] = ()
    """Signs between operands in its examples and headings, most frequent first."""


def read_manual(docs: Path, name: str = "") -> Manual:
    """Read the documentation folder of a task.

    `name` is the program's; without it, every manual page's name counts as the program's. A folder that is
    empty or missing gives an empty manual.
    """
    documents = of_program(read_documents(docs), name)
    names = frozenset({name} if name else set()) | page_names(documents)
    return manual_of(documents, names)


def manual_of(documents: list[Document], names: frozenset[str]) -> Manual:
    """Return what the documents say of the program that has any of the names."""
    # Sources come first: they keep command lines whole that rendering breaks.
    order = {"manual": 0, "prose": 1, "help": 2, "rendered": 3, "data": 4}
    ordered = sorted(documents, key=lambda document: order[document.kind])
    texts = [document for document in ordered if document.kind != "data"]
    blocks = [block for document in texts for block in split_blocks(document.text, document.path)]
    options = find_options(blocks)
    examples = find_examples(blocks, names)
    samples = [*_data_samples(ordered), *find_samples(blocks), *_example_samples(examples)]
    literals = find_literals("\n".join(block.lines) for block in blocks)
    arguments = [word for example in examples for word in example.argv]
    marked = [text for document in texts for text in document.emphasised]
    headings = [block.heading for block in blocks]
    return Manual(
        names=names,
        options=options,
        subcommands=find_subcommands(blocks),
        examples=examples,
        samples=tuple({sample.data: sample for sample in reversed(samples)}.values())[::-1][:SAMPLES],
        formats=mentioned_formats(document.text for document in texts),
        environment=find_environment(
            ("\n".join(block.lines) for block in blocks),
            [placeholder for option in options for placeholder in option.metavar],
        ),
        words=find_words([*arguments, *literals]),
        literals=literals,
        terms=find_terms(headings, [*marked, *literals]),
        operators=find_operators(
            [
                *arguments,
                *marked,
                *(f" {word} " for heading in headings for word in re.split("[ ,`]+", heading)),
            ]
        ),
    )


def _data_samples(documents: list[Document]) -> list[Sample]:
    return [
        Sample(
            document.data[:SAMPLE_BYTES],
            guess_format(document.data, document.path),
            document.path.rsplit("/", 1)[-1],
            document.path,
        )
        for document in documents
        if document.kind == "data" and document.data
    ]


def _example_samples(examples: tuple[Example, ...]) -> list[Sample]:
    """Return the inputs and outputs of examples: what a program prints is often what it can read."""
    samples = []
    for example in examples:
        for text in (example.stdin, *(content for _, content in example.files), example.output):
            if text and len(text) > 1:
                data = text.encode()[:SAMPLE_BYTES]
                samples.append(Sample(data, guess_format(data), where=example.where))
    return samples
