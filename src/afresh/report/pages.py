"""Templates become pages: everything escaped, nothing remote, style and script inside each page."""

import base64
import hashlib
from pathlib import Path

from afresh import __version__
from afresh.readable import visible
from afresh.report.collect import percent

_HERE = Path(__file__).parent

# Line feed and tab are the only control characters that may stand in a page.
_CONTROLS = {code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)}
_CONTROLS |= dict.fromkeys((*range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")


class Pages:
    """Writes the pages of a site into its folder."""

    def __init__(self, folder: Path) -> None:
        # Imported where they are used: only writing a site needs them, and every command would wait.
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415
        from markupsafe import Markup  # noqa: PLC0415

        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_printable,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style = (_HERE / "assets" / "site.css").read_text()
        script = (_HERE / "assets" / "site.js").read_text()
        self._environment.filters |= {"percent": _unbroken_percent, "visible": visible}
        self._environment.globals |= {
            "version": __version__,
            # Our own two files, and the only text that is not escaped.
            "style": Markup(style),  # noqa: S704
            "script": Markup(script),  # noqa: S704
            # By digest, because a page opened from a file has no origin that 'self' could name.
            "policy": (
                f"default-src 'none'; style-src '{_source(style)}'; script-src '{_source(script)}'; "
                "base-uri 'none'; form-action 'none'"
            ),
        }

    def write(self, name: str, template: str, **values: object) -> None:
        """Write the page of that name, relative to the folder. `top` leads from there back to the folder."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = self._environment.get_template(template).render(top="../" * name.count("/"), **values)
        path.write_bytes(text.encode())


def _unbroken_percent(share: float) -> str:
    return percent(share).replace(" ", "\u00a0")


def _source(text: str) -> str:
    """Name an inline style or script by its digest, as a Content-Security-Policy does."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _printable(value: object) -> object:
    """Replace what HTML forbids in the text of a page."""
    return value.translate(_CONTROLS) if type(value) is str else value
