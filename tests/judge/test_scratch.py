from pathlib import Path

from afresh.judge.scratch import Scratch
from afresh.model import Blob
from afresh.store.blobs import Blobs


def test_what_a_candidate_prints_is_not_kept_on_disk(tmp_path: Path) -> None:
    scratch = Scratch(Blobs(tmp_path))
    long = scratch.pack(b"x" * 10_000)
    assert isinstance(long, Blob)
    assert scratch.unpack(long) == b"x" * 10_000
    assert list(tmp_path.iterdir()) == []


def test_short_contents_and_stored_blobs_are_read_as_ever(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    stored = blobs.pack(b"y" * 10_000)
    scratch = Scratch(blobs)
    assert scratch.unpack(stored) == b"y" * 10_000
    assert scratch.unpack(scratch.pack(b"short")) == b"short"
