import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.model import Octets, text_from_bytes
from afresh.readable import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("a  \nb ", "a··\nb·"),
        ("a\tb", "a⇥b"),
        ("\x1b[31mred\x00\r\x7f", "\\e[31mred\\x00\\r\\x7f"),
        ("a\u00a0b\u200bc\ufeff", "a\\u{a0}b\\u{200b}c\\u{feff}"),
        ("naïve 漢字 🙂", "naïve 漢字 🙂"),
        (Octets(base64=b"a\xff\xfeb"), "a\\xff\\xfeb"),
    ],
)
def test_what_the_eye_does_not_see_is_shown(text: str | Octets, shown: str) -> None:
    assert visible(text) == shown


@given(st.binary(max_size=100))
def test_any_bytes_become_printable_text_of_as_many_lines(data: bytes) -> None:
    shown = visible(text_from_bytes(data))
    assert shown.count("\n") == data.count(b"\n")
    assert all(line.isprintable() for line in shown.split("\n"))
