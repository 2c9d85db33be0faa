"""Tools that Afresh itself needs and the machine may not have, fetched as packages into the cache."""

import shutil
from pathlib import Path

from afresh.progress import Progress
from afresh.reference.apt import Apt
from afresh.reference.deb import fetch_deb
from afresh.sandbox import Root
from afresh.sandbox.roots import host_root, own_root
from afresh.store.atomic import new_directory
from afresh.store.home import Home


def apt_of(home: Home) -> Apt:
    """Return the private package manager of a home."""
    return Apt(home.cache / "apt")


def mandoc_root(home: Home, progress: Progress) -> Root | None:
    """Return a root with /usr/bin/mandoc; None on a machine that neither has it nor Debian's packages.

    InfrastructureError is raised when the package cannot be fetched.
    """
    if not shutil.which("apt-get"):
        return host_root() if Path("/usr/bin/mandoc").exists() else None
    tool = home.cache / "tools" / "mandoc"
    if not tool.is_dir():
        with new_directory(tool) as directory:
            # Without the locale that libc-bin brings, mandoc writes ASCII.
            fetch_deb(apt_of(home), directory, name="mandoc", base=("libc-bin",), progress=progress)
    return own_root(tool / "tree")
