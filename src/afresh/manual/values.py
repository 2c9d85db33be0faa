"""What the description of an option says of its values."""

import re

VALUES = 40
_BRACES = re.compile(r"\{([^{}\n]{3,300})\}")
_POSSIBLE = re.compile(
    r"(?:possible |valid |allowed |supported |available )?"
    r"(?:values?|choices|modes?|formats?|types?|one of|either|methods?|names?)"
    r"(?: for this (?:flag|option))?(?: are| is| include)?:? (?P<list>[^.;\]]{3,300})",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[(?:possible values|choices|values): ([^\]]{1,300})\]", re.IGNORECASE)
_ITEM = re.compile(r"[\"'`]?([\w][\w+.:/-]{0,30})[\"'`]?$")
_QUOTED = re.compile(r"[\"'`]([\w][\w+.:-]{0,30})[\"'`]")
_DEFAULT = re.compile(
    r"\bdefaults?(?: value)?(?: is|:|=| to| of)+ *"
    r"[\"'`]?([^\s\"'`\])]{1,40}?)[\"'`]?(?=[.,;]?(?:[\s\])]|$))",
    re.IGNORECASE,
)


def find_values(description: str, metavar: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values that a placeholder or a description enumerates, in their order."""
    for placeholder in metavar:
        if "|" in placeholder or (placeholder.count(",") and " " not in placeholder):
            return tuple(dict.fromkeys(re.split(r"[|,]", placeholder.strip("{}"))))[:VALUES]
    for pattern in (_BRACKETED, _BRACES):
        if found := pattern.search(description):
            return tuple(item for part in re.split(r"[,|]", found[1]) if (item := part.strip(" \"'`")))[
                :VALUES
            ]
    for found in _POSSIBLE.finditer(description[:1500]):
        items = _enumeration(found["list"])
        if len(items) > 1:
            return items[:VALUES]
    quoted = tuple(dict.fromkeys(_QUOTED.findall(description[:600])))
    return quoted[:VALUES] if len(quoted) > 1 else ()


def find_default(description: str) -> str | None:
    """Return the default that a description states."""
    found = _DEFAULT.search(description)
    return found[1] if found else None


def _enumeration(text: str) -> tuple[str, ...]:
    """Return the items of `never, auto, always and ansi`; empty where the text is no such list."""
    items: list[str] = []
    for part in re.split(r",\s*(?:and |or )?|\s+(?:and|or)\s+|\s*\|\s*", text.strip()):
        found = _ITEM.fullmatch(re.sub(r"\s*\(default\)", "", part.strip()))
        if found is None:
            break
        items.append(found[1].rstrip("."))
    return tuple(dict.fromkeys(items))
