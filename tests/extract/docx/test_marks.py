"""Boxes, ticks and crosses in Word files."""

from __future__ import annotations

import pytest

from extract import docx
from extract.model import Document, Mark, MarkShape, MarkState, Paragraph, Text
from tests.extract.docx import build
from tests.extract.docx.build import box, field, form_box, p, r

_WINGDINGS = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'


def _sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


_SYMBOLS = [
    ("Wingdings", "F0A8", MarkState.OFF, MarkShape.BOX),
    ("Wingdings", "F06F", MarkState.OFF, MarkShape.BOX),
    ("Wingdings", "006F", MarkState.OFF, MarkShape.BOX),
    ("Wingdings", "F0FE", MarkState.ON, MarkShape.BOX),
    ("Wingdings", "F0FD", MarkState.ON, MarkShape.BOX),
    ("Wingdings", "F078", MarkState.ON, MarkShape.BOX),
    ("Wingdings", "F0FC", MarkState.ON, MarkShape.SIGN),
    ("Wingdings", "F0FB", MarkState.ON, MarkShape.SIGN),
    ("Wingdings 2", "F0A3", MarkState.OFF, MarkShape.BOX),
    ("Wingdings 2", "F052", MarkState.ON, MarkShape.BOX),
    ("Wingdings 2", "F053", MarkState.ON, MarkShape.BOX),
    ("Wingdings 2", "F054", MarkState.ON, MarkShape.BOX),
    ("Wingdings 2", "F050", MarkState.ON, MarkShape.SIGN),
    ("Wingdings 2", "F04F", MarkState.ON, MarkShape.SIGN),
    ("Segoe UI Symbol", "2612", MarkState.ON, MarkShape.BOX),
    ("MS Gothic", "2610", MarkState.OFF, MarkShape.BOX),
]


@pytest.mark.parametrize(("font", "code", "state", "shape"), _SYMBOLS)
def test_symbol(font: str, code: str, state: MarkState, shape: MarkShape) -> None:
    """A symbol character of a symbol font is the mark that it shows."""
    document = docx.read(build.docx(p("Sí ", _sym(font, code))))
    [mark] = _marks(document)
    assert (mark.state, mark.shape) == (state, shape)
    assert font in mark.encodings[0].raw
    assert not document.notices


_LINES = [
    (p("Sí ☐ No ☒"), "Sí {off} No {on}"),
    (p("☐ Sí ☑ No"), "{off} Sí {on} No"),
    (p("Sí ✓ No"), "Sí {on} No"),
    (p("Sí ● No ○"), "Sí {on} No {off}"),
    (p("Sí ", r("●"), " No ", r("○", "<w:b/>")), "Sí {on} No {off}"),
    (p("● Primero"), "● Primero"),
    (p("Sí ", r("þ", _WINGDINGS), " No ", r("¨", _WINGDINGS)), "Sí {on} No {off}"),
    (p("Sí ", r("\uf0fe", _WINGDINGS), " No ", r("o", _WINGDINGS)), "Sí {on} No {off}"),
    (p("Sí ", r("x", _WINGDINGS), " No ", r("ü", _WINGDINGS)), "Sí {on} No {on}"),
    (p("Sí ", box("1", "☒"), " No ", box("0", "☐")), "Sí {on} No {off}"),
    (p("Sí ", box("true", "☒"), " No ", box("false", "☐")), "Sí {on} No {off}"),
    (p("Sí ", box("1", "☐"), " No ", box("0", "☒")), "Sí {unsure} No {unsure}"),
    (p("Sí ", box("1"), " No ", box("0")), "Sí {on} No {off}"),
    (p(box("1", "☒ Sí"), box("0", "☐ No")), "{on} Sí@cc{off} No@cc"),
    (p("Sí ", form_box('<w:checked w:val="1"/>')), "Sí {on}"),
    (p("Sí ", form_box("<w:checked/>")), "Sí {on}"),
    (p("Sí ", form_box('<w:default w:val="1"/><w:checked w:val="0"/>')), "Sí {off}"),
    (p("Sí ", form_box('<w:default w:val="1"/>')), "Sí {on}"),
    (p("Sí ", form_box("<w:sizeAuto/>")), "Sí {off}"),
    (p("Sí ", field('SYMBOL 254 \\f "Wingdings" \\s 12')), "Sí {on}"),
    (p(build.sdt(p(r("☒")), "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>")), "{on}"),
    (build.sdt(p("☒"), "<w14:checkbox><w14:checked w14:val='on'/></w14:checkbox>"), "{on}"),
]


@pytest.mark.parametrize(("body", "expected"), _LINES)
def test_marks_in_a_line(body: str, expected: str) -> None:
    """Each mark stands where the form shows it, with the state of its encodings."""
    document = docx.read(build.docx(body))
    assert build.shown(document) == expected
    assert not document.notices


def test_control_keeps_value_and_glyph() -> None:
    """A check box control that contradicts its glyph keeps both and is unsure."""
    [mark] = _marks(docx.read(build.docx(p(box("1", "☐")))))
    assert [(e.kind.value, e.state) for e in mark.encodings] == [
        ("content_control", MarkState.ON),
        ("glyph", MarkState.OFF),
    ]


