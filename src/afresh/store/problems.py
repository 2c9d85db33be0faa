"""What is wrong with a stored record, in one line that names the field."""

import re
from collections.abc import Callable

import msgspec

ADVICE = "it is damaged or of another version of Afresh; make it or copy it again"

_FIELD = re.compile(r"^(?P<what>.*) - at `(?:key` in `)?\$(?P<path>[^`]*)`$", re.DOTALL)
_NAMED = re.compile(r"^Object (?P<what>contains unknown|missing required) field `(?P<name>.*)`$", re.DOTALL)


def problem_of(error: Exception) -> str:
    """Say which field of a record cannot be used and why. Whatever the file holds, it is one short line."""
    if isinstance(error, RecursionError):
        return f"is nested too deeply; {ADVICE}"
    text = str(error)
    path, name = "", ""
    if at := _FIELD.match(text):
        text, path = at["what"], at["path"]
    if named := _NAMED.match(text):
        text = "is not known" if named["what"] == "contains unknown" else "is missing"
        name = named["name"]
    field = ".".join(part for part in (path.lstrip("."), name) if part)
    said = text if name else text[:1].lower() + text[1:]
    return _one_line(f"field {field!r}: {said}" if field else said) + f"; {ADVICE}"


def newer_schema(data: bytes, kind: type[object], decode_any: Callable[[bytes], object]) -> str | None:
    """Return what to say of a head whose schema this version of Afresh does not know, else None.

    A newer schema is named as what it is, before its unknown fields are complained of.
    """
    known = getattr(getattr(kind, "__struct_config__", None), "tag", None)
    try:
        head = decode_any(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    schema = head.get("schema") if isinstance(head, dict) else None
    if not (isinstance(known, int) and isinstance(schema, int) and schema > known):
        return None
    return f"field 'schema': {schema} is newer than what this Afresh reads ({known}); upgrade Afresh"


def _one_line(text: str, limit: int = 300) -> str:
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return shown if len(shown) <= limit else f"{shown[:limit]}…"
