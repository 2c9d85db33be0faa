"""Unpacking Debian packages into a root, without installing them."""

import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from afresh.errors import InfrastructureError
from afresh.reference.tree import inside, inside_parent

MERGED = ("bin", "sbin", "lib", "lib64")
"""Since all of Debian is usr-merged, these are links into /usr, whatever a package says."""


def new_root(tree: Path) -> None:
    """Lay out a root that holds nothing but the links of a usr-merged system."""
    for name in MERGED:
        (tree / "usr" / name).mkdir(parents=True)
        (tree / name).symlink_to(f"usr/{name}")


def unpack(archive: Path, tree: Path, wanted: Callable[[str], bool]) -> list[str]:
    """Unpack what is wanted of a package into a root; return the absolute paths of its files and links.

    Names are resolved inside the root, so that no link leads out of it. Files become readable to all and
    lose the setuid, setgid and sticky bits; devices and pipes are left out. InfrastructureError is
    raised when the archive is damaged.
    """
    names = []
    with _members(archive, "--fsys-tarfile") as members:
        for member, data in members:
            name = "/" + PurePosixPath("/", member.name).relative_to("/").as_posix()
            if name != "/" and wanted(name):
                _place(member, data, tree, name)
                if not member.isdir():
                    names.append(name)
    return names


def maintainer_script(archive: Path, name: str) -> str:
    """Return the text of a package's maintainer script; empty if it has none."""
    with _members(archive, "--ctrl-tarfile") as members:
        for member, data in members:
            if PurePosixPath(member.name).name == name and (file := data.extractfile(member)):
                return file.read(1_000_000).decode(errors="replace")
    return ""


def _place(member: tarfile.TarInfo, data: tarfile.TarFile, tree: Path, name: str) -> None:
    if member.isdir():
        inside(tree, name).mkdir(parents=True, exist_ok=True)
        return
    path = inside_parent(tree, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.is_file():
        path.unlink()
    if member.issym():
        if not path.is_dir():
            path.symlink_to(member.linkname)
    elif member.islnk():
        path.hardlink_to(inside_parent(tree, "/" + member.linkname))
    elif member.isfile() and (content := data.extractfile(member)):
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)
        path.chmod(0o755 if member.mode & 0o100 else 0o644)


@contextmanager
def _members(archive: Path, part: str) -> Iterator[Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]]:
    """Stream one of the two tar files in a package."""
    with subprocess.Popen(
        ["dpkg-deb", part, archive], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            with tarfile.open(fileobj=process.stdout, mode="r|") as data:
                yield ((member, data) for member in data)
        except tarfile.TarError as error:
            raise InfrastructureError(
                f"{archive}: is damaged ({error}); delete it and import again"
            ) from error
        finally:
            process.kill()
