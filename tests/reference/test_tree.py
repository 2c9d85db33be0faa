import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afresh.errors import InfrastructureError, InputError
from afresh.reference.tree import copy_tree, inside, inside_parent, set_modes, tree_bytes, tree_digest

NAMES = st.text("abc.-é", min_size=1, max_size=3).filter(lambda name: name not in {".", ".."})
TREES = st.dictionaries(
    st.lists(NAMES, min_size=1, max_size=3).map(tuple), st.binary(max_size=20), max_size=6
)


def write(root: Path, files: dict[tuple[str, ...], bytes]) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for parts, content in files.items():
        path = root.joinpath(*parts)
        if any(root.joinpath(*parts[:depth]).is_file() for depth in range(1, len(parts))) or path.is_dir():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(TREES, TREES)
def test_trees_have_equal_digests_exactly_when_they_are_equal(
    tmp_path: Path, one: dict[tuple[str, ...], bytes], other: dict[tuple[str, ...], bytes]
) -> None:
    first, second = write(tmp_path / "one", one), write(tmp_path / "other", other)
    same = _listing(first) == _listing(second)
    assert (tree_digest(first) == tree_digest(second)) is same


def _listing(root: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in root.rglob("*")
    }


def test_the_digest_does_not_depend_on_times_and_order(tmp_path: Path) -> None:
    one, other = (
        write(tmp_path / "one", {("a",): b"1", ("b",): b"2"}),
        write(tmp_path / "two", {("b",): b"2"}),
    )
    (other / "a").write_bytes(b"1")
    os.utime(other / "b", (1, 1))
    assert tree_digest(one) == tree_digest(other)


def test_the_digest_depends_on_the_content(tmp_path: Path) -> None:
    assert tree_digest(write(tmp_path / "one", {("a",): b"1"})) != tree_digest(
        write(tmp_path / "two", {("a",): b"2"})
    )


def test_modes_and_targets_of_links_are_part_of_the_digest(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {("a",): b"1"})
    digests = {tree_digest(root)}
    (root / "a").chmod(0o755)
    digests.add(tree_digest(root))
    (root / "link").symlink_to("a")
    digests.add(tree_digest(root))
    (root / "link").unlink()
    (root / "link").symlink_to("b")
    digests.add(tree_digest(root))
    assert len(digests) == 4


def test_set_modes_makes_a_tree_independent_of_the_umask(tmp_path: Path) -> None:
    one = write(tmp_path / "one", {("d", "a"): b"1"})
    other = write(tmp_path / "other", {("d", "a"): b"1"})
    (other / "d").chmod(0o700)
    (other / "d" / "a").chmod(0o600)
    set_modes(one)
    set_modes(other)
    assert tree_digest(one) == tree_digest(other)


def test_links_are_followed_as_inside_the_root(tmp_path: Path) -> None:
    (tmp_path / "usr/bin").mkdir(parents=True)
    (tmp_path / "bin").symlink_to("usr/bin")
    (tmp_path / "etc").symlink_to("/usr")
    (tmp_path / "up").symlink_to("../../../../../../etc/passwd")
    assert inside(tmp_path, "/bin/sh") == tmp_path / "usr/bin/sh"
    assert inside(tmp_path, "/etc/bin") == tmp_path / "usr/bin"
    assert inside(tmp_path, "/up") == tmp_path / "usr/passwd"
    assert inside_parent(tmp_path, "/up") == tmp_path / "up"


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(InfrastructureError, match="circle"):
        inside(tmp_path, "/a/x")


@given(st.lists(st.sampled_from(["..", ".", "a", "link", "/", "out"]), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_leads_out_of_the_root(tmp_path: Path, parts: list[str]) -> None:
    root = tmp_path / "root"
    if not root.exists():
        (root / "a").mkdir(parents=True)
        (root / "link").symlink_to("../..")
        (root / "out").symlink_to(str(tmp_path))
    assert inside(root, "/".join(parts)).is_relative_to(root)


def test_a_tree_with_a_pipe_in_it_is_not_copied(tmp_path: Path) -> None:
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.mkdir()
    copy.mkdir()
    os.mkfifo(source / "pipe")
    with pytest.raises(InputError, match="neither a file"):
        copy_tree(source, copy)


def test_the_size_counts_files_and_not_links(tmp_path: Path) -> None:
    write(tmp_path / "root", {("a",): b"12345"})
    (tmp_path / "root" / "link").symlink_to("a")
    assert tree_bytes(tmp_path / "root") == 5
