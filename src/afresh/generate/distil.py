"""Drop what makes no good case: crashes, what a dummy passes, trivial variants."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from afresh.generate.dummies import Dummy, passed_by
from afresh.generate.features import tokens_of
from afresh.generate.record import Recorded
from afresh.generate.shape import complaint, exact, shape
from afresh.store.blobs import Blobs

SAME_OBSERVATION = 3
"""Cases with exactly the same observation, whatever their input."""
NO_EFFECT = 3
"""Successes with an option that changes nothing in them, for each option."""
COMPARISONS = 3
"""Pairs of calls, with an option and without it, from which it counts as one that never changes anything."""
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
    recorded: Sequence[Recorded],
    blobs: Blobs,
    constants: Sequence[Dummy] = (),
    *,
    place: str = "",
    dummies: bool = True,
) -> Distilled:
    """Keep what shows something and is not yet shown by an earlier case.

    `place` is the path of the reference: no rebuild lies there, so no case may ask for it.
    Without `dummies`, what a program without any knowledge passes is kept: it may be ground to build on.
    """
    kept: list[Recorded] = []
    counts: Counter[str] = Counter()
    seen: Counter[tuple[object, ...]] = Counter()
    tokens: set[str] = set()
    outcomes = {(exact(one), one.case.labels) for one in recorded}
    inert = inert_options(recorded)
    for one in recorded:
        if one.crashed:
            counts["crashed"] += 1
        elif place and _names(one, place.encode(), blobs):
            counts["place"] += 1
        elif dummies and next(passed_by(one.case, one.steps, blobs, constants), None):
            counts["dummy"] += 1
        elif _fits(caps := _caps(one, outcomes, inert, blobs, new=not tokens_of(one) <= tokens), seen):
            seen.update(key for key, _ in caps)
            tokens |= tokens_of(one) if one.succeeded else set()
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


def _caps(
    one: Recorded,
    outcomes: Set[tuple[str, tuple[str, ...]]],
    inert: Set[str],
    blobs: Blobs,
    *,
    new: bool,
) -> Caps:
    """Return the classes that a case belongs to, and how many cases each class may hold.

    `outcomes` are the observations of all recorded cases with the options under which they were made; `new`
    says that the case writes something that no success before it wrote.
    """
    options = one.case.labels
    observation = exact(one)
    caps: Caps = [(("observation", observation, options, tokens_of(one)), 1)]
    if not one.succeeded:
        kind = complaint(one, blobs)
        caps += [(("complaint", kind, options), 1), (("complaint", kind), SAME_COMPLAINT)]
    elif one.case.origin != "example":
        idle = [
            option
            for option in options
            if option in inert or (observation, _without(options, option)) in outcomes
        ]
        caps += [(("no effect", option), NO_EFFECT) for option in idle]
    if one.succeeded and (new or one.case.origin == "example"):
        return caps  # in a language, different programs often print the same
    caps += [(("observation", observation, options), 1), (("observation", observation), SAME_OBSERVATION)]
    if one.succeeded:
        caps.append((("shape", one.case.origin, options, shape(one, blobs)), SAME_SHAPE))
    return caps


def inert_options(recorded: Sequence[Recorded]) -> frozenset[str]:
    """Return the labels of the options that made no difference wherever a call was also made without them."""
    known = {_call(one): exact(one) for one in recorded}
    same: Counter[str] = Counter()
    different: set[str] = set()
    for one in recorded:
        for label in one.case.labels:
            before = known.get(_call(one, without=label.removeprefix("option:")))
            if before == exact(one):
                same[label] += 1
            elif before is not None:
                different.add(label)
    return frozenset(
        label for label, count in same.items() if count >= COMPARISONS and label not in different
    )


def _call(one: Recorded, *, without: str = "") -> str:
    """Return what was called on what input, leaving out one argument."""
    steps = [
        ([word for word in step.argv if word != without], step.stdin, sorted(step.env.items()))
        for step in one.case.steps
    ]
    if without and all(
        len(words) == len(step.argv) for (words, _, _), step in zip(steps, one.case.steps, strict=True)
    ):
        return ""  # spelled in another way
    return repr((steps, one.case.files))


def _without(options: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(option for option in options if option != one)
