import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.model import Octets, Text, text_from_bytes, text_to_bytes


@given(st.binary())
def test_any_bytes_come_back_from_text_unchanged(data: bytes) -> None:
    assert text_to_bytes(text_from_bytes(data)) == data


@given(st.text())
def test_utf8_stays_a_plain_string(text: str) -> None:
    assert text_from_bytes(text.encode()) == text


@given(st.binary())
def test_text_survives_json(data: bytes) -> None:
    text = text_from_bytes(data)
    assert msgspec.json.decode(msgspec.json.encode(text), type=Text) == text


def test_octets_that_are_text_are_refused_so_that_equal_bytes_are_equal_records() -> None:
    with pytest.raises(ValueError, match="plain string"):
        Octets(base64=b"plain")
    with pytest.raises(msgspec.ValidationError, match="plain string"):
        msgspec.json.decode(b'{"kind":"octets","base64":"YQ=="}', type=Octets)
