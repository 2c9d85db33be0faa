"""Working arguments varied: a word replaced by another one, two programs joined, inputs crossed."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from afresh.generate.invocation import Invocation, Seed
from afresh.generate.seed.context import NUMBER, WORD, Context, program_places

FRAMES = 4000
OWN_WORDS = 0.4
"""Share of replacements that come from the input: keys, fields, text to be found."""
NUMBERS = ("0", "1", "2", "3", "5", "10", "-1", "100")


def frame_seeds(context: Context) -> Iterator[Seed]:
    """Yield short working arguments with one identifier or number replaced."""
    rng = context.rng("frames")
    frames = [(call, place) for call in context.bases for place in program_places(call)]
    words = [word for word in context.survey.manual.words if len(word) > 1] or ["x", "foo"]
    if not frames:
        return
    for number in range(FRAMES):
        call, place = frames[rng.randrange(len(frames)) if number >= len(frames) else number]
        text = str(call.argv[place])
        targets = list(WORD.finditer(text))
        numbers = list(NUMBER.finditer(text))
        if numbers and (not targets or rng.random() < 0.3):
            found, replacement = rng.choice(numbers), rng.choice(NUMBERS)
        else:
            found, replacement = rng.choice(targets), _word(call, words, rng)
        changed = text[: found.start()] + replacement + text[found.end() :]
        yield context.make(_replaced(call, place, changed), "frame")


def _word(call: Invocation, vocabulary: list[str], rng: random.Random) -> str:
    """Draw a word: from the call's own input, or from the vocabulary, its frequent words more often."""
    read = [call.stdin, *(content for _, content in call.files if content)]
    own: list[str] = WORD.findall(b"\n".join(read)[:2000].decode(errors="ignore"))
    if own and rng.random() < OWN_WORDS:
        return rng.choice(own)
    return vocabulary[int(len(vocabulary) * rng.random() ** 2)]


def splice_seeds(context: Context) -> Iterator[Seed]:
    """Yield two working programs joined by a pipe, in languages whose examples do that themselves."""
    rng = context.rng("splices")
    frames = [(call, place) for call in context.bases for place in program_places(call)]
    piped = [frame for frame in frames if " | " in str(frame[0].argv[frame[1]])]
    if len(piped) < 3:
        return
    for call, place in frames:
        other, other_place = rng.choice(frames)
        joined = f"{call.argv[place]} | {other.argv[other_place]}"
        yield context.make(_replaced(call, place, joined), "splice")


def cross_seeds(context: Context) -> Iterator[Seed]:
    """Yield working arguments on the inputs of other working calls."""
    rng = context.rng("crossings")
    inputs = list(dict.fromkeys(call.stdin for call in context.bases if call.stdin and not call.files))
    calls = [call for call in context.bases if call.stdin and call.argv]
    if len(inputs) < 2 or len({call.argv for call in calls}) < 2:
        return
    for call in islice(calls * 4, 1000):
        yield context.make(replace(call, stdin=rng.choice(inputs)), "cross")


def _replaced(call: Invocation, place: int, text: str) -> Invocation:
    return replace(call, argv=(*call.argv[:place], text, *call.argv[place + 1 :]))
