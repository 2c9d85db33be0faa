"""Record documented calls, then what builds on those that worked, until there is enough to choose from."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from afresh.engine.protocol import Engine
from afresh.generate.distil import distil, inert_options
from afresh.generate.invocation import Invocation, Seed, case_of
from afresh.generate.record import Recorded, record
from afresh.generate.seed import Context, first_seeds, further_seeds, widening_seeds
from afresh.generate.survey import Survey
from afresh.model import Case, text_to_bytes
from afresh.observe.program import Program
from afresh.progress import Progress
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs

FIRST_SHARE = 0.8
"""Of the wanted cases: how many documented calls are recorded before anything is built on them."""
ENOUGH_SHARE = 3.0
"""Of the wanted cases: how many are recorded where enough of them are good."""
MOST_SHARE = 3.8
"""Of the wanted cases: where recording ends although there are not enough good ones."""
SPARE_SHARE = 1.1
"""Of the wanted successes: how many there should be to choose from."""
ROUND_SHARE = 0.4
"""Of the wanted cases: how many are recorded before it is looked at again what they showed."""
BASE_SHARE = 0.3
"""Of the wanted cases: how many working calls there should be to build on."""
BASES = 400
FEW_BASES = 20


@dataclass
class Gathering:
    """Records the cases of one suite; long contents go to `blobs`."""

    program: Program
    sandbox: Sandbox
    engine: Engine
    blobs: Blobs
    progress: Progress
    deadline: float | None = None
    """Moment of the monotonic clock after which no case is begun."""
    known: set[str] = field(default_factory=set)
    inert: frozenset[str] = frozenset()
    """Labels of options that changed nothing so far: no more cases are spent on them."""
    calls: dict[str, Invocation] = field(default_factory=dict)

    def gather(self, survey: Survey, cases: int, *, seed: int) -> list[Recorded]:
        """Return between 3 and 4 times as many recordings as cases are wanted, where seeds last so long."""
        context = Context(survey, seed)
        recorded = self._record(first_seeds(context), round(cases * FIRST_SHARE), cases)
        context = self._with_bases(context, recorded)
        wanted = round(cases * BASE_SHARE)
        if len(context.bases) < wanted:
            recorded += self._record(widening_seeds(context), wanted, cases)
            context = self._with_bases(context, recorded)
        further = further_seeds(context)
        while len(recorded) < cases * MOST_SHARE and self._in_time():
            good = sum(one.succeeded for one in distil(recorded, self.blobs).kept)
            if len(recorded) >= cases * ENOUGH_SHARE and good >= cases * SPARE_SHARE:
                break
            self.inert = inert_options(recorded)
            more = self._record(further, round(cases * ROUND_SHARE), cases)
            if not more:
                break
            recorded += more
        return recorded

    def _with_bases(self, context: Context, recorded: Sequence[Recorded]) -> Context:
        bases, outputs = working_calls(recorded, self.calls, self.blobs)
        return replace(context, bases=bases, outputs=outputs)

    def _record(self, seeds: Iterator[Seed], count: int, cases: int) -> list[Recorded]:
        planned = list(islice(self._new_cases(seeds), max(0, count)))
        before = len(self.known) - len(planned)

        def progress(what: str, number: int, _total: int | None) -> None:
            self.progress(what, before + number, max(before + len(planned), round(cases * ENOUGH_SHARE)))

        in_time = _while(self._in_time, planned)
        return list(record(in_time, self.program, self.sandbox, self.engine, self.blobs, progress=progress))

    def _new_cases(self, seeds: Iterator[Seed]) -> Iterator[Case]:
        """Yield the cases of the seeds, each input once; leave out what cannot be an argument."""
        for seed in seeds:
            if any(b"\0" in text_to_bytes(argument) for argument in seed.invocation.argv):
                continue
            case = case_of(seed, self.blobs)
            if case.id not in self.known and self.inert.isdisjoint(case.labels):
                self.known.add(case.id)
                self.calls[case.id] = seed.invocation
                yield case

    def _in_time(self) -> bool:
        return self.deadline is None or time.monotonic() < self.deadline


def working_calls(
    recorded: Sequence[Recorded], calls: dict[str, Invocation], blobs: Blobs
) -> tuple[tuple[Invocation, ...], tuple[bytes, ...]]:
    """Return the calls that worked and showed something, the simplest first, and what they printed."""
    ground = _ground(recorded, calls, blobs, dummies=True)
    if len(ground) < FEW_BASES:
        # The options of a program that mostly copies its input can only be tried on calls that copy.
        ground += [one for one in _ground(recorded, calls, blobs, dummies=False) if one not in ground]
    chosen = ground[:BASES]
    outputs = dict.fromkeys(blobs.unpack(one.steps[0].stdout) for one in chosen)
    return tuple(calls[one.case.id] for one in chosen), tuple(output for output in outputs if output)


def _ground(
    recorded: Sequence[Recorded], calls: dict[str, Invocation], blobs: Blobs, *, dummies: bool
) -> list[Recorded]:
    """Return the calls that can be built on: not those that read nothing, such as for help or a version."""
    kept = distil(recorded, blobs, dummies=dummies).kept
    shown = [one for one in kept if one.succeeded and any(step.stdout or step.files for step in one.steps)]
    ordered = sorted(shown, key=lambda one: _complexity(calls[one.case.id]))
    return [one for one in ordered if calls[one.case.id].stdin or calls[one.case.id].files]


def _complexity(call: Invocation) -> tuple[int, int]:
    return len(call.argv), sum(len(text_to_bytes(argument)) for argument in call.argv)


def _while(condition: Callable[[], bool], cases: Iterable[Case]) -> Iterator[Case]:
    for case in cases:
        if not condition():
            return
        yield case
