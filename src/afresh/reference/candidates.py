"""Other people's programs as candidates: fetched once, then kept."""

import hashlib
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from afresh.errors import AfreshError
from afresh.model import Limits
from afresh.model.record import Record
from afresh.observe.program import Program
from afresh.progress import Progress, silent
from afresh.reference.fetching import fetch, keep_tree, root_of, workspace
from afresh.reference.sources import Source, parse_source
from afresh.reference.tree import tree_digest
from afresh.store.home import Home
from afresh.store.records import read_json, write_json


class Kept(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """Where a fetched program lies, so that fetching it again needs no network."""

    source: str
    digest: str
    entry: str
    root: Literal["own", "host"]
    version: str = ""


def fetch_program(
    home: Home,
    source: str,
    *,
    name: str,
    entry: str | None = None,
    environment: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    masked: tuple[str, ...] = (),
    progress: Progress = silent,
) -> tuple[Program, str]:
    """Return any SOURCE as a program that is started under the given name, and the digest of its tree.

    A file is taken alone, without its libraries: it runs on this machine's. A directory must contain
    `executable`, or what `entry` names. `masked` are paths of this machine that the program must not find.
    InputError is raised when there is no such program, InfrastructureError when it cannot be fetched.
    """
    parsed = parse_source(source)
    kept = _known(home, parsed, entry) or _fetch(home, parsed, entry, progress)
    root = root_of(home.reference_tree(kept.digest), kept.root, masked)
    return Program(root, kept.entry, name, dict(environment or {}), limits or Limits()), kept.digest


def _fetch(home: Home, source: Source, entry: str | None, progress: Progress) -> Kept:
    with workspace(home) as directory:
        fetched = fetch(home, source, directory, entry=entry, alone=True, progress=progress)
        digest = tree_digest(fetched.tree)
        keep_tree(home, fetched.tree, digest)
    kept = Kept(
        source=str(source), digest=digest, entry=fetched.entry, root=fetched.root, version=fetched.version
    )
    # A file may change, and is at hand anyway.
    if source.kind != "file":
        write_json(_note(home, source, entry), kept)
    return kept


def _known(home: Home, source: Source, entry: str | None) -> Kept | None:
    """Return what was fetched before; None if there is nothing whole. Of files nothing is noted."""
    note = _note(home, source, entry)
    if not note.is_file():
        return None
    try:
        kept = read_json(note, Kept)
    except AfreshError:
        return None
    return kept if home.reference_tree(kept.digest).is_dir() else None


def _note(home: Home, source: Source, entry: str | None) -> Path:
    key = "\0".join((str(source), entry or "", platform.machine()))
    return home.cache / "programs" / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
