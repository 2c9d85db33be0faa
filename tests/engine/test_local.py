"""The local engine keeps order, slots and failures apart."""

import threading
from collections.abc import Iterator

import pytest

from afresh.engine.local import LocalEngine


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(LocalEngine(4).map(lambda _, n: n * n, range(200))) == [n * n for n in range(200)]


def test_no_two_pieces_of_work_share_a_slot() -> None:
    busy: set[int] = set()
    lock = threading.Lock()
    together = threading.Barrier(3)

    def work(slot: int, _: int) -> int:
        with lock:
            assert slot not in busy
            busy.add(slot)
        together.wait(5)
        with lock:
            busy.remove(slot)
        return slot

    assert set(LocalEngine(3).map(work, range(9))) == {0, 1, 2}


def test_an_endless_list_of_items_is_not_read_ahead_far() -> None:
    read = []

    def items() -> Iterator[int]:
        for n in range(10_000):
            read.append(n)
            yield n

    results = LocalEngine(2).map(lambda _, n: n, items())
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert len(read) < 50


def test_the_first_failure_ends_the_work_and_is_raised() -> None:
    done = []

    def work(_: int, n: int) -> int:
        if n == 3:
            raise ValueError("three")
        done.append(n)
        return n

    with pytest.raises(ValueError, match="three"):
        list(LocalEngine(2).map(work, range(1000)))
    assert len(done) < 100
