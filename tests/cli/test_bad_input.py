"""Bad input gives one line that says what, where and what to do; nothing half-made stays."""

import subprocess
import tarfile
from pathlib import Path

import pytest

from .conftest import AFRESH, CommandLine, write_program


def problem(afresh: CommandLine, *words: object, code: int, env: dict[str, str] | None = None) -> str:
    """Return the last line on standard error: the problem. What comes before it is progress."""
    *progress, line = afresh(*words, code=code, env=env).err.splitlines()
    assert line.startswith("afresh: ")
    assert not any(earlier.startswith("afresh: ") for earlier in progress)
    return line


def tasks(afresh: CommandLine) -> list[str]:
    folder = afresh.home / "tasks"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


UNUSABLE = {
    "nothing:there": "nothing:there",
    "file:missing": "missing",
    "file:docs": "executable",
    "file:plain.txt": "chmod",
}


@pytest.mark.parametrize("source", UNUSABLE)
def test_a_source_that_cannot_be_used(afresh: CommandLine, source: str) -> None:
    (afresh.directory / "plain.txt").write_text("text")
    assert UNUSABLE[source] in problem(afresh, "task", "import", source, code=2)
    assert tasks(afresh) == []


@pytest.mark.registry
@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("deb:no-such-package-anywhere", "no-such-package-anywhere"),
        ("deb:tzdata", "executable"),
        ("deb:jq=0.0.1", "0.0.1"),
    ],
)
def test_a_package_that_cannot_be_a_task(afresh: CommandLine, source: str, word: str) -> None:
    assert word in problem(afresh, "task", "import", source, code=2)
    assert tasks(afresh) == []


def test_a_binary_for_another_architecture(afresh: CommandLine) -> None:
    program = bytearray(Path("/bin/true").read_bytes())
    program[18:20] = (0xF3).to_bytes(2, "little")  # e_machine: RISC-V
    path = afresh.directory / "alien"
    path.write_bytes(program)
    path.chmod(0o755)
    assert "riscv" in problem(afresh, "task", "import", "file:alien", code=2)
    assert tasks(afresh) == []


def test_an_unknown_task_names_the_known_ones(ready: CommandLine) -> None:
    assert "shout" in problem(ready, "generate", "whisper", code=2)
    assert "afresh task import" in problem(ready, "run", "whisper", "--agent", "noop", "--out", "x", code=2)


def test_an_unknown_agent_names_the_known_ones(ready: CommandLine, tmp_path: Path) -> None:
    line = problem(ready, "run", "shout", "--agent", "genius", "--out", tmp_path / "run", code=2)
    assert "noop" in line
    assert "parrot" in line
    assert "--candidate gold" in problem(ready, "run", "shout", "--agent", "gold", "--out", tmp_path, code=2)
    assert list(tmp_path.iterdir()) == []


def test_a_task_without_a_suite_says_how_to_make_one(afresh: CommandLine) -> None:
    afresh("task", "import", "file:shout", "--docs", "docs")
    assert "afresh generate shout" in problem(
        afresh, "judge", "--task", "shout", "--candidate", "gold", code=2
    )


def test_a_submission_that_is_not_a_tar(ready: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "submission.tar.gz").write_text("no tar")
    candidate = tmp_path / "submission.tar.gz"
    assert "submission" in problem(ready, "judge", "--task", "shout", "--candidate", candidate, code=2)


def test_a_submission_without_compile_sh(ready: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "main.c").write_text("int main(void) { return 0; }\n")
    with tarfile.open(tmp_path / "submission.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "main.c", "main.c")
    candidate = tmp_path / "submission.tar.gz"
    assert "compile.sh" in problem(ready, "judge", "--task", "shout", "--candidate", candidate, code=2)


def test_a_candidate_that_is_nothing(ready: CommandLine, tmp_path: Path) -> None:
    assert "compile.sh" in problem(ready, "judge", "--task", "shout", "--candidate", tmp_path, code=2)
    missing = tmp_path / "missing"
    assert "missing" in problem(ready, "judge", "--task", "shout", "--candidate", missing, code=2)


def test_a_folder_that_is_no_run(ready: CommandLine, tmp_path: Path) -> None:
    assert "run.toml" in problem(ready, "judge", tmp_path, code=2)
    assert "run.toml" in problem(ready, "report", tmp_path, code=2)


def test_judge_wants_a_run_or_a_candidate(ready: CommandLine) -> None:
    assert "--candidate" in problem(ready, "judge", code=2)


def test_a_run_folder_of_another_configuration(ready: CommandLine, tmp_path: Path) -> None:
    ready("run", "shout", "--agent", "noop", "--out", tmp_path)
    assert "another configuration" in problem(
        ready, "run", "shout", "--agent", "parrot", "--out", tmp_path, code=2
    )


def test_a_damaged_suite_is_never_used(afresh: CommandLine) -> None:
    afresh("task", "import", "file:shout", "--docs", "docs")
    afresh("generate", "shout", "--cases", "10")
    (path,) = afresh.home.glob("tasks/shout/suites/*/expected.jsonl")
    path.write_bytes(path.read_bytes().replace(b"HELLO", b"JELLO"))
    line = problem(afresh, "judge", "--task", "shout", "--candidate", "gold", code=2)
    assert "expected.jsonl" in line


def test_no_bubblewrap(afresh: CommandLine, tmp_path: Path) -> None:
    line = problem(afresh, "task", "import", "file:shout", code=3, env={"PATH": str(tmp_path)})
    assert "apt-get install bubblewrap" in line
    assert tasks(afresh) == []
    told = afresh("doctor", "--json", code=1, env={"PATH": str(tmp_path)}).json
    (check,) = [check for check in told["checks"] if check["name"] == "bubblewrap"]
    assert check["mend"] == "apt-get install bubblewrap"


def test_user_namespaces_switched_off(afresh: CommandLine) -> None:
    off = "echo 0 > /proc/sys/user/max_user_namespaces"
    script = f"{off} && exec {AFRESH} doctor --json"
    ended = subprocess.run(
        ["unshare", "-Ur", "sh", "-c", script],
        cwd=afresh.directory,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "max_user_namespaces=15000" in ended.stdout


def test_a_full_disk_leaves_nothing_half_made(afresh: CommandLine) -> None:
    write_program(afresh.directory / "big", "#!/bin/sh\n" + "# padding\n" * 400_000)
    mount = f"mount -t tmpfs -o size=1M full {afresh.home}"
    afresh.home.mkdir()
    script = (
        f"{mount} && {AFRESH} task import file:big; code=$?; find {afresh.home} -type f | wc -l; exit $code"
    )
    ended = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script],
        cwd=afresh.directory,
        env={"AFRESH_HOME": str(afresh.home), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 3, ended.stdout + ended.stderr
    assert "No space left" in ended.stderr
    assert ended.stdout == "0\n"


def test_a_place_where_nothing_can_be_written(ready: CommandLine, tmp_path: Path) -> None:
    ready("run", "shout", "--agent", "noop", "--out", tmp_path / "run")
    problem(ready, "report", tmp_path / "run", "--out", "/proc/site", code=3)


def test_compare_looks_at_the_candidate_first(afresh: CommandLine) -> None:
    line = problem(afresh, "compare", "shout", "./nowhere", "--docs", "docs", code=2)
    assert "nowhere" in line
    assert tasks(afresh) == []
