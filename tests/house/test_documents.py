"""The documents and the messages name only what there is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from afresh.cli.app import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
MODULES = sorted((ROOT / "src").rglob("*.py"))

CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
AFRESH = re.compile(r"(?:^|[`$/] ?|bin/)afresh ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)
ADVICE = re.compile(r"(?:run|see|try): afresh ([a-z]+)(?: ([a-z]+))?")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_of(document: Path) -> str:
    return "\n".join(CODE.findall(document.read_text()))


def unknown_commands(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield the commands in a text that the command line does not have."""
    root = typer.main.get_command(app)
    for first, second in pattern.findall(text):
        command = getattr(root, "commands", {}).get(first)
        if command is None:
            yield f"afresh {first}"
        elif (below := getattr(command, "commands", None)) and second not in below:
            yield f"afresh {first} {second}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_make_target_in_a_document_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(MAKE.findall(code_of(path))) - targets == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_command_in_a_document_exists(path: Path) -> None:
    assert list(unknown_commands(AFRESH, code_of(path))) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_link_in_a_document_leads_somewhere(path: Path) -> None:
    assert [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()] == []


def test_every_command_that_a_message_advises_exists() -> None:
    unknown = {
        relative(path): found for path in MODULES if (found := [*unknown_commands(ADVICE, path.read_text())])
    }
    assert unknown == {}


def test_the_continuous_integration_runs_the_tests_command_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    lines = [line for line in script.read_text().splitlines() if line and not line.startswith("#")]
    assert script.stat().st_mode & 0o111
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]
