from pathlib import Path

import pytest

from afresh.generate.dummies import constant, passed_by
from afresh.model import FileEntry, Observation, Step, make_case
from afresh.store.blobs import Blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@pytest.mark.parametrize(
    ("observation", "dummy"),
    [
        (Observation(exit=0), "true"),
        (Observation(exit=1), "false"),
        (Observation(exit=2), "exit 2"),
        (Observation(exit=0, stdout="input\n"), "cat of standard input"),
        (Observation(exit=0, stdout="content\n"), "cat of the named files"),
        (Observation(exit=0, stdout="-x file\n"), "echo of the arguments"),
        (Observation(exit=0, stdout="file\n"), "echo of the last argument"),
    ],
)
def test_each_dummy_passes_what_it_would_answer(observation: Observation, dummy: str, blobs: Blobs) -> None:
    step = Step(argv=("-x", "file"), stdin="input\n")
    case = make_case(step, (FileEntry(path="file", content="content\n"),))
    assert list(passed_by(case, (observation,), blobs)) == [dummy]


def test_no_dummy_passes_work_that_was_done(blobs: Blobs) -> None:
    case = make_case(Step(argv=("-x",), stdin="input\n"))
    assert not list(passed_by(case, (Observation(exit=0, stdout="INPUT\n"),), blobs))


def test_no_dummy_passes_a_message_on_standard_error(blobs: Blobs) -> None:
    case = make_case(Step(argv=("-x",), stdin="input\n"))
    assert not list(passed_by(case, (Observation(exit=1, stderr="bad\n"),), blobs))


def test_a_constant_answer_is_a_dummy_too(blobs: Blobs) -> None:
    case = make_case(Step(argv=("--help",)))
    answer = Observation(exit=0, stdout="usage\n")
    assert list(passed_by(case, (answer,), blobs, [constant(answer)])) == ["constant"]


def test_every_step_must_be_passed(blobs: Blobs) -> None:
    case = make_case((Step(), Step()))
    steps = (Observation(exit=0), Observation(exit=0, stdout="x"))
    assert not list(passed_by(case, steps, blobs))
