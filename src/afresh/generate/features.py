"""What a case touches that another case may not: the measure of how much it adds to a suite."""

import hashlib
import re
from collections.abc import Iterator

from afresh.generate.record import Recorded
from afresh.generate.shape import exact, message_template, outline
from afresh.model import Content, Observation, Step, Text, text_to_bytes
from afresh.model.content import Blob

Feature = tuple[object, ...]

_WORD = re.compile(r"[@$]?[A-Za-z_][A-Za-z0-9_]*")
_SIGNS = re.compile(r"[^\w\s\"'\u0080-\uffff]{1,3}")
_OUTLINE = 24


def features_of(one: Recorded) -> Iterator[tuple[Feature, float]]:
    """Yield the features of a case, each once, with its weight."""
    found: dict[Feature, float] = {("origin", one.case.origin): 1.0, ("options", one.case.labels): 1.5}
    found.update({("option", label): 3.0 for label in one.case.labels})
    if one.case.origin == "example":
        found["documented", tuple(step.argv for step in one.case.steps)] = 1.5
    for step in one.case.steps:
        found.update(_of_arguments(step, one.case.labels))
    found["input", _input(one)] = 1.0
    found["outcome", exact(one)] = 2.0
    for observation in one.steps:
        found.update(_of_outcome(observation))
    yield from found.items()


def _of_arguments(step: Step, labels: tuple[str, ...]) -> Iterator[tuple[Feature, float]]:
    for number, argument in enumerate(step.argv):
        if not isinstance(argument, str):
            continue
        if number == 0 and not argument.startswith("-"):
            yield ("first", argument), 1.0
            yield from ((("first and option", argument, label), 1.5) for label in labels)
        for word in _WORD.findall(argument):
            yield ("word", word), 2.0
        for signs in _SIGNS.findall(argument):
            yield ("signs", signs), 1.0
    yield from ((("environment", name, str(value)), 1.0) for name, value in step.env.items())


def _of_outcome(observation: Observation) -> Iterator[tuple[Feature, float]]:
    yield ("output", observation.exit, outline(_bytes(observation.stdout))[:_OUTLINE]), 1.0
    if observation.stderr:
        yield ("message", message_template(_bytes(observation.stderr))[: 2 * _OUTLINE]), 2.0
    if observation.files:
        yield ("files", tuple((change.what, change.kind) for change in observation.files)), 2.0


def _input(one: Recorded) -> bytes:
    inputs = [repr(step.stdin) for step in one.case.steps]
    inputs += [repr(entry.content) for entry in one.case.files]
    return hashlib.sha256("\0".join(inputs).encode(errors="surrogatepass")).digest()


def _bytes(content: Content) -> bytes:
    return content.sha256.encode() if isinstance(content, Blob) else text_to_bytes(content)


def tokens_of(one: Recorded) -> frozenset[str]:
    """Return the names and signs in the arguments of a case."""
    words = [word for step in one.case.steps for word in step.argv if isinstance(word, str)]
    return frozenset(
        token for word in words for pattern in (_WORD, _SIGNS) for token in pattern.findall(word)
    )


def size_of(one: Recorded) -> int:
    """Return how much there is to read in the arguments of a case."""
    arguments: list[Text] = [argument for step in one.case.steps for argument in step.argv]
    return sum(1 + len(text_to_bytes(argument)) for argument in arguments)
