from pathlib import Path

import pytest

from afresh.store import exchange
from afresh.store.exchange import put_in_place


def directory(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "file").write_text(text)
    return path


@pytest.fixture(params=["in one step", "by two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by two renames":
        monkeypatch.setattr(exchange, "_RENAME_EXCHANGE", 0x8000)  # a flag that no kernel knows


@pytest.mark.usefixtures("way")
def test_the_old_directory_lies_where_the_new_one_was(tmp_path: Path) -> None:
    new, old = directory(tmp_path / "new", "new"), directory(tmp_path / "old", "old")
    put_in_place(new, old)
    assert (old / "file").read_text() == "new"
    assert (new / "file").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


@pytest.mark.usefixtures("way")
def test_where_there_was_nothing_the_new_one_moves(tmp_path: Path) -> None:
    put_in_place(directory(tmp_path / "new", "new"), tmp_path / "place")
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


@pytest.mark.usefixtures("way")
def test_what_cannot_be_done_leaves_the_old_one(tmp_path: Path) -> None:
    old = directory(tmp_path / "old", "old")
    with pytest.raises(OSError, match="missing"):
        put_in_place(tmp_path / "missing", old)
    assert (old / "file").read_text() == "old"
