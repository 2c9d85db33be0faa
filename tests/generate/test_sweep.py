from dataclasses import replace

from afresh.generate.invocation import Invocation
from afresh.generate.seed.context import Context
from afresh.generate.seed.described import described_seeds
from afresh.generate.seed.operands import about, operand_seeds
from afresh.generate.seed.sweep import name_frames, operator_seeds, sweep_seeds
from afresh.generate.survey import Survey
from afresh.manual import Manual, Option, Sample

TERMS = ("floor", "length", *(f"name{number}" for number in range(50)))
CALLS = (
    Invocation(("floor",), b"1.5\n"),
    Invocation(("[.[] | length]",), b"[[]]\n"),
    Invocation((".a += 1",), b"{}\n"),
)


def context(manual: Manual) -> Context:
    return Context(Survey(manual), 0, CALLS)


def test_every_defined_name_takes_the_place_of_a_name_those_without_an_example_first() -> None:
    seeds = list(sweep_seeds(context(Manual(terms=TERMS))))
    programs = [seed.invocation.argv[0] for seed in seeds]
    assert {*TERMS} <= {*programs}
    assert {f"[.[] | {name}]" for name in TERMS} <= {*programs}
    assert "name0" in str(programs[0])


def test_a_few_names_are_no_language() -> None:
    assert list(sweep_seeds(context(Manual(terms=TERMS[:5])))) == []


def test_a_frame_has_exactly_one_name() -> None:
    calls = (Invocation(("floor | length",)), Invocation(("map(floor)",)))
    frames = name_frames(calls, frozenset(TERMS))
    assert [(frame.before, frame.after) for frame in frames] == [("map(", ")")]


def test_every_operator_takes_the_place_of_an_operator() -> None:
    seeds = operator_seeds(context(Manual(operators=("|", "+=", "//="))))
    assert {"[.[] // length]", ".a //= 1"} >= {
        seed.invocation.argv[0] for seed in seeds if "//=" in str(seed.invocation.argv[0])
    } - {"[.[] //= length]"}


def test_an_expression_of_a_description_uses_what_the_option_gives() -> None:
    option = Option(("--arg",), ("name", "value"), description="With --arg foo bar, $foo is there.")
    calls = [seed.invocation.argv for seed in described_seeds(context(Manual(options=(option,))))]
    assert calls
    assert all(call[:2] == ("--arg", "foo") and call[-1] == "$foo" for call in calls)


def test_operands_get_inputs_of_their_kind_and_later_ones_speak_of_the_first() -> None:
    samples = (Sample(b">one\nACGT\n>two\nGG\n", "fasta"),)
    survey = replace(
        Survey(Manual(), samples=samples),
        operands=(("cut", (("in.fa",), ("names.list",))), ("some", (("in.fa",), ("number",)))),
        commands=(("cut", (Option(("-t",)),)), ("some", ())),
    )
    seeds = [seed.invocation for seed in operand_seeds(Context(survey, 0))]
    first = seeds[0]
    assert first.argv == ("cut", "in.fa", "names.list")
    assert dict(first.files)["in.fa"] == samples[0].data
    assert b"one" in (dict(first.files)["names.list"] or b"")
    assert ("some", "in.fa", "0.5") in {call.argv for call in seeds}
    assert ("cut", "-t", "in.fa", "names.list") in {call.argv for call in seeds}


def test_lists_and_tables_name_the_records_of_an_input() -> None:
    lists = list(about(b">one first\nACGT\n>two\nGG\n"))
    assert any(line.startswith(b"one\t0\t5") for line in lists)
    assert all(b"one" in text for text in lists)
