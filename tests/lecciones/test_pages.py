"""The pages for people as a browser shows them: axe finds no fault in Chromium.

axe-core is fetched by `scripts/check` where npm is there; without it these tests are skipped.
"""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest

import lecciones
from samples.make import HERE
from tests.forms.tools import CACHE, missing

if TYPE_CHECKING:
    from pathlib import Path

AXE = CACHE / "axe.min.js"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing("chromium")), reason="chromium is not installed"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there (npm pack axe-core)"),
]

_RUN = """<script>
axe.run(document, {resultTypes: ["violations"]}).then(found => {
  const told = found.violations.map(v => ({id: v.id, impact: v.impact,
    nodes: v.nodes.map(n => n.html.slice(0, 200))}));
  const out = document.createElement("script");
  out.type = "application/json"; out.id = "found";
  out.textContent = JSON.stringify({told, passes: found.passes.length});
  document.body.append(out);
});
</script>"""


def faults(page: Path, folder: Path, *flags: str) -> list[dict[str, object]]:
    """What axe finds on the page; the policy that forbids scripts is taken out of the copy."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script>{_RUN}"
    copy = folder / "page.html"
    copy.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
    shown = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", *flags,
         "--virtual-time-budget=20000", f"--user-data-dir={folder}/user", "--dump-dom",
         copy.as_uri()],
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=180,
    ).stdout  # fmt: skip
    found = re.search(r'<script type="application/json" id="found">(.*?)</script>', shown)
    assert found is not None, "axe did not finish"
    result = json.loads(unescape(found[1]))
    assert result["passes"] > 10
    told: list[dict[str, object]] = result["told"]
    return told


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of the sample forms, its report in English."""
    folder = tmp_path_factory.mktemp("pages") / "out"
    lecciones.run([HERE / "forms"], folder, lang="en")
    return folder


@pytest.mark.parametrize("width", ["1200,900", "500,900"])
def test_the_report_can_be_used_by_all(out: Path, tmp_path: Path, width: str) -> None:
    """No fault of contrast, headings, captions, names or keyboard, wide and narrow."""
    assert faults(out / "restricted/report.html", tmp_path, f"--window-size={width}") == []


def test_the_kept_report_can_be_used_by_all(tmp_path: Path) -> None:
    """The Spanish report that visitors see has no fault either."""
    assert faults(HERE / "dataset/restricted/report.html", tmp_path) == []


def test_the_readme_of_the_dataset_can_be_used_by_all(out: Path, tmp_path: Path) -> None:
    """Nor has the page that goes with the data."""
    assert faults(out / "LEEME.html", tmp_path) == []


def test_axe_is_asked_in_earnest(tmp_path: Path) -> None:
    """A page with a known fault is found faulty."""
    page = tmp_path / "bad.html"
    page.write_text(
        "<!DOCTYPE html><html><head><title>x</title></head><body><main><h1>x</h1><p "
        'style="color:#eee">unas palabras</p></main></body></html>',
        encoding="utf-8",
    )
    assert {fault["id"] for fault in faults(page, tmp_path)} >= {"html-has-lang", "color-contrast"}
