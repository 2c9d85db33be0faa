"""How much of a program's source the newest suite of its task runs, line by line.

Run as `make bench-suites`, after `afresh task import deb:NAME` and `afresh generate NAME`. The source of the
Debian package is fetched, built with gcov, laid over the reference's own root, and put to every case. The
generator never sees any of this. Where the registry no longer has the source of the reference's version, the
nearest version that it has is measured. Sources that lie in the folder of `--sources` are not fetched again.
"""

import argparse
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from afresh.engine.local import LocalEngine
from afresh.model import Case, Task, text_to_bytes
from afresh.observe.program import Program, reference_program
from afresh.observe.run import run_case
from afresh.sandbox import default_sandbox
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs
from afresh.store.home import Home
from afresh.store.suites import open_suite

BUILT = "/coverage"
"""Where the build appears in the sandbox."""
COUNTERS = "~/.coverage/"
"""Where a run leaves its counters, as an observation names it."""
FLAGS = "--coverage -O0 -g -w"


@dataclass(frozen=True)
class Recipe:
    """How to build a program with gcov, without the tools that its own build needs."""

    script: str
    """Run in the source folder, with $FLAGS, $HEADERS and $LIBRARIES; leaves the program in ./covered."""
    excluded: str = r"$^"
    """Names of sources that do not count: generated ones, tests."""
    headers: tuple[str, ...] = ()
    """Packages whose headers the build reads."""


RECIPES = {
    "jq": Recipe(
        r"""
        sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/' src/builtin.jq > src/builtin.inc
        echo '#define JQ_VERSION "1.6"' > src/version.h
        found=$(sed -nE 's/^AC_(CHECK_MATH_FUNC|FIND_FUNC|CHECK_FUNCS)\(\[?([a-z][a-z0-9_]*).*/\2/p' \
            configure.ac | grep -vxE 'pow10|arc4random' | tr a-z A-Z | sed 's/.*/-DHAVE_&=1/')
        rm -f src/inject_errors.c
        gcc $FLAGS -D_GNU_SOURCE -DIEEE_8087=1 -DHAVE___THREAD=1 -DHAVE_TM_TM_GMT_OFF=1 -DHAVE_LIBONIG=1 \
            -DHAVE_ALLOCA_H=1 $found -I"$HEADERS/usr/include" -I. -Isrc -o covered src/*.c \
            "$(find "$LIBRARIES" -name 'libonig.so.5')" -lm -lpthread
        """,
        excluded=r"lexer\.|parser\.[ch]$|jq_test\.c$",
        headers=("libonig-dev",),
    ),
    "seqtk": Recipe("gcc $FLAGS -o covered seqtk.c -lz -lm", excluded=r"\.h$"),
    "figlet": Recipe(
        'gcc $FLAGS -DTLF_FONTS -DDEFAULTFONTDIR=\\"/usr/share/figlet\\" -DDEFAULTFONTFILE=\\"standard\\" '
        "-o covered figlet.c zipio.c crc.c inflate.c utf8.c",
    ),
}


@dataclass(frozen=True)
class Measured:
    """Lines of one program's sources."""

    cases: int
    lines: Mapping[str, Mapping[int, int]]
    """How often each line ran, by source."""
    seconds: float

    def covered(self) -> int:
        """Return the number of lines that ran."""
        return sum(1 for counts in self.lines.values() for count in counts.values() if count)

    def total(self) -> int:
        """Return the number of lines that could run."""
        return sum(len(counts) for counts in self.lines.values())


