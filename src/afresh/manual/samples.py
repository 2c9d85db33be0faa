"""Passages of documentation that look like inputs, and the formats that they are in."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from afresh.manual.blocks import Block
from afresh.manual.text import dedent

SAMPLE_BYTES = 64 * 1024
_FENCE_FORMATS = {
    "json": "json", "jsonc": "json", "yaml": "yaml", "yml": "yaml", "toml": "toml", "xml": "xml",
    "html": "html", "csv": "csv", "tsv": "tsv", "ini": "ini", "markdown": "markdown", "md": "markdown",
    "c": "c", "js": "javascript", "javascript": "javascript", "lua": "lua", "sql": "sql", "python": "python",
}  # fmt: skip
_SUFFIX_FORMATS = _FENCE_FORMATS | {
    "fa": "fasta", "fasta": "fasta", "fq": "fastq", "fastq": "fastq", "bed": "bed", "log": "text",
    "htm": "html", "svg": "xml", "conf": "ini", "cfg": "ini", "h": "c", "py": "python", "ndjson": "json",
}  # fmt: skip
_MENTIONS = re.compile(
    r"\b(json|csv|tsv|xml|html|yaml|toml|ini|fasta|fastq|bed|markdown|sql|lua|javascript|python|c\+\+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Something that can be given to the program as input."""

    data: bytes
    format: str
    """Such as `json`, `csv`, `fasta`, `text`: a guess."""
    name: str = ""
    """The file name that the documentation gives it."""
    where: str = ""


def guess_format(data: bytes, name: str = "", language: str = "") -> str:
    """Return the format of a sample, from what it says and, failing that, from its name."""
    if language in _FENCE_FORMATS:
        return _FENCE_FORMATS[language]
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in _SUFFIX_FORMATS:
        return _SUFFIX_FORMATS[suffix]
    try:
        text = data[:SAMPLE_BYTES].decode()
    except UnicodeDecodeError:
        return "binary"
    return "binary" if "\0" in text else _guess_text(text)


def find_samples(blocks: Iterable[Block]) -> Iterator[Sample]:
    """Yield the literal blocks that are data rather than commands."""
    for block in blocks:
        if not block.literal:
            continue
        text = dedent(list(block.lines))
        data = text.encode()[:SAMPLE_BYTES]
        format_ = guess_format(data, language=block.language)
        known = block.language in _FENCE_FORMATS or format_ not in {"text", "binary"}
        if known and not re.match(r"\s*[$%>#] ", text):
            yield Sample(data, format_, where=block.where)


def mentioned_formats(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the formats that the documentation names more than once in passing, most often first."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(found.lower() for found in _MENTIONS.findall(text))
    if not counts:
        return ()
    most = counts.most_common(1)[0][1]
    return tuple(name for name, count in counts.most_common() if count >= 2 and count * 20 >= most)


def _guess_text(text: str) -> str:
    start = text.lstrip()[:1]
    lines = [line for line in text.split("\n") if line]
    if start and start in '[{"' and _is_json(text, lines):
        return "json"
    if start == "<":
        return "html" if re.match(r"\s*<(?:!doctype html|html|p|div|h\d)\b", text, re.IGNORECASE) else "xml"
    if start == ">" and len(lines) > 1 and re.fullmatch(r"[A-Za-z*-]+", lines[1]):
        return "fasta"
    if start == "@" and len(lines) >= 4 and lines[2].startswith("+"):
        return "fastq"
    if len(lines) > 1:
        for name, separator in (("tsv", "\t"), ("csv", ",")):
            if _is_table(lines, separator):
                return name
    return "text"


def _is_json(text: str, lines: list[str]) -> bool:
    for parts in ([text], lines):
        try:
            for part in parts:
                json.loads(part)
        except (ValueError, RecursionError):
            continue
        return True
    return False


def _is_table(lines: list[str], separator: str) -> bool:
    try:
        widths = {len(row) for row in csv.reader(lines[:50], delimiter=separator)}
    except csv.Error:
        return False
    return len(widths) == 1 and widths.pop() > 1 and not any(f"{separator} " in line for line in lines[:50])
