from pathlib import Path

import pytest

from afresh.generate.distil import (
    NO_EFFECT,
    SAME_COMPLAINT,
    SAME_OBSERVATION,
    SAME_SHAPE,
    distil,
    inert_options,
)
from afresh.generate.record import Recorded
from afresh.model import Observation, Step, Usage, make_case
from afresh.store.blobs import Blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def recorded(argument: str, observation: Observation, *options: str) -> Recorded:
    labels = tuple(f"option:{option}" for option in options)
    return Recorded(make_case(Step(argv=(argument,)), origin="x", labels=labels), (observation,), Usage())


def test_what_dies_by_a_signal_or_meets_a_limit_is_dropped(blobs: Blobs) -> None:
    pool = [recorded("a", Observation(signal=11)), recorded("b", Observation(limit="timeout"))]
    distilled = distil(pool, blobs)
    assert distilled.kept == ()
    assert distilled.crashed == 2


def test_what_a_dummy_passes_is_dropped(blobs: Blobs) -> None:
    distilled = distil([recorded("a", Observation(exit=0))], blobs)
    assert distilled.kept == ()
    assert distilled.dummy_passed == 1


def test_what_names_the_place_of_the_reference_is_dropped(blobs: Blobs) -> None:
    pool = [
        recorded("a", Observation(exit=1, stderr="/usr/bin/jq: no")),
        recorded("b", Observation(exit=1, stderr="no")),
    ]
    assert distil(pool, blobs, place="/usr/bin/jq").kept == (pool[1],)


def test_equal_observations_are_kept_once_for_the_same_options_and_seldom_for_others(blobs: Blobs) -> None:
    same = Observation(exit=0, stdout="out")
    assert len(distil([recorded(str(n), same) for n in range(9)], blobs).kept) == 1
    assert len(distil([recorded(str(n), same, f"-{n}") for n in range(9)], blobs).kept) == SAME_OBSERVATION


def test_outputs_of_one_shape_are_kept_a_few_times(blobs: Blobs) -> None:
    pool = [recorded(str(n), Observation(exit=0, stdout=f"value {n * 7}: x")) for n in range(9)]
    distilled = distil(pool, blobs)
    assert len(distilled.kept) == SAME_SHAPE
    assert distilled.variants == 9 - SAME_SHAPE


def test_messages_that_differ_in_names_alone_are_one_kind(blobs: Blobs) -> None:
    names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    plain = [recorded(name, Observation(exit=1, stderr=f"open {name}: no such file"), name) for name in names]
    assert len(distil(plain, blobs).kept) == SAME_COMPLAINT


def test_options_that_change_nothing_are_kept_a_few_times(blobs: Blobs) -> None:
    outputs = [Observation(exit=0, stdout="[" * number) for number in range(1, 20)]
    plain = [recorded(f"plain{number}", output) for number, output in enumerate(outputs)]
    inert = [recorded(f"inert{number}", output, "-i") for number, output in enumerate(outputs)]
    kept = distil([*plain, *inert], blobs).kept
    assert sum(one.case.labels == ("option:-i",) for one in kept) == NO_EFFECT


def called(*arguments: str, prints: str, options: tuple[str, ...] = ()) -> Recorded:
    labels = tuple(f"option:{option}" for option in options)
    case = make_case(Step(argv=arguments), origin="x", labels=labels)
    return Recorded(case, (Observation(exit=0, stdout=prints),), Usage())


def test_an_option_is_inert_when_it_changes_no_call_that_was_also_made_without_it() -> None:
    pool = [called(str(number), prints=f"{number}") for number in range(4)]
    pool += [called("-i", str(number), prints=f"{number}", options=("-i",)) for number in range(4)]
    pool += [called("-s", str(number), prints=f"{min(number, 2)}", options=("-s",)) for number in range(4)]
    assert inert_options(pool) == {"option:-i"}


def test_programs_that_say_something_new_are_kept_although_they_print_the_same(blobs: Blobs) -> None:
    pool = [called(name, prints="null") for name in ("first", "last", "nth", "min", "max")]
    assert len(distil(pool, blobs).kept) == 5
    assert len(distil([*pool, called("first", "1", prints="null")], blobs).kept) == 5
