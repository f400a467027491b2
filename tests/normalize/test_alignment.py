"""However questions are spelled and whatever stands around them, no answer changes its field."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize import read_forms
from schemas.reading import Consent, FormReading
from tests.normalize.sheets import LABELS, QUESTION, doc, table

if TYPE_CHECKING:
    from random import Random

    from extract.model import Block, Document

FIELDS = ("topic", "program", "situation", "impact", "solutions", "lesson", "recommendation")
FIXED = {
    "entity_area": "Alcaldía de Prueba – Oficina de Ensayos",
    "public_servant": "Zoraida Quimbayo",
    "phone": "601 555 0101",
    "email": "zquimbayo@ejemplo.gov.co",
    "completed_on": "17/06/2025",
}
STEMS = ("archivo", "inventario", "sótano", "traslado", "estante", "acta", "vereda", "puente")
NOISE = (
    "Código: F-GC-014",
    "Versión: 03",
    "Página 1 de 2",
    "Alcaldía de Villa Ejemplo",
    "Carrera 5 # 12-34, piso 2",
    "www.ejemplo.gov.co",
    "Documento controlado",
    "* * *",
    "_____________",
    "",
)


def _typo(label: str, at: int) -> str:
    """Two letters of a long label in each other's place."""
    letters = [i for i in range(len(label) - 1) if label[i : i + 2].isalpha()]
    i = letters[at % len(letters)]
    return label[:i] + label[i + 1] + label[i] + label[i + 2 :]


def _bare(label: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", label) if not unicodedata.combining(c))


SPELLINGS = (
    str,
    str.upper,
    str.lower,
    _bare,
    lambda label: f"{label.rstrip('?')}:",
    lambda label: label.replace(" ", "  "),
    lambda label: f"*{label}*",
    lambda label: f"3. {label}",
    lambda label: f"{label} ",
    lambda label: unicodedata.normalize("NFD", label),
    lambda label: _typo(label, 7),
)
answers = st.lists(st.sampled_from(STEMS), min_size=1, max_size=6)
layouts = st.sampled_from(("side", "below", "paragraphs"))
noise = st.lists(st.sampled_from(NOISE), max_size=4)


@st.composite
def forms(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], str, list[str], list[str]]:
    """Answers whose words are no other's, labels as spelled, a layout, lines before and after."""
    given_ = dict(FIXED)
    for field in FIELDS:
        if draw(st.integers(0, 4)):  # one in five is left empty
            given_[field] = " ".join(
                f"{stem}{field}{n}" for n, stem in enumerate(draw(answers))
            )  # each word once in the whole form
    spelled = {name: draw(st.sampled_from(SPELLINGS))(label) for name, label in LABELS.items()}
    return given_, spelled, draw(layouts), draw(noise), draw(noise)


def _document(
    answered: dict[str, str],
    spelled: dict[str, str],
    layout: str,
    before: list[str],
    after: list[str],
) -> Document:
    rows = [(spelled[name], answered.get(name, "")) for name in LABELS]
    blocks: list[Block | str]
    if layout == "side":
        blocks = [table(*map(list, rows))]
    elif layout == "below":
        blocks = [table(*([text] for row in rows for text in row))]
    else:
        blocks = [text for row in rows for text in row]
    title = "*DOCUMENTACIÓN DE LECCIONES APRENDIDAS*"
    return doc(*before, title, *blocks, QUESTION, "Sí ☐ No ☒", *after)


def _only(document: Document) -> FormReading:
    (form,) = read_forms(document)
    return form


@settings(max_examples=150)
@given(forms())
def test_each_answer_stays_with_its_question(
    form: tuple[dict[str, str], dict[str, str], str, list[str], list[str]],
) -> None:
    """Each word of an answer is in its own field, once, and in no other nor left over."""
    answered, *_ = form
    reading = _only(_document(*form))
    told = {name: (reading.field(name).text or "").split() for name in FIELDS}
    assert told == {name: answered.get(name, "").split() for name in FIELDS}
    assert str(reading.field("completed_on").value) == "2025-06-17"
    everywhere = Counter(
        word
        for text in (*(f.text or "" for f in reading.fields), *(r.text for r in reading.leftover))
        for word in text.split()
    )
    for name in FIELDS:
        assert all(everywhere[word] == 1 for word in answered.get(name, "").split())
    assert reading.consent.verdict is Consent.NO


@settings(max_examples=60)
@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_strange_lines_changes_nothing(
    form: tuple[dict[str, str], dict[str, str], str, list[str], list[str]], random: Random
) -> None:
    """What an entity prints around its form is no answer, in whatever order."""
    answered, spelled, layout, before, after = form
    shuffled = random.sample(before, len(before)), after[::-1]
    one, other = (
        _only(_document(answered, spelled, layout, *around))
        for around in ((before, after), shuffled)
    )
    for mine, its in zip_longest(one.fields, other.fields):
        assert (mine.field, mine.value, mine.state) == (its.field, its.value, its.state)
    assert one.consent.verdict is other.consent.verdict
