"""One evaluation, as JSON and for people: the smallest failing inputs first."""

from collections import defaultdict

from rich.table import Table

from afresh.cli.output import out
from afresh.model import Case, Evaluation, Verdict, text_to_bytes
from afresh.readable import command_line, side_by_side
from afresh.store.blobs import Blobs
from afresh.store.home import Home
from afresh.store.runs import Attempt
from afresh.store.suites import open_suite

SHOWN_KINDS = 8
"""How many kinds of difference are shown, each by its smallest case."""


def evaluation_figures(attempt: Attempt, evaluation: Evaluation) -> dict[str, object]:
    """Return the evaluation as `judge` and `compare` print it with --json."""
    failures = [
        {"case": verdict.case, "channel": verdict.channel, "reason": verdict.reason}
        for verdict in attempt.read_verdicts()
        if verdict.status != "pass"
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
    """Print the scores, then the kinds of difference, the commonest first, each by its smallest input."""
    _print_differences(home, attempt, evaluation)
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
    suite = open_suite(home, evaluation.task, evaluation.suite)
    name = home.task(evaluation.task).reference.name
    cases = {case.id: case for case in suite.cases()}
    kinds: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in attempt.read_verdicts():
        if verdict.status != "pass":
            kinds[verdict.reason].append(verdict)
    commonest = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    for reason, verdicts in commonest[:SHOWN_KINDS]:
        smallest = min(verdicts, key=lambda verdict: input_size(cases[verdict.case], home.blobs))
        out.print(f"[bold]{len(verdicts)} cases:[/] ", end="")
        out.print(reason, style="bold", markup=False)
        _print_verdict(cases[smallest.case], smallest, name, home.blobs)
    if len(commonest) > SHOWN_KINDS:
        out.print(f"… and {len(commonest) - SHOWN_KINDS} more kinds of difference\n", style="dim")


def _print_verdict(case: Case, verdict: Verdict, name: str, blobs: Blobs) -> None:
    for step in range(len(case.steps)):
        out.print(command_line(case, step, name, blobs.unpack), style="cyan", markup=False)
    for difference in verdict.differences[:1]:
        table = Table(box=None, pad_edge=False)
        table.add_column(f"{difference.channel} expected", overflow="fold", ratio=1)
        table.add_column("actual", overflow="fold", ratio=1)
        for row in side_by_side(difference.expected, difference.actual)[:12]:
            style = "" if row.same else "yellow"
            table.add_row(row.expected or "", row.actual or "", style=style)
        out.print(table, soft_wrap=False, markup=False)
    out.print()


def input_size(case: Case, blobs: Blobs) -> int:
    """Return the size of a case's input in bytes: what a person has to read to understand it."""
    arguments = sum(len(text_to_bytes(a)) + 1 for step in case.steps for a in step.argv)
    streams = sum(len(blobs.unpack(step.stdin)) for step in case.steps)
    files = sum(len(blobs.unpack(entry.content)) + 20 for entry in case.files)
    return arguments + streams + files


def _percent(share: float) -> str:
    """Return a share in percent; 100 only where nothing is missing."""
    return f"{min(share * 100, 99.9) if share < 1 else 100:.1f} %"
