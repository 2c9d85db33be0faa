from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.errors import InputError
from afresh.reference.sources import Source, parse_source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("deb:jq", Source("deb", "jq")),
        ("deb:libstdc++6=12.2.0-14+deb12u1", Source("deb", "libstdc++6", "12.2.0-14+deb12u1")),
        ("deb:vim=2:9.0.1378-2", Source("deb", "vim", "2:9.0.1378-2")),
        ("npm:gron@4.4.0", Source("npm", "gron", "4.4.0")),
        ("npm:@ast-grep/cli", Source("npm", "@ast-grep/cli")),
        ("npm:@ast-grep/cli@0.51.1", Source("npm", "@ast-grep/cli", "0.51.1")),
        ("pypi:gron==1.4.0", Source("pypi", "gron", "1.4.0")),
        ("file:./prog", Source("file", "./prog")),
    ],
)
def test_each_form_of_a_source_is_understood(text: str, source: Source) -> None:
    assert parse_source(text) == source
    assert str(source) == text


@pytest.mark.parametrize(
    "text",
    ["", "jq", "cargo:jq", "deb:", "deb:--help", "deb:jq=", "npm:-g", "npm:a/b", "pypi:x==--pre", "file:"],
)
def test_anything_else_is_refused_and_the_forms_are_named(text: str) -> None:
    with pytest.raises(InputError, match=r"deb:NAME.*npm:NAME.*pypi:NAME.*file:PATH"):
        parse_source(text)


def test_a_bare_path_that_exists_is_a_file(tmp_path: Path) -> None:
    assert parse_source(str(tmp_path)) == Source("file", str(tmp_path))


def test_a_bare_path_that_does_not_exist_is_called_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        parse_source(str(tmp_path / "missing"))


@given(st.sampled_from(["deb:", "npm:", "pypi:"]), st.text())
def test_no_source_can_be_taken_for_an_option_of_a_client(kind: str, rest: str) -> None:
    try:
        source = parse_source(kind + rest)
    except InputError:
        return
    assert not source.name.startswith("-")
    assert not (source.version or "").startswith("-")
    assert not any(character.isspace() for character in source.name + (source.version or ""))
