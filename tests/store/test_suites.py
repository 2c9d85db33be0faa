import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen, run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.errors import CorruptRecordError, InputError
from afresh.model import Case, Expectation, Quality, Reference, Step, Task, Usage, make_case
from afresh.store.checksums import CHECKSUMS, write_checksums
from afresh.store.home import Home
from afresh.store.records import encode_lines
from afresh.store.suites import Suite, load_suite, open_suite, suites_directory, write_suite

Recorded = list[tuple[Case, Expectation, Usage]]
FILES = ("suite.toml", "cases.jsonl", "expected.jsonl", "usage.jsonl", CHECKSUMS)

WRITES_A_SUITE = """
import sys
from pathlib import Path
from afresh.model import *
from afresh.store.home import Home
from afresh.store.suites import write_suite

home = Home(Path(sys.argv[1]))
rows = []
for number in range(2000):
    case = make_case(Step(argv=(str(number),)))
    rows.append((case, Expectation(case=case.id, steps=(Observation(exit=0),)), Usage()))
reference = Reference(digest="a" * 64, entry="/bin/x", name="x")
task = Task(name="x", source="file:x", reference=reference, digest="b" * 64)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(10):
    suite = write_suite(home, task, rows, seed=1, budget="", quality=Quality())
print(suite.info.digest, flush=True)
"""


@pytest.fixture
def suite(home: Home, task: Task, recorded: Recorded, quality: Quality) -> Suite:
    return write_suite(home, task, recorded, seed=7, budget="1 minute", quality=quality)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """A suite for properties: damaged and mended again by every example."""
    home = Home(tmp_path_factory.mktemp("home"))
    case = make_case(Step(argv=("-r",), stdin="{}\n"))
    task = Task(
        name="jq", source="deb:jq", digest="b", reference=Reference(digest="a", entry="/bin/jq", name="jq")
    )
    rows = [(case, Expectation(case=case.id, steps=()), Usage())]
    return write_suite(home, task, rows, seed=7, budget="", quality=Quality())


def test_a_suite_comes_back_as_it_was_recorded(home: Home, suite: Suite, recorded: Recorded) -> None:
    opened = open_suite(home, "jq")
    assert opened.info == suite.info
    assert opened.info.cases == 3
    assert list(opened.cases()) == [case for case, _, _ in recorded]
    assert list(opened.expectations()) == [expectation for _, expectation, _ in recorded]
    assert opened.reference_usage() == {case.id: usage for case, _, usage in recorded}


def test_equal_suites_have_equal_digests_whatever_they_cost(
    tmp_path: Path, suite: Suite, task: Task, recorded: Recorded
) -> None:
    slower = [(case, expectation, Usage(cpu_ms=99.0)) for case, expectation, _ in recorded]
    again = write_suite(Home(tmp_path), task, slower, seed=8, budget="", quality=Quality())
    assert again.info.digest == suite.info.digest
    fewer = write_suite(Home(tmp_path), task, recorded[:2], seed=7, budget="", quality=Quality())
    assert fewer.info.digest != suite.info.digest


def test_the_newest_suite_is_the_one_written_last(
    home: Home, task: Task, suite: Suite, recorded: Recorded, quality: Quality
) -> None:
    fewer = write_suite(home, task, recorded[:2], seed=7, budget="", quality=quality)
    assert open_suite(home, "jq").info.digest == fewer.info.digest
    assert open_suite(home, "jq", suite.info.digest[:12]).info == suite.info
    write_suite(home, task, recorded, seed=7, budget="", quality=quality)
    assert open_suite(home, "jq").info == suite.info


def test_a_suite_that_is_not_there_is_the_users_matter(home: Home, suite: Suite) -> None:
    with pytest.raises(InputError, match="task 'gron' has no suite yet; run: afresh generate gron"):
        open_suite(home, "gron")
    for digest in ("*", "../suites", "newest", "", suite.info.digest + "0"):
        with pytest.raises(InputError, match="has 0 suites named"):
            open_suite(home, "jq", digest)


