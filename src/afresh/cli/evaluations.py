"""One evaluation, as JSON and for people: the smallest failing inputs first."""

from collections import defaultdict

from rich.table import Table
from rich.text import Text

from afresh.cli.output import out
from afresh.model import Case, Difference, Evaluation, Verdict, text_to_bytes
from afresh.readable import command_line, side_by_side, visible
from afresh.store.blobs import Blobs
from afresh.store.home import Home
from afresh.store.runs import Attempt
from afresh.store.suites import open_suite

SHOWN_KINDS = 8
"""How many kinds of difference are shown, each by its smallest case."""
SHOWN_DIFFERENCES = 2
"""How many differences of that case: how it ended, and what else."""
SHOWN_LINES = 12
SHOWN_COMMAND = 24
"""How many lines of a command; whole commands: afresh suite show TASK --case CASE."""


Failure = tuple[Case, Verdict]


def failures_of(home: Home, attempt: Attempt, evaluation: Evaluation) -> list[Failure]:
    """Return the cases that do not pass, the smallest input first: the one a person understands soonest."""
    suite = open_suite(home, evaluation.task, evaluation.suite)
    cases = {case.id: case for case in suite.cases()}
    failed = [verdict for verdict in attempt.read_verdicts() if verdict.status != "pass"]
    pairs = [(cases[verdict.case], verdict) for verdict in failed]
    return sorted(pairs, key=lambda pair: (input_size(pair[0], home.blobs), pair[0].id))


def evaluation_figures(home: Home, attempt: Attempt, evaluation: Evaluation) -> dict[str, object]:
    """Return the evaluation as `judge` and `compare` print it with --json."""
    failures = [
        {"case": case.id, "channel": verdict.channel, "reason": verdict.reason}
        for case, verdict in failures_of(home, attempt, evaluation)
    ]
    return {
        "task": evaluation.task,
        "suite": evaluation.suite,
        "candidate": evaluation.candidate,
        "cases": evaluation.cases,
        "passed": evaluation.passed,
        "failed": evaluation.failed,
        "no_evidence": evaluation.no_evidence,
        "score": evaluation.score,
        "score_lenient": evaluation.score_lenient,
        "resolved": evaluation.resolved,
        "almost_resolved": evaluation.almost_resolved,
        "gold": evaluation.gold,
        "cpu_ratio": evaluation.cpu_ratio,
        "build": evaluation.build,
        "failures": failures,
    }


def print_evaluation(home: Home, attempt: Attempt, evaluation: Evaluation) -> None:
    """Print the kinds of difference, each by its smallest input, the smallest first; then the scores."""
    if evaluation.build.status in {"built", "ready"}:
        _print_differences(home, attempt, evaluation)
    else:
        out.print(evaluation.build.log, markup=False)
    rows = {
        "candidate": evaluation.candidate,
        "build": evaluation.build.status,
        "passed": f"{evaluation.passed} of {evaluation.cases} cases, {_percent(evaluation.score)}",
        "lenient": f"{_percent(evaluation.score_lenient)} when the wording of stderr is not compared",
        "resolved": "yes" if evaluation.resolved else "almost" if evaluation.almost_resolved else "no",
        "self-check": f"the reference itself passes {_percent(evaluation.gold or 0)}",
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for label, value in rows.items():
        table.add_row(label, value)
    out.print(table)


def _print_differences(home: Home, attempt: Attempt, evaluation: Evaluation) -> None:
    name = home.task(evaluation.task).reference.name
    kinds: defaultdict[str, list[Failure]] = defaultdict(list)
    for failure in failures_of(home, attempt, evaluation):
        kinds[failure[1].reason].append(failure)
    for reason, failures in list(kinds.items())[:SHOWN_KINDS]:
        count = f"{len(failures)} case" + "s" * (len(failures) > 1)
        out.print(f"{count}: {reason}", style="bold", markup=False)
        _print_verdict(*failures[0], name, home.blobs)
    if len(kinds) > SHOWN_KINDS:
        out.print(f"… and {len(kinds) - SHOWN_KINDS} more kinds of difference\n", style="dim")


def _print_verdict(case: Case, verdict: Verdict, name: str, blobs: Blobs) -> None:
    for step in range(len(case.steps)):
        out.print(_shortened(command_line(case, step, name, blobs.unpack)), style="cyan", markup=False)
    for difference in verdict.differences[:SHOWN_DIFFERENCES]:
        _print_difference(difference)
    out.print()


def _shortened(command: str) -> str:
    lines = command.splitlines()
    if len(lines) <= SHOWN_COMMAND:
        return command
    return "\n".join([*lines[:SHOWN_COMMAND], f"… {len(lines) - SHOWN_COMMAND} more lines"])


def _print_difference(difference: Difference) -> None:
    if difference.channel == "exit":
        out.print(f"{difference.expected} expected, actual {difference.actual}", style="yellow", markup=False)
        return
    table = Table(box=None, pad_edge=False)
    what = f"{difference.channel} {visible(difference.path)}".strip()
    table.add_column(Text(f"{what} expected"), overflow="fold", ratio=1)
    table.add_column("actual", overflow="fold", ratio=1)
    for row in side_by_side(difference.expected, difference.actual)[:SHOWN_LINES]:
        style = "" if row.same else "yellow"
        table.add_row(Text(row.expected or ""), Text(row.actual or ""), style=style)
    out.print(table, soft_wrap=False)


def input_size(case: Case, blobs: Blobs) -> int:
    """Return the size of a case's input in bytes: what a person has to read to understand it."""
    arguments = sum(len(text_to_bytes(a)) + 1 for step in case.steps for a in step.argv)
    streams = sum(len(blobs.unpack(step.stdin)) for step in case.steps)
    files = sum(len(blobs.unpack(entry.content)) + 20 for entry in case.files)
    return arguments + streams + files


def _percent(share: float) -> str:
    """Return a share in percent; 100 only where nothing is missing."""
    return f"{min(share * 100, 99.9) if share < 1 else 100:.1f} %"
