"""A home and runs as a real afternoon leaves them: written through the real store, hostile in places."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from afresh.model import (
    AttemptInfo,
    Build,
    Case,
    Difference,
    Evaluation,
    Expectation,
    FileEntry,
    Observation,
    Octets,
    Quality,
    Reference,
    RunInfo,
    Step,
    Task,
    Usage,
    Verdict,
    make_case,
)
from afresh.store.atomic import write_file
from afresh.store.home import Home
from afresh.store.records import write_toml
from afresh.store.runs import Run
from afresh.store.suites import Suite, write_suite

HOSTILE = "<script>alert('owned')</script>\x1b[31m\u202e\"'&\x00"
BUILT = Build(status="built", seconds=1.4, log="cc -O2 -o jq main.c\n", manifest="ef" * 32)
READY = Build(status="ready")
FAILED = Build(status="failed", seconds=3.0, log=f"main.c:3:1: error: unknown type name 'strnig'\n{HOSTILE}")


def add_suite(home: Home, task: str, cases: Iterable[Case], seed: int = 1) -> Suite:
    """Write a task of the name (its reference is only named) and a suite for it."""
    record = Task(
        name=task,
        source=f"deb:{task}",
        reference=Reference(digest="ab" * 32, entry=f"/usr/bin/{task}", name=task, version="1.7.1"),
        digest="cd" * 32,
    )
    write_toml(home.task_directory(task) / "task.toml", record)
    recorded = [(case, Expectation(case=case.id, steps=(Observation(exit=0),)), Usage()) for case in cases]
    return write_suite(home, record, recorded, seed=seed, budget="2 minutes", quality=Quality())


def add_run(
    directory: Path,
    agent: str,
    judged: Sequence[tuple[Suite, Sequence[Verdict]]],
    *,
    kind: Literal["agent", "candidate"] = "agent",
    build: Build = BUILT,
    gold: float | None = 1.0,
    root: str = "own",
    model: str = "",
    cpu_ratio: float | None = 1.8,
) -> Path:
    """Write a run of one attempt a suite, with verdicts and the evaluations that count them."""
    tasks = {suite.info.task: "cd" * 32 for suite, _ in judged}
    info = RunInfo(
        agent=agent, kind=kind, tasks=tasks, model=model, seed=3, budget={"calls": 400}, afresh="0.1.0"
    )
    run = Run.create(directory, info)
    for suite, verdicts in judged:
        attempt = run.attempt(suite.info.task)
        attempt.directory.mkdir(parents=True)
        attempt.write_info(AttemptInfo(status="submitted", steps=120, seconds=33.5))
        if verdicts:
            with attempt.verdict_journal() as journal:
                for verdict in verdicts:
                    journal.append(verdict)
        attempt.write_evaluation(
            count(suite, agent, verdicts, build=build, gold=gold, root=root, cpu_ratio=cpu_ratio)
        )
    return directory


def count(
    suite: Suite,
    agent: str,
    verdicts: Sequence[Verdict],
    *,
    build: Build = BUILT,
    gold: float | None = 1.0,
    root: str = "own",
    cpu_ratio: float | None = 1.8,
) -> Evaluation:
    """Return the evaluation that the verdicts come to."""
    cases = suite.info.cases
    passed = sum(row.status == "pass" for row in verdicts)
    no_evidence = sum(row.status == "no_evidence" for row in verdicts)
    return Evaluation(
        task=suite.info.task,
        suite=suite.info.digest,
        candidate=agent,
        cases=cases,
        passed=passed,
        failed=cases - passed - no_evidence,
        no_evidence=no_evidence,
        score=passed / cases,
        score_lenient=sum(row.lenient for row in verdicts) / cases,
        resolved=passed == cases,
        almost_resolved=passed >= 0.95 * cases,
        build=build,
        gold=gold,
        cpu_ratio=cpu_ratio,
        root=root,
        afresh="0.1.0",
    )


FILTERS = [".", ".a", ".[]", "keys", "length", ".a.b?", "map(.p)", ".[0]", "@csv", "tojson", "paths"]
OPTIONS: list[tuple[str, ...]] = [(), ("-c",), ("-r",), ("--tab",), ("-S",), ("--arg", "x", "1"), ("-e",)]
INPUTS = ['{"a":1}\n', "[1,2,3]\n", '{"a":{"b":[null,true]}}', "", "{", '[{"p":1.5}]\n', '"ü\\u0001"\n']


def jq_cases(number: int) -> list[Case]:
    """Return cases as a generator mines them from jq's manual: short filters over small documents."""
    return [_jq_case(index) for index in range(number)]


