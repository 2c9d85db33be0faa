"""Isolation: one protocol, and the backends that keep it."""

from afresh.sandbox.default import default_sandbox
from afresh.sandbox.protocol import (
    CASE_DIRECTORY,
    HOME_DIRECTORY,
    Job,
    Launch,
    Outcome,
    Root,
    Sandbox,
    TreeEntry,
)

__all__ = [
    "CASE_DIRECTORY",
    "HOME_DIRECTORY",
    "Job",
    "Launch",
    "Outcome",
    "Root",
    "Sandbox",
    "TreeEntry",
    "default_sandbox",
]
