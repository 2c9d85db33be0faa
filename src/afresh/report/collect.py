"""Runs as plain rows, one an attempt. Nothing is left out: what cannot be judged says why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from afresh.errors import AfreshError
from afresh.model import AttemptInfo, Evaluation, RunInfo, Verdict
from afresh.store.runs import Attempt, Run

State = Literal["judged", "judging", "submitted", "running", "failed", "broken"]
"""How far an attempt is. Only `judged` has an evaluation; `broken` has records that cannot be read."""

GOLD = "gold"
"""The agent whose submission is the reference itself."""

WORKING_BUILDS = ("built", "ready")
"""Build verdicts after which there is a candidate to run."""


@dataclass(frozen=True)
class Kind:
    """One kind of difference: how many cases fail by it, and one of them."""

    reason: str
    count: int
    example: str
    """Id of a case."""


@dataclass(frozen=True)
class Flag:
    """Something to know before a score is compared with others, in a word and in a sentence."""

    name: Literal["no evidence", "self-check", "counts", "root"]
    text: str
    blocks: bool = True
    """Whether the score gets no rank."""


@dataclass(frozen=True)
class Row:
    """One attempt at one task, as far as it is."""

    run: Path
    info: RunInfo
    attempt: Attempt
    state: State
    detail: str = ""
    """Why there is no evaluation."""
    outcome: AttemptInfo | None = None
    evaluation: Evaluation | None = None
    kinds: tuple[Kind, ...] = ()
    """All kinds of difference, the most common first."""
    flags: tuple[Flag, ...] = ()

    @property
    def task(self) -> str:
        """Name of the task."""
        return self.attempt.task

    @property
    def name(self) -> str:
        """The agent with its model, or the candidate; with the attempt's number where there are several."""
        model = f" ({self.info.model})" if self.info.model else ""
        number = f" #{self.attempt.number}" if self.info.attempts > 1 else ""
        return f"{self.info.agent}{model}{number}"

    @property
    def is_gold(self) -> bool:
        """Whether this is the reference judged against itself: the self-check, no contestant."""
        return self.info.agent == GOLD


def collect(runs: Iterable[Path]) -> list[Row]:
    """Return one row for every attempt that the runs are configured to make, in the runs' order.

    InputError is raised when a folder is not a run or its run.toml cannot be read; an attempt whose own
    records cannot be read becomes a row that says so.
    """
    once = {directory.resolve(): directory for directory in runs}
    return [row for directory in once.values() for row in _rows(Run.open(directory))]


def _rows(run: Run) -> list[Row]:
    info = run.info()
    return [_row(run, info, attempt) for attempt in run.attempts()]


def _row(run: Run, info: RunInfo, attempt: Attempt) -> Row:
    try:
        outcome, evaluation = attempt.info(), attempt.evaluation()
        if evaluation is None:
            state, detail = _unjudged(attempt, outcome)
            return Row(run.directory, info, attempt, state, detail, outcome)
        verdicts = latest_verdicts(attempt)
    except AfreshError as error:
        return Row(run.directory, info, attempt, "broken", str(error))
    return Row(
        run.directory,
        info,
        attempt,
        "judged",
        outcome=outcome,
        evaluation=evaluation,
        kinds=kinds_of_difference(verdicts.values()),
        flags=tuple(_flags(evaluation, verdicts, is_gold=info.agent == GOLD)),
    )


def latest_verdicts(attempt: Attempt) -> dict[str, Verdict]:
    """Return the verdicts by case. A later one of the same case replaces `no evidence`, nothing else.

    CorruptRecordError is raised when the file cannot be decoded. No file means no verdicts: a candidate
    that could not be built has none.
    """
    verdicts: dict[str, Verdict] = {}
    if attempt.verdicts.is_file():
        for verdict in attempt.read_verdicts():
            earlier = verdicts.get(verdict.case)
            if earlier is None or earlier.status == "no_evidence":
                verdicts[verdict.case] = verdict
    return verdicts


def kind_of(verdict: Verdict) -> str:
    """Return the words that equal kinds of difference share."""
    return verdict.reason or (f"{verdict.channel} differs" if verdict.channel else "no reason recorded")


def kinds_of_difference(verdicts: Iterable[Verdict]) -> tuple[Kind, ...]:
    """Count the failed verdicts by kind, the most common first."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for verdict in verdicts:
        if verdict.status == "fail":
            counts[kind_of(verdict)] += 1
            examples.setdefault(kind_of(verdict), verdict.case)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Kind(reason, count, examples[reason]) for reason, count in ordered)


def _unjudged(attempt: Attempt, outcome: AttemptInfo | None) -> tuple[State, str]:
    if attempt.verdicts.is_file():
        return "judging", "being judged, or judging stopped midway; run: afresh judge"
    if outcome is None:
        return "running", "the attempt has not ended"
    if outcome.status == "submitted":
        return "submitted", "not judged yet; run: afresh judge"
    return "failed", f"{outcome.status}: {outcome.detail or 'no submission'}"


def _flags(evaluation: Evaluation, verdicts: dict[str, Verdict], *, is_gold: bool) -> Iterable[Flag]:
    if evaluation.no_evidence:
        yield Flag(
            "no evidence", f"{evaluation.no_evidence} cases without evidence: judge again before publishing"
        )
    gold = evaluation.score if is_gold else evaluation.gold
    if gold is None:
        yield Flag("self-check", "the reference was not judged on the same suite and machine")
    elif gold != 1.0:
        yield Flag("self-check", f"the reference itself scores {percent(gold)} here")
    if _miscounted(evaluation, verdicts):
        yield Flag("counts", "evaluation and verdicts do not agree: judge again")


def _miscounted(evaluation: Evaluation, verdicts: dict[str, Verdict]) -> bool:
    counted = evaluation.passed, evaluation.failed
    if sum(counted) + evaluation.no_evidence != evaluation.cases:
        return True
    if evaluation.score != _share(evaluation.passed, evaluation.cases):
        return True
    if not verdicts and evaluation.build.status not in WORKING_BUILDS:
        return counted != (0, evaluation.cases)
    statuses = Counter(verdict.status for verdict in verdicts.values())
    return counted != (statuses["pass"], statuses["fail"])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def percent(share: float) -> str:
    """Write a share of 1 as per cent with one decimal. Only a whole 1 is 100 %, only nothing is 0 %."""
    rounded = round(share * 100, 1)
    if rounded >= 100 > share * 100:
        rounded = 99.9
    if rounded <= 0 < share:
        rounded = 0.1
    return f"{rounded:.1f} %"
