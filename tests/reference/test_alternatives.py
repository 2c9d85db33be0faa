from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from afresh.reference.alternatives import Alternative, make_links, parse_alternatives

FIGLET = r"""
if [ "$1" = configure ]; then
  update-alternatives --install /usr/bin/figlet figlet \
        /usr/bin/figlet-figlet 30 --slave /usr/share/man/man6/figlet.6.gz \
	figlet.6.gz /usr/share/man/man6/figlet-figlet.6.gz
fi
"""


def test_a_link_and_its_slave_are_read_from_a_script() -> None:
    man = "/usr/share/man/man6"
    assert list(parse_alternatives(FIGLET)) == [
        Alternative("/usr/bin/figlet", "figlet", "/usr/bin/figlet-figlet", 30),
        Alternative(f"{man}/figlet.6.gz", "figlet.6.gz", f"{man}/figlet-figlet.6.gz", 30),
    ]


def test_words_that_depend_on_variables_are_left_out() -> None:
    assert not list(parse_alternatives("update-alternatives --install /usr/bin/$t $t /opt/$t 10"))


def test_a_comment_is_not_a_call() -> None:
    assert not list(parse_alternatives("# update-alternatives --install /usr/bin/x x /usr/bin/y 1"))


@given(st.text())
def test_no_script_is_too_strange_to_read(script: str) -> None:
    for found in parse_alternatives("update-alternatives --install " + script):
        assert "/" not in found.name


def test_the_highest_priority_wins_and_what_exists_stays(tmp_path: Path) -> None:
    (tmp_path / "usr/bin").mkdir(parents=True)
    for name in ("low", "high", "there"):
        (tmp_path / "usr/bin" / name).write_text(name)
    made = make_links(
        tmp_path,
        [
            Alternative("/usr/bin/x", "x", "/usr/bin/low", 1),
            Alternative("/usr/bin/x", "x", "/usr/bin/high", 2),
            Alternative("/usr/bin/there", "there", "/usr/bin/high", 9),
            Alternative("/usr/bin/dangling", "dangling", "/usr/bin/missing", 9),
        ],
    )
    assert made == ["/usr/bin/x"]
    assert (tmp_path / "usr/bin/x").readlink() == Path("/etc/alternatives/x")
    assert (tmp_path / "etc/alternatives/x").readlink() == Path("/usr/bin/high")
    assert (tmp_path / "usr/bin/there").read_text() == "there"
