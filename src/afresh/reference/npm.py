"""Programs from npm, fetched by npm itself; no script of a package runs."""

import json
from pathlib import Path

import msgspec

from afresh.errors import AfreshError, InfrastructureError, InputError
from afresh.model import Package
from afresh.observe.program import PROGRAM_DIRECTORY
from afresh.reference.clients import last_words, run_client
from afresh.reference.entry import choose_entry
from afresh.reference.fetched import Fetched
from afresh.reference.plain import lay_out_documents
from afresh.reference.tree import tree_digest

_UNKNOWN = ("E404", "ETARGET", "EINVALIDTAGNAME", "EINVALIDPACKAGENAME")


class _Manifest(msgspec.Struct):
    """The part of package.json that says what can be started."""

    name: str
    version: str
    bin: str | dict[str, str] = {}


def fetch_npm(
    destination: Path,
    *,
    name: str,
    version: str | None = None,
    pinned: tuple[Package, ...] = (),
    entry: str | None = None,
) -> Fetched:
    """Fetch a package into a directory, as `tree`.

    InputError is raised when the registry does not have it or it has no executable, InfrastructureError
    when npm is missing or cannot reach the registry.
    """
    tree = destination / "tree"
    tree.mkdir()
    wanted = [f"{each.name}@{each.version}" for each in pinned] or [f"{name}@{version}" if version else name]
    said = run_client(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"--prefix={tree}", "--", *wanted],
        instead="install it, or give another source",
    )
    if said.returncode:
        raise _problem(name, said.stderr, last_words(said, "npm error 4", "npm error not", "npm error"))
    package = tree / "node_modules" / name
    manifest = _manifest(package)
    programs = [manifest.bin and name.rpartition("/")[2]] if isinstance(manifest.bin, str) else manifest.bin
    paths = [f"{PROGRAM_DIRECTORY}/node_modules/.bin/{program}" for program in programs if program]
    licences = sorted(package.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
    return Fetched(
        tree=tree,
        entry=choose_entry(sorted(paths), name.rpartition("/")[2], entry),
        root="host",
        version=manifest.version,
        packages=_pin(tree),
        documents=lay_out_documents(
            destination, name, sorted(package.glob("*.md")) + sorted(package.glob("man/*"))
        ),
        licence=next((path for path in licences if path.is_file() and not path.is_symlink()), None),
    )


def _manifest(package: Path) -> _Manifest:
    try:
        return msgspec.json.decode((package / "package.json").read_bytes(), type=_Manifest)
    except (OSError, msgspec.DecodeError, ValueError) as error:
        raise InputError(f"npm:{package.name}: its package.json cannot be used ({error})") from error


def _pin(tree: Path) -> tuple[Package, ...]:
    """Pin the packages of the top level and drop npm's own notes, which differ from one npm to the next.

    npm knows archives by SHA-512; what is pinned is the SHA-256 of the unpacked package.
    """
    notes = tree / "node_modules" / ".package-lock.json"
    locked: dict[str, dict[str, str]] = json.loads(notes.read_bytes())["packages"]
    for unwanted in (notes, tree / "package-lock.json", tree / "package.json"):
        unwanted.unlink(missing_ok=True)
    return tuple(
        Package(
            name=path.removeprefix("node_modules/"),
            version=package["version"],
            sha256=tree_digest(tree / path),
        )
        for path, package in sorted(locked.items())
        if path.count("node_modules/") == 1
    )


def _problem(name: str, said: str, what: str) -> AfreshError:
    if any(f"code {code}" in said for code in _UNKNOWN):
        return InputError(f"npm:{name}: the registry does not have it; check the name and the version")
    return InfrastructureError(f"npm:{name}: could not be fetched ({what}); check the network and try again")
