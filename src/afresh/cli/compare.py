"""Is a rewrite equal to the original?"""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from afresh.cli.evaluations import evaluation_figures, print_evaluation
from afresh.cli.generate import DEFAULT_CASES, tell_reach
from afresh.cli.judge import candidate_folder, judge_one
from afresh.cli.options import Engine, EngineName, Json, Seed, Workers, make_engine
from afresh.cli.output import print_json, progress
from afresh.generate.generate import generate_suite
from afresh.model import Quality
from afresh.reference.importing import import_task
from afresh.reference.sources import parse_source
from afresh.sandbox import default_sandbox
from afresh.store.home import Home


def compare(
    reference: Annotated[str, typer.Argument(help="The original: a path, deb:, pypi: or npm:NAME.")],
    candidate: Annotated[str, typer.Argument(help="The rewrite: the same, or a submission.")],
    docs: Annotated[Path | None, typer.Option(help="Documentation of the original.")] = None,
    seed: Seed = 0,
    cases: Annotated[int, typer.Option(min=1, help="How many cases at most.")] = DEFAULT_CASES,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=1, help="Exit 1 where the score is lower (0 to 1).")
    ] = None,
    engine: Engine = EngineName.LOCAL,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Generate cases from the original, judge the rewrite on them, show the smallest differences."""
    if not Path(candidate).exists():
        parse_source(candidate)  # before minutes are spent on the original
    path = Path(reference)
    source = str(path.resolve()) if path.exists() else reference
    home = _home_of(source)
    chosen = make_engine(engine, workers)
    with candidate_folder(None) as folder:
        with progress() as tell:
            task = import_task(home, source, docs=docs, sandbox=default_sandbox(), progress=tell)
            suite = generate_suite(
                home, task, seed=seed, cases=cases, sandbox=default_sandbox(), engine=chosen, progress=tell
            )
            attempt, evaluation = judge_one(home, task.name, candidate, None, folder, chosen, tell)
        if json:
            print_json(evaluation_figures(home, attempt, evaluation) | _reach(suite.info.quality))
        else:
            print_evaluation(home, attempt, evaluation)
    tell_reach(suite.info, cases)
    if evaluation.no_evidence:
        raise typer.Exit(3)
    if fail_under is not None and evaluation.score < fail_under:
        raise typer.Exit(1)


def _home_of(source: str) -> Home:
    """Return a home of the reference's own, so that comparing never touches a task of the same name."""
    home = Home()
    key = hashlib.sha256(source.encode()).hexdigest()
    return Home(home.path / "compare" / key[:16], cache=home.cache)


def _reach(quality: Quality) -> dict[str, object]:
    """Return how much of the original the cases reach: equal on them is no more than that."""
    return {
        "options_documented": quality.options_documented,
        "options_exercised": quality.options_exercised,
    }
