"""Work on this machine: threads, each of which waits for the processes that do the work."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


class LocalEngine:
    """An engine of threads. `workers` defaults to the number of usable cores."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or len(os.sched_getaffinity(0))

    def map(self, work: Callable[[int, T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield the results in the order of the items; see Engine."""
        slots: SimpleQueue[int] = SimpleQueue()
        for slot in range(self.workers):
            slots.put(slot)

        def in_slot(item: T) -> R:
            slot = slots.get()
            try:
                return work(slot, item)
            finally:
                slots.put(slot)

        # Bounded look-ahead: a suite of any length streams through, and an early stop wastes little.
        waiting: deque[Future[R]] = deque()
        pool = ThreadPoolExecutor(self.workers)
        try:
            for item in items:
                waiting.append(pool.submit(in_slot, item))
                if len(waiting) > 4 * self.workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
