import gzip
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afresh.judge.unpack import MEMBERS, UNPACKED_BYTES, ArchiveError, read_submission
from afresh.sandbox.protocol import TreeEntry


def member(name: str, kind: bytes = tarfile.REGTYPE, *, mode: int = 0o644, to: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.linkname = kind, mode, to
    return info


def pack(path: Path, *members: tuple[tarfile.TarInfo, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "submission.tar.gz"


@pytest.mark.parametrize("compression", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tree_is_read_whatever_its_compression(archive: Path, compression: str) -> None:
    pack(
        archive,
        (member("./compile.sh", mode=0o6755), b"cc main.c"),
        (member("./src/deep/main.c"), b"int main;"),
        (member("lib", tarfile.SYMTYPE, to="src/deep"), b""),
        mode=compression,
    )
    assert read_submission(archive) == (
        TreeEntry(b"compile.sh", "file", 0o755, b"cc main.c"),
        TreeEntry(b"lib", "link", 0o777, b"src/deep"),
        TreeEntry(b"src", "directory", 0o755),
        TreeEntry(b"src/deep", "directory", 0o755),
        TreeEntry(b"src/deep/main.c", "file", 0o644, b"int main;"),
    )


def test_the_last_of_equal_names_wins(archive: Path) -> None:
    pack(archive, (member("a"), b"old"), (member("a"), b"new"))
    assert [entry.content for entry in read_submission(archive)] == [b"new"]


@pytest.mark.parametrize(
    ("info", "problem"),
    [
        (member("../evil"), "leaves the tree"),
        (member("a/../../evil"), "leaves the tree"),
        (member("/etc/passwd"), "leaves the tree"),
        (member("~/.bashrc"), "not allowed"),
        (member("x" * 300), "path of 300 bytes"),
        (member("d/" * 600 + "x"), "path of 1201 bytes"),
        (member("link", tarfile.SYMTYPE, to="/etc/passwd"), "link that leaves"),
        (member("a/link", tarfile.SYMTYPE, to="../../x"), "link that leaves"),
        (member("a/link", tarfile.SYMTYPE, to="b/../../x"), "link that leaves"),
        (member("hard", tarfile.LNKTYPE, to="compile.sh"), "hard link"),
        (member("pipe", tarfile.FIFOTYPE), "fifo"),
        (member("disk", tarfile.BLKTYPE), "device"),
        (member("tty", tarfile.CHRTYPE), "device"),
    ],
)
def test_what_could_reach_outside_is_refused(archive: Path, info: tarfile.TarInfo, problem: str) -> None:
    pack(archive, (member("compile.sh"), b""), (info, b""))
    with pytest.raises(ArchiveError, match=problem):
        read_submission(archive)


@pytest.mark.parametrize(
    "members",
    [
        [member("d", tarfile.SYMTYPE, to="e"), member("d/file")],
        [member("d"), member("d/file")],
        [member("d/file"), member("d")],
        [member("d/file"), member("d", tarfile.SYMTYPE, to="e")],
    ],
)
def test_a_path_that_is_a_directory_and_something_else_is_refused(
    archive: Path, members: list[tarfile.TarInfo]
) -> None:
    pack(archive, *((info, b"") for info in members))
    with pytest.raises(ArchiveError, match="as a directory and as something else"):
        read_submission(archive)


def test_two_links_cannot_climb_out_together(archive: Path) -> None:
    pack(
        archive,
        (member("a/b/here", tarfile.SYMTYPE, to="."), b""),
        (member("out", tarfile.SYMTYPE, to="a/b/here/../../.."), b""),
    )
    with pytest.raises(ArchiveError, match="link that leaves"):
        read_submission(archive)


def test_a_missing_file_says_so(archive: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no such file"):
        read_submission(archive)


@pytest.mark.parametrize("data", [b"", b"no tar", b"\x1f\x8bnope", b"BZh9nope", b"\xfd7zXZ\x00nope"])
def test_what_is_no_tar_says_so(archive: Path, data: bytes) -> None:
    archive.write_bytes(data)
    with pytest.raises(ArchiveError, match="cannot be read as a tar archive"):
        read_submission(archive)


def test_a_truncated_archive_is_refused(archive: Path) -> None:
    pack(archive, (member("compile.sh"), bytes(range(256)) * 100))
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(ArchiveError):
        read_submission(archive)


def test_a_bomb_is_refused_before_it_fills_the_memory(archive: Path) -> None:
    header = member("bomb")
    header.size = 40 * UNPACKED_BYTES
    archive.write_bytes(gzip.compress(header.tobuf() + bytes(10_000_000), 1))
    with pytest.raises(ArchiveError, match="larger than 512 MiB"):
        read_submission(archive)


def test_members_that_are_too_much_together_are_refused(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afresh.judge.unpack.UNPACKED_BYTES", 2**20)
    pack(archive, *((member(name), bytes(2**19)) for name in "abc"))
    with pytest.raises(ArchiveError, match="larger than 1 MiB"):
        read_submission(archive)


def test_more_members_than_allowed_are_refused(archive: Path) -> None:
    block = member("same").tobuf()
    archive.write_bytes(gzip.compress(block * (MEMBERS + 1) + bytes(1024), 1))
    with pytest.raises(ArchiveError, match="more than"):
        read_submission(archive)


def test_a_member_of_negative_size_does_not_hang(archive: Path) -> None:
    header = bytearray(member("x").tobuf(format=tarfile.GNU_FORMAT))
    header[124:136] = (-1024).to_bytes(12, "big", signed=True)
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    archive.write_bytes(bytes(header) + bytes(2048))
    with pytest.raises(ArchiveError):
        read_submission(archive)


names = st.text(st.sampled_from("ab./~\0é"), min_size=1, max_size=12)
kinds = st.sampled_from(
    [tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE]
)


@settings(max_examples=200, deadline=None)
@given(members=st.lists(st.tuples(names, kinds, names), max_size=5))
def test_every_accepted_tree_can_be_laid_out_inside_a_folder(
    members: list[tuple[str, bytes, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    archive = pack(folder / "a.tar", *((member(n, k, to=to), b"") for n, k, to in members), mode="w")
    try:
        entries = read_submission(archive)
    except ArchiveError:
        return
    tree = folder / "tree"
    tree.mkdir()
    for entry in entries:
        path = tree / entry.path.decode(errors="surrogateescape")
        match entry.kind:
            case "directory":
                path.mkdir()
            case "link":
                path.symlink_to(entry.content.decode())
            case _:
                path.write_bytes(entry.content)
    for path in tree.rglob("*"):
        try:
            resolved = path.resolve()
        except RuntimeError:  # links in a circle lead nowhere
            continue
        assert resolved.is_relative_to(tree.resolve())


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=2000))
def test_random_bytes_are_refused_in_one_line(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("random") / "a.tar"
    path.write_bytes(data)
    with pytest.raises(ArchiveError) as caught:
        read_submission(path)
    assert "\n" not in str(caught.value)
