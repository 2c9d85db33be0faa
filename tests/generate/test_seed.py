from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import pytest

from afresh.generate.chance import source
from afresh.generate.invocation import Invocation, case_of
from afresh.generate.samples import typed_samples
from afresh.generate.seed import Context, first_seeds, further_seeds
from afresh.generate.survey import Asset, Survey
from afresh.manual import read_manual
from afresh.store.blobs import Blobs

DOCS = """
Reads JSON.

    $ tool 'a | b' file.json

## Options

-w, --width NUM    Number of columns.
-m, --mode MODE    Possible values are fast and slow.
-f FILE            Read from FILE.
-q, --quiet        Less.
-v, --verbose      More.
"""


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "README.md").write_text(DOCS)
    manual = read_manual(tmp_path, "tool")
    samples = (*manual.samples, *typed_samples(("json", "text"), source("samples", 0)))
    survey = Survey(manual, assets=(Asset("font.flf", b"flf2a"),), samples=samples)
    bases = (
        Invocation(("a | b",), b"[1]\n"),
        Invocation(("x | y",), b"{}\n"),
        Invocation(("p | q",), b"2\n"),
    )
    return Context(survey, 0, bases, (b"out\n",))


def test_every_prefix_of_the_seeds_is_diverse(context: Context) -> None:
    origins = {seed.origin for seed in islice(further_seeds(context), 40)}
    assert origins >= {
        "option",
        "value",
        "pair",
        "input",
        "frame",
        "splice",
        "cross",
        "odd",
        "file",
        "asset",
        "error",
    }


def test_the_same_seed_gives_the_same_seeds(context: Context) -> None:
    def ids(context: Context) -> list[object]:
        return [seed.invocation for seed in islice(further_seeds(context), 500)]

    assert ids(context) == ids(Context(context.survey, 0, context.bases, context.outputs))
    assert ids(context) != ids(Context(context.survey, 1, context.bases, context.outputs))


def test_options_get_values_of_their_kind(context: Context) -> None:
    calls = [seed.invocation.argv for seed in further_seeds(context) if seed.origin == "value"]
    pairs = {pair for argv in calls for pair in pairwise(argv)}
    assert {("--width", "0"), ("--width", "-1"), ("--width", "abc"), ("--mode", "fast")} <= pairs
    assert ("--mode", "no-such-value") in pairs
    assert ("-f", "missing-file") in pairs


def test_assets_are_values_of_file_options_and_files_of_the_case(context: Context) -> None:
    calls = [seed.invocation for seed in further_seeds(context) if seed.origin == "asset"]
    assert {call.argv[:2] for call in calls} == {("-f", "font.flf"), ("-f", "font")}
    assert calls[0].files == (("font.flf", b"flf2a"),)


def test_a_file_that_an_example_names_is_there(context: Context) -> None:
    example = next(seed for seed in first_seeds(context) if seed.origin == "example")
    assert example.invocation.argv == ("a | b", "file.json")
    assert [name for name, _ in example.invocation.files] == ["file.json"]


def test_cases_are_labelled_with_the_options_that_they_use(context: Context, tmp_path: Path) -> None:
    seed = context.make(Invocation(("-qv", "--width=3", "a | b")), "form")
    assert case_of(seed, Blobs(tmp_path / "blobs")).labels == (
        "option:--quiet",
        "option:--verbose",
        "option:--width",
    )


def test_assets_come_packed_where_the_documentation_speaks_of_it(context: Context) -> None:
    manual = replace(context.survey.manual, terms=("zip",))
    assets = tuple(Asset(f"{number}.flf", b"flf2a" * 50) for number in range(8))
    packed = replace(context, survey=replace(context.survey, manual=manual, assets=assets))
    contents = {
        name: data
        for seed in further_seeds(packed)
        if seed.origin == "asset"
        for name, data in seed.invocation.files
    }
    archives = [data for name, data in contents.items() if name.startswith("packed-")]
    assert archives
    assert all(data is not None and data.startswith(b"PK\x03\x04") for data in archives)