def _jq_case(index: int) -> Case:
    option = OPTIONS[index % len(OPTIONS)]
    words = (*option, FILTERS[(index // len(OPTIONS)) % len(FILTERS)])
    document = f"{INPUTS[(index // 7) % len(INPUTS)]}{index}\n"
    labels = ("filter", *option[:1])
    if index % 4:
        return make_case(Step(argv=words, stdin=document), labels=labels, origin="option")
    files = (FileEntry(path="data.json", content=document),)
    return make_case(Step(argv=(*words, "data.json")), files, labels=labels, origin="example")


def hostile_cases() -> list[Case]:
    """Return cases whose every part tries to be something else than text."""
    hostile_file = FileEntry(path="<img src=x onerror=alert(1)>", content=HOSTILE * 50)
    return [
        make_case(
            Step(argv=(HOSTILE.rstrip("\x00") + "\x9b\ufffe",), stdin=HOSTILE), labels=("<b>label</b>",)
        ),
        make_case(Step(argv=(Octets(base64=b"\xff\xfe<i>"),)), (hostile_file,)),
        make_case((Step(argv=("a",)), Step(argv=("b", "</pre></code>"), env={"LC_ALL": "C"}))),
        make_case(Step(argv=("--long",), stdin="y" * 3000 + "\n")),
    ]


def passed(case: Case) -> Verdict:
    """Pass a case."""
    usage = Usage(cpu_ms=3)
    return Verdict(case=case.id, status="pass", lenient=True, usage=usage, reference_usage=usage)


WAYS = [
    (
        "stdout: same lines in another order",
        Difference(
            step=0,
            channel="stdout",
            expected='{\n  "name": "x",\n  "tags": [\n    "a"\n  ],\n  "p": 1.50\n}\n',
            actual='{\n  "name": "x",\n  "p": 1.5,\n  "tags": [\n    "a"\n  ]\n}\n',
        ),
    ),
    (
        "stdout differs in numbers only",
        Difference(step=0, channel="stdout", expected="12345678901234567000\n", actual="1.2345678901e19\n"),
    ),
    (
        "stderr wording",
        Difference(
            step=0,
            channel="stderr",
            expected='jq: error (at <stdin>:1): Cannot index number with "b"\n',
            actual="gojq: expected an object but got: number (1)\n",
        ),
    ),
    ("exit 5 instead of 2", Difference(step=0, channel="exit", expected="exit 2", actual="exit 5")),
    (
        "stdout ends early",
        Difference(step=0, channel="stdout", expected="a\tb \n", actual="a\tb ", offset=1234),
    ),
    (
        "file content differs",
        Difference(step=0, channel="files", path="out.json", expected="[1]\n", actual="[]\n"),
    ),
    ("stdout empty", Difference(step=0, channel="stdout", expected="[1]\n", actual="")),
]


def failed(case: Case, way: int = 0) -> Verdict:
    """Fail a case in one of several ways."""
    reason, difference = WAYS[way]
    return Verdict(
        case=case.id,
        status="fail",
        channel=difference.channel,
        reason=reason,
        lenient=difference.channel == "stderr",
        differences=(difference,),
    )


def failed_hostile(case: Case) -> Verdict:
    """Fail a case with outputs that try to leave their place on the page."""
    return Verdict(
        case=case.id,
        status="fail",
        channel="stdout",
        reason=f"stdout: {HOSTILE}",
        differences=(
            Difference(
                step=0,
                channel="stdout",
                expected=HOSTILE + "\n</td></table>\n" + "z" * 10_000,
                actual=Octets(base64=b"\xff\xfe\x00<script>\r\n" + b"z" * 9_999 + b"Z"),
            ),
            Difference(step=0, channel="files", path=HOSTILE, expected="", actual=HOSTILE),
        ),
    )


def no_evidence(case: Case) -> Verdict:
    """Leave a case without evidence."""
    return Verdict(case=case.id, status="no_evidence", reason="the sandbox could not be started")


def judge(suite: Suite, share: float, ways: Sequence[int], seed: int = 7) -> list[Verdict]:
    """Pass about a share of the cases and fail the others in the ways given, the first the most often."""
    chance = random.Random(seed)
    weights = range(len(ways), 0, -1)
    return [
        passed(case) if chance.random() < share else failed(case, chance.choices(ways, weights)[0])
        for case in suite.cases()
    ]


def showcase(folder: Path, number: int = 400) -> tuple[Home, list[Path]]:
    """Return a home and runs with everything that a report has to show."""
    home, runs = Home(folder / "home"), folder / "runs"
    jq = add_suite(home, "jq", [*jq_cases(number), *hostile_cases()])
    gron = add_suite(home, "gron", jq_cases(number // 3), seed=2)

    def both(share: float, ways: Sequence[int]) -> list[tuple[Suite, list[Verdict]]]:
        return [(suite, judge(suite, share, ways)) for suite in (jq, gron)]

    hostile = [*judge(jq, 0.65, [0, 1, 2, 3])[:-4], *map(failed_hostile, hostile_cases())]
    unclear = [*judge(gron, 0.7, [0, 5])[:-3], *map(no_evidence, list(gron.cases())[-3:])]
    close = judge(gron, 0.952, [4, 2, 6])
    unbuilt = [Verdict(case=case.id, status="fail", reason="build failed") for case in jq.cases()]
    pending = runs / "pending"
    Run.create(pending, RunInfo(agent="patient", tasks={"jq": "cd" * 32}, attempts=2))
    attempt = Run.open(pending).attempt("jq")
    attempt.directory.mkdir(parents=True)
    attempt.write_info(AttemptInfo(status="submitted"))
    write_file(Run.open(pending).attempt("jq", 2).directory / "evaluation.json", b'{"task": "jq"')
    return home, [
        add_run(runs / "gold", "gold", both(1.1, [0]), build=READY, cpu_ratio=1.0),
        add_run(runs / "noop", "noop", both(0.0, [3]), cpu_ratio=None),
        add_run(runs / "parrot", "parrot", both(0.22, [0, 3, 1]), cpu_ratio=9.4),
        add_run(runs / "gojq", "deb:gojq", [(jq, hostile)], kind="candidate", build=READY, cpu_ratio=0.41),
        add_run(runs / "npm", "npm:gron", [(gron, close)], kind="candidate", build=READY, root="host"),
        add_run(runs / "pypi", "pypi:gron", [(gron, unclear)], kind="candidate", build=READY),
        add_run(
            runs / "sketch", "sketch", [(jq, unbuilt)], model="m-1", build=FAILED, cpu_ratio=None, root=""
        ),
        pending,
    ]
