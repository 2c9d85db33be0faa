from pathlib import Path

import pytest

from afresh.errors import InputError
from afresh.model import Task
from afresh.store.home import Home, default_home
from afresh.store.records import write_toml


def test_the_home_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFRESH_HOME", str(tmp_path / "named"))
    assert default_home() == tmp_path / "named"
    monkeypatch.delenv("AFRESH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_home() == tmp_path / "data" / "afresh"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_home() == tmp_path / ".local" / "share" / "afresh"


def test_opening_a_home_makes_nothing(tmp_path: Path) -> None:
    assert Home(tmp_path / "home").task_names() == []
    assert not (tmp_path / "home").exists()


def test_a_task_is_found_by_its_name(tmp_path: Path, task: Task) -> None:
    home = Home(tmp_path)
    write_toml(home.task_directory("jq") / "task.toml", task)
    assert home.task("jq") == task
    assert home.task_names() == ["jq"]
    with pytest.raises(InputError, match=r"no task named 'gron' .*there: jq.*afresh task import"):
        home.task("gron")


def test_references_and_tasks_lie_apart(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert not home.reference_tree("0" * 64).is_relative_to(home.tasks)
    assert home.docs("jq").is_relative_to(home.task_directory("jq"))


@pytest.mark.parametrize("name", ["", ".", "..", "../jq", "a/b", "/etc", ".tmp-x", "jq\n", "x" * 101, "a\0"])
def test_a_name_that_is_no_plain_folder_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a task's name"):
        Home(tmp_path).task(name)


def test_a_home_may_not_lie_where_sandboxes_show_it() -> None:
    with pytest.raises(InputError, match="AFRESH_HOME"):
        Home(Path("/usr/local/share/afresh"))
