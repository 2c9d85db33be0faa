import time
from pathlib import Path

import pytest

from afresh.generate.stability import PERTURBATIONS, replays_of, tells_the_date
from afresh.model import Observation, Step, make_case
from afresh.store.blobs import Blobs

NOON = 1_900_000_000.0


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def test_three_replays_meet_every_perturbation() -> None:
    replays = list(replays_of(make_case(Step()), (), 3))
    assert [replay.perturbation for replay in replays] == list(PERTURBATIONS)


@pytest.mark.parametrize(
    "text", [time.strftime("%Y-%m-%d", time.gmtime(NOON)), "now: 1900000012", "1900000012.5"]
)
def test_an_output_that_tells_the_date_is_found(text: str, blobs: Blobs) -> None:
    assert tells_the_date(make_case(Step()), [Observation(exit=0, stdout=text)], blobs, NOON)


def test_a_date_that_the_input_gave_is_no_clock(blobs: Blobs) -> None:
    today = time.strftime("%Y-%m-%d", time.gmtime(NOON))
    case = make_case(Step(stdin=f"{today} 1900000012\n"))
    assert not tells_the_date(case, [Observation(exit=0, stdout=f"{today} 1900000012")], blobs, NOON)


def test_other_numbers_and_days_are_no_clock(blobs: Blobs) -> None:
    steps = [Observation(exit=0, stdout="2015-03-05 1425599621 19000")]
    assert not tells_the_date(make_case(Step()), steps, blobs, NOON)