class Sources:
    """Debian's sources, fetched with a private state of apt that follows this machine's own entries."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._apt = self._folder / ".apt"
        if not self._apt.exists():
            for name in ("lists/partial", "archives/partial", "entries"):
                (self._apt / name).mkdir(parents=True)
            (self._apt / "status").touch()
            self._entries()
            self._run("apt-get", "update")

    def of(self, package: str, version: str) -> Path:
        """Return the unpacked source of a package."""
        here = self._folder / package
        here.mkdir(exist_ok=True)
        shown = self._run("apt-cache", "showsrc", package)
        others = reversed(re.findall(r"^Version: (\S+)$", shown, re.MULTILINE))
        for wanted in (version, *others):
            if found := [path for path in sorted(here.iterdir()) if path.is_dir()]:
                return found[0]
            self._run("apt-get", "source", f"{package}={wanted}", folder=here, check=False)
        raise SystemExit(f"{package}: the registry has no source of it; put it into {here}")

    def headers(self, package: str) -> Path:
        """Return a folder with the files of a package."""
        here = self._folder / f"{package}-files"
        if not here.exists():
            here.mkdir()
            self._run("apt-get", "download", package, folder=here)
            self._run("dpkg-deb", "-x", *map(str, here.glob("*.deb")), str(here), apt=False)
        return here

    def _entries(self) -> None:
        """Copy this machine's entries, each for sources as well."""
        for path in Path("/etc/apt/sources.list.d").glob("*.sources"):
            text = re.sub(r"^Types:.*$", "Types: deb deb-src", path.read_text(), flags=re.MULTILINE)
            (self._apt / "entries" / path.name).write_text(text)
        for path in (Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*.list")):
            if path.exists():
                text = re.sub(r"^(deb)( .*)$", r"\1\2\n\1-src\2", path.read_text(), flags=re.MULTILINE)
                (self._apt / "entries" / path.name).write_text(text)

    def _run(self, *command: str, folder: Path | None = None, check: bool = True, apt: bool = True) -> str:
        settings = {
            "Dir::State": self._apt,
            "Dir::State::status": self._apt / "status",
            "Dir::State::lists": self._apt / "lists",
            "Dir::Cache": self._apt,
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": self._apt / "entries",
            "APT::Sandbox::User": "root",
            "Debug::NoLocking": "true",
        }
        options = [f"--option={name}={value}" for name, value in settings.items()] if apt else []
        said = subprocess.run(
            [command[0], *options, *command[1:]], cwd=folder, capture_output=True, text=True, check=False
        )
        if check and said.returncode:
            raise SystemExit(f"{' '.join(command)}: {said.stderr.strip()[-300:]}")
        return said.stdout


def build(source: Path, recipe: Recipe, headers: list[Path], libraries: Path) -> None:
    """Build a source with gcov. SystemExit is raised when that fails."""
    environment = {
        "FLAGS": FLAGS,
        "HEADERS": str(headers[0]) if headers else "",
        "LIBRARIES": str(libraries),
        "PATH": "/usr/bin:/bin",
    }
    script = ["sh", "-ec", recipe.script]
    said = subprocess.run(script, cwd=source, env=environment, capture_output=True, text=True, check=False)
    if said.returncode:
        raise SystemExit(f"{source.name} does not build: {said.stderr.strip()[-500:]}")


def counters(
    sandbox: Sandbox, program: Program, cases: Iterator[Case], blobs: Blobs, folder: Path
) -> Iterator[Path]:
    """Run the cases and yield, for each that left counters, a folder with them."""

    def work(slot: int, case: Case) -> dict[str, bytes]:
        recording = run_case(sandbox, program, case, blobs, slot=slot)
        last = {change.path: change for step in recording.steps for change in step.files}
        names = {path: text_to_bytes(path).decode(errors="replace") for path in last}
        return {
            name.removeprefix(COUNTERS): blobs.unpack(last[path].content)
            for path, name in names.items()
            if name.startswith(COUNTERS) and name.endswith(".gcda")
        }

    for number, found in enumerate(LocalEngine().map(work, cases)):
        if found:
            here = folder / str(number)
            for name, data in found.items():
                (here / name).parent.mkdir(parents=True, exist_ok=True)
                (here / name).write_bytes(data)
            yield here


def merged(folders: Iterator[Path], scratch: Path) -> Path:
    """Return one folder with the sum of all counters."""
    total = scratch / "total"
    for folder in folders:
        if total.exists():
            subprocess.run(
                ["gcov-tool", "merge", "-o", scratch / "sum", total, folder], check=True, capture_output=True
            )
            shutil.rmtree(total)
            shutil.rmtree(folder)
            (scratch / "sum").rename(total)
        else:
            folder.rename(total)
    return total


def line_counts(source: Path, total: Path, excluded: str) -> dict[str, dict[int, int]]:
    """Return how often each line of each source ran; what several objects hold is added up."""
    for path in total.rglob("*.gcda"):
        shutil.copy(path, source / path.name)
    names = [path.name for path in sorted(source.glob("*.gcno"))]
    said = subprocess.run(
        ["gcov", "--json-format", "--stdout", *names], cwd=source, check=True, capture_output=True
    )
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for document in said.stdout.splitlines():
        for file in json.loads(document)["files"]:
            name = str(file["file"])
            if not name.startswith("/usr/") and not re.search(excluded, name):
                for line in file["lines"]:
                    counts[name][line["line_number"]] += line["count"]
    return counts


def measure(home: Home, task: Task, sources: Sources, recipe: Recipe) -> Measured:
    """Return the line coverage of a task's newest suite."""
    reference = reference_program(home, task)
    suite = open_suite(home, task.name)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="afresh-coverage-") as name:
        scratch = Path(name)
        source = scratch / "source"
        shutil.copytree(sources.of(task.name, task.reference.version), source, symlinks=True)
        tree = home.reference_tree(task.reference.digest)
        build(source, recipe, [sources.headers(package) for package in recipe.headers], tree)
        root = replace(reference.root, mounts=(*reference.root.mounts, (source, BUILT)))
        environment = {
            **reference.environment,
            "GCOV_PREFIX": "/home/user/.coverage",
            "GCOV_PREFIX_STRIP": str(len(source.parts) - 1),
        }
        program = replace(reference, root=root, path=f"{BUILT}/covered", environment=environment)
        blobs = Blobs(scratch / "blobs")
        if home.blobs.directory.exists():
            shutil.copytree(home.blobs.directory, blobs.directory)
        found = counters(default_sandbox(), program, suite.cases(), blobs, scratch / "runs")
        lines = line_counts(source, merged(found, scratch), recipe.excluded)
    return Measured(suite.info.cases, lines, time.monotonic() - begun)


def main() -> None:
    """Measure the named programs, print one line for each."""
    parser = argparse.ArgumentParser(description="Line coverage of the newest suites.")
    parser.add_argument("programs", nargs="*", default=[*RECIPES])
    parser.add_argument("--sources", type=Path, help="folder that keeps the sources")
    chosen = parser.parse_args()
    home = Home()
    print(f"{'program':10} {'cases':>6} {'lines':>7} {'covered':>8} {'coverage':>9} {'seconds':>8}")
    with tempfile.TemporaryDirectory(prefix="afresh-sources-") as name:
        sources = Sources(chosen.sources or Path(name))
        for program in chosen.programs:
            found = measure(home, home.task(program), sources, RECIPES[program])
            covered, total = found.covered(), found.total()
            share = f"{covered / total:9.1%}"
            print(f"{program:10} {found.cases:6} {total:7} {covered:8} {share} {found.seconds:8.1f}")


if __name__ == "__main__":
    main()
