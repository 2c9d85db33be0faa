import subprocess

from hypothesis import example, given, settings
from hypothesis import strategies as st

from afresh.readable.quoting import here_document, printf, quote_word

bytes_without_nul = st.binary(max_size=40).map(lambda data: data.replace(b"\0", b""))
lines = st.text(st.sampled_from("aEOF_$`\\'\" \n\té"), max_size=60).map(str.encode)


def run(shell: str, command: str) -> bytes:
    script = command.encode(errors="surrogateescape")
    return subprocess.run([shell, "-s"], input=script, capture_output=True, check=True).stdout


@settings(max_examples=50, deadline=None)
@given(bytes_without_nul)
@example(b"-n")
@example(b"it's\n\x80\xff")
def test_a_quoted_word_reaches_the_program_as_it_is(data: bytes) -> None:
    assert run("bash", f"LC_ALL=C printf %s {quote_word(data)}") == data


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=40))
@example(b"-n 100% \\n \0 7")
def test_printf_writes_exactly_the_bytes_in_any_shell(data: bytes) -> None:
    assert run("sh", printf(data)) == data


@settings(max_examples=50, deadline=None)
@given(lines)
@example(b"EOF\nEOF_\n")
def test_a_here_document_writes_exactly_its_lines(data: bytes) -> None:
    document = here_document(data)
    if document is not None:
        assert run("sh", f"cat {document}\n") == data


def test_text_of_several_lines_becomes_a_here_document() -> None:
    assert here_document(b"a\nb\n") == "<<'EOF'\na\nb\nEOF"


def test_plain_words_stay_bare() -> None:
    assert quote_word(b"--indent=2") == "--indent=2"


@given(st.text(max_size=30).map(str.encode))
@example("\x9b31m\u202e".encode())
def test_nothing_that_steers_a_terminal_stands_in_a_command(data: bytes) -> None:
    command = f"{quote_word(data)} {printf(data)} {here_document(data) or ''}"
    assert command.replace("\n", "").replace("\t", "").isprintable()
