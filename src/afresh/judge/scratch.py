"""What a candidate writes, kept only as long as its case is looked at."""

import hashlib

from afresh.model import Blob, Content, text_from_bytes
from afresh.store.blobs import INLINE_BYTES, Blobs


class Scratch(Blobs):
    """Reads a store of blobs, and adds to it in memory alone: a candidate must not fill the home's disk."""

    def __init__(self, store: Blobs) -> None:
        super().__init__(store.directory)
        self._added: dict[str, bytes] = {}

    def pack(self, data: bytes) -> Content:
        """Return data as content, without writing anything."""
        if len(data) <= INLINE_BYTES:
            return text_from_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        self._added[digest] = data
        return Blob(sha256=digest, size=len(data))

    def unpack(self, content: Content) -> bytes:
        """Return the bytes of a content, as the store does."""
        if isinstance(content, Blob) and content.sha256 in self._added:
            return self._added[content.sha256]
        return super().unpack(content)
