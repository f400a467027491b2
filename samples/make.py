"""Makes the samples: `python -m samples.make` writes `forms/`, and `dataset/` from them.

`python -m samples.make dataset` makes only the dataset, which needs no other tool; the forms
need LibreOffice and Chromium. What the forms say is in `lessons.toml`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import lecciones
from schemas.reading import Consent
from tests.forms import content
from tests.forms.factory import Case, Kind, Tool, make
from tests.forms.layouts import Filling, LabelStyle, Layout, Look, Plan
from tests.forms.marks import Marking, MarkLook
from tests.forms.spec import NARRATIVES, QUESTIONS, FormSpec, Piece

HERE = Path(__file__).parent
_BOX_FIRST = MarkLook(box_first=True, gap="      ")
_LABEL_FIRST = MarkLook(gap="      ")
_CAPITALS = replace(_LABEL_FIRST, yes="SI", no="NO")


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample file. `lesson` names its text in `lessons.toml`, "" for a blank form."""

    name: str
    lesson: str
    tool: Tool
    consent: Consent
    layout: Layout
    marking: Marking
    look: Look = Look()  # noqa: RUF009 - frozen
    filling: Filling = Filling.TYPED
    condition: str = ""
    kind: Kind = Kind.FORM


_BOXED = Look(header_code="GCI-FT-012", numbered_pages=True, font="Calibri", size=11)
_OFFICE = Look(real_note=True, font="Arial", size=10, justified=True, mark=_LABEL_FIRST)

SAMPLES = (
    Sample(
        "Leccion aprendida - Induccion Talento Humano.docx", "induccion", Tool.WORD,
        Consent.YES, Layout.BOXED, Marking.CONTROL, replace(_BOXED, mark=_LABEL_FIRST),
    ),
    Sample(
        "Leccion aprendida - Induccion Talento Humano (1).pdf", "induccion", Tool.OFFICE_PDF,
        Consent.YES, Layout.BOXED, Marking.CONTROL, replace(_BOXED, mark=_LABEL_FIRST),
    ),
    Sample(
        "FORMATO LECCIONES APRENDIDAS Gestion Documental.pdf", "archivo", Tool.OFFICE_PDF,
        Consent.YES, Layout.SEED, Marking.BOX_FIRST, _OFFICE,
    ),
    Sample(
        "ventanilla unica - documentacion leccion.pdf", "ventanilla", Tool.CHROMIUM_PDF,
        Consent.YES, Layout.SIDE, Marking.INPUT_TIED, Look(font="Arial", mark=_BOX_FIRST),
    ),
    Sample(
        "Formato diligenciable almacen.pdf", "hospital", Tool.FILLABLE_PDF,
        Consent.YES, Layout.SEED, Marking.ACRO, Look(mark=_LABEL_FIRST), Filling.ENTRIES,
    ),
    Sample(
        "ficha_leccion_catastro.html", "catastro", Tool.HTML,
        Consent.YES, Layout.SIDE, Marking.INPUT_TIED, Look(mark=_LABEL_FIRST), Filling.ENTRIES,
    ),
    Sample(
        "Leccion_aprendida_MIPG.html", "mipg", Tool.OFFICE_HTML,
        Consent.YES, Layout.SEED, Marking.LABEL_FIRST, Look(mark=_LABEL_FIRST),
    ),
    Sample(
        "leccion empalme.txt", "empalme", Tool.MARKED,
        Consent.YES, Layout.SEED, Marking.INPUT, Look(),
    ),
    Sample(
        "Leccion transporte escolar FINAL.docx", "escolar", Tool.WORD,
        Consent.NO, Layout.SEED, Marking.BOX_FIRST, Look(font="Arial", mark=_BOX_FIRST),
    ),
    Sample(
        "LECCION ACUERDOS DE CONVIVENCIA.pdf", "convivencia", Tool.OFFICE_PDF,
        Consent.NO, Layout.LINES, Marking.PARENS,
        Look(LabelStyle.COLON, font="Times New Roman", size=11, mark=_CAPITALS),
    ),
    Sample(
        "lecciones aprendidas plan vial.docx", "vias", Tool.WORD,
        Consent.UNMARKED, Layout.PAIRS, Marking.CELLS, Look(font="Calibri", size=11),
    ),
    Sample(
        "Leccion turnos preferentes v2.pdf", "turnos", Tool.OFFICE_PDF,
        Consent.UNCLEAR, Layout.SAME_CELL, Marking.LABEL_FIRST,
        Look(LabelStyle.COLON, font="Arial", mark=_LABEL_FIRST),
        condition="Sí, solo dentro de la entidad",
    ),
    Sample(
        "Formato lecciones aprendidas (en blanco).docx", "", Tool.WORD,
        Consent.UNMARKED, Layout.SEED, Marking.LABEL_FIRST, _OFFICE, kind=Kind.BLANK,
    ),
    Sample(
        "Oficio remisorio.pdf", "", Tool.OFFICE_PDF,
        Consent.UNMARKED, Layout.SEED, Marking.LABEL_FIRST, Look(size=11), kind=Kind.LETTER,
    ),
)  # fmt: skip

