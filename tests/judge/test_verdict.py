from pathlib import Path

import pytest

from afresh.errors import InfrastructureError
from afresh.judge.verdict import KEPT_DIFFERENCES, TRIES, case_limits, give_verdict
from afresh.model import Change, Expectation, Limits, Observation, Step, Usage, Verdict, make_case
from afresh.observe.program import Program
from afresh.sandbox import Job, Outcome, Sandbox
from afresh.sandbox.roots import host_root
from afresh.store.home import Home

WANTED = Observation(
    exit=0,
    stdout="one\ntwo\n",
    stderr="a warning\n",
    files=(Change(path="out", what="created", mode=0o644, content="made\n"),),
)
RIGHT = "printf 'one\\ntwo\\n'; echo a warning >&2; echo made > out"


class Failing:
    """A real sandbox that fails so often before it works."""

    name = "failing"

    def __init__(self, sandbox: Sandbox, failures: int) -> None:
        self.sandbox, self.failures, self.started = sandbox, failures, 0

    def run(self, job: Job) -> list[Outcome]:
        self.started += 1
        if self.failures:
            self.failures -= 1
            raise InfrastructureError("no more memory for a namespace")
        return self.sandbox.run(job)


def verdict(
    sandbox: Sandbox, home: Home, tmp_path: Path, script: str, wanted: tuple[Observation, ...] = (WANTED,)
) -> Verdict:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    candidate = Program(
        host_root(extra=((program, "/submission/executable"),)),
        "/submission/executable",
        "tool",
        limits=Limits(wall_seconds=1),
    )
    case = make_case(tuple(Step(argv=(str(number),)) for number, _ in enumerate(wanted)))
    expectation = Expectation(case=case.id, steps=wanted)
    return give_verdict(sandbox, candidate, case, expectation, Usage(), blobs=home.blobs)


def test_a_case_passes_when_every_channel_is_equal(sandbox: Sandbox, home: Home, tmp_path: Path) -> None:
    found = verdict(sandbox, home, tmp_path, RIGHT)
    assert (found.status, found.channel, found.reason, found.lenient) == ("pass", None, "", True)
    assert found.usage.memory_kib > 0


@pytest.mark.parametrize(
    ("script", "channel", "reason"),
    [
        (f"{RIGHT}; exit 1", "exit", "exit 1 instead of 0"),
        (f"{RIGHT}; kill -11 $$", "exit", "killed by signal 11"),
        (f"{RIGHT}; sleep 100", "exit", "timeout"),
        ("yes", "exit", "ran into the limit: output"),
        ("true", "stdout", "stdout empty"),
        ("echo one", "stdout", "stdout ends early"),
        ("printf 'one\\ntwo\\nthree\\n'", "stdout", "stdout goes on after its end"),
        ("printf 'one  \\ntwo'", "stdout", "stdout differs in white space only"),
        ("printf 'two\\none\\n'", "stdout", "stdout: same lines in another order"),
        ("printf 'One\\ntwo\\n'", "stdout", "stdout differs in upper and lower case only"),
        ("printf '1\\ntwo\\n'", "stdout", "stdout differs from line 1 on"),
        ("printf 'one\\n2\\n'", "stdout", "stdout differs from a later line on"),
        (RIGHT.replace("made", "maid"), "files", "file content differs"),
        (f"{RIGHT}; chmod 600 out", "files", "file mode differs"),
        (f"{RIGHT}; rm out", "files", "file not created"),
        (f"{RIGHT}; echo > more", "files", "file created that should not be"),
        (f"{RIGHT}; rm out; mkdir out", "files", "directory instead of file"),
    ],
)
def test_the_first_difference_gives_channel_and_reason(  # noqa: PLR0917
    sandbox: Sandbox, home: Home, tmp_path: Path, script: str, channel: str, reason: str
) -> None:
    limited = f"ulimit -c 0; {script}"
    found = verdict(sandbox, home, tmp_path, limited)
    assert (found.status, found.channel, found.reason) == ("fail", channel, reason)
    assert not found.lenient


def test_the_wording_of_standard_error_alone_is_forgiven_by_the_lenient_score(
    sandbox: Sandbox, home: Home, tmp_path: Path
) -> None:
    found = verdict(sandbox, home, tmp_path, RIGHT.replace("a warning", "careful"))
    assert (found.status, found.channel, found.reason) == ("fail", "stderr", "stderr wording")
    assert found.lenient


def test_every_step_counts(sandbox: Sandbox, home: Home, tmp_path: Path) -> None:
    wanted = Observation(exit=0), Observation(exit=0, stdout="more\n")
    right = "[ $1 = 0 ] || echo more"
    assert verdict(sandbox, home, tmp_path, right, wanted).status == "pass"
    found = verdict(sandbox, home, tmp_path, "true", wanted)
    assert (found.reason, found.differences[0].step) == ("stdout empty", 1)


def test_a_step_that_hangs_fails_the_case(sandbox: Sandbox, home: Home, tmp_path: Path) -> None:
    wanted = Observation(exit=0), Observation(exit=0)
    found = verdict(sandbox, home, tmp_path, "sleep 100", wanted)
    assert (found.status, found.reason) == ("fail", "timeout")


def test_a_candidate_that_writes_thousands_of_files_gives_a_short_verdict(
    sandbox: Sandbox, home: Home, tmp_path: Path
) -> None:
    found = verdict(sandbox, home, tmp_path, f"{RIGHT}; touch $(seq 1000)")
    assert found.reason == "file created that should not be"
    assert len(found.differences) == KEPT_DIFFERENCES


@pytest.mark.parametrize(("failures", "status"), [(TRIES - 1, "pass"), (TRIES, "no_evidence")])
def test_a_sandbox_that_fails_is_tried_again_and_then_gives_no_evidence(
    sandbox: Sandbox, home: Home, tmp_path: Path, failures: int, status: str
) -> None:
    found = verdict(Failing(sandbox, failures), home, tmp_path, RIGHT)
    assert found.status == status
    assert not (found.status == "no_evidence" and found.lenient)
    assert ("no more memory" in found.reason) == (status == "no_evidence")


def test_what_a_candidate_does_is_never_tried_again(sandbox: Sandbox, home: Home, tmp_path: Path) -> None:
    counting = Failing(sandbox, 0)
    verdict(counting, home, tmp_path, "exit 1")
    assert counting.started == 1


def test_limits_follow_from_the_reference_and_are_never_below_the_task() -> None:
    limits = Limits(wall_seconds=10, cpu_seconds=10)
    assert case_limits(limits, Usage()) == limits
    slow = case_limits(limits, Usage(cpu_ms=2000, wall_ms=3000, memory_kib=1024 * 1024))
    assert (slow.wall_seconds, slow.cpu_seconds) == (65, 45)
    assert slow.memory_bytes == 4 * 1024**3 + 512 * 1024**2
