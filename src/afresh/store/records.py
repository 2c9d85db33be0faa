"""Records on disk: JSON for one, JSON Lines for many, TOML for what people may want to read."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from afresh.errors import CorruptRecordError, InputError
from afresh.store.atomic import write_file
from afresh.store.problems import newer_schema, problem_of

T = TypeVar("T")

# Beside its own errors msgspec lets through what the parsers below it raise: numbers with thousands of
# digits and text that is not UTF-8 (both ValueError), and nesting without end.
UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)


def encode_json(record: object) -> bytes:
    """Encode one record; equal records have equal bytes."""
    return msgspec.json.encode(record, order="deterministic") + b"\n"


def encode_lines(records: Iterable[object]) -> bytes:
    """Encode records as JSON Lines."""
    return b"".join(map(encode_json, records))


def read_json(path: Path, kind: type[T]) -> T:
    """Read a record from a JSON file.

    InputError is raised when there is no such file, CorruptRecordError when it cannot be decoded.
    """
    return _decode_head(path, kind, msgspec.json.Decoder(kind).decode, msgspec.json.decode)


def write_json(path: Path, record: object) -> None:
    """Write one record as readable JSON, atomically."""
    write_file(path, msgspec.json.format(encode_json(record), indent=2))


def read_toml(path: Path, kind: type[T]) -> T:
    """Read a record from a TOML file; errors as with `read_json`."""
    return _decode_head(path, kind, lambda data: msgspec.toml.decode(data, type=kind), msgspec.toml.decode)


def write_toml(path: Path, record: object) -> None:
    """Write one record as TOML, atomically."""
    write_file(path, msgspec.toml.encode(record, order="deterministic"))


def read_lines(path: Path, kind: type[T], *, torn: bool = False) -> Iterator[T]:
    """Stream the records of a JSON Lines file.

    CorruptRecordError names the file, the record and the field. With `torn`, a last line without its end
    is left out: the way a journal looks while a record is being appended, or after a kill.
    """
    decode = msgspec.json.Decoder(kind).decode
    number = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    if torn:
                        return
                    raise CorruptRecordError(path, "is cut off; make it or copy it again", record=number)
                yield decode(line)
    except UNREADABLE as error:
        raise CorruptRecordError(path, problem_of(error), record=number) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _decode_head(
    path: Path, kind: type[T], decode: Callable[[bytes], T], decode_any: Callable[[bytes], object]
) -> T:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        return decode(data)
    except UNREADABLE as error:
        problem = newer_schema(data, kind, decode_any) or problem_of(error)
        raise CorruptRecordError(path, problem) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path}: cannot be read ({error.strerror or error}); check the path and who may read it"
    )
