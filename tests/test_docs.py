"""The documentation proves itself: examples run, generated pages are fresh, the site builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.dictionary import data_dictionary
from samples.make import HERE

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"


@pytest.mark.parametrize(
    ("lang", "name"), [("es", "data-dictionary.md"), ("en", "data-dictionary.en.md")]
)
def test_the_data_dictionary_is_that_of_the_tables(lang: str, name: str) -> None:
    """The page is what `python -m corpus.dictionary LANG` prints now."""
    shown = (DOCS / name).read_text(encoding="utf-8")
    assert shown == data_dictionary(lang), f"python -m corpus.dictionary {lang} > docs/{name}"


def test_the_python_example_runs(tmp_path: Path) -> None:
    """From loading to a picture of themes, over the sample dataset."""
    picture = tmp_path / "temas.svg"
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / "analisis.py"), str(HERE / "dataset"),
         str(picture)],
        capture_output=True, text=True, encoding="utf-8", timeout=180, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "7 lecciones" in done.stdout
    assert "municipal" in done.stdout
    assert "</svg>" in picture.read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_the_r_example_runs() -> None:
    """The snippet reads the sample dataset with dates as dates and ids as texts."""
    done = subprocess.run(
        ["Rscript", str(EXAMPLES / "lecciones.R"), str(HERE / "dataset")],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "7 lecciones" in done.stdout


@pytest.mark.skipif(find_spec("material") is None, reason="mkdocs-material is not installed")
def test_the_site_builds_and_fetches_nothing(tmp_path: Path) -> None:
    """Strictly, without a warning, and no page loads anything from elsewhere."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir",
         str(tmp_path)],
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False, cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true",
             "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    from lxml import html

    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        tree = html.fromstring(page.read_bytes())
        loaded = [
            str(node.get("src") or node.get("href") or "")
            for node in tree.iter("script", "img", "link")
            if node.tag != "link" or node.get("rel") == "stylesheet"
        ]
        assert not [one for one in loaded if one.startswith(("http", "//"))], page.name
