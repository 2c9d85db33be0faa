from pathlib import Path

import pytest

from afresh.errors import InputError
from afresh.model import AttemptInfo, Build, Evaluation, Note, OracleCall, RunInfo, Verdict
from afresh.store.records import read_lines
from afresh.store.runs import Run
from afresh.store.temporary import PREFIX

INFO = RunInfo(agent="parrot", tasks={"gron": "1" * 64, "jq": "2" * 64}, attempts=2, seed=7)


def test_a_run_goes_on_where_it_was(tmp_path: Path) -> None:
    Run.create(tmp_path / "run", INFO)
    assert Run.create(tmp_path / "run", INFO).info() == INFO
    assert Run.open(tmp_path / "run").info() == INFO


def test_a_folder_holds_one_configuration(tmp_path: Path) -> None:
    Run.create(tmp_path, INFO)
    with pytest.raises(InputError, match="holds a run of another configuration; choose another --out"):
        Run.create(tmp_path, RunInfo(agent="noop", tasks={}))
    assert Run.open(tmp_path).info() == INFO


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is not a run \(no run.toml\)"):
        Run.open(tmp_path)


def test_attempts_come_by_task_and_number(tmp_path: Path) -> None:
    attempts = list(Run.create(tmp_path, INFO).attempts())
    assert [(attempt.task, attempt.number) for attempt in attempts] == [
        ("gron", 1), ("gron", 2), ("jq", 1), ("jq", 2),
    ]  # fmt: skip
    assert len({attempt.directory for attempt in attempts}) == 4


def test_an_attempt_keeps_what_it_came_to(tmp_path: Path) -> None:
    attempt = Run.create(tmp_path, INFO).attempt("jq")
    assert attempt.info() is None
    assert attempt.evaluation() is None
    info = AttemptInfo(status="submitted", steps=3, seconds=1.5)
    evaluation = Evaluation(
        task="jq", suite="0" * 64, candidate="parrot", cases=1, passed=1, failed=0, no_evidence=0,
        score=1.0, score_lenient=1.0, resolved=True, almost_resolved=True, build=Build(status="built"),
    )  # fmt: skip
    attempt.write_info(info)
    attempt.write_evaluation(evaluation)
    assert (attempt.info(), attempt.evaluation()) == (info, evaluation)


def test_the_verdicts_of_a_judge_at_work_can_be_read(tmp_path: Path) -> None:
    attempt = Run.create(tmp_path, INFO).attempt("jq")
    verdict = Verdict(case="0123456789abcdef", status="fail", channel="stdout", reason="other bytes")
    with attempt.verdict_journal() as journal:
        journal.append(verdict)
        with attempt.verdicts.open("ab") as file:
            file.write(b'{"case":"012')
        assert list(attempt.read_verdicts()) == [verdict]


def test_a_trajectory_holds_calls_and_notes(tmp_path: Path) -> None:
    attempt = Run.create(tmp_path, INFO).attempt("jq")
    call = OracleCall(number=1, argv=("-r",), stdin_sha256="0" * 64, stdin_bytes=3, exit=0)
    with attempt.trajectory_journal() as journal:
        journal.append(call)
        journal.append(Note(text="thinking"))
        assert list(journal) == [call, Note(text="thinking")]
    assert list(read_lines(attempt.trajectory, OracleCall | Note)) == [call, Note(text="thinking")]  # type: ignore[arg-type]


def test_what_a_killed_process_left_in_a_run_goes_when_it_goes_on(tmp_path: Path) -> None:
    run = Run.create(tmp_path, INFO)
    folder = run.attempt("jq", 2).directory
    folder.mkdir(parents=True)
    (folder / f"{PREFIX}x").touch()
    (tmp_path / f"{PREFIX}y").mkdir()
    Run.create(tmp_path, INFO)
    assert list(folder.iterdir()) == []
    assert not (tmp_path / f"{PREFIX}y").exists()


def test_a_run_that_names_a_way_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", RunInfo(agent="noop", tasks={"../../x": "1" * 64}))
    with pytest.raises(InputError, match="cannot be a task's name"):
        list(run.attempts())