def test_the_checksums_are_those_that_every_machine_can_check(suite: Suite) -> None:
    checked = run(
        ["sha256sum", "--check", "--strict", CHECKSUMS],
        cwd=suite.directory, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0
    assert checked.stdout.count(": OK") == 4


@given(name=st.sampled_from(FILES), place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_suite_with_any_byte_changed_is_refused(whole: Suite, name: str, place: float, flip: int) -> None:
    path = whole.directory / name
    data = path.read_bytes()
    damaged = bytearray(data)
    damaged[int(place * len(data))] ^= flip
    refuses(whole, path, data, bytes(damaged))


@given(name=st.sampled_from(FILES), place=st.floats(0, 1, exclude_max=True))
def test_a_suite_cut_off_anywhere_is_refused(whole: Suite, name: str, place: float) -> None:
    path = whole.directory / name
    data = path.read_bytes()
    refuses(whole, path, data, data[: int(place * len(data))])


def refuses(suite: Suite, path: Path, whole: bytes, damaged: bytes) -> None:
    path.write_bytes(damaged)
    try:
        with pytest.raises(CorruptRecordError) as raised:
            load_suite(suite.directory)
    finally:
        path.write_bytes(whole)
    message = str(raised.value)
    assert "\n" not in message
    # A changed checksum cannot be told from a change in the file that it is of.
    assert message.startswith(str(suite.directory if path.name == CHECKSUMS else path))
    assert load_suite(suite.directory).info == suite.info


@pytest.mark.parametrize("name", FILES)
def test_a_suite_that_lacks_a_file_names_it(suite: Suite, name: str) -> None:
    (suite.directory / name).unlink()
    with pytest.raises(InputError, match=rf"{name}: cannot be read \(No such file"):
        load_suite(suite.directory)


def test_a_changed_input_names_the_record(suite: Suite) -> None:
    path = suite.directory / "cases.jsonl"
    path.write_text(path.read_text().replace("grün", "blau"))
    with pytest.raises(CorruptRecordError, match=r"cases\.jsonl, record 3: field 'id': is not that of"):
        load_suite(suite.directory)


def test_a_lost_line_is_counted(suite: Suite) -> None:
    path = suite.directory / "expected.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    with pytest.raises(CorruptRecordError, match=r"expected\.jsonl: has 2 records instead of 3"):
        load_suite(suite.directory)


def test_an_unknown_field_names_file_record_and_field(suite: Suite) -> None:
    path = suite.directory / "cases.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1][:-1] + ',"colour":1}', lines[2], ""]))
    with pytest.raises(CorruptRecordError, match=r"cases\.jsonl, record 2: field 'colour': is not known"):
        load_suite(suite.directory)


def test_a_newer_suite_asks_for_an_upgrade(suite: Suite) -> None:
    path = suite.directory / "suite.toml"
    path.write_text(path.read_text().replace("schema = 1", "schema = 2\nshape = 'new'"))
    write_checksums(suite.directory, FILES[:-1])
    with pytest.raises(CorruptRecordError, match=r"suite\.toml: field 'schema': 2 is newer .*upgrade Afresh"):
        load_suite(suite.directory)


def test_a_suite_made_of_two_is_refused(home: Home, suite: Suite, task: Task, recorded: Recorded) -> None:
    other = write_suite(home, task, recorded[:2], seed=7, budget="", quality=Quality())
    for name in FILES[1:-1]:
        shutil.copy(other.directory / name, suite.directory)
    write_checksums(suite.directory, FILES[:-1])
    with pytest.raises(CorruptRecordError, match=r"suite\.toml: field 'cases_sha256': is not that of cases"):
        load_suite(suite.directory)


def test_writing_a_damaged_suite_again_mends_it(
    home: Home, task: Task, suite: Suite, recorded: Recorded, quality: Quality
) -> None:
    (suite.directory / "cases.jsonl").write_bytes(b"")
    write_suite(home, task, recorded, seed=7, budget="1 minute", quality=quality)
    assert len(list(open_suite(home, "jq").cases())) == 3


def test_cases_and_expectations_that_do_not_belong_together_are_refused(
    home: Home, task: Task, recorded: Recorded
) -> None:
    (one, _, usage), (_, other, _) = recorded[:2]
    with pytest.raises(ValueError, match="expectation"):
        write_suite(home, task, [(one, other, usage)], seed=7, budget="", quality=Quality())
    with pytest.raises(ValueError, match="twice"):
        write_suite(home, task, recorded[:1] * 2, seed=7, budget="", quality=Quality())
    assert not suites_directory(home, "jq").exists()


def test_writers_of_the_same_suite_do_not_disturb_each_other(
    home: Home, start: Callable[..., Popen[str]]
) -> None:
    writers = [start(WRITES_A_SUITE, home.path) for _ in range(3)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    digests = {writer.communicate()[0].strip() for writer in writers}
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert digests == {open_suite(home, "x").info.digest}
    assert {path.name for path in suites_directory(home, "x").iterdir()} == {*digests, "newest"}


@given(cases=st.lists(st.from_type(Case), max_size=3))
def test_lines_hold_one_record_each(cases: list[Case]) -> None:
    assert encode_lines(cases).count(b"\n") == len(cases)
