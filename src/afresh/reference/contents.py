"""What the bytes of a file are: machine code, bytecode, an archive, source code, or none of these."""

import bz2
import gzip
import hashlib
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Literal

FindingKind = Literal["binary", "source", "debug", "copy", "archive"]

LAYER_BYTES = 64 * 1024 * 1024
"""Of a compressed file so much is looked at; what is larger cannot be cleared."""
LAYERS = 4
ARCHIVE_MEMBERS = 10_000

_SOURCE_NAME = re.compile(
    r"""\.(
        ad[abs]|asm|c|c\+\+|cc|clj[sc]?|cpp|cr|cs|cxx|d|dart|el|elm|erl|exs?|f|f03|f9[05]|for|fs|go|groovy
        |h|h\+\+|hh|hpp|hrl|hs|hxx|i|inc|java|jl|[cm]?jsx?|kt|l|lhs|lisp|ll|lua|m|mli?|mm|nim|nix|p6|pas|php
        |p[lm]|py[ix]?|r|raku|rb|rkt|rs|s|scala|scm|sml|s?v|swift|tcl|[cm]?tsx?|vala|vhdl?|yy?|zig
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_CODE_NAME = re.compile(r"\.(a|class|dll|exe|jar|o|pyc|so|so\..*|wasm)$", re.IGNORECASE)
_INTERPRETED = re.compile(rb"\A#!.*\b(python|perl|ruby|node|lua|php|tclsh|wish|guile|Rscript)[0-9.]*\b")
_BINARY = (
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",  # Java class, fat Mach-O
    b"\xce\xfa\xed\xfe",  # Mach-O
    b"\xcf\xfa\xed\xfe",
    b"\x00asm",
    b"BC\xc0\xde",  # LLVM
    b"\x1bLua",
)
_OPAQUE = (
    b"!<arch>\n",
    b"!<thin>\n",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xed\xab\xee\xdb",
    b"\x28\xb5\x2f\xfd",
)
_STRING = re.compile(rb'"([^"\\\r\n]{12,200})"')

_PACKED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))


def layers(path: Path) -> Iterator[tuple[str, bytes, FindingKind | None]]:
    """Yield digest, content and kind of a file, and then of what is compressed in it, layer by layer."""
    data = path.read_bytes()
    for _ in range(LAYERS):
        yield hashlib.sha256(data).hexdigest(), data, kind_of(data)
        packed = next((opener for start, opener in _PACKED if data.startswith(start)), None)
        if not packed:
            return
        try:
            with packed(io.BytesIO(data), "rb") as file:
                data = file.read(LAYER_BYTES + 1)
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
            return
        if len(data) > LAYER_BYTES:
            break
    yield "", b"", "archive"


def kind_of(data: bytes) -> FindingKind | None:
    """Say whether bytes are code for a machine or an archive of code."""
    if data.startswith(b"\x7fELF"):
        return "debug" if _has_debug_symbols(data) else "binary"
    if data.startswith(_BINARY) or _is_portable_executable(data) or _is_python_bytecode(data):
        return "binary"
    if data.startswith(_OPAQUE):
        return "archive"
    try:
        names = _member_names(data)
    except (OSError, EOFError, ValueError, RuntimeError, tarfile.TarError, zipfile.BadZipFile):
        return "archive"
    return "archive" if any(map(code_of_name, map(PurePath, names))) else None


def is_source(name: PurePath, data: bytes) -> bool:
    """Say whether a file is source code of a programming language, other than a shell's."""
    plain = re.sub(r"\.(gz|bz2|xz)$", "", name.name)
    return bool(_SOURCE_NAME.search(plain) and b"\0" not in data) or bool(_INTERPRETED.match(data[:200]))


def code_of_name(path: PurePath) -> bool:
    """Say whether a file's name is one that code has."""
    return bool(_SOURCE_NAME.search(path.name) or _CODE_NAME.search(path.name))


def shared_strings(source: bytes, code: bytes) -> int:
    """Return how many of the string literals in a source are also in a piece of code."""
    return sum(literal in code for literal in set(_STRING.findall(source[:1_000_000])))


def _member_names(data: bytes) -> list[str]:
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()[:ARCHIVE_MEMBERS]
    if data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            return [member.name for member, _ in zip(tar, range(ARCHIVE_MEMBERS), strict=False)]
    return []


def _has_debug_symbols(data: bytes) -> bool:
    from elftools.common.exceptions import ELFError  # noqa: PLC0415 - only imports and audits need it
    from elftools.elf.elffile import ELFFile  # noqa: PLC0415

    try:
        return ELFFile(io.BytesIO(data)).has_dwarf_info()
    except (ELFError, ValueError, LookupError, AttributeError, TypeError):
        return False


def _is_portable_executable(data: bytes) -> bool:
    at = int.from_bytes(data[0x3C:0x40], "little")
    return data.startswith(b"MZ") and data[at : at + 4] == b"PE\0\0"


def _is_python_bytecode(data: bytes) -> bool:
    return data[2:4] == b"\r\n" and data[5:8] == b"\0\0\0"
