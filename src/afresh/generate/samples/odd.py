"""Inputs at the edge: what a careful tester tries on every program that reads."""

from collections.abc import Iterator

from afresh.generate.samples.text_documents import rich_texts

_JSON = (
    b'{"a": 1,}', b"[1, 2", b'{"a" 1}', b"{'a': 1}", b"[1 2]", b"nul", b"01", b"+1", b".5", b"1.", b"NaN",
    b"[Infinity]", b'"unterminated', b'"bad \\x escape"', b'"\\ud800"', b'{"k": 1, "k": 2, "k": {"k": 3}}',
    b"[1],[2]", b'{"a": 1} trailing', b'"\\u0000"', b"1e999", b"-", b"[1,,2]", b"{1: 2}", b'"tab\there"',
    b"// c\n1", b"[" * 100 + b"]" * 100, b"[" * 20 + b"1", b'{"a":' * 30 + b"1" + b"}" * 30,
    b"123456789012345678901234567890.5", b"0.1000000000000000055511151231257827", b"5e-324",
    b'\xef\xbb\xbf{"bom": true}', b'"\xff\xfe"', b"]", b"}",
)  # fmt: skip


def odd_inputs(format_: str, plain: bytes) -> Iterator[bytes]:
    """Yield inputs at the edge for a program that reads a format; `plain` is an ordinary one."""
    text = plain or b"one\ntwo\n"
    yield b""
    yield text.rstrip(b"\n")
    yield text.rstrip(b"\n").replace(b"\n", b"\r\n") + b"\r\n"
    if format_ == "json":
        yield from (data + b"\n" for data in _JSON)
    yield b"\xef\xbb\xbf" + text
    yield b"\n"
    yield b"\n\n" + text + b"\n\n"
    yield text + b"\x00" + text
    yield b"caf\xe9 \xff\xfe\n" + text
    yield text + text
    yield text[: max(1, len(text) // 2)]
    yield b"x" * 5000 + b"\n"
    yield b" \t \n"
    yield b"-1\n0\n99999999999999999999\n1e400\n0x10\n"
    yield bytes(range(256))
    yield from rich_texts()
    yield text.replace(b"\n", b"\r")
    yield text.replace(b" ", b"\t")
    yield b"".join(b"%d\n" % number for number in range(300))
