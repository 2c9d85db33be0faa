"""Judge a run, or one candidate."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from afresh.cli.candidates import judge_candidate
from afresh.cli.evaluations import evaluation_figures, print_evaluation
from afresh.cli.options import Engine, EngineName, Json, Workers, make_engine
from afresh.cli.output import print_json, progress, say
from afresh.cli.report import print_leaderboard
from afresh.cli.runs import begin_run
from afresh.engine.protocol import Engine as EngineProtocol
from afresh.errors import InputError
from afresh.judge.attempt import judge_attempt
from afresh.judge.gold import gold_score
from afresh.model import Evaluation
from afresh.progress import Progress
from afresh.sandbox import default_sandbox
from afresh.store.home import Home
from afresh.store.runs import Attempt, Run
from afresh.store.suites import open_suite

Judged = list[tuple[Attempt, Evaluation]]


def judge(
    folder: Annotated[Path | None, typer.Argument(help="Folder of a run.", metavar="[RUN]")] = None,
    task: Annotated[str | None, typer.Option(help="Task to judge one candidate on.")] = None,
    candidate: Annotated[
        str | None,
        typer.Option(
            help="gold, a submission (archive or directory), a program's path, or deb:, pypi:, npm:NAME."
        ),
    ] = None,
    suite: Annotated[str | None, typer.Option(help="Digest of the suite; default: the newest.")] = None,
    out_folder: Annotated[
        Path | None, typer.Option("--out", help="Keep verdicts and evaluation of the candidate as a run.")
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=1, help="Exit 1 where a score is lower (0 to 1).")
    ] = None,
    engine: Engine = EngineName.LOCAL,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Judge every attempt of a run, or one candidate, on the hidden suite.

    A candidate that fails is an answer: exit code 0, unless --fail-under asks.
    """
    if bool(folder) == bool(task and candidate) or (folder and (task or candidate)):
        raise InputError("give either the folder of a run, or both --task and --candidate")
    home, chosen = Home(), make_engine(engine, workers)
    with candidate_folder(out_folder) as kept:
        with progress() as tell:
            if folder:
                judged = judge_run(home, folder, suite, chosen, tell)
            else:
                judged = [judge_one(home, str(task), str(candidate), suite, kept, chosen, tell)]
        _tell(home, folder, judged, json=json)
    scores = [evaluation.score for _, evaluation in judged]
    if any(evaluation.no_evidence for _, evaluation in judged):
        say(
            "Some cases are without evidence: the score must not be published. Judge again to try them again."
        )
        raise typer.Exit(3)
    if fail_under is not None and min(scores, default=0.0) < fail_under:
        say(f"A score is under {fail_under}.")
        raise typer.Exit(1)


@contextmanager
def candidate_folder(out_folder: Path | None) -> Iterator[Path]:
    """Yield the folder in which a candidate is judged: the one that is kept, or one that goes afterwards."""
    if out_folder:
        yield out_folder
        return
    with tempfile.TemporaryDirectory(prefix="afresh-") as temporary:
        yield Path(temporary)


def judge_run(home: Home, folder: Path, suite: str | None, engine: EngineProtocol, tell: Progress) -> Judged:
    """Judge every attempt of a run whose agent has finished."""
    run = Run.open(folder)
    info = run.info()
    judged: Judged = []
    for attempt in run.attempts():
        ended = attempt.info()
        if info.kind == "agent" and (ended is None or ended.status != "submitted"):
            status = ended.status if ended else "not begun"
            say(f"{attempt.task}, attempt {attempt.number}: nothing to judge ({status})")
            continue
        task = home.task(attempt.task)
        opened = open_suite(home, attempt.task, suite)
        if info.kind == "candidate":
            evaluation = judge_candidate(
                home,
                task,
                opened,
                info.agent,
                attempt,
                sandbox=default_sandbox(),
                engine=engine,
                progress=tell,
            )
        else:
            gold = gold_score(home, task, opened, sandbox=default_sandbox(), engine=engine, progress=tell)
            evaluation = judge_attempt(
                home,
                task,
                opened,
                attempt,
                candidate=info.agent,
                gold=gold,
                sandbox=default_sandbox(),
                engine=engine,
                progress=tell,
            )
        judged.append((attempt, evaluation))
    return judged


def judge_one(
    home: Home,
    name: str,
    candidate: str,
    suite: str | None,
    folder: Path,
    engine: EngineProtocol,
    tell: Progress,
) -> tuple[Attempt, Evaluation]:
    """Judge one candidate as a run of its own."""
    run = begin_run(home, folder, candidate, [name], kind="candidate")
    return judge_run(home, run.directory, suite, engine, tell)[0]


def _tell(home: Home, folder: Path | None, judged: Judged, *, json: bool) -> None:
    figures = [evaluation_figures(home, *one) for one in judged]
    if json:
        print_json({"run": str(folder), "evaluations": figures} if folder else figures[0])
    elif folder:
        print_leaderboard([folder])
    else:
        print_evaluation(home, *judged[0])
