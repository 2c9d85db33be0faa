"""Command lines of documentation, read the way a shell reads them, without running anything."""

from dataclasses import dataclass, field

_OPERATORS = ("<<<", ">>", "&&", "||", "<<", ">&", "&>", "|", ">", "<", ";", "&")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "r": "\r", "0": "\0", "'": "'", '"': '"'}


class NotACommandError(ValueError):
    """Raised when a line cannot be read as a command: open quotes, substitutions, loops."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command line, or an operator."""

    text: str
    operator: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a pipeline."""

    words: tuple[Word, ...]
    environment: dict[str, str] = field(default_factory=dict)
    reads: str | None = None
    """The file that `<` names."""
    text: str | None = None
    """What `<<<` gives."""
    piped: bool = False
    """Its input comes from the command before it."""


def split_words(line: str) -> list[Word]:
    """Split a line into words and operators. NotACommandError is raised when a quote stays open."""
    words: list[Word] = []
    current: list[str] | None = None
    quoted = False
    position = 0

    def finish() -> None:
        nonlocal current, quoted
        if current is not None:
            words.append(Word("".join(current), quoted=quoted))
        current, quoted = None, False

    while position < len(line):
        character = line[position]
        if character in " \t\n":
            finish()
            position += 1
        elif character == "#" and current is None:
            position = _line_end(line, position)
        elif operator := next((o for o in _OPERATORS if line.startswith(o, position)), None):
            if operator[0] in "<>" and current is not None and "".join(current).isdigit():
                current = None  # a descriptor's number, as in 2>
            finish()
            words.append(Word(operator, operator=True))
            position += len(operator)
        else:
            text, was_quoted, position = _piece(line, position)
            current = [text] if current is None else [*current, text]
            quoted = quoted or was_quoted
    finish()
    return words


def split_commands(line: str) -> list[Command]:
    """Return every command of a line. NotACommandError is raised when it is more than a list of pipelines."""
    commands: list[Command] = []
    words: list[Word] = []
    piped = False
    tokens = [*split_words(line), Word(";", operator=True)]
    for token in tokens:
        if token.operator and token.text in {"|", "||", "&&", ";", "&"}:
            if words:
                commands.append(_command(words, piped=piped))
            words, piped = [], token.text == "|"
        else:
            words.append(token)
    return commands


def _command(tokens: list[Word], *, piped: bool) -> Command:
    words: list[Word] = []
    environment: dict[str, str] = {}
    reads = text = None
    iterator = iter(tokens)
    for token in iterator:
        if token.operator:
            target = next(iterator, None)
            if target is None or target.operator or token.text == "<<":
                raise NotACommandError("a redirection without its file")
            if token.text == "<":
                reads = target.text
            elif token.text == "<<<":
                text = target.text + "\n"
        elif not words and "=" in token.text and token.text.split("=", 1)[0].isidentifier():
            name, value = token.text.split("=", 1)
            environment[name] = value
        else:
            words.append(token)
    return Command(tuple(words), environment, reads, text, piped)


def _piece(line: str, position: int) -> tuple[str, bool, int]:
    """Return the text of one piece of a word, whether it was quoted, and where the next begins."""
    character = line[position]
    if character == "'":
        end = _find(line, "'", position + 1)
        return line[position + 1 : end], True, end + 1
    if line.startswith("$'", position):
        return _ansi_quoted(line, position + 2)
    if character == '"':
        return _double_quoted(line, position + 1)
    if character == "\\":
        return line[position + 1 : position + 2].replace("\n", ""), True, position + 2
    if character in "`()" or line.startswith(("$(", "${"), position):
        raise NotACommandError("a substitution")
    return character, False, position + 1


def _double_quoted(line: str, position: int) -> tuple[str, bool, int]:
    text: list[str] = []
    while position < len(line):
        character = line[position]
        if character == '"':
            return "".join(text), True, position + 1
        if character == "`" or line.startswith("$(", position):
            raise NotACommandError("a substitution")
        if character == "\\" and line[position + 1 : position + 2] in {'"', "\\", "$", "`", "\n"}:
            position += 1
            character = line[position].replace("\n", "")
        text.append(character)
        position += 1
    raise NotACommandError("an open quote")


def _ansi_quoted(line: str, position: int) -> tuple[str, bool, int]:
    text: list[str] = []
    while position < len(line):
        character = line[position]
        if character == "'":
            return "".join(text), True, position + 1
        if character == "\\":
            position += 1
            following = line[position : position + 1]
            character = _ESCAPES.get(following, "\\" + following)
        text.append(character)
        position += 1
    raise NotACommandError("an open quote")


def unescape(text: str) -> str:
    """Return what printf and echo -e make of backslash escapes."""
    pieces = text.split("\\")
    result = [pieces[0]]
    position = 1
    while position < len(pieces):
        piece = pieces[position]
        if piece:
            result.append(_ESCAPES.get(piece[0], "\\" + piece[0]) + piece[1:])
        else:  # an escaped backslash; the piece after it is plain
            position += 1
            result.append("\\" + (pieces[position] if position < len(pieces) else ""))
        position += 1
    return "".join(result)


def _find(line: str, what: str, position: int) -> int:
    found = line.find(what, position)
    if found < 0:
        raise NotACommandError("an open quote")
    return found


def _line_end(line: str, position: int) -> int:
    found = line.find("\n", position)
    return len(line) if found < 0 else found
