import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afresh.agent.rules import Answer, Rule, common_template, encode_rules, escape, with_hole
from afresh.agent.tree import SOURCES


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parrot") / "executable"
    checks = ["-fsanitize=address,undefined", "-fno-sanitize-recover"]
    subprocess.run(["cc", "-O1", *checks, "-o", path, SOURCES / "parrot.c"], check=True)
    return path


@pytest.mark.parametrize("source", ["parrot.c", "noop.c"])
def test_what_agents_leave_compiles_without_a_warning(source: str, tmp_path: Path) -> None:
    flags = ["-O2", "-Wall", "-Wextra", "-Werror"]
    assert subprocess.call(["cc", *flags, "-o", tmp_path / "out", SOURCES / source]) == 0


def start(program: Path, rules: bytes, *argv: str | bytes, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    """Start the program in the folder where it lies. What it never frees is of no concern."""
    (program.parent / "answers").write_bytes(rules)
    done = subprocess.run(
        [program, *argv],
        input=stdin,
        capture_output=True,
        cwd=program.parent,
        env={"ASAN_OPTIONS": "detect_leaks=0"},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def one(conditions: tuple[tuple[str, str], ...], stdout: str = "yes") -> bytes:
    return encode_rules([Rule(conditions, Answer(3, stdout))], [("-q", "--quiet")], ["-q", "--quiet", "-x"])


YES, NO = (3, b"yes", b""), (1, b"", b"")


@pytest.mark.parametrize(
    ("conditions", "argv", "expected"),
    [
        ((), (), YES),
        ((), ("a",), NO),
        ((("arg", "a"), ("arg", "b")), ("a", "b"), YES),
        ((("arg", "a"), ("arg", "b")), ("a",), NO),
        ((("arg", "a"),), ("a", "b"), NO),
        ((("arg", "--quiet"),), ("-q",), YES),
        ((("arg", "--n=\\h"),), ("--n=12",), YES),
        ((("arg", "--n=\\h"),), ("--m=12",), NO),
        ((("absent", ""),), ("nowhere",), YES),
        ((("absent", ""),), ("answers",), NO),
        ((("input", "text\\n"),), ("file",), YES),
        ((("input", "other"),), ("file",), NO),
        ((("last-input", "text\\n"),), ("a", "b", "file"), YES),
        ((("last-absent", ""),), ("a", "nowhere"), YES),
        ((("last-absent", ""),), (), NO),
        ((("unknown", "--"),), ("a", "--odd=1"), YES),
        ((("unknown", "--"),), ("--quiet=1", "-o"), NO),
        ((("unknown", "-"),), ("-o",), YES),
        ((("unknown", "-"),), ("-xq", "-5", "--odd", "-"), NO),
        ((("anything", ""),), ("a", "b", "c"), YES),
        ((("stdin", "in\\xff\\n"),), (), YES),
        ((("stdin", "in"),), (), NO),
        ((("file", "file\\x00\ttext\\n"),), (), YES),
        ((("file", "file\tother"),), (), NO),
    ],
)
def test_a_rule_answers_where_its_conditions_hold(
    program: Path,
    conditions: tuple[tuple[str, str], ...],
    argv: tuple[str, ...],
    expected: tuple[int, bytes, bytes],
) -> None:
    (program.parent / "file").write_text("text\n")
    assert start(program, one(conditions), *argv, stdin=b"in\xff\n") == expected


@pytest.mark.parametrize(
    ("conditions", "argv", "hole"),
    [
        ((("arg", "--n=\\h."),), ("--n=1\\2.",), b"1\\2"),
        ((("absent", ""),), ("nowhere",), b"nowhere"),
        ((("unknown", "--"),), ("--odd=1",), b"odd"),
        ((("unknown", "-"),), ("-odd",), b"odd"),
    ],
)
def test_the_hole_is_filled(
    program: Path, conditions: tuple[tuple[str, str], ...], argv: tuple[str, ...], hole: bytes
) -> None:
    assert start(program, one(conditions, "<\\h>\\n"), *argv) == (3, b"<" + hole + b">\n", b"")


def test_the_first_rule_that_fits_answers(program: Path) -> None:
    rules = [Rule((("arg", name),), Answer(number)) for number, name in enumerate("abb")]
    rules.append(Rule((("anything", ""),), Answer(9)))
    data = encode_rules(rules, [], [])
    assert [start(program, data, name)[0] for name in "abc"] == [0, 1, 9]


def test_files_are_written(program: Path) -> None:
    data = encode_rules([Rule((), Answer(0, writes=("new\tmade\\n",)))], [], [])
    start(program, data)
    assert (program.parent / "new").read_bytes() == b"made\n"


def test_without_rules_the_program_fails(program: Path) -> None:
    assert start(program, b"") == NO


@settings(max_examples=40, deadline=None)
@given(
    argument=st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=20),
    stdin=st.binary(max_size=60),
    stdout=st.binary(max_size=60),
)
def test_any_bytes_are_repeated_exactly(program: Path, argument: str, stdin: bytes, stdout: bytes) -> None:
    conditions = (("arg", escape(argument.encode())), ("stdin", escape(stdin)))
    data = encode_rules([Rule(conditions, Answer(0, escape(stdout), escape(stdout)))], [], [])
    assert start(program, data, argument, stdin=stdin) == (0, stdout, stdout)


@settings(max_examples=40, deadline=None)
@given(rules=st.binary(max_size=80), argv=st.lists(st.sampled_from(["-x", "a", "--q=1"]), max_size=3))
def test_damaged_rules_never_crash_the_program(program: Path, rules: bytes, argv: list[str]) -> None:
    lines = b"option -x\nrule\nunknown --\narg \\h\nstdin \nexit 0\nstdout \\x4\n" + rules
    assert start(program, lines, *argv)[2] == b""


def test_what_follows_an_invented_word_becomes_a_hole() -> None:
    assert common_template("no zqa here: zqa", "zqa", "no zqb here: zqb", "zqb") == "no \\h here: \\h"
    assert common_template("zqa at 12:00", "zqa", "zqb at 12:01", "zqb") is None
    assert common_template("zqa", "zqa", "zqb!", "zqb") is None


def test_only_whole_words_become_holes() -> None:
    assert with_hole("input: no inputs of myinput", "input") == "\\h: no inputs of myinput"
