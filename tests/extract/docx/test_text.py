"""Paragraphs and runs."""

from __future__ import annotations

import pytest

from extract import docx
from extract.model import Paragraph, Style, Text
from tests.extract.docx import build
from tests.extract.docx.build import p, r

_CUSTOM_NOTE = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
_TEXTS = [
    (p("Hola ", "mundo"), "Hola mundo"),
    (p(r("a"), "<w:r><w:tab/></w:r>", r("b")), "a→b"),
    (p(r("a"), "<w:r><w:br/></w:r>", r("b")), "a/b"),
    (p(r("a"), "<w:r><w:cr/></w:r>", r("b")), "a/b"),
    (p(r("a"), '<w:r><w:br w:type="page"/></w:r>', r("b")), "a/b"),
    (p(r("a"), '<w:r><w:br w:type="page"/></w:r>'), "a"),
    (p('<w:r><w:br w:type="page"/></w:r>', r("b")), "b"),
    (p(r("a"), "<w:r><w:lastRenderedPageBreak/></w:r>", r("b")), "ab"),
    (p(r("300"), "<w:r><w:noBreakHyphen/></w:r>", r("12")), "300-12"),
    (p(r("ac"), "<w:r><w:softHyphen/></w:r>", r("c\u00adión")), "acción"),
    (p(r("accio\u0301n")), "acción"),
    (p(r("accio"), r("\u0301n")), "acción"),
    (p("<w:r><w:t>\n  a b\n </w:t></w:r>"), "a b"),
    (p(r("a\tb\nc")), "a→b c"),
    (p("<w:r><w:t>a\tb</w:t></w:r>"), "a b"),
    (p("a", '<w:r><w:footnoteReference w:id="2"/></w:r>', "."), "a."),
    (p("a", _CUSTOM_NOTE, "."), "a."),
    (p("<w:hyperlink>" + r("enlace") + "</w:hyperlink>"), "enlace"),
    (p("<w:smartTag><w:customXml>" + r("Cúcuta") + "</w:customXml></w:smartTag>"), "Cúcuta"),
    (p("<w:bdo><w:dir>" + r("a") + "</w:dir></w:bdo>"), "a"),
    (p("<w:ins>" + r("nuevo") + "</w:ins>", r(" texto")), "nuevo texto"),
    (p("<m:oMathPara><m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath></m:oMathPara>"), "x=2"),
    (
        p(f"<w:r><w:ruby><w:rt>{r('no')}</w:rt><w:rubyBase>{r('sí')}</w:rubyBase></w:ruby></w:r>"),
        "sí",
    ),
    (p("a") + p() + p("b"), "a\n\nb"),
    (p('<w:r><w:sym w:font="Arial" w:char="00E9"/></w:r>'), "é"),
    ("<w:customXml>" + p("a") + "</w:customXml>", "a"),
]


@pytest.mark.parametrize(("body", "expected"), _TEXTS)
def test_text(body: str, expected: str) -> None:
    """The text of a paragraph is what a person sees, in order."""
    document = docx.read(build.docx(body))
    assert build.shown(document) == expected
    assert not document.notices


_STYLES = [
    ("<w:b/>", Style(bold=True)),
    ('<w:b w:val="true"/>', Style(bold=True)),
    ('<w:b w:val="0"/>', Style()),
    ('<w:u w:val="single"/>', Style(underline=True)),
    ('<w:u w:val="none"/>', Style()),
    ("<w:strike/>", Style(strike=True)),
    ("<w:dstrike/>", Style(strike=True)),
    ('<w:highlight w:val="yellow"/>', Style(highlight=True)),
    ('<w:highlight w:val="none"/>', Style()),
    ('<w:shd w:val="clear" w:fill="FFFF00"/>', Style(highlight=True)),
    ('<w:shd w:val="clear" w:fill="auto"/>', Style()),
    ('<w:vertAlign w:val="superscript"/>', Style(superscript=True)),
    ('<w:position w:val="8"/><w:sz w:val="19"/>', Style(superscript=True)),
    ('<w:position w:val="-8"/><w:sz w:val="19"/>', Style()),
    ('<w:rStyle w:val="Strong"/>', Style(bold=True)),
    ('<w:rStyle w:val="Stronger"/>', Style(bold=True, underline=True)),
    ('<w:rStyle w:val="Strong"/><w:b w:val="0"/>', Style()),
    ('<w:rStyle w:val="Loop"/>', Style()),
]
_SHEET = (
    '<w:style w:styleId="Strong" w:type="character"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Stronger" w:type="character"><w:basedOn w:val="Strong"/>'
    '<w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:styleId="Loop" w:type="character"><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:styleId="Label" w:type="paragraph"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Secret" w:type="character"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Ttulo1" w:type="paragraph"><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    "</w:style>"
)


