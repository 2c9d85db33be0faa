"""Long contents, each kept once under its digest."""

import hashlib
from pathlib import Path

from afresh.errors import CorruptRecordError, InputError
from afresh.model import Blob, Content, text_from_bytes, text_to_bytes
from afresh.store.atomic import write_file

INLINE_BYTES = 4096
"""What is longer lies in a blob, so that a line of a suite stays readable."""


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
        if not path.exists():
            write_file(path, data)
        return Blob(sha256=digest, size=len(data))

    def unpack(self, content: Content) -> bytes:
        """Return the bytes of a content. CorruptRecordError is raised when a blob is missing or damaged."""
        if not isinstance(content, Blob):
            return text_to_bytes(content)
        path = self.directory / content.sha256
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"{path}: blob cannot be read ({error.strerror}); copy the suite again"
            ) from error
        if hashlib.sha256(data).hexdigest() != content.sha256:
            raise CorruptRecordError(path, "blob does not have the digest that names it; copy the suite again")
        return data
