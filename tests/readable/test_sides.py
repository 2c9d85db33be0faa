from hypothesis import given
from hypothesis import strategies as st

from afresh.model import text_from_bytes
from afresh.readable import Row, side_by_side

texts = st.text(st.sampled_from("ab \n"), max_size=40)


def test_equal_lines_stand_beside_each_other() -> None:
    assert side_by_side("a\nb\nc\n", "a\nx\nc\n") == [
        Row("a", "a", same=True),
        Row("b↵", "x↵", same=False),
        Row("c", "c", same=True),
    ]


def test_a_line_that_only_one_side_has_faces_nothing() -> None:
    assert side_by_side("a\nb\n", "a\n") == [Row("a", "a", same=True), Row("b↵", None, same=False)]


def test_a_missing_newline_at_the_end_is_said() -> None:
    assert side_by_side("a\n", "a") == [Row("a↵", "a⟨no newline at end⟩", same=False)]


def test_trailing_blanks_are_seen() -> None:
    assert side_by_side("a \n", "a\n") == [Row("a·↵", "a↵", same=False)]


def test_a_form_feed_does_not_end_a_line() -> None:
    assert side_by_side("a\fb\n", "a\fb\n") == [Row("a\\x0cb", "a\\x0cb", same=True)]


def test_long_texts_are_paired_without_aligning() -> None:
    rows = side_by_side("a\n" * 20_000, "b\n" * 19_999)
    assert len(rows) == 20_000
    assert rows[-1] == Row("a↵", None, same=False)


@given(texts, texts)
def test_rows_are_all_the_same_exactly_when_the_texts_are_equal(expected: str, actual: str) -> None:
    rows = side_by_side(text_from_bytes(expected.encode()), text_from_bytes(actual.encode()))
    assert all(row.same for row in rows) == (expected == actual)
