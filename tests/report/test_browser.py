"""The report in a real browser, from disk."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

# Reads the page in a frame as wide as a phone; the page itself runs no script.
_PROBE = """<!doctype html><meta charset="utf-8"><iframe src="{page}" width="360" height="800">
</iframe><pre></pre><script>
onload = async () => {{
  const page = document.querySelector("iframe").contentDocument;
  await page.fonts.ready;
  const root = page.documentElement;
  document.querySelector("pre").textContent = JSON.stringify({{
    direction: getComputedStyle(page.body).direction,
    width: root.scrollWidth,
    fonts: [...page.fonts].filter(font => font.status === "loaded").map(font => font.family),
    outside: performance.getEntriesByType("resource").concat(
      page.defaultView.performance.getEntriesByType("resource")).map(entry => entry.name),
  }});
}};
</script>"""


def probe(page: Path, folder: Path) -> tuple[dict[str, object], str]:
    """What the browser made of a page, and what it said on its console."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is missing: scripts/chromium.sh installs it"
    wrapper = folder / "probe.html"
    wrapper.write_text(_PROBE.format(page=page.as_uri()), encoding="utf-8")
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--allow-file-access-from-files", f"--user-data-dir={folder}/profile",
         "--enable-logging=stderr", "--virtual-time-budget=20000", "--dump-dom", wrapper.as_uri()],
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    found = re.search(r"<pre>(.*?)</pre>", done.stdout, re.DOTALL)
    assert found
    assert found[1], done.stderr
    console = "\n".join(text for text in done.stderr.splitlines() if "CONSOLE" in text)
    return json.loads(html.unescape(found[1])), console


@pytest.mark.parametrize("code", ["ar", "en"])
def test_pages_open_from_disk(code: str, report: Path, tmp_path: Path) -> None:
    for name in ("index.html", "outlet-bh-lulu.html", "examples.html", "method.html"):
        seen, console = probe(report / code / name, tmp_path)
        assert console == ""
        assert seen["direction"] == ("rtl" if code == "ar" else "ltr")
        assert seen["width"] <= 360, f"{name} is wider than a phone"
        assert any("Plex" in family for family in seen["fonts"])
        assert all(str(entry).startswith("file:") for entry in seen["outside"])
