"""What a program writes is compared, kept and shown, and does nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from afresh.errors import InfrastructureError
from afresh.judge.table import write_table
from afresh.model import Difference, Expectation, Mask, Observation, Verdict, text_from_bytes
from afresh.observe.compare import compare
from afresh.readable import side_by_side
from afresh.sandbox import Job, Launch, Outcome, Sandbox
from afresh.sandbox.roots import host_root
from afresh.store.blobs import Blobs
from afresh.store.records import encode_lines, read_lines

Attack = Callable[..., Outcome]

ODD = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\x1b[2J\x1b]0;owned\x07",
        b'"}\n{"',
        b"\r\n",
    ),
    *(
        "\u2028\u2029\x85\x9b2J".encode(),
        "\u202eabc".encode(),
        b"</script><script>",
        b"[bold]",
        b"a" * 50_000,
    ),
]


@pytest.mark.parametrize("sign", ["▒", "░▒", "░", "▒▒", "░░▒"])
def test_the_sign_of_a_mask_is_no_answer(sign: str, tmp_path: Path) -> None:
    mask = Mask(channel="stdout", pattern=r"\d+ ms")
    expected = Expectation(case="c", steps=(Observation(exit=0, stdout="took 12 ms"),), masks=(mask,))
    blobs = Blobs(tmp_path)
    assert compare(expected, (Observation(exit=0, stdout=f"took {sign}"),), blobs)
    assert compare(expected, (Observation(exit=0, stdout="took 9 ms"),), blobs) == ()


def test_odd_bytes_come_back_from_the_journal_and_fit_into_the_table(tmp_path: Path) -> None:
    verdicts = [
        Verdict(
            case=f"{number:016x}",
            status="fail",
            channel="files",
            differences=20
            * (
                Difference(
                    step=0,
                    channel="files",
                    expected="unchanged",
                    actual=text_from_bytes(odd),
                    path=text_from_bytes(odd),
                ),
            ),
        )
        for number, odd in enumerate(ODD)
    ]
    journal = tmp_path / "verdicts.jsonl"
    journal.write_bytes(encode_lines(verdicts))
    assert list(read_lines(journal, Verdict)) == verdicts
    write_table(journal, tmp_path / "verdicts.parquet")


@pytest.mark.parametrize("odd", ODD)
def test_odd_bytes_are_shown_without_steering_the_terminal(odd: bytes) -> None:
    for row in side_by_side("expected", text_from_bytes(odd)):
        assert row.expected is None or row.expected.isprintable()
        assert row.actual is None or row.actual.isprintable()


def test_frames_in_the_output_are_output(attack: Attack) -> None:
    forged = rb"s\030\0\0\0" + rb"\0" * 24 + rb"z\1\0\0\0\0x\2\0\0\0no"
    outcome = attack(f"printf '{forged.decode()}'; printf '{forged.decode()}' >&2; exit 1")
    assert outcome.exit == 1
    assert outcome.stdout == outcome.stderr == forged.decode("unicode_escape").encode()


def test_a_failure_of_the_sandbox_is_told_without_steering_the_terminal(every_sandbox: Sandbox) -> None:
    root = host_root(extra=((Path("/nowhere/\x1b[2J\nx"), "/program"),))
    with pytest.raises(InfrastructureError) as caught:
        every_sandbox.run(Job(root, (Launch("/bin/true", (b"true",), {}),)))
    assert "nowhere" in str(caught.value)
    assert str(caught.value).isprintable()
