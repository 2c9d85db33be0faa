"""Run a case on a program and see what it did."""

from collections.abc import Mapping

from afresh.model import Case, Change, FileEntry, Observation, Usage, text_from_bytes, text_to_bytes
from afresh.observe.environment import environment as fixed_environment
from afresh.observe.program import Program
from afresh.observe.recording import Recording
from afresh.sandbox.protocol import CASE_DIRECTORY, Job, Launch, Outcome, Sandbox, TreeEntry
from afresh.store.blobs import Blobs

Tree = dict[bytes, TreeEntry]


def run_case(
    sandbox: Sandbox,
    program: Program,
    case: Case,
    blobs: Blobs,
    *,
    slot: int = 0,
    environment: Mapping[str, str] | None = None,
    directory: str = CASE_DIRECTORY,
) -> Recording:
    """Run a case on a program, in fresh directories, and return what it did.

    `environment` and `directory` are there to perturb: a judge leaves both alone. InfrastructureError is
    raised when the sandbox failed; that is never an observation.
    """
    files = tuple(_tree_entry(entry, blobs) for entry in case.files)
    launches = tuple(
        Launch(
            program.path,
            (program.name.encode(), *map(text_to_bytes, step.argv)),
            fixed_environment(program.environment, step.env, environment or {}),
            blobs.unpack(step.stdin),
        )
        for step in case.steps
    )
    job = Job(program.root, launches, files, program.limits, directory, slot)
    outcomes = sandbox.run(job)
    return Recording(_observations(outcomes, _initial_tree(files), blobs), _total(outcomes))


def _observations(outcomes: list[Outcome], before: Tree, blobs: Blobs) -> tuple[Observation, ...]:
    observations = []
    for outcome in outcomes:
        after = {entry.path: entry for entry in outcome.tree}
        observations.append(
            Observation(
                exit=outcome.exit,
                signal=outcome.signal,
                limit=outcome.limit,
                stdout=blobs.pack(outcome.stdout),
                stderr=blobs.pack(outcome.stderr),
                files=changes(before, after, blobs),
            )
        )
        before = after
    return tuple(observations)


def changes(before: Tree, after: Tree, blobs: Blobs) -> tuple[Change, ...]:
    """Return what changed from one tree to the other, sorted by path."""
    found = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        if new is None:
            assert old is not None
            found.append(Change(path=text_from_bytes(path), what="deleted", kind=old.kind))
        else:
            found.append(
                Change(
                    path=text_from_bytes(path),
                    what="created" if old is None else "changed",
                    kind=new.kind,
                    mode=new.mode,
                    content=blobs.pack(new.content),
                )
            )
    return tuple(found)


def _tree_entry(entry: FileEntry, blobs: Blobs) -> TreeEntry:
    return TreeEntry(text_to_bytes(entry.path), entry.kind, entry.mode, blobs.unpack(entry.content))


def _initial_tree(files: tuple[TreeEntry, ...]) -> Tree:
    """Return the tree as the sandbox lays it out: with the parents that the entries imply."""
    tree: Tree = {}
    for entry in files:
        start = 2 if entry.path.startswith(b"~/") else 0
        parts = entry.path[start:].split(b"/")
        for depth in range(1, len(parts)):
            parent = entry.path[:start] + b"/".join(parts[:depth])
            tree.setdefault(parent, TreeEntry(parent, "directory", 0o755))
        mode = 0o777 if entry.kind == "link" else entry.mode
        tree[entry.path] = TreeEntry(entry.path, entry.kind, mode, entry.content)
    return tree


def _total(outcomes: list[Outcome]) -> Usage:
    return Usage(
        cpu_ms=round(sum(outcome.usage.cpu_ms for outcome in outcomes), 3),
        wall_ms=round(sum(outcome.usage.wall_ms for outcome in outcomes), 3),
        memory_kib=max((outcome.usage.memory_kib for outcome in outcomes), default=0),
    )
