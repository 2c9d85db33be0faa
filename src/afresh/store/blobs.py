"""Long contents, each kept once under its digest."""

import hashlib
import re
from pathlib import Path

from afresh.errors import CorruptRecordError, InputError
from afresh.model import Blob, Content, text_from_bytes, text_to_bytes
from afresh.store.atomic import write_file

INLINE_BYTES = 4096
"""What is longer lies in a blob, so that a line of a suite stays readable."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder of blobs, named by their SHA-256."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def pack(self, data: bytes) -> Content:
        """Return data as content: inline if it is short, else stored and named."""
        if len(data) <= INLINE_BYTES:
            return text_from_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        path = self.directory / digest
        if not _holds(path, data):
            write_file(path, data)
        return Blob(sha256=digest, size=len(data))

    def unpack(self, content: Content) -> bytes:
        """Return the bytes of a content.

        InputError is raised when a blob is missing, CorruptRecordError when it is damaged.
        """
        if not isinstance(content, Blob):
            return text_to_bytes(content)
        path = self.directory / content.sha256
        if not _DIGEST.fullmatch(content.sha256):
            raise CorruptRecordError(path, "cannot be the name of a blob; copy the suite again")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"{path}: blob cannot be read ({error.strerror}); copy the suite again"
            ) from error
        if hashlib.sha256(data).hexdigest() != content.sha256:
            raise CorruptRecordError(
                path, "blob does not have the digest that names it; copy the suite again"
            )
        return data


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there and whole: reading it costs no more than writing, and finds damage."""
    try:
        return path.read_bytes() == data
    except OSError:
        return False
