"""The frames that host and warden exchange; warden.c is the other end.

A frame is a type (1 byte), a length (4 bytes, little-endian) and a payload.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from afresh.errors import InfrastructureError
from afresh.model import Limits
from afresh.model.case import FileKind
from afresh.model.limits import MIB
from afresh.sandbox.protocol import Launch, TreeEntry

HIT_TIMEOUT = 1
HIT_OUTPUT = 2
HIT_FILES = 4
LARGEST_TREE = 2 * 1024 * MIB
"""Bytes of a tree that is told: all of it is held in memory here."""
HOME_PREFIX = b"~/"

_HEAD = struct.Struct("<cI")
_FILE = struct.Struct("<cBI")
_LAUNCH = struct.Struct("<8QBII")
_STATUS = struct.Struct("<iIQQQ")

_LETTERS: dict[FileKind, bytes] = {"file": b"f", "directory": b"d", "link": b"l"}
_KINDS: dict[bytes, FileKind] = {
    b"f": "file",
    b"d": "directory",
    b"l": "link",
    b"p": "fifo",
    b"s": "socket",
    b"c": "device",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the warden says of one launch."""

    wait_status: int
    hit: int
    cpu_us: int
    wall_us: int
    peak_kib: int
    stdout: bytes
    stderr: bytes
    tree: tuple[TreeEntry, ...]
    truncated: bool
    """The tree was too large to be told whole."""


def file_frame(entry: TreeEntry) -> bytes:
    """Encode an entry that the warden is to lay out. Only files, directories and links can be laid out."""
    in_home = entry.path.startswith(HOME_PREFIX)
    path = entry.path[len(HOME_PREFIX) :] if in_home else entry.path
    head = _FILE.pack(_LETTERS[entry.kind], in_home, entry.mode)
    return _frame(b"F", head + path + b"\0" + entry.content)


def launch_frames(launch: Launch, limits: Limits) -> bytes:
    """Encode one launch: its input, then its arguments, environment and limits."""
    environment = [key + b"=" + value for key, value in launch.env.items()]
    head = _LAUNCH.pack(
        int(limits.wall_seconds * 1000),
        limits.cpu_seconds,
        limits.memory_bytes,
        limits.processes,
        limits.output_bytes,
        limits.disk_bytes,
        # Holes cost no disk, so a small disk can hold a tree that would take hours to tell.
        min(2 * limits.disk_bytes, LARGEST_TREE),
        limits.files,
        launch.terminal,
        len(launch.argv),
        len(environment),
    )
    strings = [launch.program.encode(), *launch.argv, *environment]
    return _frame(b"I", launch.stdin) + _frame(b"R", head + b"".join(s + b"\0" for s in strings))


def read_report(stream: IO[bytes]) -> Report:
    """Read what the warden answers to a launch. InfrastructureError is raised when it answers otherwise."""
    stdout, stderr = bytearray(), bytearray()
    status: tuple[int, int, int, int, int] | None = None
    tree: list[TreeEntry] = []
    parts: list[bytes] = []
    for kind, payload in _frames(stream):
        if kind == b"o":
            stdout += payload
        elif kind == b"e":
            stderr += payload
        elif kind == b"s":
            status = _STATUS.unpack(payload)
        elif kind == b"t":
            _finish(tree, parts)
            tree.append(_tree_entry(payload))
        elif kind == b"c":
            parts.append(payload)
        elif kind == b"z" and status:
            _finish(tree, parts)
            tree.sort(key=lambda entry: entry.path)
            return Report(*status, bytes(stdout), bytes(stderr), tuple(tree), payload != b"\0")
        else:
            raise InfrastructureError(f"the sandbox failed: {payload.decode(errors='replace')}")
    raise InfrastructureError("the sandbox ended without an answer")


def _finish(tree: list[TreeEntry], parts: list[bytes]) -> None:
    """Give the last file of the tree the content that followed it."""
    if parts:
        last = tree[-1]
        tree[-1] = TreeEntry(last.path, last.kind, last.mode, b"".join(parts))
        parts.clear()


def _tree_entry(payload: bytes) -> TreeEntry:
    letter, in_home, mode = _FILE.unpack_from(payload)
    path, _, content = payload[_FILE.size :].partition(b"\0")
    return TreeEntry(HOME_PREFIX + path if in_home else path, _KINDS[letter], mode, content)


def _frame(kind: bytes, payload: bytes) -> bytes:
    return _HEAD.pack(kind, len(payload)) + payload


def _frames(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        kind, size = _HEAD.unpack(head)
        payload = stream.read(size)
        if len(payload) < size:
            return
        yield kind, payload