def test_control_names_its_own_pictures() -> None:
    """A control may show any character as its checked state: its own list decides."""
    pictures = '<w14:checkedState w14:val="0058"/><w14:uncheckedState w14:val="005F"/>'
    control = f"<w14:checkbox><w14:checked w14:val='1'/>{pictures}</w14:checkbox>"
    agreed, differing = (build.sdt(r(shown), control) for shown in "X_")
    document = docx.read(build.docx(p(agreed, differing)))
    assert [m.state for m in _marks(document)] == [MarkState.ON, MarkState.UNSURE]


@pytest.mark.parametrize(
    ("word", "expected"), [("Sí", "{off}Sí"), ("Objetivo uno", "• Objetivo uno")]
)
def test_box_bullet_is_a_mark_only_before_the_options(word: str, expected: str) -> None:
    """A list whose bullet is ☐ offers options when Sí or No follows, else it is a list."""
    level = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0a8"/>'
        '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'
    )
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    document = docx.read(build.docx(p(word, pr=listed), numbering=lists))
    assert build.shown(document) == expected


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        ("<w:drawing><a:prstGeom prst='ellipse'/></w:drawing>", "drawn_shape"),
        ("<w:pict><v:line/></w:pict>", "drawn_shape"),
        ("<w:pict><v:imagedata/></w:pict>", "image_ignored"),
        ("<w:object><w:control w:name='CheckBox1'/></w:object>", "activex_control"),
        ("<w:sym w:font='Wingdings' w:char='F04A'/>", "symbol_unknown"),
    ],
)
def test_what_is_drawn_is_noticed(drawing: str, code: str) -> None:
    """A drawing may be ink over a box: it cannot be read, and that is said."""
    document = docx.read(build.docx(p("Sí ☐", f"<w:r>{drawing}</w:r>")))
    assert build.shown(document) == "Sí {off}"
    assert build.codes(document) == [code]
    assert document.notices[0].place.path == "body/p[1]"


_CHECK, _OPTION = "8BD21D40", "8BD21D50"


@pytest.mark.parametrize(
    ("kind", "properties", "state", "codes"),
    [
        (_CHECK, "<ax:ocxPr ax:name='Value' ax:value='1'/>", MarkState.ON, []),
        (_OPTION, "<ax:ocxPr ax:name='Value' ax:value='0'/>", MarkState.OFF, []),
        (_CHECK, "", MarkState.UNSURE, ["activex_control"]),
    ],
)
def test_activex_box(kind: str, properties: str, state: MarkState, codes: list[str]) -> None:
    """An ActiveX box is a mark; where its value is in a binary stream, its state is unsure."""
    part = (
        "<ax:ocx xmlns:ax='http://schemas.microsoft.com/office/2006/activeX' "
        f"ax:classid='{{{kind}-EC42-11CE-9E0D-00AA006002F3}}'>{properties}</ax:ocx>"
    )
    extra = {
        "word/_rels/document.xml.rels": build.relationships({"control": "activeX1.xml"}),
        "word/activeX1.xml": part,
    }
    body = p("Sí ", '<w:r><w:object><w:control r:id="control"/></w:object></w:r>')
    document = docx.read(build.docx(body, extra=extra))
    assert build.shown(document) == f"Sí {{{state}}}"
    assert build.codes(document) == codes


def _marks(document: Document) -> list[Mark]:
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    return [i for b in paragraphs for i in b.inlines if isinstance(i, Mark)]


_STRUCK = "<w:strike/>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("Sí ", r("☒", _STRUCK), " No ☐"), "Sí {unsure} No {off}"),
        (p("Sí ", r("☐", _STRUCK)), "Sí {off}"),
        (
            p(
                "Sí ",
                f'<w:r><w:rPr>{_STRUCK}</w:rPr><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
            ),
            "Sí {unsure}",
        ),
    ],
)
def test_struck_mark_is_unsure(body: str, expected: str) -> None:
    """A mark that was struck out again is neither on nor off."""
    assert build.shown(docx.read(build.docx(body))) == expected


@pytest.mark.parametrize(
    "word",
    [
        r("Sí", '<w:bdr w:val="single"/>'),
        r("Sí", '<w:highlight w:val="yellow"/>'),
        field(r"EQ \o\ac(○,Sí)"),
        field(r"eq \o(□;Sí)"),
    ],
)
def test_word_set_apart(word: str) -> None:
    """A word with a line or a sign around it is set apart as a highlighted one is."""
    [paragraph] = docx.read(build.docx(p(word, " No"))).blocks
    assert isinstance(paragraph, Paragraph)
    assert build.line(paragraph) == "Sí No"
    first = paragraph.inlines[0]
    assert isinstance(first, Text)
    assert first.style.highlight


def _text_box(text: str) -> str:
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (p("Sí ☐ No ☐", _text_box("X")), ["text_box_floats"]),
        (p(_text_box("X")), []),
        (p("Sí ☐ No ☐", _text_box("Observaciones")), []),
        (p("Sí ☐ No ☐", _text_box("")), []),
    ],
)
def test_sign_in_a_text_box_has_no_certain_place(body: str, codes: list[str]) -> None:
    """A cross in a text box anchored in a line may lie over any word of it: that is said."""
    assert build.codes(docx.read(build.docx(body))) == codes
