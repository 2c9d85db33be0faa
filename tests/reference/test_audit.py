import bz2
import gzip
import io
import lzma
import py_compile
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afresh.model import Finding
from afresh.reference.audit import audit_docs, clean_docs

C_SOURCE = b"""#include <stdio.h>
int main(void) {
    puts("frobnicate: cannot open the door");
    puts("Usage: frobnicate [-abc] DOOR");
    puts("the door was closed before you came");
    return 1;
}
"""


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A reference's tree: an executable that holds the strings of its source."""
    tree = tmp_path / "reference"
    tree.mkdir()
    program = tree / "frobnicate"
    program.write_bytes(b"\x7fELF" + C_SOURCE.replace(b'"', b"\0"))
    program.chmod(0o755)
    (tree / "data.txt").write_text("data that both may have\n")
    return tree


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    (docs / "doc/examples").mkdir(parents=True)
    return docs


def tar(name: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return buffer.getvalue()


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "finding"),
    [
        ("tool", b"\x7fELF\x02\x01\x01", "binary"),
        ("tool.gz", gzip.compress(b"\x7fELF\x02\x01\x01"), "binary"),
        ("tool.xz", lzma.compress(gzip.compress(b"\x7fELF\x02\x01\x01")), "binary"),
        ("Main.class", b"\xca\xfe\xba\xbe\0\0\0\x34", "binary"),
        ("prog.wasm", b"\0asm\1\0\0\0", "binary"),
        ("libx.a", b"!<arch>\n", "archive"),
        ("src.tar", tar("frobnicate-1.0/main.c"), "archive"),
        ("src.tar.gz", gzip.compress(tar("frobnicate-1.0/main.rs")), "archive"),
        ("x.jar", zipped("org/Main.class"), "archive"),
        ("x.zip", zipped("lib/libx.so.1"), "archive"),
        ("broken.zip", b"PK\x03\x04 and then nothing", "archive"),
        ("bomb.bz2", bz2.compress(bytes(65 * 1024 * 1024)), "archive"),
        ("main.c", C_SOURCE, "source"),
        ("main.rs.bz2", bz2.compress(b"fn main() {}"), "source"),
        ("tool", b"#!/usr/bin/env python3\nprint()\n", "source"),
        ("tool", b"#! /usr/bin/perl -w\n", "source"),
    ],
)
def test_code_in_any_form_is_found(docs: Path, reference: Path, name: str, data: bytes, finding: str) -> None:
    (docs / name).write_bytes(data)
    assert [(each.finding, each.path) for each in audit_docs(docs, reference)] == [(finding, name)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("README", b"To use it in C, write: int main(void) { }\n"),
        ("man/frobnicate.1", b".TH FROBNICATE 1\n"),
        ("doc/data.txt", b"data that both may have\n"),
        ("doc/run.sh", b"#!/bin/sh\nfrobnicate door\n"),
        ("doc/pictures.zip", zipped("door.png")),
        ("doc/empty", b""),
        ("doc/short.gz", b"\x1f\x8b"),
    ],
)
def test_documentation_and_data_may_stay(docs: Path, reference: Path, name: str, data: bytes) -> None:
    (docs / name).parent.mkdir(exist_ok=True)
    (docs / name).write_bytes(data)
    assert audit_docs(docs, reference) == ()


def test_a_second_copy_of_the_reference_is_found_under_any_name(docs: Path, reference: Path) -> None:
    program = (reference / "frobnicate").read_bytes()
    (docs / "notes.txt").write_bytes(program)
    (docs / "notes.gz").write_bytes(gzip.compress(program))
    (docs / "link").symlink_to(reference / "frobnicate")
    assert {(each.finding, each.path) for each in audit_docs(docs, reference)} == {
        ("copy", "notes.txt"),
        ("copy", "notes.gz"),
        ("copy", "link"),
    }


def test_a_link_has_no_place_in_the_documentation(docs: Path, reference: Path) -> None:
    (docs / "link").symlink_to("/nonexistent")
    assert [each.path for each in audit_docs(docs, reference)] == ["link"]


def test_source_code_among_the_examples_may_be_an_input_of_the_program(docs: Path, reference: Path) -> None:
    (docs / "doc/examples/input.c").write_bytes(b'int main(void) { puts("something else entirely"); }')
    assert audit_docs(docs, reference) == ()


def test_the_programs_own_source_among_the_examples_is_found(docs: Path, reference: Path) -> None:
    (docs / "doc/examples/main.c").write_bytes(C_SOURCE)
    assert [each.finding for each in audit_docs(docs, reference)] == ["source"]


def test_debug_symbols_are_told_from_programs(docs: Path, reference: Path) -> None:
    if not shutil.which("cc"):
        pytest.skip("needs a C compiler")
    command = ["cc", "-g", "-x", "c", "-", "-o", str(docs / "frobnicate.debug")]
    subprocess.run(command, input=C_SOURCE, check=True)
    assert [each.finding for each in audit_docs(docs, reference)] == ["debug"]


def test_python_bytecode_is_found_whatever_its_name(docs: Path, reference: Path, tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("x = 1\n")
    py_compile.compile(str(tmp_path / "m.py"), cfile=str(docs / "notes"))
    assert [each.finding for each in audit_docs(docs, reference)] == ["binary"]


def test_what_is_found_is_removed_and_listed(docs: Path, reference: Path) -> None:
    (docs / "doc/main.c").write_bytes(C_SOURCE)
    (docs / "doc/README").write_text("read me\n")
    assert clean_docs(docs, reference) == (Finding(finding="source", path="doc/main.c", removed=True),)
    assert [path.name for path in docs.rglob("*") if path.is_file()] == ["README"]
    assert audit_docs(docs, reference) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(
    start=st.sampled_from([b"", b"\x7fELF", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"MZ"]),
    rest=st.binary(max_size=600),
)
def test_no_file_is_too_strange_to_look_at(docs: Path, reference: Path, start: bytes, rest: bytes) -> None:
    (docs / "strange").write_bytes(start + rest)
    audit_docs(docs, reference)
