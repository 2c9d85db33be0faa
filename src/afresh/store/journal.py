"""Append-only journals: each line is complete or, after a kill, dropped at the next start."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from afresh.store.atomic import write_failure
from afresh.store.locks import lock
from afresh.store.records import encode_json, read_lines

T = TypeVar("T")

BLOCK = 64 * 1024
"""Bytes in which the end of a journal is searched for its last whole line."""


class Journal(Generic[T]):
    """A JSON Lines file that one process at a time appends to. Opening it drops a torn last line.

    InfrastructureError is raised when another process has it open, or when it cannot be written.
    """

    def __init__(self, path: Path, kind: type[T]) -> None:
        self.path = path
        self._kind = kind
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+b", buffering=0)
        except OSError as error:
            raise write_failure(path, error) from error
        try:
            # Two writers would drop each other's half-written lines.
            lock(self._file.fileno(), path, doing="writing")
            self._size = _whole_lines(self._file.fileno())
            self._file.truncate(self._size)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[T]:
        return read_lines(self.path, self._kind)

    def append(self, record: T) -> None:
        """Append one record, with one write: once this returns, it survives the end of the process.

        InfrastructureError is raised when the disk is full; nothing of the record is then left.
        """
        line = encode_json(record)
        try:
            written = self._file.write(line)
            if written < len(line):
                self._file.truncate(self._size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise write_failure(self.path, error) from error
        self._size += written

    def close(self) -> None:
        """Make everything durable, against a loss of power too, and close the file."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()


def _whole_lines(descriptor: int) -> int:
    """Return the size of a file up to the end of its last whole line."""
    end = os.fstat(descriptor).st_size
    while end > 0:
        start = max(0, end - BLOCK)
        if (newline := os.pread(descriptor, end - start, start).rfind(b"\n")) >= 0:
            return start + newline + 1
        end = start
    return 0
