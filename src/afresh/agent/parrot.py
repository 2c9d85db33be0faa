"""An agent that learns by heart: the floor that every agent which understands must beat."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from afresh.agent.lessons import Seen, learn
from afresh.agent.oracle import Oracle
from afresh.agent.probes import Call, Twins, first_calls, further_calls, twin_calls
from afresh.agent.rules import encode_rules
from afresh.agent.tree import write_c_program
from afresh.manual import Manual, read_manual
from afresh.progress import Progress

_BATCH = 50
_SHARE_OF_EXAMPLES = 0.4
_SHARE_OF_TWINS = 0.25


class Parrot:
    """Asks the oracle what the documentation suggests, and leaves a program that repeats the answers.

    It knows nothing of any program and computes nothing: what it was not told, it guesses from what is
    nearest. It does the same for every seed.
    """

    name = "parrot"

    def work(
        self, workspace: Path, docs: Path, oracle: Oracle, *, name: str, seed: int, progress: Progress
    ) -> None:
        """Learn and write the program; see Agent."""
        del seed
        manual = read_manual(docs, name)
        budget = oracle.left
        seen: Seen = {}

        def ask(calls: Iterable[Call], most: int) -> None:
            for batch in _batches(calls, seen, min(most, oracle.left)):
                cases = [call.case(oracle) for call in batch]
                for call, steps in zip(batch, oracle.ask_many(cases), strict=True):
                    seen[call] = steps[0]
                    progress(f"parrot asks {name}", oracle.calls, budget)

        ask(first_calls(manual), int(_SHARE_OF_EXAMPLES * budget))
        bases = _bases(seen, manual)
        twins = list(islice(twin_calls(manual, bases), int(_SHARE_OF_TWINS * budget / 2)))
        ask((call for pair in twins for call in pair.calls), oracle.left)
        ask(further_calls(manual, bases), oracle.left)
        write_program(workspace, seen, twins, manual, oracle)
        oracle.note(f"learnt {len(seen)} answers by heart; plainest calls: {bases[:3]}")


def write_program(workspace: Path, seen: Seen, twins: list[Twins], manual: Manual, oracle: Oracle) -> None:
    """Write the program that repeats what was seen."""
    same = {name: option.name for option in manual.options for name in option.names if name != option.name}
    known = sorted({name for option in manual.options for name in option.names})
    rules = learn(seen, twins, same, oracle.read)
    write_c_program(workspace, "parrot.c")
    (workspace / "answers").write_bytes(encode_rules(rules, sorted(same.items()), known))


def _batches(calls: Iterable[Call], seen: Seen, most: int) -> Iterator[list[Call]]:
    """Yield the calls that are not known yet, each once, in batches; `most` in all."""
    new = dict.fromkeys(islice((call for call in calls if call not in seen), most))
    waiting = iter(new)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _bases(seen: Seen, manual: Manual) -> list[tuple[str, ...]]:
    """Return argument lists without options and files that worked on an input, the plainest first."""
    known = {name for option in manual.options for name in option.names}
    found = {
        tuple(word for word in call.argv if word not in {name for name, _ in call.files})
        for call, observation in seen.items()
        if observation.exit == 0 and observation.stdout and (call.stdin or call.files)
    }
    plain = [argv for argv in found if not any(word in known or word.startswith("-") for word in argv)]
    return sorted(plain, key=lambda argv: (len(argv), sum(map(len, argv)), argv))
