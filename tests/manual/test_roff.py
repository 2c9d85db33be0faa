from hypothesis import given
from hypothesis import strategies as st

from afresh.manual.roff import emphasised, is_mdoc, plain, unroff


def test_quotes_dashes_and_backslashes_are_plain() -> None:
    assert (
        plain(r"\fBjq\fR \(aq.foo\(aq \-\-tab \e \[dq]x\[dq] \[u25B6]") == "jq '.foo' --tab \\ \"x\" \u25b6"
    )


def test_literal_blocks_stand_between_fences() -> None:
    assert unroff(".nf\njq '.'\n   1\n=> 1\n.fi").strip() == "```\njq '.'\n   1\n=> 1\n```"


def test_a_tagged_paragraph_keeps_tag_and_body_apart() -> None:
    assert unroff(".TP\n.B \\-a, \\-\\-all\nShow all.\n.PP\nMore.").split("\n")[1:3] == [
        "-a, --all",
        "        Show all.",
    ]


def test_macro_definitions_and_conditions_are_no_text() -> None:
    source = ".de XX\nnot text\n..\n.ie n \\{\\\nnot text either\n.\\}\ntext"
    assert "not text" not in unroff(source)
    assert "text" in unroff(source)


def test_a_page_in_semantic_macros_is_recognised() -> None:
    assert is_mdoc(".Dd January 1\n.Dt X 1")
    assert not is_mdoc(".TH X 1")


@given(st.lists(st.text(alphabet=".'\\\"fBSHTPnifide{}[]( \n-ab", max_size=40), max_size=20))
def test_any_source_can_be_read(lines: list[str]) -> None:
    assert isinstance(unroff("\n".join(lines)), str)


def test_what_is_bold_inside_the_text_is_emphasised() -> None:
    source = "The \\fBacos\\fR and \\fBlog10\\fR functions.\n.B zip\nfiles; \\fBacos\\fR again\n"
    assert emphasised(source) == ("acos", "log10", "zip")
