"""A hostile program in every sandbox that can be had here."""

from collections.abc import Callable

import pytest

from afresh.model import Limits
from afresh.sandbox import Job, Launch, Outcome, Sandbox
from afresh.sandbox.roots import host_root

Attack = Callable[..., Outcome]

_TOOLS = """
import array, fcntl, os, resource, socket, sys, time

def lose(*descriptors):
    "Leave descriptors in a socket that nobody holds: the kernel keeps them until it looks for them."
    one, other = socket.socketpair()
    sent = array.array("i", [other.fileno(), *descriptors])
    one.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, sent)])
    one.close()
    time.sleep(0.2)
    other.close()

"""


@pytest.fixture
def attack(every_sandbox: Sandbox) -> Attack:
    """Run one hostile step or several, each a shell script or Python, and return the last outcome."""

    def run(
        *steps: str,
        python: bool = False,
        stdin: bytes = b"",
        terminal: bool = False,
        limits: Limits | None = None,
    ) -> Outcome:
        interpreter, prefix = ("/usr/bin/python3", _TOOLS) if python else ("/bin/sh", "")
        launches = tuple(
            Launch(
                interpreter,
                (b"candidate", b"-c", (prefix + step).encode()),
                {b"PATH": b"/usr/bin:/bin", b"HOME": b"/home/user"},
                stdin,
                terminal,
            )
            for step in steps
        )
        return every_sandbox.run(Job(host_root(), launches, limits=limits or Limits(wall_seconds=5)))[-1]

    return run
