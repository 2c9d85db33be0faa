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
