"""Append-only journals: each line is complete or, after a kill, dropped at the next start."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from afresh.store.atomic import write_failure
from afresh.store.records import encode_json, read_lines

T = TypeVar("T")


class Journal(Generic[T]):
    """A JSON Lines file that is appended to. Opening it drops a torn last line."""

    def __init__(self, path: Path, kind: type[T]) -> None:
        self.path = path
        self._kind = kind
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")
        self._drop_torn_tail()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[T]:
        return read_lines(self.path, self._kind)

    def append(self, record: T) -> None:
        """Append one record, with one write. InfrastructureError is raised when the disk is full."""
        line = encode_json(record)
        try:
            written = os.write(self._file.fileno(), line)
            if written < len(line):
                os.ftruncate(self._file.fileno(), os.fstat(self._file.fileno()).st_size - written)
                raise OSError(28, "No space left on device")
        except OSError as error:
            raise write_failure(self.path, error) from error

    def close(self) -> None:
        """Make everything durable and close the file."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()

    def _drop_torn_tail(self) -> None:
        data = self.path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            os.truncate(self.path, whole)
