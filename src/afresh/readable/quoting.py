"""Bytes as a shell reads them."""

import shlex

_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\\": r"\\"}


def quote_word(data: bytes) -> str:
    """Return data as one word of a shell command (bash where it holds what cannot be printed).

    What could steer the terminal of the person who reads it never stands there as it is.
    """
    text = _decode(data)
    if text.isprintable():
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
    lines = text.split("\n")
    if len(lines) < 3 or lines[-1] or not all(line.replace("\t", "").isprintable() for line in lines):
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
    if character.isprintable():
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode(errors="surrogateescape"))
