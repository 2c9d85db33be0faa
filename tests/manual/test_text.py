from hypothesis import given
from hypothesis import strategies as st

from afresh.manual.text import LINE_CHARACTERS, dedent, normalise


def test_typographic_quotes_become_plain_ones() -> None:
    assert normalise("jq \u00b4.foo\u2019 \u201cx\u201d") == "jq '.foo' \"x\""


def test_words_split_at_the_end_of_a_line_are_joined() -> None:
    assert normalise("out\u2010\n       put") == "output"


def test_overstrikes_and_colours_are_removed() -> None:
    assert normalise("_\x08f\x1b[1mx\x1b[0m") == "fx"


def test_dedent_keeps_deeper_indentation() -> None:
    assert dedent(["  a", "    b", ""]) == "a\n  b\n\n"


@given(st.text())
def test_any_text_can_be_normalised_and_stays_bounded(text: str) -> None:
    plain = normalise(text)
    assert "\x00" not in plain
    assert all(len(line) <= 8 * LINE_CHARACTERS for line in plain.split("\n"))


@given(st.text(alphabet="ab '\"-\n\t"))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
