import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from afresh.errors import InfrastructureError
from afresh.report.publish import replaced_directory
from afresh.store import exchange


def write(path: Path, text: str) -> None:
    with replaced_directory(path) as folder:
        (folder / "page").write_text(text)
        (folder / "deep").mkdir()
        (folder / "deep" / "page").write_text(text)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def content(path: Path) -> dict[str, str]:
    return {str(file.relative_to(path)): file.read_text() for file in path.rglob("*") if file.is_file()}


def test_a_folder_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "old")
    (site / "stale").write_text("of the old one")
    write(site, "new")
    assert content(site) == {"page": "new", "deep/page": "new"}
    assert names(tmp_path) == ["site"]


def test_without_an_exchange_of_names_it_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_RENAME_EXCHANGE", 0x8000)  # a flag that no kernel knows
    write(tmp_path / "site", "old")
    write(tmp_path / "site", "new")
    assert content(tmp_path / "site") == {"page": "new", "deep/page": "new"}
    assert names(tmp_path) == ["site"]


def test_an_error_leaves_the_old_folder_untouched(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "old")
    with pytest.raises(InfrastructureError, match="cannot be written"), replaced_directory(site) as folder:
        (folder / "missing" / "page").write_text("half")
    assert content(site) == {"page": "old", "deep/page": "old"}
    assert names(tmp_path) == ["site"]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InfrastructureError, match="cannot be written"):
        write(tmp_path / "file" / "site", "new")


def test_a_killed_writer_leaves_the_old_folder_and_the_next_one_clears_up(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "old")
    code = (
        "import sys, pathlib, time\n"
        "from afresh.report.publish import replaced_directory\n"
        "with replaced_directory(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'half').write_text('half')\n"
        "    print('there', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, site], stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"there\n"
        writer.send_signal(signal.SIGKILL)
    assert content(site) == {"page": "old", "deep/page": "old"}
    write(site, "new")
    assert content(site) == {"page": "new", "deep/page": "new"}
    assert names(tmp_path) == ["site"]


def test_a_reader_always_finds_a_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "0")
    code = (
        "import os, sys\n"
        "print('there', flush=True)\n"
        "missing = 0\n"
        "while not os.path.exists(sys.argv[2]):\n"
        "    missing += not os.path.exists(sys.argv[1])\n"
        "print(missing)\n"
    )
    end = tmp_path / "end"
    command = [sys.executable, "-c", code, str(site / "page"), str(end)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == b"there\n"
        for number in range(300):
            write(site, str(number))
        end.touch()
        assert reader.stdout.readline() == b"0\n"


def test_two_writers_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    writers = [threading.Thread(target=write, args=(site, str(number))) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    pages = content(site)
    assert pages["page"] == pages["deep/page"]
    assert names(tmp_path) == ["site"]
