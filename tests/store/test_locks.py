from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from afresh.errors import InfrastructureError
from afresh.store.locks import exclusive

HOLDS = """
import sys
from pathlib import Path
from afresh.store.locks import exclusive

with exclusive(Path(sys.argv[1]), doing="judging"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def take(path: Path) -> None:
    with exclusive(path, doing="judging"):
        assert path.exists()


def test_a_lock_is_held_by_one_process_and_dies_with_it(
    tmp_path: Path, start: Callable[..., Popen[str]]
) -> None:
    path = tmp_path / "run" / ".lock"
    child = start(HOLDS, path)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(InfrastructureError, match="run: another process is judging here; wait"):
        take(path)
    child.kill()
    child.wait()
    take(path)
    take(path)


def test_a_lock_that_cannot_be_made_is_one_line() -> None:
    with pytest.raises(InfrastructureError, match="cannot be written"):
        take(Path("/dev/null/lock"))
