"""From a task to a certified suite."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from afresh.engine.protocol import Engine
from afresh.generate.certify import Certification, Certified
from afresh.generate.distil import Distilled, distil
from afresh.generate.dummies import Dummy, constant
from afresh.generate.gather import Gathering
from afresh.generate.record import Recorded, hurried, moved
from afresh.generate.survey import Survey, survey_program
from afresh.model import Expectation, Quality, Step, Task, make_case
from afresh.observe.program import Program, reference_program
from afresh.observe.run import run_case
from afresh.progress import Progress, silent
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs
from afresh.store.home import Home
from afresh.store.suites import Suite, write_suite

CASES = 400
HELP_CALLS = (("--help",), ("-h",), ("help",), ())


def generate_suite(
    home: Home,
    task: Task,
    *,
    seed: int = 0,
    cases: int = CASES,
    minutes: float | None = None,
    sandbox: Sandbox,
    engine: Engine,
    progress: Progress = silent,
) -> Suite:
    """Make a suite from the reference and its documentation, and make it the task's newest.

    The same reference, documentation, seed and number of cases give the same suite. `minutes` bounds the
    time in which new cases are recorded; with it, the suite depends on the speed of the machine. InputError
    is raised when the reference is missing, InfrastructureError when the sandbox fails.
    """
    program = hurried(reference_program(home, task))
    deadline = None if minutes is None else time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory(prefix="afresh-generate-") as scratch:
        # Contents of cases that are dropped again do not reach the home.
        blobs = Blobs(Path(scratch))
        progress("reading the documentation", 0, None)
        survey = survey_program(home, task, program, sandbox, seed=seed, progress=progress)
        gathering = Gathering(program, sandbox, engine, blobs, progress, deadline)
        recorded = gathering.gather(survey, cases, seed=seed)
        distilled = distil(recorded, blobs, list(_help_dummies(program, sandbox, blobs)), place=program.path)
        certification = Certification(program, sandbox, engine, blobs, progress)
        certified = certification.certify(distilled.kept, cases, seed=seed)
        selected = [moved(labelled(one), blobs, home.blobs) for one in certified.selected]
    return write_suite(
        home,
        task,
        ((one.case, Expectation(case=one.case.id, steps=one.steps), one.usage) for one in selected),
        seed=seed,
        budget=f"{cases} cases" + (f", {minutes:g} minutes" if minutes is not None else ""),
        quality=_quality(survey, distilled, certified, selected),
    )


def labelled(one: Recorded) -> Recorded:
    """Add what a case is about to its options: `documented`, `error`, `files`, `odd-input`."""
    about = {
        "documented": one.case.origin == "example",
        "error": not one.succeeded,
        "files": any(step.files for step in one.steps),
        "odd-input": one.case.origin == "odd",
    }
    more = (label for label, holds in about.items() if holds)
    return replace(one, case=msgspec.structs.replace(one.case, labels=(*one.case.labels, *more)))


def _help_dummies(program: Program, sandbox: Sandbox, blobs: Blobs) -> Iterator[Dummy]:
    """Yield the dummies that answer everything with one of the reference's help texts."""
    for argv in HELP_CALLS:
        for step in run_case(sandbox, program, make_case(Step(argv=argv)), blobs).steps:
            yield constant(step)


def _quality(
    survey: Survey, distilled: Distilled, certified: Certified, selected: Sequence[Recorded]
) -> Quality:
    labels = Counter(label for one in selected for label in one.case.labels)
    return Quality(
        options_documented=len(survey.options),
        options_exercised=sum(1 for option in survey.options if labels[f"option:{option.name}"]),
        unstable=certified.unstable,
        crashed=distilled.crashed,
        dummy_passed=distilled.dummy_passed,
        successes=sum(1 for one in selected if one.succeeded),
        labels=dict(sorted(labels.items())),
    )
