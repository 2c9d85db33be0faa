"""What a program may not ask of the kernel, and that honest programs do not notice."""

import json
import os
import platform
import shutil
from collections.abc import Callable
from errno import ENOSYS, EPERM

import pytest

from afresh.sandbox import Outcome

Attack = Callable[..., Outcome]

X86 = platform.machine() == "x86_64"
NEW_USER, NEW_NS, NEW_TIME = 0x10000000, 0x20000, 0x80
SIGCHLD, SETLEASE = 17, 1024

REFUSED = [
    # name, number on x86-64 and on 64-bit ARM, arguments, error
    ("unshare a user namespace", 272, 97, [NEW_USER], EPERM),
    ("unshare a mount namespace", 272, 97, [NEW_NS], EPERM),
    ("unshare a time namespace", 272, 97, [NEW_TIME], EPERM),
    ("clone into a user namespace", 56, 220, [NEW_USER | SIGCHLD], EPERM),
    ("clone3", 435, 435, [0, 0], ENOSYS),
    ("setns", 308, 268, [0, 0], EPERM),
    ("mount", 165, 40, [0, 0, 0, 0, 0], EPERM),
    ("umount2", 166, 39, [0, 0], EPERM),
    ("pivot_root", 155, 41, [0, 0], EPERM),
    ("open_tree", 428, 428, [0, 0, 0], EPERM),
    ("fsopen", 430, 430, [0, 0], EPERM),
    ("mount_setattr", 442, 442, [0, 0, 0, 0, 0], EPERM),
    ("keyctl", 250, 219, [0, 0], ENOSYS),
    ("add_key", 248, 217, [0, 0, 0, 0, 0], ENOSYS),
    ("request_key", 249, 218, [0, 0, 0, 0], ENOSYS),
    ("prlimit64 of the warden", 302, 261, [1, 7, 0, 0], EPERM),
    ("setpriority of the warden", 141, 140, [0, 1, 19], EPERM),
    ("setpriority of the user", 141, 140, [2, 0, 19], EPERM),
    ("setpriority of the warden's group", 141, 140, [1, 1, 19], EPERM),
    ("ioprio_set of the warden", 251, 30, [1, 1, 0], EPERM),
    ("ioprio_set of the user", 251, 30, [3, 0, 0], EPERM),
    ("sched_setscheduler of the warden", 144, 119, [1, 5, 0], EPERM),
    ("sched_setaffinity of the warden", 203, 122, [1, 0, 0], EPERM),
    ("sched_setattr of the warden", 314, 274, [1, 0, 0], EPERM),
    ("a lease", 72, 25, [0, SETLEASE, 0], EPERM),
    ("shared memory that stays", 29, 194, [0, 4096, 0o1600], ENOSYS),
    ("ptrace", 101, 117, [16, 1, 0, 0], EPERM),
    ("process_vm_readv", 310, 270, [1, 0, 0, 0, 0, 0], EPERM),
    ("process_vm_writev", 311, 271, [1, 0, 0, 0, 0, 0], EPERM),
    ("pidfd_getfd", 438, 438, [0, 0, 0], EPERM),
    ("kcmp", 312, 272, [1, 1, 0, 0, 0], EPERM),
    ("perf_event_open", 298, 241, [0, 0, 0, 0, 0], EPERM),
    ("bpf", 321, 280, [0, 0, 0], EPERM),
    ("open_by_handle_at", 304, 265, [0, 0, 0], EPERM),
    ("userfaultfd", 323, 282, [0], ENOSYS),
    ("io_uring_setup", 425, 425, [1, 0], ENOSYS),
    ("sethostname", 170, 161, [0, 0], EPERM),
    ("reboot", 169, 142, [0, 0, 0, 0], EPERM),
]

CALL = """
import ctypes, json
libc = ctypes.CDLL(None, use_errno=True)
for number, arguments in json.load(sys.stdin):
    ctypes.set_errno(0)
    result = libc.syscall(number, *arguments)
    print(ctypes.get_errno() if result == -1 else 0)
"""


def test_what_reaches_beyond_the_sandbox_is_refused(attack: Attack) -> None:
    calls = [(x86 if X86 else arm, arguments) for _, x86, arm, arguments, _ in REFUSED]
    outcome = attack(CALL, python=True, stdin=json.dumps(calls).encode())
    errors = dict(zip([row[0] for row in REFUSED], map(int, outcome.stdout.split()), strict=True))
    wrong = {row[0]: os.strerror(errors[row[0]]) for row in REFUSED if errors[row[0]] != row[4]}
    assert wrong == {}


def test_no_directory_without_limits_can_be_had_by_a_namespace(attack: Attack) -> None:
    outcome = attack(
        "unshare -Urm sh -c 'mount -t ramfs x /tmp && echo mounted'; unshare -UrCm true && echo in"
    )
    assert outcome.stdout == b""


def test_no_setting_of_the_kernel_can_be_changed(attack: Attack) -> None:
    script = """
for folder, _, files in os.walk("/proc/sys"):
    for name in files:
        try:
            os.open(f"{folder}/{name}", os.O_WRONLY)
            print(folder, name)
        except OSError:
            pass
"""
    assert attack(script, python=True).stdout == b""


@pytest.mark.skipif(not X86, reason="only x86-64 kernels take calls by other numbers")
def test_calls_by_the_numbers_of_another_machine_kill(attack: Attack) -> None:
    outcome = attack("import ctypes; ctypes.CDLL(None).syscall(0x40000000 | 39)", python=True)
    assert outcome.signal == 31


HONEST = [
    (
        "python3",
        "/usr/bin/python3 -c 'import threading as t; x = t.Thread(target=print); x.start(); x.join()'",
    ),
    ("python3", "/usr/bin/python3 -c 'import subprocess as s, os; s.run([\"true\"]); os.nice(1); print()'"),
    ("python3", "/usr/bin/python3 -c 'import multiprocessing as m; print(*m.Pool(2).map(str, [1]))'"),
    ("node", 'node -e \'new (require("worker_threads").Worker)("console.log(1)", {eval: true})\''),
    ("java", "java -version 2>&1"),
    ("go", "/usr/local/go/bin/go version"),
    ("gcc", "echo 'int main(void) { return 0; }' > a.c && gcc -pthread -o a a.c && ./a && echo built"),
    ("perl", "perl -e 'print `echo forked`'"),
    ("bash", "bash -c 'ulimit -n 100; nice -n 1 echo $(( $(ulimit -n) )); wait'"),
    ("timeout", "timeout 2 echo in time | sort"),
]


@pytest.mark.parametrize(("tool", "command"), HONEST)
def test_honest_programs_do_not_notice(attack: Attack, tool: str, command: str) -> None:
    if not shutil.which(tool, path="/usr/bin:/bin:/usr/local/go/bin"):
        pytest.skip(f"{tool} is not installed")
    outcome = attack(command)
    assert outcome.exit == 0, outcome.stderr
    assert outcome.stdout
