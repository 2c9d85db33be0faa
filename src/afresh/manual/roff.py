"""Manual pages in their source form, as plain text with fenced literal blocks.

Rendered pages are justified and hyphenated, which destroys command lines; the source keeps them whole. Only
what carries text is understood: headings, tagged paragraphs, literal blocks, fonts and characters.
"""

import re

_NAMED = {
    "aq": "'", "cq": "'", "oq": "'", "dq": '"', "lq": '"', "rq": '"', "ga": "`", "aa": "'",
    "en": "-", "em": "--", "hy": "-", "mi": "-", "rs": "\\", "at": "@", "ti": "~", "ha": "^",
    "bu": "*", "ci": "*", "co": "(c)", "lB": "[", "rB": "]", "lC": "{", "rC": "}", "ba": "|", "or": "|",
    "sl": "/", "Do": "$", "sh": "#", "la": "<", "ra": ">", "->": "->", "<-": "<-", "Aq": "'",
}  # fmt: skip
_ESCAPE = re.compile(
    r"\\(?:"
    r"[fFmMgkn](?:\[[^\]\n]{0,40}\]|\(..|.)"  # fonts, colours, registers: no text
    r"|s[-+]?(?:\[[^\]\n]{0,10}\]|\d{1,2})"
    r"|\*?\[(?P<long>[^\]\n]{1,40})\]"
    r"|\*?\((?P<short>..)"
    r"|\*(?P<tiny>.)"
    r"|[vhwDlLobzZ]'[^'\n]{0,80}'"
    r"|(?P<single>.)"
    r")"
)
_NOTHING = set("&|^%/,c:)!?{}adurpt")
_SPACES = set(" 0~")
_MACRO = re.compile(r"^[.'][ \t]*([A-Za-z]{1,8})(?:[ \t]+(.*))?$")
_ARGUMENT = re.compile(r'"((?:[^"]|"")*)"?|(\S+)')
_BOLD = re.compile(r"\\f(?:B|\[B\])([^\n]{1,80}?)\\f[RPI\[]|^\.B[RI]?[ \t]+(\S{1,80})", re.MULTILINE)
_FONTS = {"B", "I", "SM", "SB", "R"}
_ALTERNATING = {"BR", "IR", "RB", "RI", "BI", "IB"}
_BREAKS = {"PP", "P", "LP", "Pp", "sp", "HP", "RS", "RE", "br", "El", "Bl", "TQ"}
_OPEN = {"nf", "EX", "Bd", "DS", "Vb"}
_CLOSE = {"fi", "EE", "Ed", "DE", "Ve"}


def is_mdoc(source: str) -> bool:
    """Tell whether a page is in BSD's semantic macros, of which only the rendered form is readable."""
    return bool(re.search(r"^\.Dd\b|^\.Sh\b", source, re.MULTILINE))


def plain(text: str) -> str:
    """Return one line of roff text without its escapes."""
    return _ESCAPE.sub(_character, text)


def unroff(source: str) -> str:
    """Return a manual page as plain text: `# ` before headings, literal blocks between fences."""
    return "\n".join(_Page().read(source))


def emphasised(source: str) -> tuple[str, ...]:
    """Return what a page sets in bold inside its text, each once: pages have no other mark for code."""
    found = dict.fromkeys(plain(first or second).strip() for first, second in _BOLD.findall(source))
    return tuple(text for text in found if text)


class _Page:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.literal = False
        self.tag_expected = False
        self.margin = ""
        self.skipping = ""

    def read(self, source: str) -> list[str]:
        for raw in source.split("\n"):
            line = raw.rstrip("\r")
            if self.skipping:
                if line.lstrip(" .").startswith(self.skipping) or line.endswith(self.skipping):
                    self.skipping = ""
            elif line.startswith((".", "'")) and not self._is_text(line):
                self._control(line)
            else:
                self._text(plain(line))
        self._close()
        return self.lines

    def _is_text(self, line: str) -> bool:
        return line.startswith("'") and _MACRO.match(line) is None and not line.startswith("'\\")

    def _control(self, line: str) -> None:
        found = _MACRO.match(line)
        if found is None:
            return
        name, rest = found.group(1), found.group(2) or ""
        if name in {"ie", "el", "if", "de", "ig"}:
            if name in {"de", "ig"}:
                self.skipping = "."
            elif "\\{" in rest and "\\}" not in rest:
                self.skipping = "\\}"
            return
        arguments = [plain((a or b).replace('""', '"')) for a, b in _ARGUMENT.findall(rest)]
        if name in {"SH", "SS", "Sh", "Ss"}:
            self._close()
            self.margin = ""
            self.lines += ["", "# " + " ".join(arguments), ""]
        elif name in _OPEN:
            self._open()
        elif name in _CLOSE:
            self._close()
        elif name in {"TP", "IP", "It"}:
            self._paragraph(name, arguments)
        elif name in _BREAKS:
            self._break()
            self.margin = "" if name in {"PP", "P", "LP"} else self.margin
        elif name in _FONTS:
            self._text(" ".join(arguments))
        elif name in _ALTERNATING:
            self._text("".join(arguments))

    def _paragraph(self, name: str, arguments: list[str]) -> None:
        self._break()
        if name == "TP":
            self.margin, self.tag_expected = "", True
        elif arguments and arguments[0].strip("*o- "):
            self.lines.append(" ".join(arguments[:1]))
            self.margin = "        "
        elif arguments:  # a bullet: what follows it is a tag where it is an option
            self.margin, self.tag_expected = "", True

    def _text(self, text: str) -> None:
        self.lines.append(text if self.literal else self.margin + text)
        if self.tag_expected and text.strip():
            self.tag_expected, self.margin = False, "        "

    def _break(self) -> None:
        self.lines.append("")

    def _open(self) -> None:
        if not self.literal:
            self.literal = True
            self.lines += ["", "```"]

    def _close(self) -> None:
        if self.literal:
            self.literal = False
            self.lines += ["```", ""]


def _character(found: re.Match[str]) -> str:
    name = found["long"] or found["short"] or found["tiny"]
    if name is not None:
        if re.fullmatch(r"u[0-9A-Fa-f]{4,5}", name):
            return chr(int(name[1:], 16))
        return _NAMED.get(name, "")
    single = found["single"]
    if single is None or single in _NOTHING:
        return ""
    if single in _SPACES:
        return " "
    return "\\" if single == "e" else single
