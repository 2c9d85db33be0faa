from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from afresh.generate.record import Recorded
from afresh.generate.select import FAILURES, OPTION_SHARE, select
from afresh.model import Observation, Step, Usage, make_case


def recorded(number: int, origin: str, options: tuple[str, ...], status: int) -> Recorded:
    case = make_case(Step(argv=(str(number),)), origin=origin, labels=options)
    return Recorded(case, (Observation(exit=status, stdout=str(number)),), Usage())


candidates = st.lists(
    st.tuples(
        st.sampled_from(["example", "option", "error", "odd"]),
        st.sampled_from([(), ("option:-a",), ("option:-b",), ("option:-a", "option:-b")]),
        st.sampled_from([0, 0, 0, 1, 2]),
    ),
    max_size=80,
).map(lambda drawn: [recorded(number, *one) for number, one in enumerate(drawn)])


@given(candidates, st.integers(1, 60), st.integers(0, 3))
def test_at_least_half_of_the_chosen_succeed_and_the_size_is_kept(
    pool: list[Recorded], cases: int, seed: int
) -> None:
    chosen = select(pool, cases, seed=seed)
    right = sum(one.succeeded for one in chosen)
    assert len(chosen) <= cases
    assert right * 2 >= len(chosen)
    assert len({one.case.id for one in chosen}) == len(chosen)
    if sum(one.succeeded for one in pool) >= cases:
        assert len(chosen) == cases
        assert len(chosen) - right <= round(cases * FAILURES)


@given(candidates, st.integers(1, 60), st.integers(0, 3))
def test_the_choice_depends_on_the_seed_alone(pool: list[Recorded], cases: int, seed: int) -> None:
    assert select(pool, cases, seed=seed) == select(list(pool), cases, seed=seed)


def test_every_origin_and_every_set_of_options_gets_its_turn() -> None:
    pool = [recorded(number, "option", (f"option:{number % 5}",), 0) for number in range(100)]
    pool += [recorded(number + 100, "odd", (), 0) for number in range(100)]
    chosen = select(pool, 20, seed=0)
    assert {one.case.origin for one in chosen} == {"option", "odd"}
    assert set(Counter(one.case.labels for one in chosen if one.case.origin == "option").values()) <= {
        2,
        3,
        4,
    }


def test_no_option_takes_more_than_its_share_while_there_is_anything_else() -> None:
    pool = [recorded(number, "option", ("option:-j", f"option:{number}"), 0) for number in range(100)]
    pool += [recorded(number + 100, "input", (), 0) for number in range(100)]
    chosen = select(pool, 50, seed=0)
    assert sum("option:-j" in one.case.labels for one in chosen) == 50 * OPTION_SHARE
    assert len(select(pool, 150, seed=0)) == 150
