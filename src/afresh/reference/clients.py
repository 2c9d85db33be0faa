"""Starting the registries' own clients."""

import os
import shutil
import subprocess
from pathlib import Path

from afresh.errors import InfrastructureError

PATIENCE_SECONDS = 1800
"""How long one client may take: a large closure over a slow line."""


def run_client(
    argv: list[str], *, instead: str, directory: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a client with fixed messages and return what it said, whatever its exit status.

    InfrastructureError is raised when the client is not installed (`instead` says what to do then) or
    does not end.
    """
    if not shutil.which(argv[0]):
        raise InfrastructureError(f"{argv[0]} is not installed on this machine; {instead}")
    try:
        return subprocess.run(
            argv,
            cwd=directory,
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InfrastructureError(
            f"{Path(argv[0]).name} did not end in {PATIENCE_SECONDS} seconds; check the network and try again"
        ) from error


def last_words(said: subprocess.CompletedProcess[str], *marks: str) -> str:
    """Return in one line what a client complained of: the first line with a mark, or the last one."""
    lines = [line.strip() for line in (said.stderr + "\n" + said.stdout).splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(marks)]
    return (marked[:1] or lines[-1:] or [f"exit status {said.returncode}"])[0][:300]
