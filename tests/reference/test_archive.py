import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from afresh.errors import InfrastructureError
from afresh.reference.alternatives import parse_alternatives
from afresh.reference.archive import maintainer_script, new_root, unpack

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs Debian's tools")

Build = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds real packages."""

    def build_package(name: str, fill: Callable[[Path], object]) -> Path:
        source = tmp_path / f"{name}-source"
        (source / "DEBIAN").mkdir(parents=True)
        (source / "DEBIAN/control").write_text(
            f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: x <x@x>\nDescription: x\n"
        )
        fill(source)
        archive = tmp_path / f"{name}.deb"
        subprocess.run(["dpkg-deb", "--build", source, archive], check=True, capture_output=True)
        return archive

    return build_package


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    new_root(tmp_path / "tree")
    return tmp_path / "tree"


def write(path: Path, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name)
    path.chmod(mode)


def everything(_name: str) -> bool:
    return True


def test_files_of_bin_land_in_usr_bin_whatever_the_package_says(build: Build, tree: Path) -> None:
    archive = build("shell", lambda root: write(root / "bin/dash", 0o755))
    assert unpack(archive, tree, everything) == ["/bin/dash"]
    assert (tree / "bin").is_symlink()
    assert (tree / "usr/bin/dash").read_text() == "dash"


def test_setuid_bits_are_dropped_and_all_may_read(build: Build, tree: Path) -> None:
    unpack(build("su", lambda root: write(root / "usr/bin/su", 0o4711)), tree, everything)
    assert stat.S_IMODE((tree / "usr/bin/su").stat().st_mode) == 0o755


def test_what_is_not_wanted_is_not_unpacked(build: Build, tree: Path) -> None:
    def fill(root: Path) -> None:
        write(root / "usr/share/doc/x/README")
        write(root / "usr/bin/x", 0o755)

    unpack(build("x", fill), tree, lambda name: not name.startswith("/usr/share/doc/"))
    assert not (tree / "usr/share/doc/x/README").exists()
    assert (tree / "usr/bin/x").exists()


def test_a_link_of_one_package_does_not_lead_another_out_of_the_root(
    build: Build, tree: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()

    def linked(root: Path) -> None:
        (root / "usr").mkdir()
        (root / "usr/way").symlink_to(outside)

    unpack(build("link", linked), tree, everything)
    unpack(build("file", lambda root: write(root / "usr/way/escaped")), tree, everything)
    assert not list(outside.iterdir())
    assert (tree / str(outside).lstrip("/") / "escaped").is_file()


def test_hard_links_and_links_are_kept(build: Build, tree: Path) -> None:
    def fill(root: Path) -> None:
        write(root / "usr/bin/one", 0o755)
        (root / "usr/bin/two").hardlink_to(root / "usr/bin/one")
        (root / "usr/bin/three").symlink_to("one")

    unpack(build("links", fill), tree, everything)
    assert (tree / "usr/bin/one").samefile(tree / "usr/bin/two")
    assert (tree / "usr/bin/three").readlink() == Path("one")


def test_the_maintainer_script_is_read_and_not_run(build: Build, tmp_path: Path) -> None:
    def fill(root: Path) -> None:
        script = root / "DEBIAN/postinst"
        script.write_text(
            f"#!/bin/sh\ntouch {tmp_path}/ran\nupdate-alternatives --install /usr/bin/a a /usr/bin/b 1\n"
        )
        script.chmod(0o755)

    script = maintainer_script(build("script", fill), "postinst")
    assert [found.link for found in parse_alternatives(script)] == ["/usr/bin/a"]
    assert not (tmp_path / "ran").exists()


def test_a_package_without_the_script_has_an_empty_one(build: Build) -> None:
    assert maintainer_script(build("none", lambda _: None), "postinst") == ""


def test_a_damaged_archive_is_called_damaged(build: Build, tree: Path) -> None:
    archive = build("damaged", lambda root: write(root / "usr/bin/x"))
    archive.write_bytes(archive.read_bytes()[:150])
    with pytest.raises(InfrastructureError, match=r"damaged\.deb: is damaged"):
        unpack(archive, tree, everything)
