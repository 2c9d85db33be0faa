"""The file systems that programs see."""

from pathlib import Path

from afresh.sandbox.protocol import Root

ETC = Path(__file__).parent / "etc"

_HOST_ETC = ("alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "java-*-openjdk")
"""What programs of this machine need of its /etc; patterns of names."""
_MERGED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_OURS = ("passwd", "group", "hosts", "nsswitch.conf")
_FRESH = ("proc", "dev", "sys", "tmp", "run", "home", "case")

Mounts = tuple[tuple[Path, str], ...]


def host_root(masked: tuple[str, ...] = (), extra: Mounts = ()) -> Root:
    """Return this machine's programs and libraries, and nothing else of it.

    `masked` are paths of this machine that appear empty; `extra` are further read-only mounts.
    """
    mounts: list[tuple[Path, str]] = [(Path("/usr"), "/usr")]
    links: list[tuple[str, str]] = []
    for name in _MERGED:
        path = Path("/", name)
        if path.is_symlink():
            links.append((str(path.readlink()), str(path)))
        elif path.is_dir():
            mounts.append((path, str(path)))
    mounts += [(path, str(path)) for name in _HOST_ETC for path in sorted(Path("/etc").glob(name))]
    hidden = {str(path.resolve()) for path in map(Path, masked) if path.exists()}
    return Root("host", (*mounts, *_own_etc(), *extra), tuple(links), tuple(sorted(hidden)))


def own_root(tree: Path, extra: Mounts = ()) -> Root:
    """Return a directory that is a whole root of its own, such as the closure of a Debian package."""
    mounts: list[tuple[Path, str]] = []
    links: list[tuple[str, str]] = []
    for path in sorted(tree.iterdir()):
        if path.name in _FRESH:
            continue
        if path.is_symlink():
            links.append((str(path.readlink()), f"/{path.name}"))
        elif path.name == "etc":
            # Entry by entry, so that ours can stand among them.
            for entry in sorted(path.iterdir()):
                if entry.is_symlink():
                    links.append((str(entry.readlink()), f"/etc/{entry.name}"))
                elif entry.name not in _OURS:
                    mounts.append((entry, f"/etc/{entry.name}"))
        else:
            mounts.append((path, f"/{path.name}"))
    return Root("own", (*mounts, *_own_etc(), *extra), tuple(links))


def _own_etc() -> Mounts:
    return tuple((ETC / name, f"/etc/{name}") for name in _OURS)
