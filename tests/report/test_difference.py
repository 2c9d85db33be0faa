import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.model import Difference, Octets, Step, make_case, text_from_bytes
from afresh.readable import side_by_side
from afresh.report.difference import Side, show_difference

OUTPUTS = st.one_of(
    st.binary(max_size=400),
    st.text("ab \n\t", max_size=60).map(str.encode),
    st.lists(st.sampled_from([b"one\n", b"two\n", b"\xff\n", b"x" * 500 + b"\n"]), max_size=60).map(b"".join),
)


def difference(expected: bytes, actual: bytes) -> Difference:
    return Difference(
        step=0, channel="stdout", expected=text_from_bytes(expected), actual=text_from_bytes(actual)
    )


def whole(side: Side | None) -> str | None:
    return side.before + side.marked + side.after if side else None


@given(OUTPUTS, OUTPUTS)
def test_any_two_outputs_are_shown_in_bounded_length(expected: bytes, actual: bytes) -> None:
    shown = show_difference(difference(expected, actual), None)
    assert len(shown.lines) <= 40
    for line in shown.lines:
        for side in (line.expected, line.actual):
            assert len(whole(side) or "") <= 400


@given(st.text("ab \t", max_size=40), st.text("ab \t", max_size=40))
def test_short_lines_are_shown_whole_with_nothing_marked_that_is_equal(expected: str, actual: str) -> None:
    shown = show_difference(difference(expected.encode(), actual.encode()), None)
    rows = side_by_side(expected, actual)
    assert [(whole(line.expected), whole(line.actual)) for line in shown.lines] == [
        (row.expected, row.actual) for row in rows
    ]
    for line in shown.lines:
        if line.expected and line.actual:
            one, other = line.expected, line.actual
            assert (one.before, one.after) == (other.before, other.after)
            assert line.same == (one.marked == other.marked == "")
            assert not (one.marked and other.marked and one.marked[0] == other.marked[0])


def test_the_first_line_that_differs_is_known() -> None:
    shown = show_difference(difference(b"same\nright\nend\n", b"same\nwrong\nend\n"), None)
    assert shown.first is shown.lines[1]
    assert shown.first.expected == Side("", "right", "↵")
    assert shown.first.actual == Side("", "wrong", "↵")


def test_a_difference_late_in_a_long_line_is_still_in_sight() -> None:
    shown = show_difference(difference(b"x" * 2000 + b"A\n", b"x" * 2000 + b"B\n"), None)
    [line] = shown.lines
    assert line.expected
    assert line.actual
    assert (line.expected.marked, line.actual.marked) == ("A", "B")
    assert line.expected.before.startswith("…x")


@pytest.mark.parametrize("expected", [b"x\n" * 41, b"x" * 6001])
def test_too_many_lines_or_bytes_are_cut_and_that_is_said(expected: bytes) -> None:
    shown = show_difference(difference(expected, b""), None)
    assert len(shown.lines) <= 40
    assert shown.cut


@pytest.mark.parametrize("expected", [b"x\n" * 40, b"x" * 6000])
def test_what_is_not_cut_is_not_said_to_be(expected: bytes) -> None:
    assert not show_difference(difference(expected, b""), None).cut


def test_the_title_names_channel_file_and_step() -> None:
    case = make_case((Step(), Step()))
    two = Difference(step=1, channel="files", path=Octets(base64=b"a\xff\x1b"), expected="", actual="b")
    assert show_difference(two, case).title == "file a\\xff\\e of step 2"
    assert show_difference(difference(b"a", b"b"), make_case(Step())).title == "standard output"
