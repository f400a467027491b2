"""Content controls, legacy form fields and other fields."""

from __future__ import annotations

import pytest

from extract import docx
from extract.model import Field, FieldKind, Origin, Paragraph
from tests.extract.docx import build
from tests.extract.docx.build import field, p, r, sdt, tbl, tc, tr

_PROMPT = "Haga clic o pulse aquí para escribir texto."
_GREY = '<w:rStyle w:val="PlaceholderText"/>'
_LIST = '<w:listItem w:displayText="Elija un elemento."/><w:listItem w:value="Sí"/>'
_TEXT = "<w:ffData><w:name w:val='Texto1'/><w:textInput/></w:ffData>"


def _drop(inner: str) -> str:
    entries = '<w:listEntry w:val="Seleccione..."/><w:listEntry w:val="No"/>'
    return field("FORMDROPDOWN", data=f"<w:ffData><w:ddList>{inner}{entries}</w:ddList></w:ffData>")


_LINES = [
    (p("Tema: ", sdt(r("Aliados"), "<w:text/>")), "Tema: Aliados@cc"),
    (sdt(p("Aliados")), "Aliados@cc"),
    (sdt(p("uno") + p("dos")), "uno@cc\ndos@cc"),
    (p(sdt(r(_PROMPT), "<w:showingPlcHdr/>")), "<>"),
    (p(sdt(r("Nombre"), "<w:showingPlcHdr/>")), "<>"),
    (p(sdt(r("Nombre"), '<w:showingPlcHdr w:val="0"/>')), "Nombre@cc"),
    (p(sdt(r(_PROMPT))), "<>"),
    (p(r(_PROMPT, _GREY)), "<>"),
    (p(sdt(r("Texto gris", _GREY))), "Texto gris@cc"),
    (p(sdt("")), "<>"),
    (p("a", sdt("", '<w:tag w:val="goog_rdk_0"/>'), "b"), "ab"),
    (sdt(p() + p()), "<>\n"),
    (p(sdt(r("17/06/2025"), "<w:date/>")), "<17/06/2025>"),
    (p(sdt(r("Sí"), f"<w:dropDownList>{_LIST}</w:dropDownList>")), "<Sí>"),
    (p(sdt(r("Elija un elemento."), f"<w:comboBox>{_LIST}</w:comboBox>")), "<>"),
    (sdt(p("Total"), "<w:docPartObj/>"), "Total"),
    (sdt(sdt(p("a")) + p("b")), "a@cc\nb"),
    (p("a", field("FORMTEXT", r("Ana"), _TEXT)), "aAna@ff"),
    (p("a", field("FORMTEXT", r("\u2002\u2002\u2002"), _TEXT)), "a<>"),
    (p(field("FORMTEXT", r(_PROMPT), _TEXT)), "<>"),
    (p(_drop('<w:result w:val="1"/>')), "<No>"),
    (p(_drop("")), "<>"),
    (p(field("MACROBUTTON NoMacro [Escriba aquí]")), "<>"),
    (p("Página ", field("PAGE", r("3"))), "Página 3"),
    (p(f'<w:fldSimple w:instr=" DATE ">{r("hoy")}</w:fldSimple>'), "hoy"),
    (p(field("IF", r("a") + field("HYPERLINK x", r("b")))), "ab"),
    (tbl(tr("Tema", sdt(tc("Aliados")), "z")), "[0:Tema|1:Aliados@cc|2:z]"),
    (tbl(tr("a"), sdt(tr("b", "c")), tr("d")), "[0:a][0:b|1:c][0:d]"),
    (tbl(tr(sdt(tc(_PROMPT), "<w:showingPlcHdr/>"))), "[0:<>]"),
]


@pytest.mark.parametrize(("body", "expected"), _LINES)
def test_entries(body: str, expected: str) -> None:
    """What was entered in a control is read where it stands; a prompt is no answer."""
    document = docx.read(build.docx(body))
    assert build.shown(document) == expected
    assert not document.notices


_PROMPTS = [
    "Haga clic aquí para escribir texto",
    "Haz clic o toca aquí para escribir texto.",
    "Click or tap here to enter text.",
    "Elija un elemento.",
    "Clique ou toque aqui para inserir texto.",
    "Escriba aquí su respuesta",
    "Ingrese el texto aquí",
    "Seleccione una opción",
    "[Diligencie aquí]",
    "Texto de marcador de posición",
    "Enter any content that you want to repeat, including other content controls.",
]
_ANSWERS = [
    "Diligencie los formatos con la fecha",
    "Seleccione los proveedores con la mejor opción",
    "Complete la ficha antes de dar respuesta.",
    "Escriba",
    "Seleccionar con tiempo al personal que dará el texto",
]


