"""Whatever a program does, there is evidence of it: an outcome, never a failure of the sandbox.

A failure of the sandbox is tried again and then blocks the score. A program that could bring one about
would never have to fail.
"""

import resource
import signal
from collections.abc import Callable

import pytest

from afresh.judge.verdict import give_verdict
from afresh.model import Case, Expectation, Limits, Observation, Step, Usage, make_case
from afresh.observe.program import Program
from afresh.sandbox import Outcome, Sandbox
from afresh.sandbox.roots import host_root
from afresh.store.home import Home

Attack = Callable[..., Outcome]

SHELL = [
    ("the working directory closed", "chmod 000 .", "exit 0"),
    ("both directories closed", "chmod 000 . ~", "exit 0"),
    ("the directories not even to be entered", "chmod 666 . ~", "exit 0"),
    ("a closed directory in a closed one", "mkdir -p a/b/c; chmod 000 a/b/c a/b a", "exit 0"),
    ("all descriptors closed", "exec 0<&- 1>&- 2>&-; sleep 0.1; exit 4", "exit 4"),
    ("input not read", "exit 5", "exit 5"),
    ("a terminal's signals to all", "trap '' HUP INT TERM; kill -HUP 0; kill -INT -1; exit 6", "exit 6"),
    ("fifos that nobody opens", "mkfifo a b; ln a c; cat a & exit 0", "exit 0"),
    ("links in a circle", "ln -s a b; ln -s b a; ln -s / c; ln -s /proc/1/fd d", "exit 0"),
    ("two hundred daemons", "for i in $(seq 200); do setsid sleep 99 & done; exit 3", "exit 3"),
    ("processes that stop themselves", "for i in 1 2 3; do sh -c 'kill -STOP $$' & done; exit 2", "exit 2"),
    ("its own group killed", "kill -KILL 0", "signal 9"),
    ("everything killed that can be", "kill -KILL -1; exit 1", "exit 1"),
    ("the end of a frame printed", r"printf 'z\1\0\0\0\0'; printf 'x\1\0\0\0!' >&2; exit 9", "exit 9"),
]

PYTHON = [
    ("its output lost in a socket", "lose(0, 1, 2)", "exit 0"),
    (
        "a file leased in a lost socket",
        """
file = os.open("f", os.O_RDWR | os.O_CREAT)
try:
    fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
except OSError:
    pass
lose(file)
""",
        "exit 0",
    ),
    (
        "every signal to the warden",
        """
for number in range(1, 65):
    try:
        os.kill(1, number)
    except OSError:
        pass
""",
        "exit 0",
    ),
    (
        "the warden left without descriptors",
        """
os.makedirs("a/b/c")
for what in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE):
    try:
        resource.prlimit(1, what, (0, 0))
    except OSError:
        pass
""",
        "exit 0",
    ),
    (
        "a gigabyte of names",
        """
for _ in range(198):
    os.mkdir("a" * 255)
    os.chdir("a" * 255)
for number in range(4000):
    os.close(os.open(str(number), os.O_CREAT))
""",
        "limit: files",
    ),
    (
        "names of every byte",
        r"""
for byte in range(1, 256):
    if byte not in b"./":
        os.close(os.open(b"\x1b]0;x\x07\n" + bytes([byte]), os.O_CREAT))
""",
        "exit 0",
    ),
    ("a device that hides files", "os.mknod('w', 0o20666, 0)", "exit 0"),
    ("a hole as large as may be", "os.truncate(os.open('f', os.O_CREAT | os.O_RDWR), 60 << 20)", "exit 0"),
    (
        "pipes filled that nobody reads",
        """
for _ in range(100):
    read, write = os.pipe()
    os.set_blocking(write, False)
    os.write(write, bytes(65536))
""",
        "exit 0",
    ),
    (
        "children that nobody waits for",
        """
for _ in range(100):
    if os.fork() == 0:
        os.setsid()
        os._exit(1)
""",
        "exit 0",
    ),
]


def ending(outcome: Outcome) -> str:
    if outcome.limit:
        return f"limit: {outcome.limit}"
    return f"exit {outcome.exit}" if outcome.signal is None else f"signal {outcome.signal}"


def _table(rows: list[tuple[str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("script", "expected"), [pytest.param(*row[1:], id=row[0]) for row in rows]
    )


@_table(SHELL)
def test_a_hostile_script_gets_an_outcome(attack: Attack, script: str, expected: str) -> None:
    assert ending(attack(script, stdin=bytes(1_000_000))) == expected


@_table(PYTHON)
def test_a_hostile_program_gets_an_outcome(attack: Attack, script: str, expected: str) -> None:
    assert ending(attack(script, python=True)) == expected


def test_a_directory_that_one_step_closed_is_open_to_the_next(attack: Attack) -> None:
    outcome = attack("echo x > f; chmod 000 . ~ f", "ls; exit 3")
    assert (outcome.exit, outcome.stdout) == (3, b"f\n")


@pytest.mark.parametrize("script", ["stty raw; sleep 0.5; exit 3", "stty raw -echo; exec sleep 9", "exit 3"])
def test_input_that_nobody_reads_from_a_terminal_stops_nothing(attack: Attack, script: str) -> None:
    typed = b"xy\n" * 100_000
    outcome = attack(script, stdin=typed, terminal=True, limits=Limits(wall_seconds=1))
    assert ending(outcome) in {"exit 3", "limit: timeout"}


def test_files_without_content_are_limited_too(attack: Attack) -> None:
    script = """
for number in range(200_000):
    os.symlink("x", f"/tmp/{number}")
time.sleep(1)
"""
    outcome = attack(script, python=True, limits=Limits(wall_seconds=9, files=1000))
    assert ending(outcome) == "limit: files"


def test_where_memory_ends_the_program_goes_before_the_warden(attack: Attack) -> None:
    assert attack("cat /proc/self/oom_score_adj /proc/1/oom_score_adj").stdout == b"1000\n0\n"


@pytest.mark.skipif(
    resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, reason="this machine allows none at all"
)
def test_a_core_is_given_to_nobody(attack: Attack) -> None:
    script = "print(resource.getrlimit(resource.RLIMIT_CORE)); sys.stdout.flush(); os.abort()"
    outcome = attack(script, python=True)
    # Of one byte there is none, and of none there would be one where a program of this machine takes them.
    assert (outcome.signal, outcome.stdout) == (signal.SIGABRT, b"(1, 1)\n")


def test_a_candidate_that_breaks_its_directories_fails(every_sandbox: Sandbox, home: Home) -> None:
    case: Case = make_case(Step(argv=("-c", "chmod 000 . ~; exit 1")))
    expectation = Expectation(case=case.id, steps=(Observation(exit=0),))
    program = Program(host_root(), "/bin/sh", "sh")
    verdict = give_verdict(every_sandbox, program, case, expectation, Usage(), blobs=home.blobs)
    assert (verdict.status, verdict.channel) == ("fail", "exit")
