"""Small inputs cost little, whatever they claim to hold: archives, documentation, help."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from afresh.judge.unpack import ArchiveError, read_submission
from afresh.manual import read_manual
from afresh.reference.helptext import is_help


def header(name: str, kind: bytes, size: int) -> bytearray:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return bytearray(info.tobuf(tarfile.GNU_FORMAT))


def long_header() -> bytes:
    """An extended header of digits: the tar reader looks for a word after each of them."""
    size = 2_000_000
    return bytes(header("x", tarfile.XHDTYPE, size)) + b"1" * size + bytes(-size % 512)


def holes() -> bytes:
    """Files of 300 MiB each that are nothing but a hole."""
    block = header("hole", tarfile.GNUTYPE_SPARSE, 0)
    # The map of what is no hole: nothing, at the end of the file; then the size of the file.
    block[386:398] = block[483:495] = b"%011o\0" % (300 << 20)
    block[398:410] = b"%011o\0" % 0
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) * 10


def deep_paths() -> bytes:
    """Few members, each with hundreds of directories that it implies."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number in range(200):
            archive.addfile(tarfile.TarInfo(f"{number}/" + "a/" * 500 + "b"))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (long_header, "extended header of 2000000 bytes"),
        (holes, "larger than 512 MiB"),
        (deep_paths, "more than 50000 members"),
    ],
)
def test_a_small_archive_that_costs_much_is_refused(tmp_path: Path, packed: object, said: str) -> None:
    assert callable(packed)
    path = tmp_path / "submission.tar.gz"
    path.write_bytes(gzip.compress(packed() + bytes(1024)))
    assert path.stat().st_size < 50_000
    with pytest.raises(ArchiveError, match=said):
        read_submission(path)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("line", ["y | x [a\n", "-\n", '$ cat "a\n', "a " * 20 + "\n"])
def test_documentation_of_lines_that_look_like_commands_is_read_to_its_end(tmp_path: Path, line: str) -> None:
    # Where each line looked at all that follow it, this would take minutes.
    (tmp_path / "README.md").write_text("$ x --first\n\n" + line * 30_000 + "\n\n$ x --last\n")
    examples = {example.argv for example in read_manual(tmp_path, "x").examples}
    assert {("--first",), ("--last",)} <= examples


@pytest.mark.timeout(60)
def test_help_of_nothing_but_empty_lines_is_read_at_once() -> None:
    # In the square of its length, this would take hours.
    assert not is_help("a\n" + "\n" * 1_000_000 + "b")
