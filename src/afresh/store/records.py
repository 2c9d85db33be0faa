"""Records on disk: JSON for one, JSON Lines for many, TOML for what people write."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from afresh.errors import CorruptRecordError, InputError
from afresh.store.atomic import write_file

T = TypeVar("T")


def encode_json(record: object) -> bytes:
    """Encode one record; equal records have equal bytes."""
    return msgspec.json.encode(record, order="deterministic") + b"\n"


def read_json(path: Path, kind: type[T]) -> T:
    """Read a record from a JSON file. CorruptRecordError is raised when it cannot be decoded."""
    return _decode(path, _bytes(path), msgspec.json.Decoder(kind))


def write_json(path: Path, record: object) -> None:
    """Write one record as readable JSON, atomically."""
    write_file(path, msgspec.json.format(encode_json(record), indent=2) + b"\n")


def read_toml(path: Path, kind: type[T]) -> T:
    """Read a record from a TOML file. CorruptRecordError is raised when it cannot be decoded."""
    data = _bytes(path)
    _refuse_newer(path, data, kind)
    try:
        return msgspec.toml.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CorruptRecordError(path, _problem(error)) from error


def write_toml(path: Path, record: object) -> None:
    """Write one record as TOML, atomically."""
    write_file(path, msgspec.toml.encode(record, order="deterministic"))


def read_lines(path: Path, kind: type[T]) -> Iterator[T]:
    """Stream the records of a JSON Lines file. CorruptRecordError names the file, the record and the field."""
    decoder = msgspec.json.Decoder(kind)
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    with file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                raise CorruptRecordError(path, "is cut off; make or copy the file again", record=number)
            yield _decode(path, line, decoder, number)


def encode_lines(records: Iterable[object]) -> bytes:
    """Encode records as JSON Lines."""
    return b"".join(map(encode_json, records))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def _decode(path: Path, data: bytes, decoder: "msgspec.json.Decoder[T]", number: int | None = None) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CorruptRecordError(path, _problem(error), record=number) from error


def _problem(error: Exception) -> str:
    return f"{error}; it is damaged or of another version of Afresh"


def _refuse_newer(path: Path, data: bytes, kind: type[object]) -> None:
    """Name a newer schema as what it is, before its unknown fields are complained of."""
    try:
        raw = msgspec.toml.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    known = getattr(kind, "__struct_defaults__", ())
    schema = raw.get("schema", 1) if isinstance(raw, dict) else 1
    if known and isinstance(schema, int) and schema > 1:
        raise CorruptRecordError(path, f"schema {schema} is newer than this Afresh reads (1); upgrade Afresh")
