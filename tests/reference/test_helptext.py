from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.observe.program import Program
from afresh.progress import silent
from afresh.reference.helptext import clean, collect_help, is_help
from afresh.sandbox import Sandbox
from afresh.sandbox.roots import host_root


def program(tmp_path: Path, body: str) -> Program:
    (tmp_path / "tree").mkdir()
    path = tmp_path / "tree/prog"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return Program(host_root(extra=((tmp_path / "tree", "/program"),)), "/program/prog", "prog")


def help_of(tmp_path: Path, sandbox: Sandbox, body: str) -> dict[str, str]:
    collect_help(program(tmp_path, body), tmp_path / "docs", sandbox, silent)
    return {path.name: path.read_text() for path in (tmp_path / "docs").rglob("*.txt")}


def test_help_by_option_is_kept_once(tmp_path: Path, sandbox: Sandbox) -> None:
    body = 'case "$1" in --help|-h) printf "Usage: prog\\n  -v  loud\\n" ;; esac'
    assert help_of(tmp_path, sandbox, body) == {"help-option.txt": "Usage: prog\n  -v  loud\n"}


def test_help_that_is_shown_only_on_a_terminal_is_kept(tmp_path: Path, sandbox: Sandbox) -> None:
    body = 'test -t 0 && printf "\\033[1mUsage:\\033[0m prog FILE\\n  -v  loud\\n"'
    assert help_of(tmp_path, sandbox, body) == {
        "help-option-on-terminal.txt": "Usage: prog FILE\n  -v  loud\n"
    }


def test_usage_on_standard_error_counts(tmp_path: Path, sandbox: Sandbox) -> None:
    body = 'test $# = 0 && { printf "Usage: prog FILE\\n  -v loud\\n" >&2; exit 1; }'
    assert set(help_of(tmp_path, sandbox, body)) == {"no-arguments.txt"}


@pytest.mark.parametrize(
    "body",
    [
        'echo "Usage: prog"; echo " -v loud"; kill -SEGV $$',
        'echo "Usage: prog"; echo " -v loud"; cat /proc/sys/kernel/random/uuid',
        'echo "hello"; echo "world"',
        "true",
    ],
    ids=["killed", "different each time", "not help", "nothing"],
)
def test_what_is_no_help_is_not_kept(tmp_path: Path, sandbox: Sandbox, body: str) -> None:
    assert help_of(tmp_path, sandbox, body) == {}


def test_an_error_message_that_mentions_an_option_is_no_help() -> None:
    assert not is_help("prog: unknown option -q\n")
    assert is_help("Usage: prog [-q]\n\n  -q  be quiet\n")


def test_colours_titles_and_overstriking_are_removed() -> None:
    printed = b"\x1b]0;title\x07\x1b[1;32mU\x08Us\x08sage\x1b[0m\r\n  -a\tall   \n\n"
    assert clean(printed) == "Usage\n  -a\tall\n"


@given(st.binary())
def test_clean_text_is_printable(printed: bytes) -> None:
    assert all(character.isprintable() or character in "\n\t" for character in clean(printed))
