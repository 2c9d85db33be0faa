import os
import tarfile
from pathlib import Path

from afresh.agent.pack import pack_submission


def tree(folder: Path) -> Path:
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "main.c").write_text("int main(void);")
    (folder / "compile.sh").write_text("cc")
    (folder / "compile.sh").chmod(0o4755)
    (folder / "link").symlink_to("src/main.c")
    os.mkfifo(folder / "pipe")
    return folder


def test_equal_trees_give_equal_archives(tmp_path: Path) -> None:
    archives = []
    for number, name in enumerate("ab"):
        folder = tree(tmp_path / name)
        os.utime(folder / "compile.sh", (number, number))
        (folder / "src" / "main.c").chmod(0o600 + number)
        pack_submission(folder, tmp_path / f"{name}.tar.gz")
        archives.append((tmp_path / f"{name}.tar.gz").read_bytes())
    assert archives[0] == archives[1]
    assert archives[0][4:8] == bytes(4), "the time in the header of gzip"


def test_files_directories_and_links_are_packed_and_nothing_else(tmp_path: Path) -> None:
    pack_submission(tree(tmp_path / "tree"), tmp_path / "out.tar.gz")
    with tarfile.open(tmp_path / "out.tar.gz") as archive:
        members = {member.name: (member.type, member.mode) for member in archive}
    assert members == {
        "compile.sh": (tarfile.REGTYPE, 0o755),
        "link": (tarfile.SYMTYPE, 0o777),
        "src": (tarfile.DIRTYPE, 0o755),
        "src/main.c": (tarfile.REGTYPE, 0o644),
    }
