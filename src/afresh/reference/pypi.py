"""Programs from PyPI, fetched by pip as wheels; no code of a package runs."""

import json
import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

from afresh.errors import AfreshError, InfrastructureError, InputError
from afresh.model import Package
from afresh.observe.program import PROGRAM_DIRECTORY
from afresh.reference.clients import last_words, run_client
from afresh.reference.entry import choose_entry
from afresh.reference.fetched import Fetched
from afresh.reference.plain import lay_out_documents

# pip writes the Python that runs it into the first line; the sandbox has another one, and no site-packages.
_LAUNCH = (
    b"#!/usr/bin/env python3\n"
    b"import os, sys; sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))\n"
)
_INSTALLER_NOTES = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


def fetch_pypi(
    destination: Path,
    *,
    name: str,
    version: str | None = None,
    pinned: tuple[Package, ...] = (),
    entry: str | None = None,
) -> Fetched:
    """Fetch a package into a directory, as `tree`.

    InputError is raised when the registry does not have it as a wheel or it has no console script,
    InfrastructureError when the registry cannot be reached.
    """
    tree, report = destination / "tree", destination / "report.json"
    wanted = [f"{each.name}=={each.version}" for each in pinned] or [
        f"{name}=={version}" if version else name
    ]
    said = run_client(
        [
            *(sys.executable, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"),
            *("--target", str(tree), "--report", str(report), "--no-compile", "--only-binary", ":all:"),
            *("--", *wanted),
        ],
        instead="give another source",
    )
    if said.returncode:
        raise _problem(name, said.stderr, last_words(said, "ERROR:"))
    distribution = _distribution(tree, name)
    programs = [f"{PROGRAM_DIRECTORY}/bin/{program}" for program in _programs(distribution)]
    chosen = choose_entry(sorted(programs), name, entry)
    _make_movable(tree)
    readme = destination / "README.md"
    readme.write_text(str(distribution.metadata.json.get("description", "")), errors="replace")
    licences = sorted(tree.glob(f"{_folder_name(name)}-*.dist-info/**/LICEN[SC]E*"))
    return Fetched(
        tree=tree,
        entry=chosen,
        root="host",
        version=distribution.version,
        packages=_pin(report),
        documents=lay_out_documents(destination, name, [readme]),
        licence=next((path for path in licences if path.is_file() and not path.is_symlink()), None),
    )


def _folder_name(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _distribution(tree: Path, name: str) -> Distribution:
    for distribution in distributions(path=[str(tree)]):
        if _folder_name(distribution.metadata["Name"]) == _folder_name(name):
            return distribution
    raise InfrastructureError(f"pypi:{name}: pip installed it without its metadata; try again")


def _programs(distribution: Distribution) -> set[str]:
    """Return the names of its console scripts and of the programs that its wheel holds."""
    files = {
        path.name for path in distribution.files or () if path.parent.name == "bin" and ".." in path.parts
    }
    return files | {point.name for point in distribution.entry_points.select(group="console_scripts")}


def _make_movable(tree: Path) -> None:
    """Make the tree independent of where it lies and of the Python that installed it."""
    for script in sorted(tree.glob("bin/*")):
        first, _, rest = script.read_bytes().partition(b"\n")
        if first.startswith(b"#!") and b"python" in first:
            script.write_bytes(_LAUNCH + rest)
    for folder in tree.glob("*.dist-info"):
        for note in _INSTALLER_NOTES:
            (folder / note).unlink(missing_ok=True)


def _pin(report: Path) -> tuple[Package, ...]:
    installed = json.loads(report.read_bytes())["install"]
    return tuple(
        sorted(
            (
                Package(
                    name=each["metadata"]["name"],
                    version=each["metadata"]["version"],
                    sha256=each["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256", ""),
                )
                for each in installed
            ),
            key=lambda package: package.name,
        )
    )


def _problem(name: str, said: str, what: str) -> AfreshError:
    if "No module named pip" in said:
        return InfrastructureError("pip is not installed for this Python; install it: python3 -m ensurepip")
    if "Retrying" not in said and "No matching distribution" in said:
        return InputError(f"pypi:{name}: the registry has no such wheel; check the name and the version")
    return InfrastructureError(f"pypi:{name}: could not be fetched ({what}); check the network and try again")
