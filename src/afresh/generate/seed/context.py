"""What every seed module stands on, and the small questions that they all ask."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from afresh.generate.chance import source
from afresh.generate.invocation import Invocation, Seed
from afresh.generate.samples import suffix_of
from afresh.generate.survey import Survey
from afresh.manual import Option, Sample
from afresh.model import Text

T = TypeVar("T")
WORD = re.compile(r"[A-Za-z_@][A-Za-z0-9_]*")
NUMBER = re.compile(r"(?<![\w.])\d{1,4}(?![\w.])")
_FILE = re.compile(r"(?:[\w@+-][\w.@+-]*/)*[\w@+-]+(?:\.[\w-]+)*\.[A-Za-z][A-Za-z0-9]{0,7}$")


@dataclass(frozen=True)
class Context:
    """The survey, and the calls that succeeded with something to show for it."""

    survey: Survey
    seed: int
    bases: tuple[Invocation, ...] = ()
    """Calls that work, the simplest first."""
    outputs: tuple[bytes, ...] = ()
    """What those calls printed: often something that another option reads."""

    def rng(self, purpose: str) -> random.Random:
        """Return a source of random numbers that depends on the seed and on nothing else that is drawn."""
        return source(purpose, self.seed)

    def samples(self, preferred: str = "") -> list[Sample]:
        """Return the samples, those of a format first."""
        return sorted(self.survey.samples, key=lambda sample: sample.format != preferred)

    @property
    def format(self) -> str:
        """The format that the program reads, as far as the documentation tells."""
        formats = self.survey.manual.formats
        documented = [sample.format for sample in self.survey.manual.samples]
        return formats[0] if formats else next((name for name in documented if name != "binary"), "text")

    def options_of(self, call: Invocation) -> tuple[tuple[Option, ...], int]:
        """Return the options that fit a call and the position at which they stand."""
        for name, options in self.survey.commands:
            if call.argv[:1] == (name,):
                return (options or self.survey.manual.options), 1
        return self.survey.manual.options, 0

    def used(self, argv: Sequence[Text]) -> tuple[str, ...]:
        """Return the names of the documented options that the arguments use."""
        found = []
        for option in self.survey.options:
            for argument in argv:
                if isinstance(argument, str) and any(_uses(argument, name) for name in option.names):
                    found.append(option.name)
                    break
        return tuple(found)

    def make(self, call: Invocation, origin: str) -> Seed:
        """Return a seed, labelled with the options that its arguments use."""
        return Seed(call, origin, self.used(call.argv))


def _uses(argument: str, name: str) -> bool:
    if argument == name or argument.startswith(f"{name}="):
        return True
    return (
        len(name) == 2
        and name[0] == "-"
        and re.fullmatch(r"-[A-Za-z]{2,6}", argument) is not None
        and name[1] in argument
    )


def looks_like_file(argument: str) -> bool:
    """Tell whether an argument is a relative file name with an ending."""
    return len(argument) < 100 and _FILE.match(argument) is not None and "://" not in argument


def program_places(call: Invocation) -> list[int]:
    """Return the places of arguments that are programs or patterns rather than options or files."""
    names = {name for name, _ in call.files}
    return [
        place
        for place, argument in enumerate(call.argv)
        if isinstance(argument, str)
        and not argument.startswith("-")
        and argument not in names
        and len(argument) <= 200
        and (WORD.search(argument) or NUMBER.search(argument))
    ]


def sample_name(sample: Sample, number: int = 0) -> str:
    """Return a file name for a sample."""
    known = sample.name if re.fullmatch(r"[\w.+-]{1,60}", sample.name) else ""
    return known or f"input{number or ''}{suffix_of(sample.format)}"


def without_repeats(items: Iterable[T]) -> Iterator[T]:
    """Yield each item once."""
    return iter(dict.fromkeys(items))


def cycle_from(items: Sequence[T], start: int) -> Iterator[T]:
    """Yield items for ever, beginning at a position."""
    return (items[number % len(items)] for number in count(start))


def round_robin(iterators: dict[str, Iterator[Seed]], weights: dict[str, int]) -> Iterator[Seed]:
    """Take seeds from every origin in turn, more from those with more weight, until all have ended."""
    alive = dict(iterators)
    while alive:
        for origin, iterator in list(alive.items()):
            for _ in range(weights.get(origin, 1)):
                seed = next(iterator, None)
                if seed is None:
                    del alive[origin]
                    break
                yield seed
