"""Programs without any knowledge of the reference. A case that one of them passes shows nothing."""

from collections.abc import Callable, Iterable, Iterator

from afresh.model import Case, Expectation, Observation, Step, text_to_bytes
from afresh.observe.compare import compare
from afresh.store.blobs import Blobs

Dummy = Callable[[Step, dict[bytes, bytes], Blobs], Observation]


def _true(_step: Step, _files: dict[bytes, bytes], _blobs: Blobs) -> Observation:
    return Observation(exit=0)


def _false(_step: Step, _files: dict[bytes, bytes], _blobs: Blobs) -> Observation:
    return Observation(exit=1)


def _silent_two(_step: Step, _files: dict[bytes, bytes], _blobs: Blobs) -> Observation:
    return Observation(exit=2)


def _cat_stdin(step: Step, _files: dict[bytes, bytes], blobs: Blobs) -> Observation:
    return Observation(exit=0, stdout=blobs.pack(blobs.unpack(step.stdin)))


def _cat_files(step: Step, files: dict[bytes, bytes], blobs: Blobs) -> Observation:
    named = [files[name] for name in map(text_to_bytes, step.argv) if name in files]
    return Observation(exit=0, stdout=blobs.pack(b"".join(named) if named else blobs.unpack(step.stdin)))


def _echo(step: Step, _files: dict[bytes, bytes], blobs: Blobs) -> Observation:
    line = b" ".join(map(text_to_bytes, step.argv)) + b"\n"
    return Observation(exit=0, stdout=blobs.pack(line))


def _echo_last(step: Step, _files: dict[bytes, bytes], blobs: Blobs) -> Observation:
    return Observation(
        exit=0, stdout=blobs.pack(text_to_bytes(step.argv[-1]) + b"\n" if step.argv else b"\n")
    )


DUMMIES: dict[str, Dummy] = {
    "true": _true,
    "false": _false,
    "exit 2": _silent_two,
    "cat of standard input": _cat_stdin,
    "cat of the named files": _cat_files,
    "echo of the arguments": _echo,
    "echo of the last argument": _echo_last,
}


def constant(observation: Observation) -> Dummy:
    """Return the dummy that answers everything in the same way, such as with the documented help text."""
    return lambda _step, _files, _blobs: observation


def passed_by(
    case: Case, steps: tuple[Observation, ...], blobs: Blobs, more: Iterable[Dummy] = ()
) -> Iterator[str]:
    """Yield the name of each dummy that passes a case on which the reference did `steps`.

    A dummy of `more` goes by the name `constant`.
    """
    expected = Expectation(case=case.id, steps=steps)
    files = {
        text_to_bytes(entry.path): blobs.unpack(entry.content) for entry in case.files if entry.kind == "file"
    }
    named = [*DUMMIES.items(), *(("constant", dummy) for dummy in more)]
    for name, dummy in named:
        actual = tuple(dummy(step, files, blobs) for step in case.steps)
        if not compare(expected, actual, blobs):
            yield name
