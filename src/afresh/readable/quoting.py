"""Bytes as a shell reads them."""

import re
import shlex

_PLAIN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*\Z")
_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\\": r"\\"}
_HERE_DOCUMENT = re.compile(r"(?:[^\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]*\n)+\Z")


def quote_word(data: bytes) -> str:
    """Return data as one word of a shell command (bash where it holds control characters)."""
    text = _decode(data)
    if _PLAIN.match(text):
        return shlex.quote(text)
    return "$'" + "".join("\\'" if c == "'" else _escape(c) for c in text) + "'"


def printf(data: bytes) -> str:
    """Return a printf command that writes exactly data, in any shell."""
    escaped = "".join("%%" if character == "%" else _escape(character) for character in _decode(data))
    if escaped.startswith("-"):
        escaped = r"\055" + escaped[1:]  # or it is taken for an option
    return f"printf {shlex.quote(escaped)}"


def here_document(data: bytes) -> str | None:
    """Return `<<'EOF'` with data as its lines, or None where only printf can write data exactly."""
    text = _decode(data)
    if text.count("\n") < 2 or not _HERE_DOCUMENT.match(text):
        return None
    mark = "EOF"
    while f"\n{mark}\n" in f"\n{text}":
        mark += "_"
    return f"<<'{mark}'\n{text}{mark}"


def _decode(data: bytes) -> str:
    return data.decode(errors="surrogateescape")


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _PLAIN.match(character):
        return character
    return f"\\{character.encode(errors='surrogateescape')[0]:03o}"
