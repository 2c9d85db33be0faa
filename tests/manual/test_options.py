import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.manual.blocks import split_blocks
from afresh.manual.options import Option, find_options, parse_head


@pytest.mark.parametrize(
    ("line", "names", "metavar"),
    [
        ("  -u, --ungron     Reverse the operation", ("-u", "--ungron"), ()),
        ("-A NUM, --after-context=NUM", ("-A", "--after-context"), ("NUM",)),
        ("-e, --regexp <PATTERN>...", ("-e", "--regexp"), ("PATTERN",)),
        ("--indent n:", ("--indent",), ("n",)),
        ("--arg name value:", ("--arg",), ("name", "value")),
        ("-Ldirectory / -L directory:", ("-L",), ("directory",)),
        ("* `--[no-]color`", ("--color", "--no-color"), ()),
        ("--slurp/-s:", ("--slurp", "-s"), ()),
        ("-l INT   number of bases", ("-l",), ("INT",)),
        ("-n, --lines=[-]NUM", ("-n", "--lines"), ("NUM",)),
        ("--color[=WHEN]  colour", ("--color",), ("WHEN",)),
    ],
)
def test_the_usual_definitions_are_read(line: str, names: tuple[str, ...], metavar: tuple[str, ...]) -> None:
    options, _ = parse_head(line)
    assert [option.names for option in options] == [names]
    assert options[0].metavar == metavar


def test_one_line_may_define_two_options() -> None:
    options, _ = parse_head("--color-output / -C and --monochrome-output / -M:")
    assert [option.names for option in options] == [("--color-output", "-C"), ("--monochrome-output", "-M")]


def find(text: str) -> tuple[Option, ...]:
    return find_options(split_blocks(text))


def test_values_and_default_are_read_from_the_description() -> None:
    option = find("Options:\n  --when WHEN  The possible values are never, auto and always. Default: auto.")[
        0
    ]
    assert option.values == ("never", "auto", "always")
    assert option.default == "auto"


def test_prose_that_wraps_at_an_option_defines_nothing() -> None:
    assert find("This is implied by\n--no-ignore and can be undone by\n--ignore again.") == ()
    assert find("This is implied by\n--no-ignore\nunless told otherwise.") == ()


def test_a_synopsis_names_options_and_takes_clusters_apart() -> None:
    names = [option.names for option in find("Usage: figlet [ -ckl ] [ -f fontfile ]")]
    assert names == [("-c",), ("-k",), ("-l",), ("-f",)]


def test_the_first_option_may_stand_behind_a_label() -> None:
    names = [
        option.name
        for option in find("Options: -q INT    mask bases [0]\n         -X INT    mask more [255]")
    ]
    assert names == ["-q", "-X"]


def test_what_two_documents_say_is_joined() -> None:
    option = find("  -n            count\n\n# OPTIONS\n\n-n, --number\n    Count.")[0]
    assert option.names == ("-n", "--number")


@given(st.lists(st.text(alphabet="-ab[]<>{}=,|/. :\t`*", max_size=60), max_size=8))
def test_any_text_can_be_searched_for_options(lines: list[str]) -> None:
    for option in find("\n".join(lines)):
        assert option.names
        assert all(name.startswith("-") for name in option.names)


@given(st.text(max_size=3000))
def test_any_line_can_be_read_as_a_definition(line: str) -> None:
    parse_head("-" + line)


def test_a_column_of_options_may_follow_a_sentence_at_once() -> None:
    text = (
        "Wrap input lines in each FILE, writing to standard output.\n\n"
        "Mandatory arguments to long options are mandatory for short options too.\n"
        "  -b, --bytes         count bytes rather than columns\n"
        "  -w, --width=WIDTH   use WIDTH columns instead of 80\n"
    )
    assert [option.names for option in find(text)] == [("-b", "--bytes"), ("-w", "--width")]
