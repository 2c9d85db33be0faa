"""A case as the shell commands that repeat it by hand."""

import re
from collections.abc import Callable, Iterator

from afresh.model import Blob, Case, Content, FileEntry, Step, Text, text_to_bytes
from afresh.readable.quoting import here_document, printf, quote_word

_LONGEST = 16 * 1024
"""Bytes of a content that are spelled out; a longer one is copied from the blob store."""

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_COMMON_MODES = {"file": 0o644, "directory": 0o755}


def command_line(case: Case, step: int, name: str, read: Callable[[Content], bytes]) -> str:
    """Return shell commands that lay out the case's files and start the program up to and with `step`.

    `name` is the program to start, `step` counts from 0, and `read` returns the bytes of a content
    (`Blobs.unpack`). Text with control characters needs bash or zsh; everything else any POSIX shell.
    """
    return "\n".join(_commands(case, step, name, read))


def _commands(case: Case, step: int, name: str, read: Callable[[Content], bytes]) -> Iterator[str]:
    if case.files:
        yield 'cd "$(mktemp -d)"'
    if any(text_to_bytes(entry.path).startswith(b"~/") for entry in case.files):
        yield 'export HOME="$(mktemp -d)"'
    made: set[bytes] = set()
    for entry in case.files:
        parent, slash, _ = text_to_bytes(entry.path).rpartition(b"/")
        if slash and parent not in made and parent != b"~":
            yield f"mkdir -p {_path(parent)}"
            made.add(parent)
        yield from _lay_out(entry, read)
    # Last and from the leaves up: a directory without write permission takes no more entries.
    for entry in reversed(case.files):
        if entry.mode != _COMMON_MODES.get(entry.kind, entry.mode):
            yield f"chmod {entry.mode:o} {_path(text_to_bytes(entry.path))}"
    for each in case.steps[: step + 1]:
        yield _start(each, name, read)


def _lay_out(entry: FileEntry, read: Callable[[Content], bytes]) -> Iterator[str]:
    path = _path(text_to_bytes(entry.path))
    match entry.kind:
        case "directory":
            yield f"mkdir -p {path}"
        case "link":
            yield f"ln -s {quote_word(read(entry.content))} {path}"
        case "fifo":
            yield f"mkfifo {path}"
        case "file":
            yield _write(entry.content, f">{path}", read)
        case _:
            yield f"# {path}: a {entry.kind}"


def _write(content: Content, target: str, read: Callable[[Content], bytes]) -> str:
    """Return a command that writes a content to the file that the redirection `target` names."""
    if isinstance(content, Blob) and content.size > _LONGEST:
        return f'cat "$AFRESH_HOME"/blobs/{content.sha256} {target}'
    data = read(content)
    if not data:
        return f": {target}"
    if document := here_document(data):
        return f"cat {target} {document}"
    return f"{printf(data)} {target}"


def _start(step: Step, name: str, read: Callable[[Content], bytes]) -> str:
    command = " ".join(
        [*_environment(step), *(quote_word(word) for word in (name.encode(), *_bytes(step.argv)))]
    )
    if isinstance(step.stdin, Blob) and step.stdin.size > _LONGEST:
        return f'{command} <"$AFRESH_HOME"/blobs/{step.stdin.sha256}'
    data = read(step.stdin)
    if not data:
        return f"{command} </dev/null"
    if document := here_document(data):
        return f"{command} {document}"
    return f"{printf(data)} | {command}"


def _environment(step: Step) -> Iterator[str]:
    if not all(map(_IDENTIFIER.match, step.env)):
        yield "env"
    for key, value in sorted(step.env.items()):
        # The name must stay outside quotes, or the shell takes the word for a command.
        name = key if _IDENTIFIER.match(key) else quote_word(key.encode())
        yield f"{name}={quote_word(text_to_bytes(value))}"


def _bytes(words: tuple[Text, ...]) -> Iterator[bytes]:
    return map(text_to_bytes, words)


def _path(path: bytes) -> str:
    if path.startswith(b"~/"):
        return '"$HOME"/' + quote_word(path[2:])
    return quote_word(b"./" + path if path.startswith(b"-") else path)
