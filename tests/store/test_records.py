import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.errors import CorruptRecordError, InputError
from afresh.model import (
    AttemptInfo,
    Case,
    Evaluation,
    Expectation,
    Note,
    OracleCall,
    RunInfo,
    SuiteInfo,
    Task,
    Usage,
    Verdict,
)
from afresh.model.record import Record
from afresh.store.records import (
    encode_json,
    encode_lines,
    read_json,
    read_lines,
    read_toml,
    write_json,
    write_toml,
)

HEADS = (Task, SuiteInfo, RunInfo, AttemptInfo, Evaluation)
ROWS = (Case, Expectation, Verdict, OracleCall, Note, Usage)
TOML_HEADS = (Task, SuiteInfo, RunInfo)


@pytest.fixture(scope="module")
def folder() -> Path:
    """One folder for all examples of a property: each overwrites the file of the one before."""
    return Path(tempfile.mkdtemp())


@pytest.mark.parametrize("kind", HEADS + ROWS)
@given(data=st.data())
def test_every_record_comes_back_from_json(folder: Path, kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(st.from_type(kind))
    path = folder / "record.json"
    path.write_bytes(encode_json(record))
    assert read_json(path, kind) == record


@pytest.mark.parametrize("kind", TOML_HEADS)
@given(data=st.data())
def test_every_head_comes_back_from_toml(folder: Path, kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(st.from_type(kind))
    path = folder / "record.toml"
    path.write_bytes(msgspec.toml.encode(record, order="deterministic"))
    assert read_toml(path, kind) == record


@given(cases=st.lists(st.from_type(Case), max_size=4))
def test_lines_come_back_in_order(folder: Path, cases: list[Case]) -> None:
    path = folder / "cases.jsonl"
    path.write_bytes(encode_lines(cases))
    assert list(read_lines(path, Case)) == cases


@given(data=st.binary(max_size=200) | st.text(alphabet='{}[]"\\:,1e.=\n', max_size=200).map(str.encode))
def test_whatever_a_file_holds_the_answer_is_a_record_or_one_line(folder: Path, data: bytes) -> None:
    path = folder / "any"
    path.write_bytes(data)
    for read in (read_json, read_toml):
        with pytest.raises(CorruptRecordError) as raised:
            read(path, RunInfo)
        assert str(raised.value).startswith(f"{path}: ")
        assert "\n" not in str(raised.value)


def test_nesting_without_end_is_one_line_too(tmp_path: Path) -> None:
    path = tmp_path / "deep"
    for data in (b'{"tasks":' + b"[" * 200_000, b"x = " + b"[" * 200_000, b"x = " + b"9" * 9_999):
        path.write_bytes(data)
        for read in (read_json, read_toml):
            with pytest.raises(CorruptRecordError):
                read(path, RunInfo)


@pytest.mark.parametrize("kind", HEADS)
def test_a_head_always_says_its_schema(kind: type[Record]) -> None:
    assert kind.__struct_config__.tag == 1
    assert kind.__struct_config__.tag_field == "schema"


def test_a_newer_schema_is_named_before_its_unknown_fields(tmp_path: Path) -> None:
    written = {"name.json": b'{"new": 1, "schema": 2}', "name.toml": b"new = 1\nschema = 2\n"}
    for name, data in written.items():
        path = tmp_path / name
        path.write_bytes(data)
        read = read_json if name.endswith("json") else read_toml
        with pytest.raises(CorruptRecordError) as raised:
            read(path, RunInfo)
        assert str(raised.value) == (
            f"{path}: field 'schema': 2 is newer than what this Afresh reads (1); upgrade Afresh"
        )


def test_a_written_head_is_readable_and_the_same(tmp_path: Path) -> None:
    info = RunInfo(agent="parrot", tasks={"jq": "0" * 64}, budget={"minutes": 1.5})
    write_json(tmp_path / "run.json", info)
    write_toml(tmp_path / "run.toml", info)
    assert read_json(tmp_path / "run.json", RunInfo) == read_toml(tmp_path / "run.toml", RunInfo) == info
    assert len((tmp_path / "run.json").read_text().splitlines()) > 3


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"id":"x","steps":[],"colour":1}\n', "field 'colour': is not known"),
        (b'{"id":"x","steps":[{"argv":[],"colour":1}]}\n', "field 'steps[0].colour': is not known"),
        (b'{"id":"x"}\n', "field 'steps': is missing"),
        (b'{"id":7,"steps":[]}\n', "field 'id': expected `str`, got `int`"),
        (b'{"id":"x","steps":[{"argv":[1]}]}\n', "field 'steps[0].argv[0]': expected"),
        (b'{"id":"x","steps"\n', "input data was truncated"),
        (b'{"id":"\xff","steps":[]}\n', "'utf-8' codec"),
    ],
)
def test_a_line_that_cannot_be_used_names_file_record_and_field(
    tmp_path: Path, line: bytes, problem: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b'{"id":"a","steps":[]}\n' + line)
    cases = read_lines(path, Case)
    assert next(cases).id == "a"
    with pytest.raises(CorruptRecordError) as raised:
        next(cases)
    assert str(raised.value).startswith(f"{path}, record 2: {problem}")


@given(cut=st.integers(1, 20))
def test_a_file_that_is_cut_off_names_the_record(folder: Path, cut: int) -> None:
    path = folder / "cut.jsonl"
    path.write_bytes((b'{"id":"a","steps":[]}\n' * 2)[:-cut])
    with pytest.raises(CorruptRecordError, match=r"cut\.jsonl, record 2: is cut off"):
        list(read_lines(path, Case))
    assert [case.id for case in read_lines(path, Case, torn=True)] == ["a"]


def test_a_missing_file_is_the_users_matter(tmp_path: Path) -> None:
    for read in (read_json, read_toml):
        with pytest.raises(InputError, match=r"nothing: cannot be read \(No such file"):
            read(tmp_path / "nothing", Task)
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory"):
        next(read_lines(tmp_path, Case))
