"""Programs from Debian packages: the package with its library closure as a root of its own."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path, PurePosixPath

from afresh.errors import InputError
from afresh.model import Package
from afresh.progress import Progress, silent
from afresh.reference.alternatives import make_links, parse_alternatives
from afresh.reference.apt import Apt
from afresh.reference.archive import maintainer_script, new_root, unpack
from afresh.reference.elf import check_machine, is_elf
from afresh.reference.entry import choose_entry
from afresh.reference.fetched import Fetched
from afresh.reference.tree import inside

BASE = (
    "bash",
    "coreutils",
    "dash",
    "diffutils",
    "findutils",
    "grep",
    "gzip",
    "libc-bin",
    "mawk",
    "ncurses-base",
    "sed",
    "tzdata",
)
"""What packages use without naming it, because every Debian has it: a shell and the tools that programs
start (sort, diff, awk, gzip), the C.UTF-8 locale (libc-bin), terminfo (ncurses-base) and time zones.
They make gron's root 35 MB; all of Debian's essential packages would be far more."""

_DOCUMENTS = ("/usr/share/doc/", "/usr/share/man/", "/usr/share/info/")
# The documentation is taken for the task; of translations the sandbox's locale C.UTF-8 uses none.
_UNUSED = (*_DOCUMENTS, "/usr/share/locale/", "/usr/share/lintian/", "/usr/share/bug/")
_SEARCHED = ("/usr/bin", "/bin", "/usr/games", "/usr/sbin", "/sbin")


def fetch_deb(
    apt: Apt,
    destination: Path,
    *,
    name: str,
    version: str | None = None,
    pinned: tuple[Package, ...] = (),
    entry: str | None = None,
    base: tuple[str, ...] = BASE,
    progress: Progress = silent,
) -> Fetched:
    """Fetch a package into a directory, as the root `tree` and its documentation `documents`.

    With `pinned`, exactly those packages are taken. InputError is raised for a package that is unknown,
    has no executable, or is for another architecture; InfrastructureError when it cannot be fetched.
    """
    progress(f"resolving {name}", 0, None)
    packages = pinned or apt.resolve([f"{name}={version}" if version else name, *base])
    own = next((package for package in packages if package.name == name), None)
    if own is None:
        raise InputError(f"deb:{name}: is not a package but a name that several provide; give one of those")
    progress(f"downloading {name} and {len(packages) - 1} packages that it needs", 0, len(packages))
    archives = dict(zip(packages, apt.archives(packages), strict=True))
    tree, documents = destination / "tree", destination / "documents"
    new_root(tree)
    documents.mkdir()
    contents = {}
    for done, (package, archive) in enumerate(archives.items()):
        progress("unpacking packages", done, len(archives))
        contents[package] = unpack(archive, tree, lambda path: not path.startswith(_UNUSED))
    unpack(archives[own], documents, lambda path: path.startswith(_DOCUMENTS))
    # Maintainer scripts do not run, so that the links by general names are still missing.
    links = {
        each: list(parse_alternatives(maintainer_script(archives[each], "postinst"))) for each in packages
    }
    make_links(tree, chain.from_iterable(links.values()))
    make_links(documents, links[own])
    paths = (*contents[own], *(link.link for link in links[own]))
    chosen = choose_entry(_executables(tree, paths), name, entry)
    program = inside(tree, chosen)
    if is_elf(program):
        check_machine(program, f"deb:{name}: {chosen}")
    # A link must not lead to a file of this machine.
    licence = inside(documents, f"/usr/share/doc/{name}/copyright")
    return Fetched(
        tree=tree,
        entry=chosen,
        root="own",
        version=own.version,
        packages=packages,
        documents=documents / "usr/share",
        licence=licence if licence.is_file() else None,
    )


def _executables(tree: Path, paths: Iterable[str]) -> list[str]:
    found = []
    for path in paths:
        folder = str(PurePosixPath(path).parent)
        program = inside(tree, path)
        if folder in _SEARCHED and program.is_file() and program.stat().st_mode & 0o111:
            found.append(path)
    return sorted(found, key=lambda path: (_SEARCHED.index(str(PurePosixPath(path).parent)), path))
