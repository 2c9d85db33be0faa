import subprocess
from pathlib import Path

import pytest

from afresh.model import Case, FileEntry, Octets, Step, make_case
from afresh.readable import command_line
from afresh.store.blobs import Blobs

SHOW = r"""#!/bin/bash
printf '[%s]' "$@"
echo "<$(cat)>"
for file in * ~/.toolrc; do [ -f "$file" ] && echo "$(basename "$file"): $(cat "$file")"; done
echo "${COLOUR-unset}"
"""


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def repeat(case: Case, blobs: Blobs, tmp_path: Path, step: int = 0) -> str:
    tool = tmp_path / "tool"
    tool.write_text(SHOW)
    tool.chmod(0o755)
    script = command_line(case, step, str(tool), blobs.unpack)
    return subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, capture_output=True, check=True, text=True
    ).stdout


def test_the_commands_repeat_the_case(tmp_path: Path, blobs: Blobs) -> None:
    case = make_case(
        Step(argv=("-a", "it's", "a b"), stdin="one\ntwo\n", env={"COLOUR": "dark red"}),
        (
            FileEntry(path="in put.txt", content="x y"),
            FileEntry(path="deep/er/file", content="z\n"),
            FileEntry(path="~/.toolrc", content="home"),
        ),
    )
    assert repeat(case, blobs, tmp_path) == (
        "[-a][it's][a b]<one\ntwo>\nin put.txt: x y\n.toolrc: home\ndark red\n"
    )


def test_earlier_steps_come_first_and_later_ones_are_left_out(blobs: Blobs) -> None:
    case = make_case((Step(argv=("init",)), Step(argv=("add",)), Step(argv=("log",))))
    assert command_line(case, 1, "tool", blobs.unpack) == "tool init </dev/null\ntool add </dev/null"


def test_bytes_that_are_no_text_are_written_as_octal(blobs: Blobs) -> None:
    case = make_case(Step(stdin=Octets(base64=b"\xff\x00%")))
    assert command_line(case, 0, "tool", blobs.unpack) == r"printf '\377\000%%' | tool"


def test_one_line_is_piped_and_several_are_a_here_document(blobs: Blobs) -> None:
    one, several = (make_case(Step(stdin=text)) for text in ("a\n", "a\nb\n"))
    assert command_line(one, 0, "tool", blobs.unpack) == r"printf 'a\n' | tool"
    assert command_line(several, 0, "tool", blobs.unpack) == "tool <<'EOF'\na\nb\nEOF"


def test_a_long_input_is_taken_from_the_blob_store(blobs: Blobs) -> None:
    content = blobs.pack(b"x" * 100_000)
    case = make_case(Step(argv=("big",), stdin=content), (FileEntry(path="big", content=content),))
    script = command_line(case, 0, "tool", blobs.unpack)
    assert script.count('"$AFRESH_HOME"/blobs/') == 2
    assert len(script) < 400


def test_links_fifos_directories_and_modes_are_made(blobs: Blobs) -> None:
    case = make_case(
        Step(),
        (
            FileEntry(path="d", kind="directory", mode=0o500),
            FileEntry(path="d/run", content="#!", mode=0o755),
            FileEntry(path="link", kind="link", content="d/run", mode=0o777),
            FileEntry(path="pipe", kind="fifo"),
        ),
    )
    script = command_line(case, 0, "ls -lR; true", blobs.unpack).replace("'ls -lR; true'", "ls -lR")
    listing = subprocess.run(["bash", "-euc", script], capture_output=True, check=True, text=True).stdout
    assert "dr-x------" in listing
    assert "-rwxr-xr-x" in listing
    assert "link -> d/run" in listing
    assert "prw-r--r--" in listing
