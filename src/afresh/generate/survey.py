"""What is known of a program before its first case: documentation, help of its subcommands, shipped data."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from afresh.generate.samples import typed_samples
from afresh.manual import Manual, Option, Sample, read_manual
from afresh.manual.blocks import split_blocks
from afresh.manual.options import find_options
from afresh.manual.text import normalise
from afresh.model import Step, Task, make_case
from afresh.observe.program import Program
from afresh.observe.run import run_case
from afresh.progress import Progress
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs
from afresh.store.home import Home

ASSETS = 300
ASSET_BYTES = 256 * 1024
COMMANDS = 40
FORMATS = 3


@dataclass(frozen=True, slots=True)
class Asset:
    """A data file that the reference ships, such as a font."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that seeds are made from."""

    manual: Manual
    commands: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    """Subcommands and the options that the help of each documents."""
    assets: tuple[Asset, ...] = ()
    samples: tuple[Sample, ...] = ()
    """Those of the documentation first, then those of the formats that it names."""

    @property
    def options(self) -> tuple[Option, ...]:
        """All documented options: the program's, then those that only subcommands have."""
        known = {name for option in self.manual.options for name in option.names}
        extra = {
            option.name: option
            for _, options in self.commands
            for option in options
            if not known.intersection(option.names)
        }
        return (*self.manual.options, *extra.values())


def survey_program(
    home: Home, task: Task, program: Program, sandbox: Sandbox, blobs: Blobs, *, seed: int, progress: Progress
) -> Survey:
    """Read the documentation, ask every documented subcommand for its help, and list the shipped data."""
    manual = read_manual(home.docs(task.name), task.reference.name)
    commands = []
    for number, name in enumerate(manual.subcommands[:COMMANDS]):
        progress("reading the help of subcommands", number, len(manual.subcommands))
        commands.append((name, help_options(program, sandbox, blobs, name)))
    formats = manual.formats[:FORMATS]
    common = ("text",) if formats else ("text", "numbers", "csv")
    rng = random.Random(f"samples {seed}")
    samples = (*manual.samples, *typed_samples((*formats, *common), rng))
    return Survey(
        manual,
        tuple(commands),
        tuple(_assets(home.reference_tree(task.reference.digest), task)),
        tuple(sample for sample in samples if len(sample.data) <= ASSET_BYTES),
    )


def help_options(program: Program, sandbox: Sandbox, blobs: Blobs, command: str) -> tuple[Option, ...]:
    """Return the options that the first useful help page of a subcommand documents."""
    for argv in ((command, "--help"), ("help", command), (command, "-h"), (command,)):
        steps = run_case(sandbox, program, make_case(Step(argv=argv)), blobs).steps
        if not steps or steps[0].limit:
            continue
        pages = [blobs.unpack(steps[0].stdout), blobs.unpack(steps[0].stderr)]
        text = normalise(b"\n\n".join(pages).decode(errors="replace"))
        where = " ".join(argv)
        if options := find_options(split_blocks(text, where)):
            return tuple(replace(option, where=where) for option in options)
    return ()


def _assets(tree: Path, task: Task) -> Iterator[Asset]:
    """Yield the files under the reference's own usr/share folder, by name."""
    names = {task.reference.name, *(package.name for package in task.packages[:1])}
    folders = [tree / base / name for base in ("usr/share", "share") for name in sorted(names)]
    paths = [path for folder in folders if folder.is_dir() for path in folder.rglob("*")]
    for path in sorted(paths)[:ASSETS]:
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= ASSET_BYTES:
            yield Asset(path.name, path.read_bytes())
