"""Debian's package manager with private folders: no root, and this machine's packages stay untouched."""

import fcntl
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

from afresh.errors import AfreshError, InfrastructureError, InputError
from afresh.model import Package
from afresh.reference.clients import last_words, run_client
from afresh.reference.tree import file_digest

DAY_SECONDS = 86_400

# Hooks and locks of this machine's own package database have no business here.
_CONFIGURATION = """\
APT::Install-Recommends "false";
APT::Install-Suggests "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
Debug::NoLocking "true";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Install-Pkgs;
"""

_INSTALL = re.compile(r"^Inst (?P<name>[^\s:]+)\S* (?:\[[^]]*\] )?\((?P<version>\S+) ", re.MULTILINE)
_GONE = ("was not found", "Unable to locate package", "404")


class Apt:
    """One private state of apt, in a folder that may be deleted at any time."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._archives = directory / "archives"
        self._lists = directory / "lists"
        self._stamp = directory / "updated"
        self._failure: str | None = None

    def resolve(self, wanted: Iterable[str]) -> tuple[Package, ...]:
        """Return packages (NAME or NAME=VERSION) with all they depend on, as if nothing were installed.

        InputError is raised when the registry has no such package or version, InfrastructureError when
        the registry cannot be asked.
        """
        names = list(wanted)
        with self._ready():
            said = self._apt_get("install", "--simulate", "--yes", *names)
            if said.returncode and self._update():
                said = self._apt_get("install", "--simulate", "--yes", *names)
            if said.returncode:
                raise self._problem(
                    said, f"check the name, or look for it: apt-cache search {names[0].partition('=')[0]}"
                )
            return tuple(self._pin(_INSTALL.findall(said.stdout)))

    def archives(self, packages: Iterable[Package]) -> list[Path]:
        """Return the archives of pinned packages, from the cache or from the registry.

        InputError is raised when the registry no longer has one of them.
        """
        pinned = list(packages)
        missing = [package for package in pinned if not self._cached(package)]
        if missing:
            with self._ready():
                self._download(missing)
        return [self._archive(package) for package in pinned]

    def _archive(self, package: Package) -> Path:
        return self._archives / f"{package.sha256}.deb"

    def _cached(self, package: Package) -> bool:
        path = self._archive(package)
        return path.is_file() and file_digest(path) == package.sha256

    def _pin(self, versions: list[tuple[str, str]]) -> Iterator[Package]:
        """Add to names and versions the digests that the signed lists hold."""
        said = self._apt("apt-cache", "show", *(f"{name}={version}" for name, version in versions))
        digests: dict[tuple[str, str], str] = {}
        for stanza in said.stdout.split("\n\n"):
            fields = dict(re.findall(r"^(Package|Version|SHA256): (\S+)$", stanza, re.MULTILINE))
            if len(fields) == 3:
                digests.setdefault((fields["Package"], fields["Version"]), fields["SHA256"])
        for name, version in sorted(versions):
            if (name, version) not in digests:
                raise InfrastructureError(f"apt-cache knows no digest of {name}={version}; try again later")
            yield Package(name=name, version=version, sha256=digests[name, version])

    def _download(self, packages: list[Package]) -> None:
        self._archives.mkdir(parents=True, exist_ok=True)
        words = [f"{package.name}={package.version}" for package in packages]
        with tempfile.TemporaryDirectory(dir=self._directory) as name:
            said = self._apt_get("download", *words, directory=Path(name))
            if said.returncode and self._update():
                said = self._apt_get("download", *words, directory=Path(name))
            for path in Path(name).glob("*.deb"):
                path.replace(self._archives / f"{file_digest(path)}.deb")
        if said.returncode:
            raise self._problem(said, "the current one is imported with --latest")
        for package in packages:
            if not self._archive(package).is_file():
                raise InputError(
                    f"{package.name}={package.version}: the registry now has another file of that version; "
                    "the current one is imported with --latest"
                )

    def _problem(self, said: CompletedProcess[str], advice: str) -> AfreshError:
        """Tell a registry that does not have it from one that cannot be asked."""
        what = last_words(said, "E:").removeprefix("E:").strip()
        if self._failure:
            return InfrastructureError(
                f"the package registry cannot be reached ({self._failure}); try again later"
            )
        if "Failed to fetch" in what and not any(mark in what for mark in _GONE):
            return InfrastructureError(f"{what}; check the network and try again")
        return InputError(f"the package registry does not have it: {what}; {advice}")

    @contextmanager
    def _ready(self) -> Iterator[None]:
        """Hold the folder for this process alone, with lists that are not older than a day."""
        (self._lists / "partial").mkdir(parents=True, exist_ok=True)
        (self._directory / "status").touch()
        (self._directory / "apt.conf").write_text(_CONFIGURATION)
        with (self._directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._stamp.exists() or time.time() - self._stamp.stat().st_mtime > DAY_SECONDS:
                self._update()
            if not any(self._lists.glob("*_Packages*")):
                reason = self._failure or "no list of packages; check /etc/apt/sources.list"
                raise InfrastructureError(
                    f"the package registry cannot be reached ({reason}); check the network"
                )
            yield

    def _update(self) -> bool:
        """Fetch the lists, unless this object did so before; say whether they may have changed."""
        if self._failure is not None:
            return False
        unused = [f"--option={target}::DefaultEnabled=false" for target in self._other_targets()]
        said = self._apt_get("update", *unused)
        failed = said.returncode or "Failed to fetch" in said.stderr
        self._failure = last_words(said, "E:", "W:") if failed else ""
        if not failed:
            self._stamp.touch()
        return True

    def _other_targets(self) -> set[str]:
        """Return what this machine downloads besides lists of packages, such as icons."""
        dump = self._apt("apt-config", "dump").stdout
        targets = set(re.findall(r"^(Acquire::IndexTargets::deb::[^: ]+)", dump, re.MULTILINE))
        return targets - {"Acquire::IndexTargets::deb::Packages"}

    def _apt_get(self, *words: str, directory: Path | None = None) -> CompletedProcess[str]:
        return self._apt("apt-get", *words, directory=directory)

    def _apt(self, tool: str, *words: str, directory: Path | None = None) -> CompletedProcess[str]:
        here = self._directory
        folders = {
            "Dir::State": here,
            "Dir::State::status": here / "status",
            "Dir::State::lists": self._lists,
            "Dir::Cache": here,
            "Dir::Cache::archives": here / "partial-archives",
            "Dir::Cache::pkgcache": here / "pkgcache.bin",
            "Dir::Cache::srcpkgcache": here / "srcpkgcache.bin",
        }
        options = [f"--option={name}={path}" for name, path in folders.items()]
        configuration = f"--config-file={here / 'apt.conf'}"
        return run_client(
            [tool, configuration, *options, *words],
            instead="on machines without Debian's tools give file:PATH",
            directory=directory,
        )
