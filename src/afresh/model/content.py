"""Bytes as records hold them: readable where they are text, exact where they are not.

JSON has no bytes. Text that is valid UTF-8 stays a plain string, everything else is base64, and what is
too long to read lies in the blob store under its digest.
"""

from afresh.model.record import Record


class Octets(Record, frozen=True, kw_only=True, tag="octets", tag_field="kind"):
    """Bytes that are not valid UTF-8, in base64. ValueError is raised when they are: text has one form."""

    base64: bytes

    def __post_init__(self) -> None:
        if _is_utf8(self.base64):
            raise ValueError("bytes that are valid UTF-8 are written as a plain string")


class Blob(Record, frozen=True, kw_only=True, tag="blob", tag_field="kind"):
    """Bytes kept in the blob store, named by their SHA-256 (hexadecimal); size in bytes."""

    sha256: str
    size: int


Text = str | Octets
"""A file name, an argument, a value in the environment: short, and bytes to the kernel."""

Content = str | Octets | Blob
"""The content of a file or a stream."""


def text_from_bytes(data: bytes) -> Text:
    """Return data as a string if it is UTF-8, else as Octets. Lossless either way."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return Octets(base64=data)


def text_to_bytes(text: Text) -> bytes:
    """Return the bytes that a Text stands for."""
    return text.encode() if isinstance(text, str) else text.base64


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