@pytest.mark.parametrize(("properties", "style"), _STYLES)
def test_style(properties: str, style: Style) -> None:
    """Formatting comes from the run itself and from the styles it is based on."""
    document = docx.read(build.docx(p(r("x", properties)), styles=_SHEET))
    assert _texts(document.blocks[0]) == [("x", style)]


def test_toggle_in_both_styles_cancels_out() -> None:
    """A bold run style in a bold paragraph style is not bold, as Word shows it."""
    body = p(r("x", '<w:rStyle w:val="Strong"/>'), r("y"), pr='<w:pStyle w:val="Label"/>')
    document = docx.read(build.docx(body, styles=_SHEET))
    assert _texts(document.blocks[0]) == [("x", Style()), ("y", Style(bold=True))]


def test_runs_of_one_style_are_one_text() -> None:
    """Word splits runs at random; equal neighbours come out as one text."""
    body = p(r("En", "<w:b/>"), r("tidad", "<w:b/>"), r(": "), r("x"))
    document = docx.read(build.docx(body))
    assert _texts(document.blocks[0]) == [("Entidad", Style(bold=True)), (": x", Style())]


def test_heading_by_style_and_by_level() -> None:
    """A paragraph in the outline is a heading, whatever its style is called."""
    by_style = p("a", pr='<w:pStyle w:val="Ttulo1"/>')
    body = by_style + p("b", pr='<w:outlineLvl w:val="2"/>') + p("c")
    document = docx.read(build.docx(body, styles=_SHEET))
    assert [b.heading for b in document.blocks if isinstance(b, Paragraph)] == [True, True, False]


@pytest.mark.parametrize(
    "properties", ["<w:vanish/>", '<w:rStyle w:val="Secret"/>', '<w:w w:val="1"/>']
)
def test_hidden_text_is_kept_aside(properties: str) -> None:
    """Hidden text is no answer: it goes to the asides."""
    document = docx.read(build.docx(p(r("a"), r("oculto", properties)), styles=_SHEET))
    assert build.shown(document) == "a"
    assert build.asides(document) == [("hidden", "oculto")]


def test_a_shared_sheet_brings_nothing_of_another_document() -> None:
    """Documents with the same style sheet are read as if each were the first."""
    fills = (
        "<w14:noFill/>",
        '<w14:solidFill><w14:srgbClr w14:val="000000"/></w14:solidFill>',
    )
    runs = [r("visto", f"<w14:textFill>{fill}</w14:textFill>") for fill in fills]
    read = [docx.read(build.docx(p(r("a"), run), styles=_SHEET)) for run in (*runs, runs[0])]
    assert [build.shown(document) for document in read] == ["a", "avisto", "a"]


def test_places_are_paths() -> None:
    """Each block says where it stands, counted from 1 within its container."""
    body = p("a") + build.tbl(build.tr("b", "c")) + p("d")
    document = docx.read(build.docx(body))
    assert [b.place.path for b in document.blocks] == ["body/p[1]", "body/table[1]", "body/p[2]"]
    assert document.page_count is None


def _texts(block: object) -> list[tuple[str, Style]]:
    assert isinstance(block, Paragraph)
    return [(i.text, i.style) for i in block.inlines if isinstance(i, Text)]
