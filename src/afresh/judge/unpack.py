"""Read a submission without believing anything it says."""

import bz2
import gzip
import io
import lzma
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from afresh.errors import InputError
from afresh.judge.links import stays_inside
from afresh.sandbox.protocol import TreeEntry

MEMBERS = 50_000
"""The most entries that a submission may have, directories that its paths imply included."""
UNPACKED_BYTES = 512 * 1024 * 1024
"""The most bytes that a submission may come to when unpacked, headers included."""
UNPACK_SECONDS = 300
"""The longest that reading a submission may take: some headers cost the square of their length."""
HEADER_BYTES = 16 * 1024
"""The most bytes of an extended header: room for the longest path and the longest link."""
_PATH_BYTES = 1024
_NAME_BYTES = 255

_DECOMPRESSORS: tuple[tuple[bytes, Callable[[IO[bytes]], IO[bytes] | Any]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)


class ArchiveError(InputError):
    """Raised when a submission cannot be unpacked: not a tar, damaged, too large, or unsafe."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}; pack the source tree with: tar czf submission.tar.gz -C TREE .")
        self.problem = problem


def read_submission(path: Path) -> tuple[TreeEntry, ...]:
    """Return the entries of a submission, sorted by path, parents included.

    Modes become 0755 or 0644. ArchiveError is raised when the file is missing, is no tar (plain or packed by
    gzip, bzip2 or xz), or holds what could reach outside: absolute paths, `..`, hard links, devices, fifos,
    links that leave the tree, paths that lead through a link or a file.
    """
    try:
        with path.open("rb") as file:
            return _collect(_members(file))
    except _UnsafeError as error:
        raise ArchiveError(path, str(error)) from error
    except FileNotFoundError as error:
        raise ArchiveError(path, "there is no such file") from error
    except Exception as error:  # a hostile archive makes the tar and compression readers raise anything
        what = str(error) or type(error).__name__
        raise ArchiveError(path, f"cannot be read as a tar archive ({what})") from error


class _UnsafeError(Exception):
    """Raised when a member is not acceptable; says why."""


class _Capped(io.RawIOBase):
    """A stream that ends with an error where it grows or takes too long: an archive may be a bomb."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file = file
        self._left = limit
        self._deadline = time.monotonic() + UNPACK_SECONDS

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise _too_large()
        if time.monotonic() > self._deadline:
            raise _UnsafeError(f"takes longer than {UNPACK_SECONDS} seconds to unpack")
        return data


class _Member(tarfile.TarInfo):
    """A member whose header is looked at before anything is read for it."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _EXTENDED and self.size > HEADER_BYTES:
            raise _UnsafeError(f"has an extended header of {self.size} bytes")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]


_EXTENDED = {
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
}


def _too_large() -> _UnsafeError:
    return _UnsafeError(f"is larger than {UNPACKED_BYTES // 1024 // 1024} MiB when unpacked")


def _members(file: IO[bytes]) -> Iterator[TreeEntry]:
    magic = file.read(6)
    file.seek(0)
    opener = next((opener for prefix, opener in _DECOMPRESSORS if magic.startswith(prefix)), None)
    stream = _Capped(opener(file) if opener else file, UNPACKED_BYTES)
    # Stream mode never seeks back, so damaged sizes and offsets cannot make it loop.
    left = UNPACKED_BYTES
    with tarfile.open(
        fileobj=stream, mode="r|", tarinfo=_Member, encoding="utf-8", errors="surrogateescape"
    ) as archive:
        for number, member in enumerate(archive, start=1):
            left -= max(member.size, 0)  # holes cost the stream nothing
            if left < 0:
                raise _too_large()
            if number > MEMBERS:
                raise _too_many()
            if entry := _entry(archive, member):
                yield entry


def _entry(archive: tarfile.TarFile, member: tarfile.TarInfo) -> TreeEntry | None:
    path = _safe_path(member.name.encode("utf-8", "surrogateescape"))
    if member.isdir():
        return TreeEntry(path, "directory", 0o755) if path else None
    if not path:
        raise _UnsafeError("has a member without a name")
    if member.issym():
        target = member.linkname.encode("utf-8", "surrogateescape")
        if not stays_inside(path, target):
            raise _UnsafeError(f"has a link that leaves the tree ({_shown(path)})")
        return TreeEntry(path, "link", 0o777, target)
    if not member.isreg():
        kind = "hard link" if member.islnk() else "device, fifo or unknown member"
        raise _UnsafeError(f"has a {kind} ({_shown(path)})")
    if member.size < 0:
        raise _UnsafeError(f"has a member of {member.size} bytes ({_shown(path)})")
    content = archive.extractfile(member)
    data = content.read() if content else b""
    if len(data) != member.size:
        raise _UnsafeError(f"is cut off in {_shown(path)}")
    return TreeEntry(path, "file", 0o755 if member.mode & 0o100 else 0o644, data)


def _safe_path(name: bytes) -> bytes:
    """Return the path without `.` and empty parts. It is empty for the root itself."""
    parts = [part for part in name.split(b"/") if part not in {b"", b"."}]
    if name.startswith(b"/") or b".." in parts:
        raise _UnsafeError(f"has a path that leaves the tree ({_shown(name)})")
    # A tree entry that begins with ~/ means the home directory.
    if b"\0" in name or parts[:1] == [b"~"]:
        raise _UnsafeError(f"has a path that is not allowed ({_shown(name)})")
    path = b"/".join(parts)
    if len(path) > _PATH_BYTES or any(len(part) > _NAME_BYTES for part in parts):
        raise _UnsafeError(f"has a path of {len(path)} bytes ({_shown(name)})")
    return path


def _collect(members: Iterator[TreeEntry]) -> tuple[TreeEntry, ...]:
    """Return the tree that the members make together; as with tar, the last of equal names wins."""
    tree: dict[bytes, TreeEntry] = {}
    for entry in members:
        for end in (i for i, byte in enumerate(entry.path) if byte == ord("/")):
            parent = TreeEntry(entry.path[:end], "directory", 0o755)
            _refuse_conflict(tree.setdefault(parent.path, parent), parent)
        _refuse_conflict(tree.get(entry.path, entry), entry)
        tree[entry.path] = entry
        if len(tree) > MEMBERS:
            raise _too_many()
    return tuple(tree[path] for path in sorted(tree))


def _too_many() -> _UnsafeError:
    return _UnsafeError(f"has more than {MEMBERS} members")


def _refuse_conflict(there: TreeEntry, new: TreeEntry) -> None:
    if (there.kind == "directory") != (new.kind == "directory"):
        raise _UnsafeError(f"has {_shown(new.path)} as a directory and as something else")


def _shown(name: bytes) -> str:
    return repr(name[:80].decode(errors="backslashreplace"))
