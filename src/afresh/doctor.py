"""What this machine can do: each check says what is so and, where it is not, how to mend it."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from afresh.errors import InfrastructureError
from afresh.model.record import Record
from afresh.sandbox.bubblewrap import WARDEN
from afresh.sandbox.default import default_sandbox

GIB = 1024**3
WANTED_BYTES = 2 * GIB
"""Free space for the demonstration: two references, their suites and a few runs."""


class Check(Record, frozen=True, kw_only=True):
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    mend: str = ""
    needed: bool = True
    """The main job cannot run without it."""


def examine(home: Path) -> list[Check]:
    """Look at everything that Afresh needs or can use."""
    return [
        _python(),
        _tool("bubblewrap", "bwrap", "--version", "apt-get install bubblewrap"),
        _warden(),
        _sandbox(),
        _user_namespaces(),
        _tool("C compiler", "cc", "--version", "apt-get install gcc libc6-dev"),
        _disk(home),
        _tool("apt-get", "apt-get", "--version", "import with file: on this system", needed=False),
        _tool("dpkg-deb", "dpkg-deb", "--version", "apt-get install dpkg", needed=False),
        _tool("npm", "npm", "--version", "apt-get install npm (for npm: candidates)", needed=False),
        _tool("Node.js", "node", "--version", "apt-get install nodejs (for npm: candidates)", needed=False),
        _machine(),
    ]


def can_work(checks: list[Check]) -> bool:
    """Return whether the main job can run."""
    return all(check.ok for check in checks if check.needed)


def _python() -> Check:
    ok = sys.version_info >= (3, 11)
    return Check(
        name="Python", ok=ok, detail=platform.python_version(), mend="" if ok else "use Python 3.11+"
    )


def _tool(name: str, command: str, flag: str, mend: str, *, needed: bool = True) -> Check:
    path = shutil.which(command)
    if not path:
        return Check(name=name, ok=False, detail=f"{command} not found", mend=mend, needed=needed)
    said = subprocess.run([path, flag], capture_output=True, text=True, errors="replace", check=False)
    lines = (said.stdout or said.stderr).splitlines()
    return Check(name=name, ok=True, detail=lines[0].strip() if lines else path, needed=needed)


def _warden() -> Check:
    if WARDEN.is_file():
        return Check(name="warden", ok=True, detail=f"{WARDEN.stat().st_size // 1024} KiB, static")
    return Check(name="warden", ok=False, detail="not built", mend="install a C compiler, then: make setup")


def _sandbox() -> Check:
    try:
        sandbox = default_sandbox()
    except InfrastructureError as error:
        return Check(name="sandbox", ok=False, detail=str(error), mend="see the lines around this one")
    how = "as root" if getattr(sandbox, "privileged", False) else "by user namespaces"
    return Check(name="sandbox", ok=True, detail=f"{sandbox.name}, {how}, one for each case")


def _user_namespaces() -> Check:
    """Say what the kernel's switches are; root can do without user namespaces."""
    switches = {
        "kernel.unprivileged_userns_clone": (Path("/proc/sys/kernel/unprivileged_userns_clone"), "0", "1"),
        "user.max_user_namespaces": (Path("/proc/sys/user/max_user_namespaces"), "0", "15000"),
        "kernel.apparmor_restrict_unprivileged_userns": (
            Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
            "1",
            "0",
        ),
    }
    needed = os.geteuid() != 0
    for name, (path, bad, good) in switches.items():
        if path.is_file() and path.read_text().strip() == bad:
            return Check(
                name="user namespaces",
                ok=False,
                detail=f"{name} = {bad}",
                mend=f"as root: sysctl -w {name}={good}",
                # The switch matters only if no sandbox works.
                needed=False,
            )
    return Check(name="user namespaces", ok=True, detail="allowed", needed=needed)


def _disk(home: Path) -> Check:
    there = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(there).free
    ok = free >= WANTED_BYTES and os.access(there, os.W_OK)
    return Check(
        name="home",
        ok=ok,
        detail=f"{home}, {free / GIB:.1f} GiB free",
        mend="" if ok else "free some space, or set AFRESH_HOME to a folder with 2 GiB that you may write",
    )


def _machine() -> Check:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    detail = f"{platform.machine()}, {cores} cores, {memory:.0f} GiB, Linux {platform.release()}"
    return Check(name="machine", ok=True, detail=detail, needed=False)
