"""Importing a program as a task: reference, documentation, identity."""

import hashlib
import platform
from pathlib import Path, PurePosixPath

import msgspec

from afresh.errors import InputError
from afresh.model import Reference, Task
from afresh.observe.program import Program
from afresh.progress import Progress, silent
from afresh.reference.audit import clean_docs
from afresh.reference.docs import add_documents, collect_documents
from afresh.reference.fetched import Fetched
from afresh.reference.fetching import fetch, keep_tree, root_of, workspace
from afresh.reference.helptext import collect_help
from afresh.reference.pages import find_pages, render_pages
from afresh.reference.placing import place_task
from afresh.reference.sources import Source, parse_source
from afresh.reference.tools import mandoc_root
from afresh.reference.tree import set_modes, tree_bytes, tree_digest
from afresh.sandbox import Sandbox
from afresh.store.home import Home, check_task_name
from afresh.store.records import encode_json, write_toml

LICENCE = "licence.txt"


def import_task(
    home: Home,
    source: str,
    *,
    sandbox: Sandbox,
    name: str | None = None,
    docs: Path | None = None,
    entry: str | None = None,
    latest: bool = False,
    progress: Progress = silent,
) -> Task:
    """Import a program as a task and return it.

    A source that was imported before is imported with the same versions, unless `latest` is wanted; if the
    result is equal, nothing changes. InputError is raised when there is no such program, it cannot be
    started, or the name is taken by another source; InfrastructureError when something could not be fetched
    or written. Either way nothing is left in the home.
    """
    parsed = parse_source(source)
    if name is not None:
        check_task_name(name)
    known = _known(home, parsed, name, entry)
    with workspace(home) as directory:
        pinned = known.packages if known and not latest else ()
        fetched = fetch(home, parsed, directory, entry=entry, pinned=pinned, progress=progress)
        program_name = PurePosixPath(fetched.entry).name
        task_name = name or program_name.lower()
        check_task_name(task_name)
        older = _older(home, task_name, parsed)
        folder = directory / "task"
        folder.mkdir()
        program = Program(
            root_of(fetched.tree, fetched.root), fetched.entry, program_name, older.environment, older.limits
        )
        _document(home, fetched, program, folder / "docs", given=docs, sandbox=sandbox, progress=progress)
        task = _describe(older, fetched, program_name, folder)
        if task.digest == older.digest:
            return older
        write_toml(folder / "task.toml", task)
        keep_tree(home, fetched.tree, task.reference.digest)
        place_task(folder, home.task_directory(task.name))
    return task


def _known(home: Home, source: Source, name: str | None, entry: str | None) -> Task | None:
    """Return the task that was imported from this source before."""
    for known in map(home.task, home.task_names()):
        same_entry = entry is None or entry in (
            known.reference.entry,
            PurePosixPath(known.reference.entry).name,
        )
        if known.source == str(source) and same_entry and name in (None, known.name):
            return known
    return None


def _older(home: Home, name: str, source: Source) -> Task:
    """Return the task of that name, or a blank one. InputError is raised when it is of another source."""
    if name not in home.task_names():
        return Task(
            name=name, source=str(source), reference=Reference(digest="", entry="", name=name), digest=""
        )
    older = home.task(name)
    if older.source != str(source):
        raise InputError(f"task {name!r} was imported from {older.source}; choose another name with --name")
    return older


def _document(
    home: Home,
    fetched: Fetched,
    program: Program,
    docs: Path,
    *,
    given: Path | None,
    sandbox: Sandbox,
    progress: Progress,
) -> None:
    """Gather everything that documents the program: the package's, the user's, the program's own help."""
    docs.mkdir()
    if fetched.documents:
        collect_documents(fetched.documents, docs, program.name)
    if given:
        add_documents(given, docs)
    if find_pages(docs) and (mandoc := mandoc_root(home, progress)):
        render_pages(docs, mandoc, sandbox, progress)
    collect_help(program, docs, sandbox, progress)
    set_modes(docs)


def _describe(older: Task, fetched: Fetched, program_name: str, folder: Path) -> Task:
    """Audit the documentation and say what the task is made of. What people set in task.toml stays."""
    docs = folder / "docs"
    audit = clean_docs(docs, fetched.tree)
    if fetched.licence:
        (folder / LICENCE).write_bytes(fetched.licence.read_bytes())
    reference = Reference(
        digest=tree_digest(fetched.tree),
        entry=fetched.entry,
        name=program_name,
        root=fetched.root,
        version=fetched.version,
        architecture=platform.machine(),
        bytes=tree_bytes(fetched.tree),
    )
    identity = encode_json((reference.digest, tree_digest(docs), older.limits))
    return msgspec.structs.replace(
        older,
        reference=reference,
        digest=hashlib.sha256(identity).hexdigest(),
        docs_bytes=tree_bytes(docs),
        packages=fetched.packages,
        licence=LICENCE if fetched.licence else "",
        audit=audit,
    )
