"""Nothing of a case is left for the next one, nor for this machine."""

import ctypes
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from afresh.sandbox import Outcome, Sandbox

Attack = Callable[..., Outcome]

KEYCTL = 250 if platform.machine() == "x86_64" else 219
ADD_KEY = KEYCTL - 2
JOIN_SESSION, SEARCH, SESSION = 1, 10, -3

LEAVE = [
    ("a file in shared memory", "touch /dev/shm/x", "ls /dev/shm"),
    ("a file in /tmp", "touch /tmp/x", "ls /tmp"),
    ("a file at home", "touch ~/x", "ls ~"),
    ("semaphores and queues", "ipcmk -S 1; ipcmk -Q", "ipcs -s -q | grep -c ^0x | grep -v ^0"),
    (
        "an abstract socket",
        '/usr/bin/python3 -c \'import socket, time; s = socket.socket(socket.AF_UNIX); s.bind(chr(0) + "x");'
        " s.listen(); time.sleep(.2)'",
        "grep @x /proc/net/unix",
    ),
    ("a host name", "hostname other", "hostname | grep -v afresh"),
    ("a daemon", "setsid sleep 99 & sleep 0.1", "pgrep -x sleep"),
]


@pytest.mark.parametrize(("leave", "find"), [pytest.param(*row[1:], id=row[0]) for row in LEAVE])
def test_the_next_case_finds_nothing_of(attack: Attack, leave: str, find: str) -> None:
    attack(f"{leave} 2>/dev/null")
    assert attack(f"{find} 2>/dev/null").stdout == b""


@pytest.fixture
def keyring() -> Iterator[ThreadPoolExecutor]:
    """A thread with a keyring, which every process that it starts inherits, as in a login."""
    with ThreadPoolExecutor(1) as thread:
        libc = ctypes.CDLL(None, use_errno=True)
        if thread.submit(libc.syscall, KEYCTL, JOIN_SESSION, b"afresh").result() < 0:
            pytest.skip("this kernel keeps no keys")
        yield thread


def test_the_next_case_finds_no_key_in_the_keyring_of_whoever_started_both(
    attack: Attack, keyring: ThreadPoolExecutor
) -> None:
    head = "import ctypes; libc = ctypes.CDLL(None)\n"
    leave = head + f"libc.syscall({ADD_KEY}, b'user', b'note', b'secret', 6, {SESSION})"
    find = head + f"print(libc.syscall({KEYCTL}, {SEARCH}, {SESSION}, b'user', b'note', 0))"
    keyring.submit(attack, leave, python=True).result()
    assert keyring.submit(attack, find, python=True).result().stdout == b"-1\n"


def test_memory_lost_in_a_socket_does_not_outlive_the_case(attack: Attack) -> None:
    script = """
file = os.memfd_create("x")
for _ in range(60):
    os.write(file, bytes(1 << 20))
kept = [file, *(os.memfd_create("x") for _ in range(4))]
for other in kept[1:]:
    for _ in range(60):
        os.write(other, bytes(1 << 20))
lose(*kept)
"""
    before = _shared_kib()
    assert attack(script, python=True).exit == 0
    for _ in range(100):
        if _shared_kib() < before + 150_000:
            return
        time.sleep(0.05)
    pytest.fail(f"{_shared_kib() - before} KiB are left")


ADOPT = """
import ctypes, os, sys
from afresh.sandbox import Job, Launch
from afresh.sandbox.bubblewrap import BubblewrapSandbox
from afresh.sandbox.roots import host_root

ctypes.CDLL(None).prctl(36, 1)  # what is left to the machine's first process is left to this one
sandbox = BubblewrapSandbox(privileged=sys.argv[1] == "True")
sandbox.run(Job(host_root(), (Launch("/bin/true", (b"true",), {}),)))
try:
    print(os.waitpid(-1, 0))
except ChildProcessError:
    print("nothing")
"""


def test_no_process_is_left_to_the_first_one_of_this_machine(every_sandbox: Sandbox) -> None:
    privileged = str(getattr(every_sandbox, "privileged", False))
    ended = subprocess.run([sys.executable, "-c", ADOPT, privileged], capture_output=True, check=True)
    assert ended.stdout == b"nothing\n"


def _shared_kib() -> int:
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Shmem:"))
