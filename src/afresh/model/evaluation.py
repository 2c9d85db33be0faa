"""The results of judging one candidate on one suite."""

from typing import Literal

from afresh.model.content import Text
from afresh.model.observation import Channel, Usage
from afresh.model.record import Record


class Difference(Record, frozen=True, kw_only=True):
    """Where one channel of one step differs: the surroundings of the first difference, from both sides."""

    step: int
    channel: Channel
    expected: Text
    actual: Text
    offset: int = 0
    """Bytes that are equal before the excerpts begin."""
    path: Text = ""
    """The file, where the channel is `files`."""


class Verdict(Record, frozen=True, kw_only=True):
    """The result of one case."""

    case: str
    status: Literal["pass", "fail", "no_evidence"]
    channel: Channel | None = None
    """The first channel that differs."""
    reason: str = ""
    """In a few words what differs, made so that equal kinds of difference have equal reasons."""
    lenient: bool = False
    """Passes when the wording of standard error is not compared."""
    differences: tuple[Difference, ...] = ()
    usage: Usage = Usage()
    reference_usage: Usage = Usage()


class Build(Record, frozen=True, kw_only=True):
    """How the candidate came to be."""

    status: Literal[
        "built", "ready", "failed", "timed_out", "no_compile_script", "no_executable", "unsafe_archive"
    ]
    """`ready`: the candidate was given as a program and needed no build."""
    seconds: float = 0.0
    log: str = ""
    """The end of what compile.sh printed."""
    manifest: str = ""
    """SHA-256 of the list of hashes of every file that crossed from the build to the judge."""


class Evaluation(Record, frozen=True, kw_only=True, tag_field="schema", tag=1):
    """All verdicts of one candidate on one suite, counted. The suite is the denominator."""

    task: str
    suite: str
    candidate: str
    cases: int
    passed: int
    failed: int
    no_evidence: int
    score: float
    """Share of all cases that pass."""
    score_lenient: float
    """The same when the wording of standard error is not compared."""
    resolved: bool
    """Every case passes."""
    almost_resolved: bool
    """At least 95 % of the cases pass."""
    build: Build
    gold: float | None = None
    """The reference's own score on the same suite and machine: the self-check; None before it was made."""
    cpu_ratio: float | None = None
    """CPU time of the candidate over that of the reference, over the passed cases."""
    root: str = ""
    """The file system in which the candidate ran."""
    afresh: str = ""
