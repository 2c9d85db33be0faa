"""What a program's vocabulary is: identifiers, quoted literals, environment variables."""

import re
from collections import Counter
from collections.abc import Iterable

WORDS = 800
_LITERAL = re.compile(r"'([^'\n]{1,60})'|\"([^\"\n]{1,60})\"|`([^`\n]{1,60})`")
_IDENTIFIER = re.compile(r"[A-Za-z_@][A-Za-z0-9_]{1,30}")
_CONTRACTION = re.compile(r"(?<=[A-Za-z])'(?=[a-z]{1,2}\b)")
_VARIABLE = re.compile(r"\$\{?([A-Z][A-Z0-9_]{2,30})\b|\b([A-Z][A-Z0-9]{0,15}_[A-Z0-9_]{1,30})\b")
_NEAR = re.compile(
    r"\b([A-Z][A-Z0-9_]{2,30})\b[^.\n]{0,40}environment variable"
    r"|environment variables? ([A-Z][A-Z0-9_]{2,30})"
)
_DEFINES = re.compile(r"`?(?:[@$]?[a-z_]\w*\(|[@$]?[a-z_][\w@]*(?:`?,|`?$)|[@$][a-z_]\w*)")
_DEFINED = re.compile(r"(?:^|[,/] ?)`?([@$]?[A-Za-z_]\w{0,30})(?=[`(,/]|$)")
_NAMED = re.compile(r"([@$]?[A-Za-z_]\w{1,30})(?:\([^()\n]{0,40}\))?")
_OPERATOR = re.compile(r"(?<= )[^\w\s\"'`(){}\[\].,;:$@#\\]{1,3}(?= )")
OPERATORS = 30
_NOT_OURS = {"PATH", "HOME", "PWD", "SHELL", "TTY"}


def find_literals(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what the documentation quotes, most often quoted first."""
    counts: Counter[str] = Counter()
    for text in texts:
        plain = _CONTRACTION.sub("", text)
        counts.update(next(filter(None, groups)).strip() for groups in _LITERAL.findall(plain))
    return tuple(literal for literal, _ in counts.most_common(WORDS) if literal)


def find_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the identifiers of code-like passages, most frequent first."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_IDENTIFIER.findall(text))
    return tuple(word for word, _ in counts.most_common(WORDS))


def find_terms(headings: Iterable[str], marked: Iterable[str]) -> tuple[str, ...]:
    """Return the names that the documentation defines or marks as code, in order: what one can write.

    A heading defines names when it reads like `name(argument), other` rather than like a title; what is
    marked counts when it is a name or a call.
    """
    terms: dict[str, None] = {}
    for heading in dict.fromkeys(headings):
        if _DEFINES.match(heading):
            terms.update(dict.fromkeys(_DEFINED.findall(heading)))
    for text in marked:
        if found := _NAMED.fullmatch(text):
            terms[found[1]] = None
    return tuple(terms)[:WORDS]


def find_operators(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the signs that stand between blanks in code, most frequent first."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_OPERATOR.findall(text))
    return tuple(operator for operator, _ in counts.most_common(OPERATORS))


def find_environment(texts: Iterable[str], options: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names of the environment variables that the documentation speaks of."""
    counts: Counter[str] = Counter()
    for text in texts:
        if "environment" in text.lower():
            counts.update(first or second for first, second in _NEAR.findall(text))
            counts.update(first or second for first, second in _VARIABLE.findall(text))
    placeholders = set(options)
    return tuple(
        name for name, _ in counts.most_common(50) if name not in _NOT_OURS and name not in placeholders
    )
