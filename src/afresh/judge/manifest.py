"""The list of hashes of what crossed from the build to the judge, and the tree that it lists."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from afresh.errors import InfrastructureError
from afresh.judge.links import stays_inside
from afresh.sandbox.protocol import TreeEntry
from afresh.store.atomic import new_directory


def crossing(tree: Iterable[TreeEntry]) -> tuple[TreeEntry, ...]:
    """Return what may cross from a build: directories, files, and links that stay inside the tree.

    The home directory of the build stays behind, and so do fifos, sockets and devices.
    """
    return tuple(entry for entry in tree if not entry.path.startswith(b"~/") and _may_cross(entry))


def _may_cross(entry: TreeEntry) -> bool:
    if entry.kind == "link":
        return stays_inside(entry.path, entry.content)
    return entry.kind in {"file", "directory"}


def manifest_digest(tree: Iterable[TreeEntry]) -> str:
    """Return the SHA-256 of the manifest: kind, right to execute, hash of the content and path of each."""
    digest = hashlib.sha256()
    for entry in sorted(tree, key=lambda entry: entry.path):
        content = hashlib.sha256(entry.content).hexdigest()
        executable = "x" if entry.kind == "file" and entry.mode & 0o100 else "-"
        digest.update(f"{entry.kind} {executable} {content} ".encode() + entry.path + b"\0")
    return digest.hexdigest()


def write_tree(tree: Iterable[TreeEntry], directory: Path) -> None:
    """Write a tree as a new directory, whole or not at all, read-only.

    InfrastructureError is raised when it cannot be written.
    """
    if directory.exists():
        raise InfrastructureError(f"{directory}: exists already; remove it")
    with new_directory(directory) as temporary:
        for entry in sorted(tree, key=lambda entry: entry.path):
            path = temporary / entry.path.decode(errors="surrogateescape")
            match entry.kind:
                case "directory":
                    path.mkdir(parents=True, exist_ok=True)
                case "link":
                    path.symlink_to(entry.content.decode(errors="surrogateescape"))
                case _:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(entry.content)
                    path.chmod(0o555 if entry.mode & 0o100 else 0o444)


def read_tree(directory: Path) -> tuple[TreeEntry, ...]:
    """Read a directory back as entries. No link is followed."""
    entries = []
    for path in directory.rglob("*"):
        name = str(path.relative_to(directory)).encode(errors="surrogateescape")
        if path.is_symlink():
            target = str(path.readlink()).encode(errors="surrogateescape")
            entries.append(TreeEntry(name, "link", 0o777, target))
        elif path.is_dir():
            entries.append(TreeEntry(name, "directory", 0o755))
        elif path.is_file():
            entries.append(TreeEntry(name, "file", path.stat().st_mode & 0o777, path.read_bytes()))
    return tuple(entries)
