from hypothesis import given
from hypothesis import strategies as st

from afresh.manual.blocks import split_blocks
from afresh.manual.examples import Example, find_examples
from afresh.manual.text import normalise

NAMES = frozenset({"jq", "gron"})


def find(text: str) -> tuple[Example, ...]:
    return find_examples(split_blocks(normalise(text)), NAMES)


def test_a_block_of_command_input_and_arrow_is_an_example_with_its_input() -> None:
    example = find('jq \u00b4.foo\u00b4\n   {"foo": 42}\n=> 42')[0]
    assert example.argv == (".foo",)
    assert example.stdin == '{"foo": 42}\n'
    assert example.output == "42\n"


def test_echo_into_the_program_gives_its_input() -> None:
    example = find("```\n$ echo '{\"foo\": 0}' | jq .\n{}\n```")[0]
    assert example.argv == (".",)
    assert example.stdin == '{"foo": 0}\n'
    assert example.output == "{}\n"


def test_a_file_that_was_shown_goes_with_the_command_that_uses_it() -> None:
    example = find("```\n$ cat two.json\n[1]\n$ gron two.json\njson = [];\n```")[0]
    assert example.files == (("two.json", "[1]\n"),)


def test_later_commands_of_a_pipeline_have_an_input_that_is_not_shown() -> None:
    examples = find("```\n$ gron a.json | grep x | gron -u\n{}\n```")
    assert [example.argv for example in examples] == [("a.json",), ("-u",)]
    assert examples[1].stdin is None
    assert examples[1].output == "{}\n"


def test_a_program_over_several_lines_is_one_argument() -> None:
    assert find("```\n$ jq '.a |\n    .b'\n```")[0].argv == (".a |\n    .b",)


def test_prose_and_synopses_are_no_examples() -> None:
    assert find("jq can transform JSON in various ways\n\njq reads the file input.json and prints it") == ()
    assert find("jq [options...] filter [files...]") == ()


def test_the_name_section_is_no_example() -> None:
    assert find("# NAME\n\njq - Command-line JSON processor") == ()


def test_code_in_a_sentence_is_an_example() -> None:
    assert find("Use `jq -r '.a'` for raw strings.")[0].argv == ("-r", ".a")


@given(
    st.lists(st.sampled_from(["jq ", "$ ", "'", '"', "=> ", "\n", "\n\n", "| ", "```\n", "cat f", "\\", " "]))
)
def test_any_text_can_be_searched_for_examples(pieces: list[str]) -> None:
    find("".join(pieces))
