from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.errors import CorruptRecordError, InputError
from afresh.model import Blob
from afresh.store.blobs import INLINE_BYTES, Blobs

LONG = b"long" * INLINE_BYTES


@given(data=st.binary(max_size=50), times=st.sampled_from([1, 500]))
def test_every_content_comes_back(tmp_path_factory: pytest.TempPathFactory, data: bytes, times: int) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("blobs"))
    content = blobs.pack(data * times)
    assert isinstance(content, Blob) == (len(data * times) > INLINE_BYTES)
    assert blobs.unpack(content) == data * times


def test_equal_contents_are_kept_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    assert blobs.pack(LONG) == blobs.pack(LONG)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damaged", [LONG[:-1], b"", b"?" + LONG[1:]])
def test_a_damaged_blob_is_named_and_mended_by_the_next_writer(tmp_path: Path, damaged: bytes) -> None:
    blobs = Blobs(tmp_path)
    content = blobs.pack(LONG)
    assert isinstance(content, Blob)
    (tmp_path / content.sha256).write_bytes(damaged)
    with pytest.raises(CorruptRecordError, match=f"{content.sha256}: blob does not have the digest"):
        blobs.unpack(content)
    blobs.pack(LONG)
    assert blobs.unpack(content) == LONG


def test_a_missing_blob_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="blob cannot be read"):
        Blobs(tmp_path).unpack(Blob(sha256="0" * 64, size=5000))


def test_a_blob_that_names_a_way_out_of_the_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    with pytest.raises(CorruptRecordError, match="cannot be the name of a blob"):
        Blobs(tmp_path / "blobs").unpack(Blob(sha256="../secret", size=6))
