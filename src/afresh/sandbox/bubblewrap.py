"""The bubblewrap backend: one bubblewrap a job, with the warden as process 1 in it.

Started by root, bubblewrap needs no user namespace, and the warden makes each program an ordinary user;
started by anybody else, bubblewrap's user namespace does that. Programs see the same either way: user 1000
without any right, on a machine called afresh that has no network.
"""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO

from afresh.errors import InfrastructureError
from afresh.model import Limit, Usage
from afresh.sandbox.protocol import HOME_DIRECTORY, Job, Outcome, Root
from afresh.sandbox.wire import (
    HIT_FILES,
    HIT_OUTPUT,
    HIT_TIMEOUT,
    Report,
    file_frame,
    launch_frames,
    read_report,
)

WARDEN = Path(__file__).with_name("warden")
SEEN_WARDEN = "/.afresh/warden"
EMPTY = Path(__file__).with_name("etc") / "empty"
FIRST_UID = 60_000
"""As root, slot n runs programs as user FIRST_UID + n, so that jobs at once do not share a process limit."""
PATIENCE_SECONDS = 60
"""How long after its limit a sandbox may take to answer before it counts as broken."""

# The warden keeps only what it needs to lay out, watch and walk what belongs to another user.
_ROOT_CAPABILITIES = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID")


class BubblewrapSandbox:
    """A sandbox that starts one bubblewrap per job."""

    name = "bubblewrap"

    def __init__(self, *, privileged: bool) -> None:
        self.privileged = privileged

    def run(self, job: Job) -> list[Outcome]:
        """Run a job; see Sandbox."""
        outcomes: list[Outcome] = []
        with self._start(job) as process:
            assert process.stdin
            assert process.stdout
            for entry in job.files:
                process.stdin.write(file_frame(entry))
            for launch in job.launches:
                process.stdin.write(launch_frames(launch, job.limits))
                process.stdin.flush()
                outcomes.append(_outcome(read_report(process.stdout)))
                if outcomes[-1].limit:
                    break
        return outcomes

    @contextmanager
    def _start(self, job: Job) -> Iterator["subprocess.Popen[bytes]"]:
        process = subprocess.Popen(
            self._arguments(job),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
        )
        allowed = job.limits.wall_seconds * len(job.launches) + PATIENCE_SECONDS
        watchdog = threading.Timer(allowed, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield process
            # The warden ends with its requests. Killed instead, it would be left to this machine's first
            # process, which in many containers lets the dead pile up until no process can be started.
            _close(process.stdin)
            process.wait()
        except (BrokenPipeError, InfrastructureError) as error:
            process.kill()
            assert process.stderr
            said = process.stderr.read(4096).decode(errors="replace").strip().replace("\n", "; ")
            raise InfrastructureError(f"{_plain(said or str(error))}; see: afresh doctor") from error
        finally:
            watchdog.cancel()
            process.kill()
            for stream in (process.stdin, process.stdout, process.stderr):
                _close(stream)
            process.wait()

    def _arguments(self, job: Job) -> list[str]:
        """Return the command line of bubblewrap for a job."""
        size = str(job.limits.disk_bytes)
        uid = FIRST_UID + job.slot if self.privileged else 0
        if self.privileged:
            identity = [word for name in _ROOT_CAPABILITIES for word in ("--cap-add", f"CAP_{name}")]
        else:
            identity = ["--unshare-user", "--uid", "1000", "--gid", "1000"]
        return [
            _bubblewrap(),
            *identity,
            *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
            *("--hostname", "afresh", "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"),
            *_root_arguments(job.root),
            # Read-only: started by root in a user namespace, a program owns this machine's settings.
            *("--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev"),
            *("--perms", "1777", "--size", size, "--tmpfs", "/tmp"),  # noqa: S108 - the sandbox's own
            *("--perms", "1777", "--size", size, "--tmpfs", "/dev/shm"),  # noqa: S108
            *("--perms", "0755", "--size", size, "--tmpfs", HOME_DIRECTORY),
            *("--perms", "0755", "--size", size, "--tmpfs", job.directory),
            *("--perms", "0755", "--dir", "/.afresh", "--ro-bind", str(WARDEN), SEEN_WARDEN),
            *("--remount-ro", "/dev", "--remount-ro", "/"),
            *("--chdir", "/", "--", SEEN_WARDEN, job.directory, HOME_DIRECTORY, str(uid)),
        ]


def _root_arguments(root: Root) -> Iterator[str]:
    # bubblewrap makes missing parents of a mount with mode 0700, which other users cannot pass.
    parents = {str(parent) for _, target in root.mounts for parent in Path(target).parents}
    targets = {target for _, target in root.mounts}
    for parent in sorted(parents - targets - {"/"}):
        if not any(parent.startswith(f"{target}/") for target in targets):
            yield from ("--perms", "0755", "--dir", parent)
    for source, target in root.mounts:
        yield from ("--ro-bind", str(source), target)
    for target, path in root.links:
        yield from ("--symlink", target, path)
    for path in root.masked:
        yield from ("--ro-bind", str(EMPTY), path)


def _plain(text: str) -> str:
    """Return text without what could steer a terminal: a program may have chosen the names in it."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _close(stream: IO[bytes] | None) -> None:
    """Close a pipe whose other end may be gone."""
    with suppress(BrokenPipeError):
        if stream:
            stream.close()


def _outcome(report: Report) -> Outcome:
    """Turn the warden's report into an outcome: the limit that was hit comes before how the program ended."""
    killed_by = os.WTERMSIG(report.wait_status) if os.WIFSIGNALED(report.wait_status) else None
    limit: Limit | None = None
    if report.hit & HIT_OUTPUT:
        limit = "output"
    elif report.hit & HIT_TIMEOUT:
        limit = "timeout"
    elif killed_by == signal.SIGXCPU:
        limit = "cpu"
    elif report.truncated or report.hit & HIT_FILES:
        limit = "files"
    return Outcome(
        exit=None if limit or killed_by else os.WEXITSTATUS(report.wait_status),
        signal=None if limit else killed_by,
        limit=limit,
        stdout=report.stdout,
        stderr=report.stderr,
        tree=report.tree,
        usage=Usage(cpu_ms=report.cpu_us / 1000, wall_ms=report.wall_us / 1000, memory_kib=report.peak_kib),
    )


@lru_cache(maxsize=1)
def _bubblewrap() -> str:
    """Return the path of bwrap. InfrastructureError is raised when it is not installed."""
    found = shutil.which("bwrap")
    if not found:
        raise InfrastructureError("bubblewrap is not installed; install it: apt-get install bubblewrap")
    return found
