"""Two observations are equal in every byte that no mask covers, or a difference says where not."""

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from afresh.model import (
    Change,
    Content,
    Expectation,
    Limit,
    Mask,
    Observation,
    text_from_bytes,
    text_to_bytes,
)
from afresh.observe.compare import EXCERPT_BYTES, compare, excerpt
from afresh.store.blobs import Blobs
from afresh.store.home import Home

NO_BLOBS = Blobs(Path("unused"))

contents = st.binary(max_size=60).map(text_from_bytes)
changes = st.lists(
    st.builds(
        Change,
        path=st.sampled_from(["a", "b/c", "~/d"]),
        what=st.sampled_from(["created", "changed", "deleted"]),
        mode=st.sampled_from([0o644, 0o755]),
        content=contents,
    ),
    max_size=3,
    unique_by=lambda change: change.path,
).map(tuple)
endings = st.one_of(
    st.builds(lambda code: {"exit": code}, st.integers(0, 255)),
    st.builds(lambda number: {"signal": number}, st.integers(1, 31)),
    st.builds(lambda limit: {"limit": limit}, st.sampled_from(["timeout", "cpu", "output"])),
)
observations = st.builds(
    lambda ending, stdout, stderr, files: Observation(**ending, stdout=stdout, stderr=stderr, files=files),
    endings,
    contents,
    contents,
    changes,
)


@given(st.lists(observations, min_size=1, max_size=3).map(tuple))
def test_what_repeats_itself_is_equal(steps: tuple[Observation, ...]) -> None:
    assert compare(Expectation(case="c", steps=steps), steps, NO_BLOBS) == ()


@given(observations, observations)
def test_different_observations_differ_and_the_channels_say_where(
    one: Observation, other: Observation
) -> None:
    found = compare(Expectation(case="c", steps=(one,)), (other,), NO_BLOBS)
    assert bool(found) == (normal(one) != normal(other))
    channels = {difference.channel for difference in found}
    assert ("stdout" in channels) == (one.stdout != other.stdout)
    assert ("stderr" in channels) == (one.stderr != other.stderr)


def normal(observation: Observation) -> Observation:
    """The order in which changes are listed, and what a deleted file once was, mean nothing."""
    ordered = sorted(observation.files, key=lambda change: repr(change.path))
    bare = [c if c.what != "deleted" else Change(path=c.path, what="deleted") for c in ordered]
    return msgspec.structs.replace(observation, files=tuple(bare))


def one_step(**fields: object) -> Expectation:
    return Expectation(case="c", steps=(Observation(**fields),))  # type: ignore[arg-type]


def test_a_limit_is_not_an_exit_status() -> None:
    limit: Limit = "timeout"
    (difference,) = compare(one_step(exit=0), (Observation(limit=limit),), NO_BLOBS)
    assert (difference.channel, difference.expected, difference.actual) == (
        "exit",
        "exit 0",
        "limit: timeout",
    )


def test_a_step_that_did_not_start_is_a_difference() -> None:
    step = Observation(exit=0)
    (difference,) = compare(Expectation(case="c", steps=(step, step)), (step,), NO_BLOBS)
    assert (difference.step, difference.actual) == (1, "did not start")


def test_a_file_that_was_not_written_names_its_path() -> None:
    expected = one_step(exit=0, files=(Change(path="out", what="created", mode=0o644, content="x"),))
    (difference,) = compare(expected, (Observation(exit=0),), NO_BLOBS)
    assert (difference.channel, difference.path) == ("files", "out")
    assert (difference.expected, difference.actual) == ("file created, mode 0644", "unchanged")


def test_a_mask_covers_its_span_and_nothing_else() -> None:
    mask = Mask(channel="stdout", pattern=r"pid \d+")
    expected = Expectation(case="c", steps=(Observation(exit=0, stdout="pid 12 ok"),), masks=(mask,))
    assert compare(expected, (Observation(exit=0, stdout="pid 345 ok"),), NO_BLOBS) == ()
    assert compare(expected, (Observation(exit=0, stdout="pid 345 no"),), NO_BLOBS)
    assert compare(expected, (Observation(exit=0, stdout="pid 12 ok", stderr="pid 1"),), NO_BLOBS)


def test_blobs_are_compared_by_what_they_hold(home: Home) -> None:
    def content(end: bytes) -> Content:
        return home.blobs.pack(b"x" * 5000 + end)

    assert (
        compare(
            one_step(exit=0, stdout=content(b"a")), (Observation(exit=0, stdout=content(b"a")),), home.blobs
        )
        == ()
    )
    (difference,) = compare(
        one_step(exit=0, stdout=content(b"a")), (Observation(exit=0, stdout=content(b"b")),), home.blobs
    )
    assert difference.offset > 4000
    assert text_to_bytes(difference.expected).endswith(b"xa")


@given(st.binary(max_size=4000), st.binary(max_size=4000))
def test_an_excerpt_shows_the_first_difference(one: bytes, other: bytes) -> None:
    if one == other:
        return
    found = excerpt(0, "stdout", one, other)
    left, right = text_to_bytes(found.expected), text_to_bytes(found.actual)
    assert left != right
    assert max(len(left), len(right)) <= EXCERPT_BYTES
    assert one[: found.offset] == other[: found.offset]
    assert one[found.offset : found.offset + len(left)] == left
