"""What one start of a program may use."""

from afresh.model.record import Record

MIB = 1024 * 1024


class Limits(Record, frozen=True, kw_only=True):
    """Limits of one step. Far away by design: speed is recorded, not judged."""

    wall_seconds: float = 10.0
    cpu_seconds: int = 10
    """Per process."""
    memory_bytes: int = 1024 * MIB
    """Private writable memory per process."""
    processes: int = 256
    output_bytes: int = 4 * MIB
    """Of standard output and standard error together."""
    disk_bytes: int = 64 * MIB
    """Of the working directory, of the home directory and of /tmp, each."""
    files: int = 20_000
    """Entries in the file tree that is left behind."""
