"""Choose the cases of a suite: each adds what the others lack, mostly successes, failures within a quota."""

import heapq
from collections import Counter
from collections.abc import Sequence

from afresh.generate.chance import source
from afresh.generate.features import Feature, features_of, size_of
from afresh.generate.record import Recorded

FAILURES = 0.25
"""Share of failures where there are successes enough."""
OPTION_SHARE = 0.2
"""Share of the chosen that one option may take, while there is anything else to choose."""
FEW = 3
"""Every option may take as many, however few cases are wanted."""
LONG = 150
"""Characters of arguments that halve what a case is worth: short cases are easier to understand."""


def select(candidates: Sequence[Recorded], cases: int, *, seed: int) -> tuple[Recorded, ...]:
    """Choose at most `cases` of the candidates; at least half of the chosen succeed.

    The choice depends on the candidates, their order and the seed. The next case is always the one with
    the features that are rarest among those chosen before, so every prefix of the choice is diverse.
    """
    successes = [one for one in candidates if one.succeeded]
    failures = [one for one in candidates if not one.succeeded]
    room = max(cases - len(successes), round(cases * FAILURES))
    wrong = min(len(failures), len(successes), room)
    right = min(len(successes), cases - wrong)
    chosen = {one.case.id for one in _rarest(successes, right, seed)}
    chosen |= {one.case.id for one in _rarest(failures, wrong, seed)}
    return tuple(one for one in candidates if one.case.id in chosen)


def _rarest(candidates: Sequence[Recorded], count: int, seed: int) -> list[Recorded]:
    """Choose `count` candidates, one after the other, each the most different from those before it."""
    rng = source("select", seed)
    features = [tuple(features_of(one)) for one in candidates]
    sizes = [1 + size_of(one) / LONG for one in candidates]
    touched: Counter[Feature] = Counter()
    uses: Counter[str] = Counter()
    most = max(FEW, round(count * OPTION_SHARE))
    # A worth only falls while cases are chosen, so an entry that is up to date and on top is the best.
    heap = [
        (-_worth(features[place], touched) / sizes[place], rng.random(), place)
        for place in range(len(candidates))
    ]
    heapq.heapify(heap)
    chosen: list[Recorded] = []
    passed_over: list[Recorded] = []
    while heap and len(chosen) < count:
        _, draw, place = heapq.heappop(heap)
        one = candidates[place]
        if any(uses[label] >= most for label in one.case.labels):
            passed_over.append(one)
            continue
        worth = -_worth(features[place], touched) / sizes[place]
        if heap and worth > heap[0][0]:
            heapq.heappush(heap, (worth, draw, place))
            continue
        chosen.append(one)
        touched.update(feature for feature, _ in features[place])
        uses.update(one.case.labels)
    return [*chosen, *passed_over[: count - len(chosen)]]


def _worth(features: Sequence[tuple[Feature, float]], touched: Counter[Feature]) -> float:
    return sum(weight / (1 + touched[feature]) ** 2 for feature, weight in features)
