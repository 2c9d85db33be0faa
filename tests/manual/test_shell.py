import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afresh.manual.shell import NotACommandError, split_commands, split_words, unescape


def texts(line: str) -> list[str]:
    return [word.text for word in split_words(line)]


def test_a_quoted_pipe_is_no_pipe() -> None:
    commands = split_commands("echo '{\"a\": 1}' | jq '.a | length' # comment")
    assert [[word.text for word in command.words] for command in commands] == [
        ["echo", '{"a": 1}'],
        ["jq", ".a | length"],
    ]
    assert [command.piped for command in commands] == [False, True]


def test_redirections_and_assignments_are_told_apart_from_arguments() -> None:
    command = split_commands("NO_COLOR=1 sort -n < in.txt > out.txt 2>&1")[0]
    assert [word.text for word in command.words] == ["sort", "-n"]
    assert command.environment == {"NO_COLOR": "1"}
    assert command.reads == "in.txt"


def test_a_here_string_is_input() -> None:
    assert split_commands("sort <<< 'b a'")[0].text == "b a\n"


@pytest.mark.parametrize("line", ["echo 'open", 'echo "open', "diff <(a) <(b)", "x $(y)", "x `y`", "a >"])
def test_what_is_more_than_a_pipeline_is_refused(line: str) -> None:
    with pytest.raises(NotACommandError):
        split_commands(line)


def test_backslash_escapes_are_those_of_printf() -> None:
    assert unescape(r"a\tb\\n\n") == "a\tb\\n\n"


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\0"), min_size=1)))
def test_what_a_shell_would_quote_is_read_back(words: list[str]) -> None:
    assert texts(shlex.join(words)) == words


@given(st.text())
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        split_commands(line)
    except NotACommandError:
        return
