"""Build a submission where nothing is left of it afterwards but the built tree."""

import time
from dataclasses import replace
from pathlib import Path

from afresh.judge.manifest import crossing, manifest_digest, write_tree
from afresh.judge.unpack import ArchiveError, read_submission
from afresh.model import Build, Limits, Observation
from afresh.model.limits import MIB
from afresh.observe.compare import ending
from afresh.observe.environment import FIXED, environment
from afresh.sandbox.protocol import Job, Launch, Outcome, Sandbox, TreeEntry
from afresh.sandbox.roots import host_root

SCRIPT = b"compile.sh"
EXECUTABLE = b"executable"
WORKSPACE = "/workspace"

BUILD_LIMITS = Limits(
    wall_seconds=600,
    cpu_seconds=600,
    memory_bytes=8192 * MIB,
    processes=1024,
    output_bytes=4 * MIB,
    disk_bytes=4096 * MIB,
    files=200_000,
)
_LOG_BYTES = 4096
_PATH_BYTES = 1024

# The place where Go is installed by hand is on nobody's PATH by itself.
_ENVIRONMENT = {"SOURCE_DATE_EPOCH": "0", "PATH": f"{FIXED['PATH']}:/usr/local/go/bin"}

# sh starts a script without a first line that names its interpreter, and one stream keeps the log in order.
_LAUNCH = Launch("/bin/sh", (b"sh", b"-c", b"exec ./compile.sh 2>&1"), environment(_ENVIRONMENT))


def build_submission(
    sandbox: Sandbox,
    submission: Path,
    out: Path,
    *,
    masked: tuple[str, ...] = (),
    limits: Limits = BUILD_LIMITS,
    given: bool = False,
    slot: int = 0,
) -> Build:
    """Build a submission and write the built tree to `out`, a directory that must not exist yet.

    `masked` are this machine's paths that could do the work for the candidate. Whatever is wrong with the
    submission is the build's status, and then there is no `out`; with `given`, an archive that cannot be
    unpacked is the mistake of the person who named it, and raises ArchiveError. InfrastructureError is raised
    when the sandbox failed.
    """
    try:
        entries = read_submission(submission)
    except ArchiveError as error:
        if given:
            raise
        return Build(status="unsafe_archive", log=error.problem)
    return build_tree(sandbox, entries, out, masked=masked, limits=limits, slot=slot)


def build_tree(
    sandbox: Sandbox,
    entries: tuple[TreeEntry, ...],
    out: Path,
    *,
    masked: tuple[str, ...] = (),
    limits: Limits = BUILD_LIMITS,
    slot: int = 0,
) -> Build:
    """Build a source tree that was read already; see `build_submission`."""
    if not any(entry.path == SCRIPT and entry.kind == "file" for entry in entries):
        return Build(status="no_compile_script", log="there is no compile.sh in the root of the submission")
    job = Job(
        root=host_root(masked=masked),
        launches=(_LAUNCH,),
        files=tuple(replace(entry, mode=0o755) if entry.path == SCRIPT else entry for entry in entries),
        limits=limits,
        directory=WORKSPACE,
        slot=slot,
    )
    begin = time.monotonic()
    outcome = sandbox.run(job)[0]
    build = _judge_outcome(outcome, round(time.monotonic() - begin, 3))
    if build.status == "built":
        write_tree(crossing(outcome.tree), out)
    return build


def _judge_outcome(outcome: Outcome, seconds: float) -> Build:
    log = _printable(outcome.stdout)
    if outcome.limit == "timeout":
        return Build(status="timed_out", seconds=seconds, log=log)
    if outcome.exit != 0:
        return Build(status="failed", seconds=seconds, log=f"{log}\n[compile.sh: {_ending(outcome)}]")
    if any(len(entry.path) > _PATH_BYTES for entry in outcome.tree):
        return Build(status="failed", seconds=seconds, log=f"{log}\n[a path of over {_PATH_BYTES} bytes]")
    if not any(_is_executable(entry) for entry in outcome.tree):
        return Build(status="no_executable", seconds=seconds, log=log)
    manifest = manifest_digest(crossing(outcome.tree))
    return Build(status="built", seconds=seconds, log=log, manifest=manifest)


def _is_executable(entry: TreeEntry) -> bool:
    return entry.path == EXECUTABLE and entry.kind == "file" and bool(entry.mode & 0o100)


def _ending(outcome: Outcome) -> str:
    return ending(Observation(exit=outcome.exit, signal=outcome.signal, limit=outcome.limit))


def _printable(log: bytes) -> str:
    """Return the end of a log as text that cannot do anything to a terminal."""
    text = log[-_LOG_BYTES:].decode(errors="replace")
    return "".join(character if character.isprintable() or character in "\n\t" else "�" for character in text)
