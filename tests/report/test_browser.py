import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Showcase

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER: the pages' script and policy were not tried; install chromium"
)

# The pages' own policy lets no test script in, so that a page around them looks and types.
HARNESS = """<!doctype html><meta charset="utf-8"><iframe src="{page}" width="{width}" height="800"></iframe>
<pre id="result"></pre><script>
document.querySelector("iframe").addEventListener("load", (event) => {{
  const frame = event.target.contentWindow, page = frame.document;
  const result = {{
    scripted: [...page.querySelectorAll(".filter")].every((box) => !box.hidden),
    styled: frame.getComputedStyle(page.querySelector("h1")).fontSize,
    width: page.documentElement.scrollWidth,
    sideways: [...page.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth).length,
    copy: page.querySelectorAll(".command button:not([hidden])").length,
    all: page.querySelectorAll("[data-filter]").length,
  }};
  for (const input of page.querySelectorAll(".filter input")) {{
    input.value = "{word}";
    input.dispatchEvent(new frame.Event("input"));
    result.said = page.querySelector(".filter output").textContent;
  }}
  result.found = page.querySelectorAll("[data-filter]:not([hidden])").length;
  document.querySelector("#result").textContent = JSON.stringify(result);
}});
</script>"""


def look(page: Path, folder: Path, *, word: str = "", width: int = 1200) -> dict[str, object]:
    harness = folder / "harness.html"
    harness.write_text(HARNESS.format(page=page.as_uri(), word=word, width=width))
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    command = [
        str(CHROMIUM),
        *flags.split(),
        "--disable-background-networking",
        "--disable-component-update",
        "--allow-file-access-from-files",
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=5000",
        "--dump-dom",
        harness.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    found = re.search(r'<pre id="result">(.+?)</pre>', done.stdout)
    assert found, done.stdout + done.stderr
    result: dict[str, object] = json.loads(html.unescape(found[1]))
    return result


def test_the_filter_leaves_the_cases_that_hold_the_words(shown: Showcase, tmp_path: Path) -> None:
    page = shown.site / "runs" / "gojq" / "jq-1-differences-1.html"
    seen = look(page, tmp_path, word="jq -C")
    assert seen["scripted"]
    assert seen["copy"] == seen["all"] == 100
    assert isinstance(seen["found"], int)
    assert 0 < seen["found"] < 100
    assert seen["said"] == f"{seen['found']} of 100"


@pytest.mark.parametrize("width", [390, 800])
@pytest.mark.parametrize("name", ["index.html", "runs/gojq/index.html", "runs/gojq/jq-1-differences-2.html"])
def test_no_page_is_wider_than_its_window(shown: Showcase, tmp_path: Path, name: str, width: int) -> None:
    seen = look(shown.site / name, tmp_path, width=width)
    assert seen["styled"] == "32px"
    assert isinstance(seen["width"], int)
    assert seen["width"] <= width
    assert seen["sideways"] == 0
