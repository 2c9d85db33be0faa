"""The help that a program prints: part of its documentation, and for many programs most of it."""

import re
from pathlib import Path

from afresh.model import Limits
from afresh.observe.environment import environment
from afresh.observe.program import Program
from afresh.progress import Progress
from afresh.sandbox import Job, Launch, Sandbox

PROBES = {
    "help-option": (b"--help",),
    "h-option": (b"-h",),
    "help-command": (b"help",),
    "no-arguments": (),
}
"""What is tried, by the name of the file that keeps the answer."""

_LIMITS = Limits(wall_seconds=5.0, cpu_seconds=5, output_bytes=1024 * 1024)
_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_]|[()][A-Z0-9])")
_HELPFUL = re.compile(
    r"\b(usage|options?|commands|synopsis|arguments|flags)\b|^[^\S\n]*-{1,2}[A-Za-z?]",
    re.IGNORECASE | re.MULTILINE,
)


def collect_help(program: Program, docs: Path, sandbox: Sandbox, progress: Progress) -> None:
    """Ask a program for help in the usual ways, by pipe and on a terminal, and keep each distinct answer."""
    kept: list[str] = []
    ways = [(terminal, name) for terminal in (False, True) for name in PROBES]
    for done, (terminal, name) in enumerate(ways):
        progress("asking the program for help", done, len(ways))
        text = ask(program, PROBES[name], sandbox, terminal=terminal)
        if not is_help(text) or any(_squeezed(text) in _squeezed(known) for known in kept):
            continue
        kept.append(text)
        path = docs / "help" / f"{name}{'-on-terminal' if terminal else ''}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def ask(program: Program, arguments: tuple[bytes, ...], sandbox: Sandbox, *, terminal: bool) -> str:
    """Return what a program prints; empty where it does not end by itself or does not repeat itself."""
    argv = (program.name.encode(), *arguments)
    launch = Launch(program.path, argv, environment(program.environment), terminal=terminal)
    text = _printed(program, launch, sandbox)
    # A program that waits until the time is up is not made to do so twice.
    return text if text and text == _printed(program, launch, sandbox) else ""


def is_help(text: str) -> bool:
    """Say whether a text reads like help: it speaks of usage or options, and at some length."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(_HELPFUL.search(text)) and (len(lines) > 1 or len(text) >= 60)


def clean(printed: bytes) -> str:
    """Return printed bytes as plain text: no colours, no cursor movements, no overstriking."""
    text = _ESCAPES.sub("", printed.decode(errors="replace")).replace("\r\n", "\n")
    text = re.sub(r".\x08", "", text)
    text = "".join(character for character in text if character.isprintable() or character in "\n\t")
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")) + "\n" if text.strip() else ""


def _printed(program: Program, launch: Launch, sandbox: Sandbox) -> str:
    outcome = sandbox.run(Job(program.root, (launch,), limits=_LIMITS))[0]
    return "" if outcome.exit is None else clean(outcome.stdout + outcome.stderr)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
