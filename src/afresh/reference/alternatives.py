"""The links that a package's maintainer script would make with update-alternatives."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from afresh.reference.tree import inside, inside_parent


@dataclass(frozen=True)
class Alternative:
    """A link by a general name to one of several programs or libraries that provide it."""

    link: str
    name: str
    path: str
    priority: int


def parse_alternatives(script: str) -> Iterator[Alternative]:
    """Yield what the `update-alternatives --install` calls of a shell script ask for, slaves included.

    The script is read, never run: a call whose words depend on variables is left out.
    """
    joined = re.sub(r"\\\n", " ", script)
    for line in joined.splitlines():
        if "update-alternatives" not in line:
            continue
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            continue
        yield from _from_words(words)


def _from_words(words: list[str]) -> Iterator[Alternative]:
    priority = 0
    for at, word in enumerate(words):
        values = [value.rstrip(";") for value in words[at + 1 : at + 5]]
        if word == "--install" and len(values) == 4 and values[3].lstrip("-").isdecimal():
            priority = int(values[3])
        elif word != "--slave" or len(values) < 3:
            continue
        link, name, path = values[0], PurePosixPath(values[1]).name, values[2]
        if link.startswith("/") and path.startswith("/") and not re.search(r"[$`*]", link + path + name):
            yield Alternative(link, name, path, priority)


def make_links(tree: Path, alternatives: Iterable[Alternative]) -> list[str]:
    """Make the links that are missing in a tree and return their paths; the highest priority wins."""
    made = []
    for wanted in sorted(alternatives, key=lambda each: (-each.priority, each.path)):
        link = inside_parent(tree, wanted.link)
        if link.is_symlink() or link.exists() or not inside(tree, wanted.path).exists():
            continue
        general = tree / "etc" / "alternatives" / wanted.name
        if not general.is_symlink():
            general.parent.mkdir(parents=True, exist_ok=True)
            general.symlink_to(wanted.path)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(f"/etc/alternatives/{wanted.name}")
        made.append(wanted.link)
    return made
