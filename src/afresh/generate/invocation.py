"""A call of the program before it is a case: easy to take apart and to vary."""

from dataclasses import dataclass, replace

from afresh.model import Case, FileEntry, Step, Text, make_case
from afresh.store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Invocation:
    """One start of the program with its input."""

    argv: tuple[Text, ...] = ()
    stdin: bytes = b""
    files: tuple[tuple[str, bytes | None], ...] = ()
    """Names and contents; a directory has no content."""
    env: tuple[tuple[str, str], ...] = ()

    def with_arguments(self, *arguments: Text, after: int = 0) -> "Invocation":
        """Return the call with more arguments, after the first `after` ones."""
        return replace(self, argv=(*self.argv[:after], *arguments, *self.argv[after:]))

    def with_files(self, *files: tuple[str, bytes | None]) -> "Invocation":
        """Return the call with more files; a file that is there already stays as it is."""
        known = {name for name, _ in self.files}
        return replace(self, files=(*self.files, *(file for file in files if file[0] not in known)))


@dataclass(frozen=True, slots=True)
class Seed:
    """An idea for a case, and where it came from."""

    invocation: Invocation
    origin: str
    options: tuple[str, ...] = ()
    """Names of the documented options that it uses."""


def case_of(seed: Seed, blobs: Blobs) -> Case:
    """Return the case that a seed describes."""
    call = seed.invocation
    step = Step(argv=call.argv, stdin=blobs.pack(call.stdin), env=dict(call.env))
    files = tuple(
        FileEntry(path=name, kind="directory", mode=0o755)
        if content is None
        else FileEntry(path=name, content=blobs.pack(content))
        for name, content in call.files
    )
    labels = tuple(f"option:{name}" for name in sorted(set(seed.options)))
    return make_case(step, files, labels=labels, origin=seed.origin)
