"""What explains the dataset beside the tables: LEEME.html and croissant.json."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from corpus.croissant import BIAS_ES, CROISSANT_FILE
from corpus.publish import publish
from corpus.readme import README_FILE
from schemas.tables import TABLES
from tests.corpus.records import blank, file, lesson, no, open_store, published, run, say, unclear

if TYPE_CHECKING:
    from pathlib import Path

SHARED = [table for table in TABLES if not table.restricted]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with lessons, a refusal, an unclear and a blank form."""
    folder = tmp_path_factory.mktemp("companions")
    told = replace(lesson("uno"), topic="<b>Tema</b>")
    files = [file("Ana Pérez.docx", published(told)), file("b.docx", no("x"))]
    run(folder, *files, file("c.docx", unclear()), file("d.docx", blank()))
    return folder


@pytest.fixture(scope="module")
def page(out: Path) -> str:
    """The page's text."""
    return (out / README_FILE).read_text(encoding="utf-8")


def test_the_page_explains_every_shared_column(page: str) -> None:
    """Each column of each shared table has its row, with its Spanish words."""
    soup = BeautifulSoup(page, "lxml")
    for table in SHARED:
        caption = soup.find(id=f"columnas-{table.name}")
        assert caption is not None
        rows = caption.find_parent("table").select("tbody tr")  # type: ignore[union-attr]
        assert [row.th.get_text() for row in rows if row.th] == list(table.names)
        for row, column in zip(rows, table.columns, strict=True):
            assert column.about_es in " ".join(row.get_text().split())


def test_the_page_says_purpose_counts_and_bias(page: str) -> None:
    """What consent allows, how much came in, what is withheld and why, and what the form skews."""
    assert "con otras áreas y/o entidades" in page
    assert "Llegaron 4 formatos" in page
    assert BIAS_ES in page
    assert '<th scope="row">Motivo</th><td class="number">3</td>' in page
    assert "el responsable no ha fijado ninguna" in page


def test_the_page_names_no_file_and_nothing_restricted(page: str) -> None:
    """Names of input files, contacts and restricted tables are not in it."""
    assert "Ana" not in page
    assert "Servidora" not in page
    assert "restricted" not in page
    assert "contacts" not in page


def test_the_page_brings_all_with_it_and_runs_nothing(page: str) -> None:
    """No script, nothing from outside, a policy that forbids both, and heads with scopes."""
    assert "default-src 'none'" in page
    assert not re.search(r"<script|@import|url\(|src=", page)
    assert not re.search(r"href=\"(?:https?:)?//", page)
    assert re.findall(r"<th(?![^>]*scope=)[ >]", page) == []


def test_what_the_owner_set_is_on_the_page_and_in_croissant(tmp_path: Path) -> None:
    """Licence, audience, responsible and channel stand there where they were set."""
    with open_store(tmp_path) as store:
        chosen = replace(
            store.settings, licence="CC-BY-4.0", audience="public", responsible="Alcaldía <X>",
            licence_url="https://creativecommons.org/licenses/by/4.0/", channel="datos@x.gov.co",
        )  # fmt: skip
        store.change_settings(chosen)
        publish(store, tmp_path, reasons=say)
    page = (tmp_path / README_FILE).read_text(encoding="utf-8")
    for words in ("CC-BY-4.0", "cualquier persona", "Alcaldía &lt;X&gt;", "datos@x.gov.co"):
        assert words in page
    told = json.loads((tmp_path / CROISSANT_FILE).read_bytes())
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["creator"]["name"] == "Alcaldía <X>"


def test_croissant_says_nothing_that_nobody_set(out: Path) -> None:
    """No licence, creator, address or date is made up."""
    told = json.loads((out / CROISSANT_FILE).read_bytes())
    assert not {"license", "creator", "url", "datePublished"} & set(told)
    assert BIAS_ES in told["rai:dataBiases"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_croissant_is_valid_and_loads(out: Path) -> None:
    """The reference implementation finds no fault and reads every table's rows and types."""
    mlcroissant = pytest.importorskip("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=out / CROISSANT_FILE)
    assert not dataset.metadata.ctx.issues.errors
    rows = list(dataset.records(record_set="lessons"))
    assert [row["lessons/lesson_id"].decode() for row in rows] == [lesson("uno").lesson_id]
    assert rows[0]["lessons/redactions"] == 2
    assert {record_set.uuid for record_set in dataset.metadata.record_sets} == {
        table.name for table in SHARED
    }


def test_croissant_has_the_hashes_of_the_files(out: Path) -> None:
    """A file that was changed after publishing shows."""
    import hashlib

    told = json.loads((out / CROISSANT_FILE).read_bytes())
    for one in told["distribution"]:
        assert hashlib.sha256((out / one["contentUrl"]).read_bytes()).hexdigest() == one["sha256"]
