"""Choose the cases of a suite: diverse, mostly successes, failures within a quota."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from afresh.generate.chance import source
from afresh.generate.record import Recorded

FAILURES = 0.25
"""Share of failures where there are successes enough."""
WEIGHTS = {"example": 6, "option": 2, "input": 2, "value": 2, "frame": 2}
"""How many cases an origin gives in one turn; others give one."""


def select(candidates: Sequence[Recorded], cases: int, *, seed: int) -> tuple[Recorded, ...]:
    """Choose at most `cases` of the candidates; at least half of the chosen succeed.

    The choice depends on the candidates, their order and the seed. What comes first is what the next turn
    over origins, and over sets of options within an origin, gives; so every prefix is diverse.
    """
    successes = [one for one in candidates if one.succeeded]
    failures = [one for one in candidates if not one.succeeded]
    room = max(cases - len(successes), round(cases * FAILURES))
    wrong = min(len(failures), len(successes), room)
    right = min(len(successes), cases - wrong)
    chosen = {one.case.id for one in _first(_turns(successes, seed), right)}
    chosen |= {one.case.id for one in _first(_turns(failures, seed), wrong)}
    return tuple(one for one in candidates if one.case.id in chosen)


def _first(ordered: Iterator[Recorded], count: int) -> list[Recorded]:
    return [one for one, _ in zip(ordered, range(count), strict=False)]


def _turns(candidates: Sequence[Recorded], seed: int) -> Iterator[Recorded]:
    """Yield candidates in turns over their origins."""
    origins: dict[str, list[Recorded]] = defaultdict(list)
    for one in candidates:
        origins[one.case.origin].append(one)
    queues = {origin: _by_options(members, seed) for origin, members in origins.items()}
    while queues:
        for origin in list(queues):
            for _ in range(WEIGHTS.get(origin, 1)):
                following = next(queues[origin], None)
                if following is None:
                    del queues[origin]
                    break
                yield following


def _by_options(candidates: Sequence[Recorded], seed: int) -> Iterator[Recorded]:
    """Yield the candidates of one origin in turns over their sets of options, at random within a set."""
    groups: dict[tuple[str, ...], list[Recorded]] = defaultdict(list)
    for one in candidates:
        groups[one.case.labels].append(one)
    rng = source("select", seed)
    for labels in sorted(groups):
        rng.shuffle(groups[labels])
    order = sorted(groups)
    rng.shuffle(order)
    while order:
        for labels in list(order):
            yield groups[labels].pop()
            if not groups[labels]:
                order.remove(labels)
