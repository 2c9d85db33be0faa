"""Where work runs."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Runs many pieces of work at once."""

    workers: int

    def map(self, work: Callable[[int, T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield the results in the order of the items, while later items are already being worked on.

        `work` gets the slot (0 <= slot < workers) on which it runs and the item. The first exception of a
        piece of work ends the map and is raised here; so does Ctrl-C.
        """
        ...
