from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.errors import CorruptRecordError, InfrastructureError
from afresh.model import Note
from afresh.store import journal
from afresh.store.journal import Journal
from afresh.store.records import encode_lines

NOTES = [Note(text=text) for text in ("one", "two\nlines", "three")]


def test_what_was_appended_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "run" / "trajectory.jsonl"
    for note in NOTES:
        with Journal(path, Note) as opened:
            opened.append(note)
            assert list(opened)[-1] == note
    with Journal(path, Note) as opened:
        assert list(opened) == NOTES


@given(torn=st.binary(max_size=300).map(lambda data: data.replace(b"\n", b"")), block=st.integers(1, 80))
def test_a_torn_last_line_is_dropped_and_the_next_one_is_whole(
    tmp_path_factory: pytest.TempPathFactory, torn: bytes, block: int
) -> None:
    path = tmp_path_factory.mktemp("torn") / "journal"
    path.write_bytes(encode_lines(NOTES) + torn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "BLOCK", block)
        with Journal(path, Note) as opened:
            opened.append(Note(text="next"))
            assert list(opened) == [*NOTES, Note(text="next")]


def test_a_journal_without_one_whole_line_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "journal").write_bytes(b'{"kind":"no')
    with Journal(tmp_path / "journal", Note) as opened:
        assert list(opened) == []
    assert (tmp_path / "journal").read_bytes() == b""


def test_a_damaged_line_in_the_middle_is_no_torn_tail(tmp_path: Path) -> None:
    (tmp_path / "journal").write_bytes(b'{"kind":"no\n' + encode_lines(NOTES))
    opened = Journal(tmp_path / "journal", Note)
    with opened, pytest.raises(CorruptRecordError, match="journal, record 1: "):
        list(opened)


def test_a_journal_has_one_writer_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Journal(path, Note) as opened:
        with pytest.raises(InfrastructureError, match="journal: another process is writing here"):
            Journal(path, Note)
        opened.append(NOTES[0])
    with Journal(path, Note) as again:
        assert list(again) == NOTES[:1]


def test_a_journal_that_cannot_be_opened_is_one_line() -> None:
    with pytest.raises(InfrastructureError, match=r"/dev/null/journal: cannot be written"):
        Journal(Path("/dev/null/journal"), Note)
