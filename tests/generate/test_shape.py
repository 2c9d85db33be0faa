from hypothesis import given
from hypothesis import strategies as st

from afresh.generate.shape import SHAPE_CHARACTERS, message_template, outline


def test_words_numbers_and_blanks_do_not_matter_to_an_outline() -> None:
    assert outline(b'{"a": 12,\n  "bc": 3}') == outline(b'{"xyz":  7, "d": 456}')
    assert outline(b"[1]") != outline(b"{1}")


def test_names_paths_quotes_and_numbers_do_not_matter_to_a_message() -> None:
    one = message_template(b"cannot open 'a.txt' at line 3: foo", [b"foo"])
    assert one == message_template(b"cannot open 'dir/b.c' at line 12: quux", [b"quux"])
    assert message_template(b'got "two words"') == message_template(b'got "a third one"')
    assert one != message_template(b"cannot read 'a.txt' at line 3: foo", [b"foo"])


@given(st.binary(max_size=10_000))
def test_any_output_has_a_short_shape(data: bytes) -> None:
    assert len(outline(data)) <= SHAPE_CHARACTERS
    assert len(message_template(data)) <= SHAPE_CHARACTERS
