import pytest

from afresh.agent.lessons import Seen, learn
from afresh.agent.probes import Call, Twins
from afresh.agent.rules import Answer, Rule
from afresh.model import Change, Content, Observation, text_to_bytes


def read(content: Content) -> bytes:
    assert isinstance(content, str)
    return text_to_bytes(content)


def rules(seen: Seen, twins: tuple[Twins, ...] = (), same: dict[str, str] | None = None) -> list[Rule]:
    return learn(seen, twins, same or {}, read)


def by_file(*argv: str, data: bytes, name: str = "input") -> Call:
    return Call((*argv, name), files=((name, data),))


def said(text: str, exit_status: int = 0) -> Observation:
    return Observation(exit=exit_status, stdout=text)


def test_a_file_counts_by_its_content_and_its_name_is_carried_over() -> None:
    first = rules({by_file("-n", data=b"x\n", name="data.txt"): said("data.txt: 1\n")})[0]
    assert first.conditions == (("arg", "-n"), ("input", "x\\n"), ("stdin", ""))
    assert first.answer == Answer(0, "\\h: 1\\n")


def test_spellings_of_an_option_become_one() -> None:
    first = rules({Call(("-r",)): said("a")}, same={"-r": "--raw"})[0]
    assert first.conditions == (("arg", "--raw"), ("stdin", ""))


@pytest.mark.parametrize(("other", "learnt"), [("A", True), ("file: A", False)])
def test_file_and_standard_input_are_one_only_where_that_was_seen(other: str, learnt: bool) -> None:
    found = rules(
        {
            Call(stdin=b"a"): said("A"),
            by_file(data=b"a"): said(other),
            Call(stdin=b"b"): said("B"),
        }
    )
    assert (Rule((("input", "b"),), Answer(0, "B")) in found) == learnt


def test_a_known_input_is_answered_whatever_the_arguments() -> None:
    found = rules(
        {
            Call(("-x", "."), b"a"): said("odd"),
            Call((".",), b"a"): said("A"),
            by_file(".", data=b"c"): said("C"),
            Call((".",), b"b"): said("", 5),
        }
    )
    guesses = [rule for rule in found if rule.conditions[0] == ("anything", "")][:-1]
    assert guesses[0] == Rule((("anything", ""), ("stdin", "a")), Answer(0, "A"))
    assert Rule((("last-input", "c"),), Answer(0, "C")) in found
    assert not any(("stdin", "b") in rule.conditions for rule in guesses)


def test_files_that_were_written_are_written_again() -> None:
    changes = (
        Change(path="out", what="created", content="made"),
        Change(path="gone", what="deleted"),
        Change(path="~/rc", what="created", content="home"),
        Change(path="d", what="created", kind="directory"),
    )
    first = rules({Call(): Observation(exit=0, files=changes)})[0]
    assert first.answer.writes == ("out\tmade",)


def test_what_was_killed_teaches_nothing() -> None:
    assert rules({Call(): Observation(limit="timeout"), Call(("a",)): Observation(signal=9)}) == []


def test_an_odd_value_becomes_a_pattern() -> None:
    calls = Call(("--n=zqxva",)), Call(("--n=zqxvb",))
    twins = Twins("word", calls, ("zqxva", "zqxvb"), 0)
    seen = {call: said(f"bad {word}", 2) for call, word in zip(calls, twins.words, strict=True)}
    assert Rule((("arg", "--n=\\h"),), Answer(2, "bad \\h")) in rules(seen, (twins,))
    seen[calls[1]] = said("good", 0)
    assert not any("\\h" in rule.answer.stdout for rule in rules(seen, (twins,)))
