"""What is known of a program before its first case: documentation, help of its subcommands, shipped data."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from afresh.generate.chance import source
from afresh.generate.samples import typed_samples
from afresh.manual import Manual, Operand, Option, Sample, read_manual
from afresh.manual.blocks import split_blocks
from afresh.manual.operands import find_operands
from afresh.manual.options import find_options
from afresh.manual.text import normalise
from afresh.model import Task
from afresh.observe.environment import environment
from afresh.observe.program import Program
from afresh.progress import Progress
from afresh.sandbox.protocol import Job, Launch, Sandbox
from afresh.store.home import Home

ASSETS = 300
ASSET_BYTES = 256 * 1024
COMMANDS = 40
FORMATS = 3
RANDOM_SAMPLES = 40
"""Of each format."""


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
    operands: tuple[tuple[str, tuple[Operand, ...]], ...] = ()
    """Subcommands and the operands that the usage of each shows."""
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
    home: Home, task: Task, program: Program, sandbox: Sandbox, *, seed: int, progress: Progress
) -> Survey:
    """Read the documentation, ask every documented subcommand for its help, and list the shipped data."""
    manual = read_manual(home.docs(task.name), task.reference.name)
    commands, operands = [], []
    for number, name in enumerate(manual.subcommands[:COMMANDS]):
        progress("reading the help of subcommands", number, len(manual.subcommands))
        pages = list(help_pages(program, sandbox, name))
        commands.append((name, next((options for options, _ in pages if options), ())))
        operands.append((name, next((found for _, found in pages if found), ())))
    formats = manual.formats[:FORMATS]
    common = ("text",) if formats else ("text", "numbers", "csv")
    rng = source("samples", seed)
    samples = (*manual.samples, *typed_samples((*formats, *common), rng, count=RANDOM_SAMPLES))
    return Survey(
        manual,
        tuple(commands),
        tuple((name, found) for name, found in operands if found),
        tuple(_assets(home.reference_tree(task.reference.digest), task)),
        tuple(sample for sample in samples if len(sample.data) <= ASSET_BYTES),
    )


def help_pages(
    program: Program, sandbox: Sandbox, command: str
) -> Iterator[tuple[tuple[Option, ...], tuple[Operand, ...]]]:
    """Yield the options and operands of each page that a subcommand shows when asked for help.

    The first useful page ends the search. Some programs show help only on a terminal, so that is tried
    after the pipes.
    """
    for terminal in (False, True):
        for argv in ((command, "--help"), ("help", command), (command, "-h"), (command,)):
            blocks = list(split_blocks(_asked(program, sandbox, argv, terminal=terminal)))
            # A program that knows no such help shows its own page, without the subcommand.
            operands = find_operands(
                block for block in blocks if any(command in line for line in block.lines)
            )
            options = find_options(blocks)
            yield tuple(replace(option, where=" ".join(argv)) for option in options), operands
            if options:
                return


def _asked(program: Program, sandbox: Sandbox, argv: tuple[str, ...], *, terminal: bool) -> str:
    arguments = (program.name.encode(), *(argument.encode() for argument in argv))
    launch = Launch(program.path, arguments, environment(program.environment), terminal=terminal)
    outcome = sandbox.run(Job(program.root, (launch,), limits=program.limits))[0]
    if outcome.limit:
        return ""
    return normalise((outcome.stdout + b"\n\n" + outcome.stderr).decode(errors="replace"))


def _assets(tree: Path, task: Task) -> Iterator[Asset]:
    """Yield the files under the reference's own usr/share folder, by name."""
    names = {task.reference.name, task.source.partition(":")[2]} - {""}
    folders = [
        tree / base / name for base in ("usr/share", "share") for name in sorted(names) if "/" not in name
    ]
    paths = [path for folder in folders if folder.is_dir() for path in folder.rglob("*")]
    for path in sorted(paths)[:ASSETS]:
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= ASSET_BYTES:
            yield Asset(path.name, path.read_bytes())
