"""Write source trees."""

from pathlib import Path

SOURCES = Path(__file__).parent / "sources"
"""C programs that agents leave behind; each is compiled by the judge, never here."""

COMPILE_C = "#!/bin/sh\nset -e\ncc -O2 -o executable main.c\n"


def write_c_program(workspace: Path, source: str) -> None:
    """Write a C program of ours and its compile.sh into a workspace."""
    (workspace / "main.c").write_bytes((SOURCES / source).read_bytes())
    script = workspace / "compile.sh"
    script.write_text(COMPILE_C)
    script.chmod(0o755)
