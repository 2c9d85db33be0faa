"""What can go wrong, in two kinds: the user's input is wrong, or our own infrastructure failed.

Every message is one line that says what is wrong, where, and what to do next.
"""


class AfreshError(Exception):
    """The root of every error that Afresh raises on purpose."""

    exit_code = 3


class InputError(AfreshError):
    """Raised when what the user gave cannot be used; the command line answers with exit code 2."""

    exit_code = 2


class InfrastructureError(AfreshError):
    """Raised when this machine, a registry or the sandbox failed; answered with exit code 3."""

    exit_code = 3


class CorruptRecordError(InputError):
    """Raised when a stored record cannot be read: damaged, truncated, or of a newer schema."""

    def __init__(self, file: object, problem: str, *, record: int | None = None) -> None:
        place = f"{file}" if record is None else f"{file}, record {record}"
        super().__init__(f"{place}: {problem}")
