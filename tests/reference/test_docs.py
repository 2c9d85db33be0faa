import gzip
from pathlib import Path

import pytest

from afresh.errors import InputError
from afresh.reference import docs as limits
from afresh.reference.docs import add_documents, collect_documents


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """The documentation of a package, as it lies below /usr/share."""
    share = tmp_path / "root/usr/share"
    for folder in ("man/man1", "man/de/man1", "doc/jq/examples", "info"):
        (share / folder).mkdir(parents=True)
    (share / "man/man1/jq.1.gz").write_bytes(gzip.compress(b".TH JQ 1\n"))
    (share / "man/de/man1/jq.1.gz").write_bytes(gzip.compress(b".TH JQ 1 deutsch\n"))
    (share / "doc/jq/README.gz").write_bytes(gzip.compress(b"read me\n"))
    (share / "doc/jq/copyright").write_bytes(b"licence\n")
    (share / "doc/jq/changelog.Debian.gz").write_bytes(gzip.compress(b"packaging\n"))
    (share / "doc/jq/examples/in.json").write_bytes(b"{}\n")
    (share / "info/jq.info.gz").write_bytes(gzip.compress(b"info\n"))
    return share


def files(docs: Path) -> dict[str, bytes]:
    return {str(path.relative_to(docs)): path.read_bytes() for path in docs.rglob("*") if path.is_file()}


def test_documentation_is_unpacked_and_sorted_into_man_doc_and_info(share: Path, tmp_path: Path) -> None:
    collect_documents(share, tmp_path / "docs", "jq")
    assert files(tmp_path / "docs") == {
        "man/jq.1": b".TH JQ 1\n",
        "doc/README": b"read me\n",
        "doc/examples/in.json": b"{}\n",
        "info/jq.info": b"info\n",
    }


def test_of_several_names_of_a_page_the_programs_own_is_kept(share: Path, tmp_path: Path) -> None:
    (share / "man/man1/aa.1.gz").symlink_to("jq.1.gz")
    (share / "man/man1/zz.1.gz").symlink_to("jq.1.gz")
    collect_documents(share, tmp_path / "docs", "zz")
    assert [path.name for path in (tmp_path / "docs/man").iterdir()] == ["zz.1"]


def test_of_several_names_of_a_page_else_the_files_is_kept(share: Path, tmp_path: Path) -> None:
    (share / "man/man1/aa.1.gz").symlink_to("jq.1.gz")
    collect_documents(share, tmp_path / "docs", "other")
    assert [path.name for path in (tmp_path / "docs/man").iterdir()] == ["jq.1"]


def test_a_link_out_of_the_package_brings_nothing_of_this_machine(share: Path, tmp_path: Path) -> None:
    (share / "doc/jq/passwd").symlink_to("/etc/passwd")
    (share / "man/man1/host.1").symlink_to("/etc/passwd")
    (share / "info/passwd.info").symlink_to("/etc/passwd")
    collect_documents(share, tmp_path / "docs", "jq")
    assert not [name for name in files(tmp_path / "docs") if "passwd" in name or "host" in name]


def test_a_compressed_file_that_grows_without_end_is_left_out(share: Path, tmp_path: Path) -> None:
    (share / "doc/jq/bomb.gz").write_bytes(gzip.compress(bytes(limits.FILE_BYTES + 1)))
    (share / "doc/jq/broken.gz").write_bytes(b"\x1f\x8bnot really")
    collect_documents(share, tmp_path / "docs", "jq")
    assert {"doc/bomb", "doc/broken"}.isdisjoint(files(tmp_path / "docs"))


def test_the_users_own_documentation_keeps_its_layout(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "deep").mkdir(parents=True)
    (own / "deep/usage.md").write_text("usage\n")
    (own / "prog.1.gz").write_bytes(gzip.compress(b".TH P 1\n"))
    add_documents(own, tmp_path / "docs")
    assert files(tmp_path / "docs") == {"deep/usage.md": b"usage\n", "prog.1": b".TH P 1\n"}


def test_a_single_file_may_be_the_documentation(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("read me\n")
    add_documents(tmp_path / "README.md", tmp_path / "docs")
    assert files(tmp_path / "docs") == {"README.md": b"read me\n"}


def test_missing_documentation_is_called_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such documentation; check the path given with --docs"):
        add_documents(tmp_path / "missing", tmp_path / "docs")
