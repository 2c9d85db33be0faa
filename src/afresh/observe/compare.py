"""Compare what a program did with what was expected: byte for byte, through the case's masks."""

import re
from collections.abc import Iterator

from afresh.model import (
    Change,
    Channel,
    Content,
    Difference,
    Expectation,
    Mask,
    Observation,
    Text,
    text_from_bytes,
)
from afresh.store.blobs import Blobs

EXCERPT_BYTES = 1200
"""Length of an excerpt: enough to see a difference in its place, short enough to keep thousands."""
LEAD_BYTES = 200
"""How much of what is equal is shown before the first difference, at most."""
MASKED = b"\xe2\x96\x92"
"""Stands for a masked span (a shaded block in UTF-8)."""
_ESCAPE = b"\xe2\x96\x91"


def compare(expected: Expectation, actual: tuple[Observation, ...], blobs: Blobs) -> tuple[Difference, ...]:
    """Return where the observations differ from the expectation, by step and channel; empty if nowhere.

    Each channel of each step gives at most one difference, its first; `files` gives one per file.
    """
    found: list[Difference] = []
    for number, wanted in enumerate(expected.steps):
        if number >= len(actual):
            found.append(
                Difference(step=number, channel="exit", expected=ending(wanted), actual="did not start")
            )
            break
        found.extend(_compare_step(number, wanted, actual[number], expected.masks, blobs))
    return tuple(found)


def ending(observation: Observation) -> str:
    """Say in words how a step ended."""
    if observation.limit:
        return f"limit: {observation.limit}"
    if observation.signal is not None:
        return f"signal {observation.signal}"
    return f"exit {observation.exit}"


def _compare_step(
    step: int, wanted: Observation, got: Observation, masks: tuple[Mask, ...], blobs: Blobs
) -> Iterator[Difference]:
    if ending(wanted) != ending(got):
        yield Difference(step=step, channel="exit", expected=ending(wanted), actual=ending(got))
    streams: tuple[tuple[Channel, Content, Content], ...] = (
        ("stdout", wanted.stdout, got.stdout),
        ("stderr", wanted.stderr, got.stderr),
    )
    for channel, one, other in streams:
        if one == other:
            continue
        left = apply_masks(blobs.unpack(one), channel, masks)
        right = apply_masks(blobs.unpack(other), channel, masks)
        if left != right:
            yield excerpt(step, channel, left, right)
    yield from _compare_files(step, wanted.files, got.files, masks, blobs)


def _compare_files(
    step: int, wanted: tuple[Change, ...], got: tuple[Change, ...], masks: tuple[Mask, ...], blobs: Blobs
) -> Iterator[Difference]:
    if wanted == got:
        return
    left = {repr(change.path): change for change in wanted}
    right = {repr(change.path): change for change in got}
    for key in sorted(left.keys() | right.keys()):
        one, other = left.get(key), right.get(key)
        if one == other:
            continue
        path = (one or other).path  # type: ignore[union-attr]
        heads = _describe(one), _describe(other)
        if heads[0] != heads[1]:
            yield Difference(step=step, channel="files", expected=heads[0], actual=heads[1], path=path)
        elif one and other:
            before = apply_masks(blobs.unpack(one.content), "files", masks)
            after = apply_masks(blobs.unpack(other.content), "files", masks)
            if before != after:
                yield excerpt(step, "files", before, after, path=path)


def _describe(change: Change | None) -> str:
    """Say in words what happened to a file, apart from its content."""
    if change is None:
        return "unchanged"
    if change.what == "deleted":
        return f"{change.kind} deleted"
    return f"{change.kind} {change.what}, mode {change.mode:04o}"


def apply_masks(data: bytes, channel: Channel, masks: tuple[Mask, ...]) -> bytes:
    """Replace every span of data that a mask of this channel matches.

    What a program writes cannot be taken for a masked span: the sign in the data itself is escaped.
    """
    patterns = [mask.pattern.encode() for mask in masks if mask.channel == channel]
    if patterns:
        data = data.replace(_ESCAPE, _ESCAPE * 2).replace(MASKED, _ESCAPE + MASKED)
    for pattern in patterns:
        data = re.sub(pattern, MASKED, data)
    return data


def excerpt(step: int, channel: Channel, expected: bytes, actual: bytes, *, path: Text = "") -> Difference:
    """Return the surroundings of the first byte in which two contents differ."""
    first = _first_difference(expected, actual)
    # Begin at the start of a line where one is near.
    start = max(0, first - LEAD_BYTES)
    newline = expected.rfind(b"\n", start, first)
    if start > 0:
        start = newline + 1 if newline >= 0 else start
    stop = start + EXCERPT_BYTES
    return Difference(
        step=step,
        channel=channel,
        expected=text_from_bytes(expected[start:stop]),
        actual=text_from_bytes(actual[start:stop]),
        offset=start,
        path=path,
    )


def _first_difference(one: bytes, other: bytes) -> int:
    """Return how many bytes are equal at the start, by halving: contents can be megabytes long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
