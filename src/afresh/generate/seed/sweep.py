"""Every name and every operator that the documentation defines, in the frames that its working calls give."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import Context, program_places

FRAMES = 40
TURNS = 8
LONGEST = 60
LANGUAGE = 40
"""Names that the documentation of a language defines at the least."""
_NAME = re.compile(r"[@$]?[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Frame:
    """A working call with a gap in one of its arguments."""

    call: Invocation
    place: int
    before: str
    after: str

    def filled(self, text: str) -> Invocation:
        """Return the call with something else in the gap."""
        argv = list(self.call.argv)
        argv[self.place] = f"{self.before}{text}{self.after}"
        return replace(self.call, argv=tuple(argv))


def sweep_seeds(context: Context) -> Iterator[Seed]:
    """Yield each defined name in place of a name of a working call, those without an example first."""
    terms = context.survey.manual.terms
    frames = name_frames(context.bases, frozenset(terms))
    if not frames or len(terms) < LANGUAGE:
        return
    used = {
        name
        for call in context.bases
        for argument in call.argv
        if isinstance(argument, str)
        for name in _NAME.findall(argument)
    }
    ordered = [term for term in terms if term not in used] + [term for term in terms if term in used]
    # The plainest frames take most names; among them the order is open, so that inputs of all kinds come up.
    order = context.rng("sweep")
    frames.sort(key=lambda frame: (min(2, (len(frame.before) + len(frame.after)) // 8), order.random()))
    for turn in range(min(TURNS, len(frames))):
        for number, term in enumerate(ordered):
            frame = frames[(number + turn) % len(frames)]
            yield context.make(frame.filled(term), "sweep")


def operator_seeds(context: Context) -> Iterator[Seed]:
    """Yield each operator in place of an operator of a working call."""
    operators = context.survey.manual.operators
    frames = operator_frames(context.bases, operators)
    context.rng("operators").shuffle(frames)
    for turn in range(min(TURNS, len(frames))):
        for number, operator in enumerate(operators):
            frame = frames[(number + turn) % len(frames)]
            yield context.make(frame.filled(operator), "operator")


def name_frames(calls: Sequence[Invocation], terms: frozenset[str]) -> list[Frame]:
    """Return the shortest working calls that use exactly one of the names, each way of writing once."""
    frames: dict[tuple[object, ...], Frame] = {}
    for call, place, text in _programs(calls):
        found = [match for match in _NAME.finditer(text) if match.group() in terms]
        if len(found) == 1:
            before, after = text[: found[0].start()], text[found[0].end() :]
            frames.setdefault((before, after, call.stdin), Frame(call, place, before, after))
    return sorted(frames.values(), key=lambda frame: len(frame.before) + len(frame.after))[:FRAMES]


def operator_frames(calls: Sequence[Invocation], operators: Sequence[str]) -> list[Frame]:
    """Return the working calls that use exactly one operator."""
    if not operators:
        return []
    sign = re.compile("(?<= )(?:" + "|".join(map(re.escape, operators)) + ")(?= )")
    frames = []
    for call, place, text in _programs(calls):
        found = list(sign.finditer(text))
        if len(found) == 1:
            frames.append(Frame(call, place, text[: found[0].start()], text[found[0].end() :]))
    return frames[:FRAMES]


def _programs(calls: Sequence[Invocation]) -> Iterator[tuple[Invocation, int, str]]:
    for call in calls:
        for place in program_places(call):
            text = str(call.argv[place])
            if len(text) <= LONGEST:
                yield call, place, text
