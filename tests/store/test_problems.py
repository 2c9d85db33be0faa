import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.model import Case
from afresh.store.problems import ADVICE, problem_of


def problem(data: bytes) -> str:
    try:
        msgspec.json.decode(data, type=Case)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        return problem_of(error)
    raise AssertionError(data)


@given(st.text())
def test_the_name_of_an_unknown_field_never_breaks_the_line(name: str) -> None:
    said = problem(msgspec.json.encode({f"~{name}": 1}))
    assert said.startswith("field ")
    assert said.isprintable()
    assert len(said) < 500


def test_a_key_of_the_wrong_kind_names_the_field_that_it_stands_in() -> None:
    with pytest.raises(msgspec.DecodeError) as raised:
        msgspec.json.decode(b'{"a": {"x": 1}}', type=dict[str, dict[int, int]])
    assert problem_of(raised.value) == f"field '[...]': expected `int`, got `str`; {ADVICE}"


def test_a_value_out_of_a_hostile_file_neither_breaks_the_line_nor_fills_the_screen() -> None:
    said = problem(msgspec.json.encode({"steps": [{"stdin": {"kind": "\x1b[2J\n" * 1000}}]}))
    assert said.startswith("field 'steps[0].stdin.kind': invalid value '\\x1b[2J\\n")
    assert said.isprintable()
    assert len(said) < 500
