"""Drop what makes no good case: crashes, what a dummy passes, trivial variants."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from afresh.generate.dummies import Dummy, passed_by
from afresh.generate.record import Recorded
from afresh.generate.shape import complaint, exact, shape
from afresh.store.blobs import Blobs

SAME_OBSERVATION = 3
"""Cases with exactly the same observation, whatever their input."""
NO_EFFECT = 4
"""Successes with the same options, one of which changes nothing."""
SAME_SHAPE = 3
"""Successes of one origin with the same options and the same shape of outcome."""
SAME_COMPLAINT = 4
"""Failures with the same message but for names and numbers."""

Caps = list[tuple[tuple[object, ...], int]]


@dataclass(frozen=True)
class Distilled:
    """What is left, in the order in which it was recorded, and how much went for which reason."""

    kept: tuple[Recorded, ...]
    crashed: int
    dummy_passed: int
    variants: int


def distil(
    recorded: Sequence[Recorded], blobs: Blobs, constants: Sequence[Dummy] = (), *, place: str = ""
) -> Distilled:
    """Keep what shows something and is not yet shown by an earlier case.

    `place` is the path of the reference: no rebuild lies there, so no case may ask for it.
    """
    kept: list[Recorded] = []
    counts: Counter[str] = Counter()
    seen: Counter[tuple[object, ...]] = Counter()
    outcomes = {(exact(one), one.case.labels) for one in recorded}
    for one in recorded:
        if one.crashed:
            counts["crashed"] += 1
        elif place and _names(one, place.encode(), blobs):
            counts["place"] += 1
        elif next(passed_by(one.case, one.steps, blobs, constants), None):
            counts["dummy"] += 1
        elif _fits(caps := _caps(one, outcomes, blobs), seen):
            seen.update(key for key, _ in caps)
            kept.append(one)
        else:
            counts["variant"] += 1
    return Distilled(tuple(kept), counts["crashed"], counts["dummy"], counts["variant"])


def _names(one: Recorded, place: bytes, blobs: Blobs) -> bool:
    """Tell whether an observation holds the path of the reference."""
    contents = (content for step in one.steps for content in (step.stdout, step.stderr))
    return any(place in blobs.unpack(content) for content in contents)


def _fits(caps: Caps, seen: Counter[tuple[object, ...]]) -> bool:
    return all(seen[key] < cap for key, cap in caps)


def _caps(one: Recorded, outcomes: Set[tuple[str, tuple[str, ...]]], blobs: Blobs) -> Caps:
    """Return the classes that a case belongs to, and how many cases each class may hold.

    `outcomes` are the observations of all recorded cases with the options under which they were made.
    """
    options = one.case.labels
    observation = exact(one)
    caps: Caps = [
        (("observation", observation, options), 1),
        (("observation", observation), SAME_OBSERVATION),
    ]
    if one.succeeded:
        if any((observation, _without(options, option)) in outcomes for option in options):
            caps.append((("no effect", options), NO_EFFECT))
        if one.case.origin != "example":
            caps.append((("shape", one.case.origin, options, shape(one, blobs)), SAME_SHAPE))
    else:
        kind = complaint(one, blobs)
        caps += [(("complaint", kind, options), 1), (("complaint", kind), SAME_COMPLAINT)]
    return caps


def _without(options: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(option for option in options if option != one)