@pytest.mark.parametrize("text", _PROMPTS)
def test_prompt_left_in_a_control_is_empty(text: str) -> None:
    """A prompt is no answer, in whichever wording, also where the control does not say so."""
    assert build.shown(docx.read(build.docx(p(sdt(r(text), "<w:text/>"))))) == "<>"


@pytest.mark.parametrize("text", _ANSWERS)
def test_answer_that_begins_with_an_order_is_kept(text: str) -> None:
    """Advice often begins as a prompt does; it is the answer all the same."""
    assert build.shown(docx.read(build.docx(p(sdt(r(text), "<w:text/>"))))) == f"{text}@cc"


@pytest.mark.parametrize(
    ("shown", "expected"), [("Nombre  del tema", "<>"), ("Aliados", "Aliados@cc")]
)
def test_prompt_of_the_files_own_is_empty(shown: str, expected: str) -> None:
    """A control that shows the prompt kept for it in the file's glossary is empty."""
    block = (
        '<w:docPart><w:docPartPr><w:name w:val="AB12"/></w:docPartPr>'
        f"<w:docPartBody>{p('Nombre del tema')}</w:docPartBody></w:docPart>"
    )
    extra = {
        "word/_rels/document.xml.rels": build.relationships(
            {"glossaryDocument": "glossary/document.xml"}
        ),
        "word/glossary/document.xml": (
            f"<w:glossaryDocument {build.NAMESPACES}><w:docParts>{block}</w:docParts>"
            "</w:glossaryDocument>"
        ),
    }
    control = sdt(r(shown), '<w:placeholder><w:docPart w:val="AB12"/></w:placeholder><w:text/>')
    assert build.shown(docx.read(build.docx(p(control), extra=extra))) == expected


def test_choice_has_name_and_options() -> None:
    """A list control says its name, its real options and the one chosen."""
    properties = f'<w:alias w:val="Autoriza"/><w:dropDownList>{_LIST}</w:dropDownList>'
    document = docx.read(build.docx(p(sdt(r("Sí"), properties))))
    [entry] = _fields(document.blocks[0])
    assert (entry.value, entry.kind, entry.name) == ("Sí", FieldKind.CHOICE, "Autoriza")
    assert entry.options == ("Sí",)
    assert entry.origin is Origin.CONTENT_CONTROL


def test_form_text_over_paragraphs() -> None:
    """A legacy text field in which someone pressed Enter goes on in the next paragraph."""
    begin, end = field("FORMTEXT", r("uno") + "</w:p><w:p>" + r("dos"), _TEXT), r(" fuera")
    document = docx.read(build.docx(p(begin, end)))
    assert build.shown(document) == "uno@ff\ndos@ff fuera"


def test_unclosed_field_costs_only_its_paragraph() -> None:
    """A field whose end is missing is noticed and swallows no text."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    document = docx.read(build.docx(p("a", begin, "c") + p("b")))
    assert build.shown(document) == "ac\nb"
    assert build.codes(document) == ["field_unclosed"]


def test_unclosed_field_ends_with_its_cell() -> None:
    """A form field that is never closed lends its origin to nothing outside its cell."""
    unclosed = field("FORMTEXT", r("Ana"), _TEXT).rpartition("<w:r>")[0]
    document = docx.read(build.docx(tbl(tr(tc(p(unclosed)), "b"))))
    assert build.shown(document) == "[0:Ana@ff|1:b]"
    assert build.codes(document) == ["field_unclosed"]


def _fields(block: object) -> list[Field]:
    assert isinstance(block, Paragraph)
    return [i for i in block.inlines if isinstance(i, Field)]


@pytest.mark.parametrize(
    ("inner", "sure"),
    [("", False), ('<w:result w:val="0"/>', True), ('<w:default w:val="0"/>', True)],
)
def test_a_list_that_nobody_touched_is_no_choice(inner: str, sure: bool) -> None:
    """Word shows the first entry of a list before anyone has chosen: `Sí`, in some forms."""
    entries = '<w:listEntry w:val="Sí"/><w:listEntry w:val="No"/>'
    data = f"<w:ffData><w:ddList>{inner}{entries}</w:ddList></w:ffData>"
    (shown,) = docx.read(build.docx(p(field("FORMDROPDOWN", data=data)))).blocks
    assert isinstance(shown, Paragraph)
    (choice,) = shown.inlines
    assert isinstance(choice, Field)
    assert (choice.value, choice.certainty == 1.0) == ("Sí", sure)