LETTER = (
    "Puerto Laurel, 5 de mayo de 2025",
    "Señores\nGrupo de Gestión del Conocimiento",
    "Asunto: remisión de la experiencia sobre transporte escolar",
    "Respetados señores:",
    (
        "De manera atenta remitimos el formato diligenciado con la experiencia de las rutas de "
        "transporte escolar en temporada de lluvias, como parte del ejercicio de lecciones "
        "aprendidas de este año."
    ),
    "Quedamos atentos a cualquier aclaración.",
    "Cordialmente,",
    "Secretaría de Educación\nAlcaldía de Puerto Laurel",
)


def main() -> int:
    """Makes the samples; 0 where all were written."""
    if sys.argv[1:] != ["dataset"]:
        make_forms(HERE / "forms")
    make_dataset(HERE / "forms", HERE / "dataset")
    return 0


def make_forms(folder: Path) -> None:
    """Writes every sample form into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = make([case_of(sample) for sample in SAMPLES])
    for sample, one in zip(SAMPLES, made, strict=True):
        (folder / sample.name).write_bytes(one.data)


def make_dataset(forms: Path, folder: Path) -> None:
    """Writes what a run over the forms publishes; the run's own state is no part of it."""
    with tempfile.TemporaryDirectory(prefix="samples-") as temporary:
        out = Path(temporary) / "out"
        lecciones.run([forms], out)
        for state in out.glob("restricted/store.sqlite*"):
            state.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(out, folder)


def case_of(sample: Sample) -> Case:
    """The factory's case of a sample."""
    plan = Plan(sample.layout, sample.filling, sample.marking, sample.look)
    specs: tuple[FormSpec, ...] = ()
    if sample.kind is Kind.BLANK:
        specs = (content.blank(),)
    elif sample.kind is Kind.FORM:
        lessons = tomllib.loads((HERE / "lessons.toml").read_text("utf-8"))
        specs = (_spec(sample, lessons[sample.lesson]),)
    letter = LETTER if sample.kind is Kind.LETTER else ()
    return Case(0, sample.kind, sample.tool, plan, specs, letter)


def _spec(sample: Sample, texts: dict[str, str]) -> FormSpec:
    """What is written on the form; its truth is not needed here."""
    answers = {name: _pieces(texts[name]) for name in QUESTIONS}
    if sample.filling is Filling.ENTRIES:
        answers |= {
            name: tuple(replace(p, item=False) for p in answers[name]) for name in NARRATIVES
        }
    return FormSpec(answers, {}, sample.consent, sample.condition)


def _pieces(text: str) -> tuple[Piece, ...]:
    lines = (line for line in text.strip().split("\n") if line)
    return tuple(Piece(line.removeprefix("- "), item=line.startswith("- ")) for line in lines)


if __name__ == "__main__":
    sys.exit(main())
