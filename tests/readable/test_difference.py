from afresh.model import Difference, Step, Verdict, make_case, text_to_bytes
from afresh.readable import Pane, Row, readable_failure

CASE = make_case((Step(argv=("one",)), Step(argv=("two",))))


def read(content: object) -> bytes:
    assert isinstance(content, str)
    return text_to_bytes(content)


def test_a_failure_shows_what_to_type_and_what_differs() -> None:
    verdict = Verdict(
        case=CASE.id,
        status="fail",
        reason="stdout empty",
        differences=(
            Difference(step=0, channel="stdout", expected="a\n", actual="", offset=40),
            Difference(step=1, channel="files", expected="file created, mode 0644", actual="x", path="o\tut"),
        ),
    )
    failure = readable_failure(CASE, verdict, "tool", read)
    assert failure.command == "tool one </dev/null"
    assert failure.reason == "stdout empty"
    assert failure.panes == (
        Pane("standard output of step 1, after 40 equal bytes", (Row("a↵", None, same=False),)),
        Pane("file o⇥ut of step 2", (Row("file created, mode 0644", "x", same=False),)),
    )


def test_a_failure_without_differences_shows_the_whole_case() -> None:
    verdict = Verdict(case=CASE.id, status="fail", reason="build failed")
    failure = readable_failure(CASE, verdict, "tool", read)
    assert failure.command == "tool one </dev/null\ntool two </dev/null"
    assert failure.panes == ()
