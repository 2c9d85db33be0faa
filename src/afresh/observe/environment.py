"""The environment in which every program runs, reference and candidate alike."""

from collections.abc import Mapping

from afresh.model import Text, text_to_bytes
from afresh.sandbox.protocol import HOME_DIRECTORY

FIXED: Mapping[str, str] = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": HOME_DIRECTORY,
    "USER": "user",
    "LOGNAME": "user",
    "SHELL": "/bin/sh",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "TERM": "xterm-256color",
}


def environment(*additions: Mapping[str, str] | Mapping[str, Text]) -> dict[bytes, bytes]:
    """Return the fixed environment with additions; later ones win."""
    merged: dict[str, Text] = dict(FIXED)
    for addition in additions:
        merged.update(addition)
    return {key.encode(): text_to_bytes(value) for key, value in merged.items()}
