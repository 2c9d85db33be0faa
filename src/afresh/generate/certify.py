"""Replace whatever does not repeat itself, until every selected case has stood its replays."""

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from afresh.engine.protocol import Engine
from afresh.generate.record import Recorded
from afresh.generate.select import select
from afresh.generate.stability import PERTURBATIONS, later, replay_all, replays_of, tells_the_date
from afresh.observe.program import Program
from afresh.progress import Progress
from afresh.sandbox.protocol import Sandbox
from afresh.store.blobs import Blobs

_NAME = re.compile(r"[@$]?[A-Za-z_]\w*")
SUSPECT_REPLAYS = 15
"""Replays of a case that has all options and names of an unstable one: an order of two repeats by chance."""


@dataclass(frozen=True)
class Certified:
    """The selected cases, each replayed under every perturbation, and how many were not stable."""

    selected: tuple[Recorded, ...]
    unstable: int


@dataclass
class Certification:
    """Replays cases of one reference and remembers what they came to."""

    program: Program
    sandbox: Sandbox
    engine: Engine
    blobs: Blobs
    progress: Progress
    unstable: set[str] = field(default_factory=set)
    replayed: dict[str, int] = field(default_factory=dict)

    def certify(self, candidates: Sequence[Recorded], cases: int, *, seed: int) -> Certified:
        """Select cases, replay them, and select again without the unstable ones until all are proved."""
        now, since = time.time(), time.monotonic()
        self.unstable |= {
            one.case.id for one in candidates if tells_the_date(one.case, one.steps, self.blobs, now)
        }
        later(since)
        while True:
            stable = [one for one in candidates if one.case.id not in self.unstable]
            selected = select(stable, cases, seed=seed)
            suspicious = {_family(one) for one in candidates if one.case.id in self.unstable} - {frozenset()}
            missing = {one.case.id: self._missing(one, suspicious) for one in selected}
            if not any(missing.values()):
                return Certified(selected, len(self.unstable))
            self._replay(selected, missing)

    def _missing(self, one: Recorded, suspicious: Iterable[frozenset[str]]) -> int:
        """Return how many replays a case still lacks."""
        family = _family(one)
        suspect = any(other <= family for other in suspicious)
        wanted = SUSPECT_REPLAYS if suspect else len(PERTURBATIONS)
        return max(0, wanted - self.replayed.get(one.case.id, 0))

    def _replay(self, selected: Sequence[Recorded], missing: dict[str, int]) -> None:
        replays = [
            replay for one in selected for replay in replays_of(one.case, one.steps, missing[one.case.id])
        ]
        self.unstable |= replay_all(
            replays, self.program, self.sandbox, self.engine, self.blobs, progress=self.progress
        )
        for one in selected:
            self.replayed[one.case.id] = self.replayed.get(one.case.id, 0) + missing[one.case.id]


def _family(one: Recorded) -> frozenset[str]:
    """Return the options and the names in a case: what makes one unstable may make those with more so."""
    names = (name for step in one.case.steps for word in step.argv for name in _NAME.findall(str(word)))
    return frozenset((*one.case.labels, *names))
