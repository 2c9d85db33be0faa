"""SOURCE strings: what a user writes to say where a program comes from."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from afresh.errors import InputError

Kind = Literal["deb", "npm", "pypi", "file"]

FORMS = (
    "deb:NAME[=VERSION], npm:NAME[@VERSION], pypi:NAME[==VERSION], file:PATH or the path of an existing file"
)

# What each registry allows; nothing that begins with a dash can be taken for an option of its client.
_VERSION = r"[A-Za-z0-9][A-Za-z0-9.+:~_!-]*"
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    "deb": re.compile(rf"(?P<name>[a-z0-9][a-z0-9.+-]+)(=(?P<version>{_VERSION}))?"),
    "npm": re.compile(
        rf"(?P<name>(@[a-z0-9][a-z0-9._-]*/)?[A-Za-z0-9][A-Za-z0-9._-]*)(@(?P<version>{_VERSION}))?"
    ),
    "pypi": re.compile(rf"(?P<name>[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(==(?P<version>{_VERSION}))?"),
}


@dataclass(frozen=True)
class Source:
    """Where a program comes from."""

    kind: Kind
    name: str
    """Name of the package, or the path of the file as it was given."""
    version: str | None = None
    """The version that was asked for; None for the current one."""

    def __str__(self) -> str:
        separator = {"deb": "=", "npm": "@", "pypi": "==", "file": ""}[self.kind]
        return f"{self.kind}:{self.name}" + (f"{separator}{self.version}" if self.version else "")


def parse_source(text: str) -> Source:
    """Return what a SOURCE stands for. A bare path that exists stands for a file.

    InputError is raised when the text has none of the known forms.
    """
    kind, colon, rest = text.partition(":")
    if colon and kind == "file" and rest and "\0" not in rest:
        return Source("file", rest)
    for known, pattern in _PATTERNS.items():
        if colon and kind == known and (match := pattern.fullmatch(rest)):
            return Source(known, match["name"], match["version"])
    if text and "\0" not in text and _exists(text):
        return Source("file", text)
    if "/" in text and kind not in _PATTERNS:
        raise InputError(f"{text}: there is no such file; check the path")
    raise InputError(f"{text!r} is not a source that can be used; give {FORMS}")


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except OSError:  # longer than any path
        return False
