"""What holds for every program in the sandbox, however hostile."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afresh.errors import InfrastructureError
from afresh.model import Limits
from afresh.sandbox import Job, Launch, Outcome, Sandbox, TreeEntry
from afresh.sandbox.roots import host_root, own_root

QUICK = Limits(wall_seconds=5)
ENVIRONMENT = {b"PATH": b"/usr/bin:/bin", b"HOME": b"/home/user"}


def shell(script: str, stdin: bytes = b"", *, terminal: bool = False) -> Launch:
    return Launch("/bin/sh", (b"sh", b"-c", script.encode()), ENVIRONMENT, stdin, terminal)


def run(
    sandbox: Sandbox,
    script: str,
    stdin: bytes = b"",
    *,
    files: tuple[TreeEntry, ...] = (),
    limits: Limits = QUICK,
    terminal: bool = False,
) -> Outcome:
    job = Job(host_root(), (shell(script, stdin, terminal=terminal),), files, limits)
    return sandbox.run(job)[0]


def test_output_and_exit_status_come_back(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "cat; echo oops >&2; exit 7", b"in\x00put\xff")
    assert (outcome.stdout, outcome.stderr, outcome.exit) == (b"in\x00put\xff", b"oops\n", 7)


def test_death_by_signal_is_not_an_exit_status(sandbox: Sandbox) -> None:
    killed, exited = run(sandbox, "kill -SEGV $$"), run(sandbox, "exit 139")
    assert (killed.exit, killed.signal) == (None, 11)
    assert (exited.exit, exited.signal) == (139, None)


def test_a_program_that_cannot_be_started_says_so_and_exits_with_127(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Job(host_root(), (Launch("/nowhere", (b"prog",), {}),)))[0]
    assert (outcome.exit, outcome.stderr) == (127, b"prog: cannot be started: No such file or directory\n")


def test_the_name_of_the_program_is_argv_0_wherever_it_lies(sandbox: Sandbox) -> None:
    launch = Launch("/bin/sh", (b"gron", b"-c", b"echo $0"), ENVIRONMENT)
    assert sandbox.run(Job(host_root(), (launch,)))[0].stdout == b"gron\n"


def test_every_machine_looks_the_same_inside(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "id -u; id -un; id -g; uname -n; pwd; umask; env | sort")
    assert outcome.stdout.decode().splitlines() == [
        *("1000", "user", "1000", "afresh", "/case", "0022"),
        *("HOME=/home/user", "PATH=/usr/bin:/bin", "PWD=/case"),
    ]


def test_a_program_has_no_rights_and_cannot_get_any(sandbox: Sandbox) -> None:
    outcome = run(
        sandbox, "grep -E '^(CapEff|CapPrm|CapBnd|NoNewPrivs)' /proc/self/status; mount -t tmpfs x /tmp"
    )
    status = dict(line.split(":\t") for line in outcome.stdout.decode().splitlines())
    assert int(status["CapEff"], 16) == 0
    assert int(status["CapPrm"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert outcome.exit != 0


def test_nothing_outside_the_fresh_directories_can_be_written(sandbox: Sandbox) -> None:
    outcome = run(
        sandbox, "for d in / /usr /usr/bin /etc /dev /.afresh /proc; do echo x > $d/new && echo $d; done"
    )
    assert outcome.stdout == b""


def test_nothing_of_this_machine_is_there_but_its_programs(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "ls -A / /home /etc /tmp /run /root /var 2>/dev/null")
    seen = set(outcome.stdout.decode().split())
    assert "usr" in seen
    assert not seen & {"work", "root", "var", "mnt", "srv", "shadow", "ssh", "machine-id"}


def test_there_is_no_network(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        script = f"/usr/bin/python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", {port}), 2)'"
        outcome = run(sandbox, script)
    assert b"refused" in outcome.stderr or b"unreachable" in outcome.stderr, outcome.stderr
    assert run(sandbox, "cat /proc/net/route | wc -l").stdout.strip() == b"1"


def test_the_warden_is_out_of_reach(sandbox: Sandbox) -> None:
    reads = "cat /proc/1/environ /proc/1/mem /proc/1/fd/0; readlink /proc/1/exe /proc/1/root"
    attacks = "(echo forged > /proc/1/fd/1) && echo wrote; kill -KILL 1; kill -STOP 1"
    outcome = run(sandbox, f"{reads}; {attacks}; echo still here")
    assert (outcome.exit, outcome.stdout) == (0, b"still here\n")


def test_no_descriptor_is_inherited(sandbox: Sandbox) -> None:
    listing = run(sandbox, "ls /proc/self/fd").stdout.split()
    assert listing == [b"0", b"1", b"2", b"3"]  # 3 is the listing's own


def test_the_tree_comes_back_as_it_was_left(sandbox: Sandbox) -> None:
    script = "echo x > a; mkdir d; echo y > d/b; ln -s /etc/passwd l; mkfifo p; echo z > ~/h; chmod 000 a d"
    tree = {entry.path: (entry.kind, entry.mode, entry.content) for entry in run(sandbox, script).tree}
    assert tree == {
        b"a": ("file", 0, b"x\n"),
        b"d": ("directory", 0, b""),
        b"d/b": ("file", 0o644, b"y\n"),
        b"l": ("link", 0o777, b"/etc/passwd"),
        b"p": ("fifo", 0o644, b""),
        b"~/h": ("file", 0o644, b"z\n"),
    }


names = st.binary(min_size=1, max_size=20).map(lambda b: b.replace(b"/", b"_").replace(b"\0", b"_"))
entries = st.builds(
    TreeEntry,
    path=names.filter(lambda name: name not in {b".", b"..", b"~"}),
    kind=st.just("file"),
    mode=st.sampled_from([0o644, 0o600, 0o755, 0o444, 0]),
    content=st.binary(max_size=300),
)


@given(st.lists(entries, max_size=8, unique_by=lambda entry: entry.path))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_are_laid_out_exactly(sandbox: Sandbox, files: list[TreeEntry]) -> None:
    outcome = run(sandbox, "true", files=tuple(files))
    assert outcome.tree == tuple(sorted(files, key=lambda entry: entry.path))


def test_files_have_fixed_times(sandbox: Sandbox) -> None:
    files = (TreeEntry(b"d/e/f", "file", 0o644, b"x"), TreeEntry(b"~/g", "file", 0o644))
    outcome = run(sandbox, "stat -c %Y . d d/e d/e/f ~ ~/g", files=files)
    assert set(outcome.stdout.split()) == {b"1000000000"}


def test_steps_share_a_directory_and_nothing_else(sandbox: Sandbox) -> None:
    steps = (
        shell("echo 1 > f; sleep 60 & echo $! > pid"),
        shell("cat f; kill -0 $(cat pid) 2>/dev/null || echo gone"),
    )
    first, second = sandbox.run(Job(host_root(), steps, limits=QUICK))
    assert {entry.path for entry in first.tree} == {b"f", b"pid"}
    assert second.stdout == b"1\ngone\n"


def test_cases_share_nothing(sandbox: Sandbox) -> None:
    run(sandbox, "echo secret | tee /tmp/x ~/x x /dev/shm/x; (sleep 60 &)")
    assert (
        run(sandbox, "cat /tmp/x ~/x x /dev/shm/x 2>/dev/null; ls /proc | grep -c '^[0-9]'").stdout == b"4\n"
    )


def test_what_a_program_leaves_running_is_killed(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "(setsid sleep 1000 &); nohup sleep 1000 > /dev/null & echo done")
    assert (outcome.exit, outcome.stdout) == (0, b"done\n")


def test_a_terminal_is_a_terminal(sandbox: Sandbox) -> None:
    outcome = run(
        sandbox, "test -t 0 -a -t 1 -a -t 2 && stty size && cat && echo end", b"typed\n", terminal=True
    )
    assert outcome.stdout == b"typed\r\n24 80\r\ntyped\r\nend\r\n" or outcome.stdout.endswith(
        b"typed\r\nend\r\n"
    )
    assert outcome.exit == 0


def test_a_masked_path_cannot_be_started(sandbox: Sandbox) -> None:
    root = host_root(masked=("/usr/bin/sort",))
    outcome = sandbox.run(Job(root, (shell("sort < /dev/null; /usr/bin/sort; wc -c < /usr/bin/sort"),)))[0]
    assert outcome.stdout == b"0\n"
    assert outcome.stderr.count(b"ermission denied") == 2


def test_a_directory_can_be_a_root_of_its_own(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "opt").mkdir()
    (tmp_path / "opt" / "hello").write_bytes(Path("/bin/true").read_bytes())
    (tmp_path / "opt" / "hello").chmod(0o755)
    outcome = sandbox.run(Job(own_root(tmp_path), (Launch("/opt/hello", (b"hello",), {}),)))[0]
    # Without the libraries of this machine: its own root has none.
    assert outcome.exit == 127


LIMITED = [
    ("sleep 1000", Limits(wall_seconds=0.3), "timeout"),
    ("trap '' TERM INT HUP; kill -STOP $$", Limits(wall_seconds=0.3), "timeout"),
    ("while :; do :; done", Limits(wall_seconds=20, cpu_seconds=1), "cpu"),
    ("yes", Limits(output_bytes=100_000), "output"),
    ("yes >&2", Limits(output_bytes=100_000), "output"),
    ("i=0; while [ $i -lt 300 ]; do echo > f$i; i=$((i+1)); done", Limits(files=100), "files"),
    ("i=0; while [ $i -lt 300 ]; do mkdir d && cd d; i=$((i+1)); done", Limits(), "files"),
    ("for i in 1 2 3 4; do truncate -s 1000000 hole$i; done", Limits(disk_bytes=1_000_000), "files"),
]


@pytest.mark.parametrize(("script", "limits", "limit"), LIMITED)
def test_the_limit_that_was_hit_is_named(sandbox: Sandbox, script: str, limits: Limits, limit: str) -> None:
    outcome = run(sandbox, script, limits=limits)
    assert outcome.limit == limit
    assert outcome.exit is None
    assert outcome.signal is None


def test_output_is_cut_at_its_limit(sandbox: Sandbox) -> None:
    assert len(run(sandbox, "yes", limits=Limits(output_bytes=100_000)).stdout) == 100_000


def test_output_up_to_the_limit_is_whole(sandbox: Sandbox) -> None:
    outcome = run(sandbox, "head -c 1000000 /dev/zero", limits=Limits(output_bytes=1_000_000))
    assert (outcome.exit, len(outcome.stdout)) == (0, 1_000_000)


def test_the_disk_is_full_at_its_limit(sandbox: Sandbox) -> None:
    script = (
        "for d in /case /tmp /home/user /dev/shm; do head -c 3000000 /dev/zero > $d/big || echo full; done"
    )
    outcome = run(sandbox, script, limits=Limits(disk_bytes=2_000_000))
    assert outcome.stdout.count(b"full") == 4


def test_memory_ends_at_its_limit(sandbox: Sandbox) -> None:
    script = "/usr/bin/python3 -c 'len(bytearray(300 << 20))'"
    assert run(sandbox, script, limits=Limits(memory_bytes=1 << 30)).exit == 0
    assert b"MemoryError" in run(sandbox, script, limits=Limits(memory_bytes=200 << 20)).stderr


def test_processes_end_at_their_limit(sandbox: Sandbox) -> None:
    if os.geteuid() == 0 and not getattr(sandbox, "privileged", False):
        pytest.skip("started by root in a user namespace, the kernel does not count processes")
    script = "for i in $(seq 100); do sleep 3 & done 2>/dev/null; echo all"
    assert run(sandbox, script, limits=Limits(processes=200)).stdout == b"all\n"
    assert run(sandbox, script, limits=Limits(processes=50)).stdout == b""


def test_a_step_that_hits_a_limit_ends_the_job(sandbox: Sandbox) -> None:
    job = Job(host_root(), (shell("sleep 9"), shell("echo")), limits=Limits(wall_seconds=0.2))
    assert [outcome.limit for outcome in sandbox.run(job)] == ["timeout"]


def test_usage_is_the_programs_own(sandbox: Sandbox) -> None:
    busy = run(sandbox, "/usr/bin/python3 -c 'x = bytearray(50 << 20); sum(range(3000000))'")
    idle = run(sandbox, "sleep 0.2")
    assert busy.usage.cpu_ms > 20 > idle.usage.cpu_ms
    assert busy.usage.memory_kib > 50_000
    assert idle.usage.wall_ms >= 200


def test_a_broken_sandbox_is_never_an_outcome(sandbox: Sandbox, tmp_path: Path) -> None:
    root = host_root(extra=((tmp_path / "missing", "/program"),))
    with pytest.raises(InfrastructureError, match="missing"):
        sandbox.run(Job(root, (shell("true"),)))
