"""Searching: what is found, ranked and shown, that any text is a query, and that none lingers."""

from __future__ import annotations

import shutil
import stat
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import DatasetError
from corpus.query import compile_query, stem
from corpus.search import INDEX_FILE, MARK_OFF, MARK_ON, SEARCHED, search
from tests.corpus.records import file, lesson, no, published, run

if TYPE_CHECKING:
    from pathlib import Path

    from schemas.records import FormRecord

_LESSONS = {
    "aliados": ("Aliados estratégicos del Talento Humano", "Alcaldía de Cúcuta"),
    "archivo": ("Transferencia documental", "Gobernación de Boyacá"),
    "compras": ("Capacitación en compras públicas", "Alcaldía de Sopó"),
}


def _form(name: str) -> FormRecord:
    topic, entity = _LESSONS[name]
    made = replace(
        lesson(f"Hay que capacitar al equipo de {name}."),
        topic=topic,
        entity=entity,
        situation="Faltaba un señalamiento de los aliados del archivo" if name == "archivo" else "",
    )
    return published(made)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three lessons."""
    folder = tmp_path_factory.mktemp("search")
    run(folder, *(file(f"{name}.docx", _form(name)) for name in _LESSONS))
    return folder


def topics(out: Path, text: str, **options: object) -> list[str | None]:
    """The topics found, the best first."""
    return [found.topic for found in search(out, text, **options).found]  # type: ignore[arg-type]


def test_the_topic_ranks_before_the_text(out: Path) -> None:
    """A lesson about the words comes before one that mentions them."""
    assert topics(out, "aliados") == [
        "Aliados estratégicos del Talento Humano",
        "Transferencia documental",
    ]


@pytest.mark.parametrize("text", ["ESTRATEGICOS", "estratégico", "Estrategicas talento", "humanos"])
def test_accents_case_and_number_do_not_matter(out: Path, text: str) -> None:
    """People find what they mean however they type it."""
    assert topics(out, text) == ["Aliados estratégicos del Talento Humano"]


def test_relatives_of_a_word_are_found_after_the_word(out: Path) -> None:
    """`capacitación` finds those who say `capacitar`, and first the one that says it itself."""
    assert topics(out, "capacitaciones")[0] == "Capacitación en compras públicas"
    assert len(topics(out, "capacitaciones")) == 3


def test_phrases_exclusions_fields_and_entities_narrow(out: Path) -> None:
    """Quotes ask for the words in a row, a minus leaves out, options look in one place."""
    assert topics(out, '"talento humano"') == ["Aliados estratégicos del Talento Humano"]
    assert topics(out, '"humano talento"') == []
    assert topics(out, "aliados -documental") == ["Aliados estratégicos del Talento Humano"]
    assert topics(out, "aliados", fields=["situation"]) == ["Transferencia documental"]
    assert topics(out, "capacitar", entity="alcaldia sopo") == ["Capacitación en compras públicas"]
    assert topics(out, "capacitar", entity="Alcaldía de Sopó") == topics(
        out, "capacitar", entity="sopo"
    )


def test_any_word_will_do_where_no_lesson_has_all(out: Path) -> None:
    """It is told that not all words were found together."""
    answer = search(out, "aliados compras unicornio")
    assert answer.any_word
    assert len(answer.found) == 3
    assert not search(out, "unicornio").found


def test_more_than_asked_for_is_told(out: Path) -> None:
    """A limit gives the best and says that there are more."""
    answer = search(out, "capacitar", limit=2)
    assert (len(answer.found), answer.more) == (2, True)


def test_the_snippet_sets_the_words_off(out: Path) -> None:
    """The piece of text that fits best, with its own spelling."""
    snippet = search(out, "señalamiento").found[0].snippet
    assert f"{MARK_ON}señalamiento{MARK_OFF}" in snippet


@given(st.text(max_size=60), st.booleans())
@example('" OR * NEAR(', False)
@example("topic: {x} ^a - -- '", True)
@example("-nada", False)
@example("AND OR NOT", False)
@example("\x00\ud800", False)
def test_no_text_is_a_wrong_query(out: Path, text: str, narrow: bool) -> None:
    """Whatever a person types gives an answer, never a fault of the query language."""
    fields = SEARCHED[:2] if narrow else ()
    assert isinstance(search(out, text, fields=fields, entity=text).found, tuple)


def test_an_empty_query_finds_nothing(out: Path) -> None:
    """No word, no query; only what is not wanted is none either."""
    assert compile_query("") == compile_query(" -x ") == compile_query("¿?") == ""
    assert search(out, "").found == ()


@pytest.mark.parametrize(
    ("word", "beginning"),
    [
        ("capacitaciones", "capacit"), ("capacitar", "capacit"), ("gestion", "gestion"),
        ("gestionar", "gestion"), ("aliados", "aliad"), ("acta", "acta"), ("mes", "mes"),
        ("contratistas", "contratist"), ("operacion", "operacion"),
    ],
)  # fmt: skip
def test_stems_are_beginnings(word: str, beginning: str) -> None:
    """A stem is long enough to mean something and a beginning of the word."""
    assert stem(word) == beginning
    assert word.startswith(beginning)


def test_a_withdrawn_lesson_leaves_the_index_with_the_publishing(tmp_path: Path) -> None:
    """Publishing removes an index of other lessons, and the next search makes one anew."""
    run(tmp_path, *(file(f"{name}.docx", _form(name)) for name in _LESSONS))
    assert len(topics(tmp_path, "capacitar")) == 3
    index = tmp_path / INDEX_FILE
    kept = index.stat().st_ino
    assert topics(tmp_path, "compras")
    run(tmp_path)
    assert index.stat().st_ino == kept  # nothing changed, nothing to do
    run(tmp_path, file("z.docx", no("Hay que capacitar al equipo de compras.")))
    assert not index.exists()
    assert len(topics(tmp_path, "capacitar")) == 2
    assert b"compras" not in index.read_bytes()


def test_an_index_of_other_lessons_is_not_believed(tmp_path: Path) -> None:
    """Where lessons.parquet is another, or the index is broken, it is made anew."""
    run(tmp_path / "a", file("a.docx", _form("aliados")))
    run(tmp_path / "b", file("b.docx", _form("compras")))
    assert topics(tmp_path / "a", "aliados")
    shutil.copy(tmp_path / "a" / INDEX_FILE, tmp_path / "b" / INDEX_FILE)
    assert topics(tmp_path / "b", "aliados") == []
    (tmp_path / "b" / INDEX_FILE).write_bytes(b"no database")
    assert topics(tmp_path / "b", "compras")


def test_an_index_of_another_version_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older version made of the same lessons is not used."""
    run(tmp_path, file("a.docx", _form("aliados")))
    monkeypatch.setattr("corpus.search._VERSION", "0")
    assert topics(tmp_path, "aliados")
    old = (tmp_path / INDEX_FILE).stat().st_ino, (tmp_path / INDEX_FILE).stat().st_mtime_ns
    monkeypatch.undo()
    assert topics(tmp_path, "aliados")
    new = (tmp_path / INDEX_FILE).stat()
    assert (new.st_ino, new.st_mtime_ns) != old


def test_the_index_is_private_and_a_shared_copy_needs_none(out: Path, tmp_path: Path) -> None:
    """It is readable by its owner alone; without `restricted/` nothing is written."""
    assert topics(out, "aliados")
    if sys.platform != "win32":
        assert stat.S_IMODE((out / INDEX_FILE).stat().st_mode) == 0o600
    shutil.copy(out / "lessons.parquet", tmp_path)
    assert topics(tmp_path, "aliados") == topics(out, "aliados")
    assert [path.name for path in tmp_path.iterdir()] == ["lessons.parquet"]


def test_no_dataset_is_told(tmp_path: Path) -> None:
    """Where there are no lessons the error says which file is missing."""
    with pytest.raises(DatasetError, match="table_missing"):
        search(tmp_path, "x")
