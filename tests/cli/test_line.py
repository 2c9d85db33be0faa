"""The whole line, as a user walks it, on a small program."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from .conftest import AFRESH, SHOUT, CommandLine, write_program


def test_import_says_what_the_task_is(afresh: CommandLine) -> None:
    task = afresh("task", "import", "file:shout", "--docs", "docs", "--json").json
    assert (task["task"], task["entry"], task["audit"]) == ("shout", "/program/shout", [])
    assert task["docs_bytes"] > 400
    assert afresh("task", "list", "--json").json["tasks"][0]["digest"] == task["digest"]
    assert afresh("task", "import", "file:shout", "--docs", "docs", "--json").json == task


def test_generate_tells_how_good_the_suite_is(ready: CommandLine) -> None:
    figures = ready("suite", "stats", "shout", "--json").json
    assert 20 <= figures["cases"] <= 40
    assert figures["options_documented"] == 4
    assert figures["options_exercised"] >= 3
    assert figures["blocks_reached"] is None


def test_a_suite_holds_on_its_own_reference(ready: CommandLine) -> None:
    result = ready("suite", "verify", "shout", "--replays", "2", "--json").json
    assert (result["flips"], result["replays"]) == ([], 2)
    assert result["cases"] >= 20


def test_shown_cases_are_commands_to_paste(ready: CommandLine, tmp_path: Path) -> None:
    write_program(tmp_path / "shout", SHOUT)
    lines = [
        line
        for line in ready("suite", "show", "shout", "--limit", "40").out.splitlines()
        if "echo hello" in line or "printf" in line
    ]
    shown = next(line for line in lines if line.endswith("| shout"))
    assert subprocess.run(
        ["sh", "-c", shown], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True, capture_output=True
    ).stdout


def test_one_case_can_be_shown_alone(ready: CommandLine) -> None:
    cases = ready("suite", "show", "shout", "--limit", "3", "--json").json["cases"]
    assert ready("suite", "show", "shout", "--case", cases[2]["id"], "--json").json["cases"] == [cases[2]]
    assert "no case 'x'" in ready("suite", "show", "shout", "--case", "x", code=2).err


def test_the_reference_itself_scores_one_hundred_percent(ready: CommandLine) -> None:
    gold = ready("judge", "--task", "shout", "--candidate", "gold", "--json").json
    assert (gold["score"], gold["resolved"], gold["failures"], gold["gold"]) == (1.0, True, [], 1.0)


def test_agents_are_run_and_judged_and_reported(ready: CommandLine, tmp_path: Path) -> None:
    for agent in ("noop", "parrot"):
        ran = ready("run", "shout", "--agent", agent, "--out", tmp_path / agent, "--json").json
        assert ran["tasks"][0]["attempts"][0]["status"] == "submitted"
    noop, parrot = (
        ready("judge", tmp_path / agent, "--json").json["evaluations"][0] for agent in ("noop", "parrot")
    )
    assert noop["score"] == 0.0
    assert 0.0 < parrot["score"] < 1.0
    board = ready("report", tmp_path / "noop", tmp_path / "parrot", "--out", tmp_path / "site").out
    assert board.index("parrot") < board.index("noop")
    assert (tmp_path / "site" / "index.html").is_file()
    query = f"select count(*) from '{tmp_path}/parrot/shout/1/verdicts.parquet'"
    rows = duckdb.connect().execute(query).fetchall()
    assert rows == [(parrot["cases"],)]


def test_an_exact_rewrite_is_resolved_and_a_near_one_is_told_apart(
    ready: CommandLine, tmp_path: Path
) -> None:
    exact = write_program(tmp_path / "exact", SHOUT)
    near = write_program(tmp_path / "near", SHOUT.replace("bad count", "wrong count"))
    assert ready("judge", "--task", "shout", "--candidate", exact, "--json").json["resolved"]
    evaluation = ready("judge", "--task", "shout", "--candidate", near, "--json").json
    assert evaluation["score"] < 1.0 == evaluation["score_lenient"]
    assert {failure["channel"] for failure in evaluation["failures"]} == {"stderr"}


def test_compare_shows_where_a_rewrite_differs(afresh: CommandLine) -> None:
    write_program(afresh.directory / "rewrite", SHOUT.replace("tr A-Z a-z", "cat"))
    options = ("--docs", "docs", "--cases", "40")
    told = afresh("compare", "shout", "rewrite", *options)
    assert "shout --lower" in told.out
    assert "stdout expected" in told.out
    assert afresh("compare", "./shout", "./rewrite", *options, "--json", "--fail-under", "0.99", code=1).json[
        "failures"
    ]
    assert (
        afresh("compare", "./shout", "./shout", *options, "--json", "--fail-under", "1").json["failures"]
        == []
    )


def test_a_submission_is_built_and_judged(ready: CommandLine, tmp_path: Path) -> None:
    submission = tmp_path / "submission"
    submission.mkdir()
    write_program(submission / "shout.sh", SHOUT)
    write_program(submission / "compile.sh", "#!/bin/sh\ncp shout.sh executable\n")
    evaluation = ready("judge", "--task", "shout", "--candidate", submission, "--json").json
    assert (evaluation["build"]["status"], evaluation["score"]) == ("built", 1.0)


def test_a_submission_that_does_not_build_fails_every_case(ready: CommandLine, tmp_path: Path) -> None:
    write_program(tmp_path / "compile.sh", "#!/bin/sh\necho no compiler here >&2; exit 1\n")
    evaluation = ready("judge", "--task", "shout", "--candidate", tmp_path, "--json").json
    assert evaluation["build"]["status"] == "failed"
    assert "no compiler here" in evaluation["build"]["log"]
    assert evaluation["failed"] == evaluation["cases"] == len(evaluation["failures"])


def test_fail_under_is_the_exit_code_for_ci(ready: CommandLine) -> None:
    ready("judge", "--task", "shout", "--candidate", "/bin/cat", "--fail-under", "0.5", code=1)
    ready("judge", "--task", "shout", "--candidate", "gold", "--fail-under", "1")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_judging_goes_on_where_it_was_stopped(
    ready: CommandLine, tmp_path: Path, number: signal.Signals
) -> None:
    slow = write_program(tmp_path / "slow", SHOUT.replace("#!/bin/sh\n", "#!/bin/sh\nsleep 0.2\n"))
    words = ("judge", "--task", "shout", "--candidate", slow, "--out", tmp_path / "run", "--json")
    verdicts = tmp_path / "run" / "shout" / "1" / "verdicts.jsonl"
    process = subprocess.Popen(
        [AFRESH, *map(str, words)],
        env={"AFRESH_HOME": str(ready.home), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (verdicts.is_file() and verdicts.read_bytes().count(b"\n") >= 5):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait(30) == (130 if number == signal.SIGINT else -number)
    before = verdicts.read_bytes().splitlines()[:5]
    assert not (verdicts.parent / "evaluation.json").exists()
    evaluation = ready(*words).json
    assert evaluation["score"] == 1.0
    after = verdicts.read_bytes().splitlines()
    assert after[:5] == before
    assert len(after) == evaluation["cases"]


def test_doctor_says_what_this_machine_can_do(afresh: CommandLine) -> None:
    told = afresh("doctor", "--json").json
    assert told["ok"] is True
    assert {"bubblewrap", "sandbox", "warden"} <= {check["name"] for check in told["checks"] if check["ok"]}
    assert sys.version.split()[0] in afresh("doctor").out


def test_what_is_printed_is_what_there_is(afresh: CommandLine) -> None:
    text = "root:x:0:0 [bold]not markup[/]\n"
    (afresh.directory / "docs" / "README.md").write_text(f"# shout\n\n```\n$ printf '{text}' | shout\n```\n")
    afresh("task", "import", "file:shout", "--docs", "docs")
    afresh("generate", "shout", "--cases", "20")
    assert "root:x:0:0 [bold]not markup[/]" in afresh("suite", "show", "shout", "--limit", "20").out


FILTER = """#!/bin/sh
case "$1" in
    -u | --upper) shift; cat -- "$@" | tr a-z A-Z ;;
    -r | --reverse) shift; cat -- "$@" | rev ;;
    -*) echo "filter: unknown option $1" >&2; exit 2 ;;
    *) cat -- "$@" ;;
esac
"""
FILTER_MANUAL = """# filter

Copies its input.

## Options

`-u`, `--upper`
:   In capital letters.

`-r`, `--reverse`
:   Each line from its end.
"""


@pytest.mark.parametrize(("right", "wrong"), [("tr a-z A-Z", "cat"), ("| rev", "| tac")])
def test_a_wrong_option_is_found_in_a_program_that_else_only_copies(
    afresh: CommandLine, right: str, wrong: str
) -> None:
    write_program(afresh.directory / "filter", FILTER)
    write_program(afresh.directory / "rewrite", FILTER.replace(right, wrong))
    (afresh.directory / "docs" / "README.md").write_text(FILTER_MANUAL)
    told = afresh("compare", "filter", "rewrite", "--docs", "docs", "--cases", "60", "--json").json
    assert told["options_exercised"] == told["options_documented"] == 2
    assert {failure["channel"] for failure in told["failures"]} == {"stdout"}
