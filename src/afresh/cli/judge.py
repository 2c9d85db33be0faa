"""Judge a run, or one candidate."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from afresh.cli.candidates import judge_candidate
from afresh.cli.evaluations import evaluation_figures, print_evaluation
from afresh.cli.options import Engine, EngineName, Json, Workers, make_engine
from afresh.cli.output import out, print_json, progress, say
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
    chosen = make_engine(engine, workers)
    with progress() as tell:
        if folder and not task and not candidate:
            judged = judge_run(Home(), folder, suite, chosen, tell)
        elif task and candidate and not folder:
            judged = [judge_one(Home(), task, candidate, suite, out_folder, chosen, tell)]
        else:
            raise InputError("give either the folder of a run, or both --task and --candidate")
    scores = [evaluation.score for _, evaluation in judged]
    if json:
        figures = [figure for _, figure in judged_figures(judged)]
        print_json(figures[0] if candidate else {"run": str(folder), "evaluations": figures})
    elif folder:
        print_leaderboard([folder])
    else:
        print_evaluation(Home(), *judged[0])
    if any(evaluation.no_evidence for _, evaluation in judged):
        say(
            "Some cases are without evidence: the score must not be published. Judge again to try them again."
        )
        raise typer.Exit(3)
    if fail_under is not None and min(scores, default=0.0) < fail_under:
        out.print(f"a score is under {fail_under}") if not json else None
        raise typer.Exit(1)


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
    folder: Path | None,
    engine: EngineProtocol,
    tell: Progress,
) -> tuple[Attempt, Evaluation]:
    """Judge one candidate, in the folder of a run that is kept or in one that is not."""
    home.task(name)
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="afresh-"))
    run = begin_run(home, folder, candidate, [name], kind="candidate")
    return judge_run(home, run.directory, suite, engine, tell)[0]


def judged_figures(judged: Judged) -> list[tuple[Attempt, dict[str, object]]]:
    """Return what `--json` prints of each evaluation."""
    return [(attempt, evaluation_figures(attempt, evaluation)) for attempt, evaluation in judged]
