"""The clean-room audit: an agent must rebuild a program from what it does, not from what it is.

Found are, also inside compressed files: programs, libraries, objects and bytecode (`binary`), debug symbols
(`debug`), copies of files that the reference consists of (`copy`), archives that hold code or cannot be
looked into (`archive`), and source code (`source`).

Source code is told by the file's name, or by the interpreter in its first line. Below a folder of examples,
source code may be what the program works on, such as the scripts of an interpreter or the input of a
formatter; there it counts only if it shares its strings with the reference, as a program's own source does.
Shell scripts may stay: documentation shows by them how a program is called.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from afresh.model import Finding
from afresh.reference.contents import FindingKind, code_of_name, is_source, layers, shared_strings
from afresh.reference.tree import file_digest, walk

EXAMPLES = re.compile(r"(examples?|samples?|demos?|tests?|test[-_]?data)", re.IGNORECASE)
SHARED_STRINGS = 3
"""So many strings in common are no accident."""


def audit_docs(docs: Path, reference_tree: Path) -> tuple[Finding, ...]:
    """Return what lies in a task's documentation and should not, sorted by path; all of it is still there."""
    reference = Reference(reference_tree)
    findings = []
    for path in sorted(walk(docs)):
        if path.is_symlink() or path.is_file():
            kind = "copy" if path.is_symlink() else _finding(path, path.relative_to(docs), reference)
            if kind:
                findings.append(Finding(finding=kind, path=_shown(path.relative_to(docs)), removed=False))
    return tuple(findings)


def clean_docs(docs: Path, reference_tree: Path) -> tuple[Finding, ...]:
    """Remove from a task's documentation what the audit finds, and return it."""
    findings = audit_docs(docs, reference_tree)
    for finding in findings:
        (docs / finding.path).unlink()
    return tuple(Finding(finding=each.finding, path=each.path) for each in findings)


class Reference:
    """What the audit needs to know of the reference: its code."""

    def __init__(self, tree: Path) -> None:
        self._code = [
            path for path in walk(tree) if path.is_file() and not path.is_symlink() and _is_code(path)
        ]
        self.digests = frozenset(map(file_digest, self._code))

    def contents(self) -> Iterable[bytes]:
        """Yield the content of each file of code."""
        return (path.read_bytes() for path in self._code)


def _finding(path: Path, relative: Path, reference: Reference) -> FindingKind | None:
    for digest, data, kind in layers(path):
        if digest in reference.digests:
            return "copy"
        if kind:
            return kind
        if is_source(relative, data):
            example = any(map(EXAMPLES.fullmatch, relative.parts[:-1]))
            if not example or any(
                shared_strings(data, code) >= SHARED_STRINGS for code in reference.contents()
            ):
                return "source"
    return None


def _is_code(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o111) or code_of_name(path)


def _shown(path: Path) -> str:
    return str(path).encode(errors="backslashreplace").decode()
