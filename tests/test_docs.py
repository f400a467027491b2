"""The documentation proves itself: examples run, generated pages are fresh, the site builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import lecciones
from corpus.dictionary import data_dictionary
from samples.make import HERE
from schemas.columns import ColumnType
from schemas.tables import LESSONS

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


def _surroundings(picture: Path) -> dict[str, str]:
    """What the example is told: where the data are, and where its picture goes."""
    told = {"DATOS": str(HERE / "dataset"), "GRAFICA": str(picture)}
    return {**os.environ, **told, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def test_the_python_example_runs(tmp_path: Path) -> None:
    """From loading to a picture of themes, over the sample dataset."""
    picture = tmp_path / "temas.svg"
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / "analisis.py")],
        capture_output=True, text=True, encoding="utf-8", timeout=180, check=False,
        env=_surroundings(picture),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "7 lecciones" in done.stdout
    assert "municipal" in done.stdout
    assert "</svg>" in picture.read_text(encoding="utf-8")


def test_the_notebook_is_that_of_the_program(tmp_path: Path) -> None:
    """`python docs/examples/make_notebook.py` would write what is there."""
    for name in ("analisis.py", "make_notebook.py"):
        shutil.copy(EXAMPLES / name, tmp_path)
    subprocess.run([sys.executable, str(tmp_path / "make_notebook.py")], check=True, timeout=60)
    shown = (EXAMPLES / "analisis.ipynb").read_text(encoding="utf-8")
    assert (tmp_path / "analisis.ipynb").read_text(encoding="utf-8") == shown


def test_the_notebook_runs_in_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell in a kernel of its own, and the last one shows the picture of themes."""
    nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    for name, value in _surroundings(tmp_path / "temas.svg").items():
        monkeypatch.setenv(name, value)
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    book = nbformat.read(EXAMPLES / "analisis.ipynb", as_version=4)
    nbformat.validate(book)
    nbclient.NotebookClient(
        book, timeout=180, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    cells = [cell.outputs for cell in book.cells if cell.cell_type == "code"]
    assert "7 lecciones" in str(cells)
    assert any("image/svg+xml" in output.get("data", {}) for output in cells[-1])


_TYPES_IN_R = {
    ColumnType.STRING: "character", ColumnType.DATE: "Date", ColumnType.FLOAT: "numeric",
    ColumnType.INT: "integer",
}  # fmt: skip


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed (r-base-core)")
def test_r_loads_the_dataset_with_the_right_types(tmp_path: Path) -> None:
    """R alone, without a package: each column has its type, and each text is the same."""
    code = (
        f'source("{(EXAMPLES / "lecciones.R").as_posix()}")\n'
        "types <- sapply(lessons, function(column) class(column)[[1]])\n"
        "writeLines(c(paste(names(types), types), enc2utf8(lessons$situation)), useBytes = TRUE)\n"
    )
    script, picture = tmp_path / "tipos.R", tmp_path / "temas.svg"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", str(script), str(HERE / "dataset"), str(picture)],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "7 lecciones" in done.stdout
    for column in LESSONS.columns:
        assert f"{column.name} {_TYPES_IN_R[column.type]}\n" in done.stdout
    for text in lecciones.read_lessons(HERE / "dataset")["situation"].dropna():
        assert str(text) in done.stdout
    assert "</svg>" in picture.read_text(encoding="utf-8")


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
