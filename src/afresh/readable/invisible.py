"""Make visible what the eye does not see: trailing blanks, tabs, control characters, broken UTF-8."""

import re
import unicodedata

from afresh.model import Text, text_to_bytes

NEWLINE = "↵"
NO_NEWLINE = "⟨no newline at end⟩"
_TAB = "⇥"
_TRAILING_BLANKS = re.compile(r" +(?=\n|\Z)")
# Only signs that every common font has: the Unicode pictures of control characters are boxes in many.
_NAMED = {code: f"\\x{code:02x}" for code in (*range(32), 0x7F) if code != ord("\n")} | {
    ord("\t"): _TAB,
    ord("\r"): "\\r",
    0x1B: "\\e",
}
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"}


def visible(text: Text) -> str:
    r"""Return text, line by line, with everything invisible in it made visible.

    Trailing blanks become · and tabs ⇥; escape and carriage return become \e and \r, other control characters
    and bytes that are not UTF-8 \xNN, other characters without ink \u{…}. Newlines stay newlines.
    """
    decoded = text_to_bytes(text).decode(errors="surrogateescape")
    marked = _TRAILING_BLANKS.sub(lambda blanks: "·" * len(blanks[0]), decoded)
    return "".join(map(_visible_character, marked))


def _visible_character(character: str) -> str:
    if character.isascii():
        return _NAMED.get(ord(character), character)
    category = unicodedata.category(character)
    if category == "Cs":
        return f"\\x{ord(character) - 0xDC00:02x}"
    if category in _HIDDEN_CATEGORIES:
        return f"\\u{{{ord(character):x}}}"
    return character
