"""What differs, in a few words that are the same for equal kinds of difference."""

import re

from afresh.model import Channel, Difference, Expectation, Observation, Text
from afresh.observe.compare import apply_masks
from afresh.store.blobs import Blobs

_DIGITS = re.compile(rb"[0-9]+")


def reason(
    difference: Difference, expected: Expectation, actual: tuple[Observation, ...], blobs: Blobs
) -> str:
    """Say in a few words what kind of difference the first one of a case is."""
    wanted = expected.steps[difference.step]
    if difference.step >= len(actual):
        return "step did not start"
    got = actual[difference.step]
    match difference.channel:
        case "exit":
            return ending_reason(wanted, got)
        case "files":
            return file_reason(difference.path, wanted, got)
        case "stdout":
            streams = wanted.stdout, got.stdout
        case "stderr":
            streams = wanted.stderr, got.stderr
    left, right = (
        apply_masks(blobs.unpack(stream), difference.channel, expected.masks) for stream in streams
    )
    return stream_reason(left, right, difference.channel)


def stream_reason(expected: bytes, actual: bytes, channel: Channel) -> str:
    """Say how two different streams differ: the first of these kinds that fits."""
    if not actual:
        kind = "empty"
    elif not expected:
        kind = "instead of nothing"
    elif expected.split() == actual.split():
        kind = "differs in white space only"
    elif expected.startswith(actual):
        kind = "ends early"
    elif actual.startswith(expected):
        kind = "goes on after its end"
    elif sorted(expected.splitlines()) == sorted(actual.splitlines()):
        return f"{channel}: same lines in another order"
    elif expected.lower() == actual.lower():
        kind = "differs in upper and lower case only"
    elif _DIGITS.sub(b"0", expected) == _DIGITS.sub(b"0", actual):
        kind = "differs in numbers only"
    elif channel == "stderr":
        kind = "wording"
    elif expected.partition(b"\n")[0] != actual.partition(b"\n")[0]:
        kind = "differs from line 1 on"
    else:
        kind = "differs from a later line on"
    return f"{channel} {kind}"


def ending_reason(wanted: Observation, got: Observation) -> str:
    """Say how a step ended that should have ended otherwise."""
    if got.limit:
        return "timeout" if got.limit == "timeout" else f"ran into the limit: {got.limit}"
    if got.signal is not None:
        return f"killed by signal {got.signal}"
    if wanted.exit is not None:
        return f"exit {got.exit} instead of {wanted.exit}"
    return f"exit {got.exit} instead of {wanted.limit or f'signal {wanted.signal}'}"


def file_reason(path: Text, wanted: Observation, got: Observation) -> str:
    """Say how the fate of one file differs."""
    one = next((change for change in wanted.files if change.path == path), None)
    other = next((change for change in got.files if change.path == path), None)
    if one is None or other is None:
        if one:
            return f"file not {one.what}"
        return f"file {other.what} that should not be" if other else "files"
    if one.what != other.what:
        return f"file {other.what} instead of {one.what}"
    if one.kind != other.kind:
        return f"{other.kind} instead of {one.kind}"
    return "file content differs" if one.mode == other.mode else "file mode differs"
