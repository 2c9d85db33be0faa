from pathlib import Path

import pytest

from afresh.errors import InfrastructureError
from afresh.store.atomic import new_directory, remove_tree, write_file


def test_a_file_is_written_whole_and_readable_by_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_put_in_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(InfrastructureError, match=r"taken: cannot be written \(Is a directory\); check who"):
        write_file(tmp_path / "taken", b"x")
    with pytest.raises(InfrastructureError, match="/dev/null"):
        write_file(Path("/dev/null/file"), b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_directory_appears_whole_when_its_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "digest"
    with new_directory(path) as temporary:
        (temporary / "sub").mkdir()
        (temporary / "sub" / "file").write_text("x")
        assert not path.exists()
    assert (path / "sub" / "file").read_text() == "x"
    assert list(tmp_path.iterdir()) == [path]


def test_many_files_are_put_in_place_as_well(tmp_path: Path) -> None:
    with new_directory(tmp_path / "digest") as temporary:
        for number in range(100):
            (temporary / str(number)).write_text("x")
    assert len(list((tmp_path / "digest").iterdir())) == 100


def test_a_directory_whose_block_fails_vanishes(tmp_path: Path) -> None:
    def fail() -> None:
        with new_directory(tmp_path / "digest") as temporary:
            (temporary / "closed").mkdir(mode=0o500)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_failure_inside_the_block_names_the_file_that_it_was_about(tmp_path: Path) -> None:
    problem = r"digest: cannot be written \(No .*, at /nowhere/x\); check"
    with pytest.raises(InfrastructureError, match=problem), new_directory(tmp_path / "digest"):
        Path("/nowhere/x").read_bytes()


def test_the_first_of_two_equal_directories_stays(tmp_path: Path) -> None:
    path = tmp_path / "digest"
    with new_directory(path) as slow:
        (slow / "by").write_text("slow")
        with new_directory(path) as quick:
            (quick / "by").write_text("quick")
    assert (path / "by").read_text() == "quick"
    assert list(tmp_path.iterdir()) == [path]


def test_a_directory_cannot_take_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "digest").write_text("a file")
    with pytest.raises(InfrastructureError, match="Not a directory"), new_directory(tmp_path / "digest"):
        pass
    assert (tmp_path / "digest").read_text() == "a file"


def test_a_tree_with_closed_directories_is_removed(tmp_path: Path) -> None:
    closed = tmp_path / "tree" / "closed"
    closed.mkdir(parents=True)
    (closed / "file").touch()
    closed.chmod(0o500)
    remove_tree(tmp_path / "tree")
    remove_tree(tmp_path / "tree")
    assert list(tmp_path.iterdir()) == []
