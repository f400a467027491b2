"""Pieces of WordprocessingML that python-docx cannot make: controls, symbols, footnotes.

Sources: ECMA-376 part 1, sections 17.5.2 (content controls), 17.16.7 (legacy check boxes),
17.11 (footnotes), and [MS-DOCX] 2.6.1 (w14:checkbox).
"""

# ruff: noqa: ANN401 - python-docx ships no types

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from tests.forms.layouts import Borders
from tests.forms.sheet import Coding

if TYPE_CHECKING:
    from tests.forms.sheet import Span, Tick

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_FOOTNOTES_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
)  # fmt: skip


def _append(paragraph: Any, xml: str) -> None:
    from docx.oxml import parse_xml

    paragraph._p.append(parse_xml(xml))  # noqa: SLF001 - python-docx has no public way


def control_checkbox(paragraph: Any, tick: Tick, *, number: int) -> None:
    """A w14:checkbox content control showing its glyph."""
    _append(
        paragraph,
        f'<w:sdt {_W} {_W14}><w:sdtPr><w:id w:val="{9000 + number}"/>'
        f'<w14:checkbox><w14:checked w14:val="{int(tick.on)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr>'
        f"<w:t>{'☒' if tick.on else '☐'}</w:t></w:r></w:sdtContent></w:sdt>",
    )


def legacy_checkbox(paragraph: Any, tick: Tick, *, number: int) -> None:
    """A FORMCHECKBOX field with its state in the field data."""
    _append(
        paragraph,
        f'<w:r {_W}><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Casilla{number}"/>'
        f'<w:enabled/><w:checkBox><w:sizeAuto/><w:default w:val="0"/>'
        f'<w:checked w:val="{int(tick.on)}"/></w:checkBox></w:ffData></w:fldChar></w:r>',
    )
    _append(
        paragraph,
        f'<w:r {_W}><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>',
    )
    for kind in ("separate", "end"):
        _append(paragraph, f'<w:r {_W}><w:fldChar w:fldCharType="{kind}"/></w:r>')


def symbol_checkbox(paragraph: Any, tick: Tick) -> None:
    """A box from the Wingdings font, as Insert > Symbol makes it."""
    font, on, off = _SYMBOLS[tick.coding]
    code = on if tick.on else off
    _append(paragraph, f'<w:r {_W}><w:sym w:font="{font}" w:char="{code}"/></w:r>')


_SYMBOLS = {
    Coding.SYMBOL: ("Wingdings", "F0FE", "F0A8"),
    Coding.SYMBOL_2: ("Wingdings 2", "F053", "F0A3"),
    Coding.SYMBOL_WEB: ("Webdings", "F061", "F063"),
}


def list_control(paragraph: Any, tick: Tick, *, number: int) -> None:
    """A drop-down control with Sí and No, showing the word, or its prompt where it is off."""
    items = "".join(
        f'<w:listItem w:displayText="{shown}" w:value="{shown}"/>' for shown in _choices(tick)
    )
    flag, shown = ("", tick.word) if tick.on else ("<w:showingPlcHdr/>", "Elija un elemento.")
    _append(
        paragraph,
        f'<w:sdt {_W}><w:sdtPr><w:id w:val="{11000 + number}"/>{flag}<w:dropDownList>{items}'
        f"</w:dropDownList></w:sdtPr><w:sdtContent>{_run(shown)}</w:sdtContent></w:sdt>",
    )


def legacy_list(paragraph: Any, tick: Tick, *, number: int) -> None:
    """A FORMDROPDOWN field; its first entry stands for no choice."""
    entries = ("Seleccione...", *_choices(tick))
    at = entries.index(tick.word) if tick.on else 0
    items = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in entries)
    _append(
        paragraph,
        f'<w:r {_W}><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Lista{number}"/>'
        f'<w:enabled/><w:ddList><w:result w:val="{at}"/>{items}</w:ddList></w:ffData></w:fldChar>'
        "</w:r>",
    )
    _append(
        paragraph,
        f'<w:r {_W}><w:instrText xml:space="preserve"> FORMDROPDOWN </w:instrText></w:r>',
    )
    for kind in ("separate", "end"):
        _append(paragraph, f'<w:r {_W}><w:fldChar w:fldCharType="{kind}"/></w:r>')


def _choices(tick: Tick) -> tuple[str, str]:
    yes, no = ("SI", "NO") if tick.word.isupper() else ("Sí", "No")
    return (yes, tick.word) if tick.word[0] == "N" else (tick.word, no)


def drawn_ellipse(paragraph: Any, _: Tick, *, number: int) -> None:
    """An ellipse laid over the paragraph, as Insert > Shapes draws it."""
    _append(
        paragraph,
        f'<w:r {_W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:oval id="e{number}" '
        'style="position:absolute;margin-left:4pt;margin-top:0;width:22pt;height:16pt" '
        'filled="f"/></w:pict></w:r>',
    )


def set_look(run: Any, span: Span) -> None:
    """The span's formatting on a run of python-docx."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml import parse_xml

    font = run.font
    run.bold, font.superscript = span.bold or None, span.superscript or None
    font.strike, font.underline = span.strike or None, span.underline or None
    if span.highlight:
        font.highlight_color = WD_COLOR_INDEX.YELLOW
    if span.framed:
        border = f'<w:bdr {_W} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        run._r.get_or_add_rPr().append(parse_xml(border))  # noqa: SLF001 - no public way


def text_control(paragraph: Any, value: str, name: str, number: int) -> None:
    """A text content control; left empty it shows Word's placeholder.

    One line goes into the paragraph as a plain text control. Several become a rich text
    control with a paragraph each, beside the paragraph: LibreOffice loses the line breaks of
    a plain text control.
    """
    lines = value.split("\n")
    kind = "<w:richText/>" if len(lines) > 1 else "<w:text/>"
    placeholder = "" if value else "<w:showingPlcHdr/>"
    if len(lines) > 1:
        content = "".join(f"<w:p>{_run(line)}</w:p>" for line in lines)
    else:
        content = _run(value or "Haga clic o pulse aquí para escribir texto.")
    xml = (
        f'<w:sdt {_W}><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="{name}"/>'
        f'<w:id w:val="{5000 + number}"/>{placeholder}{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
    if len(lines) == 1:
        _append(paragraph, xml)
    else:
        _beside(paragraph, xml)


_SHOWN = {
    Borders.HORIZONTAL: ("top", "bottom", "insideH"),
    Borders.OUTER: ("top", "left", "bottom", "right"),
    Borders.NONE: (),
}


def ruled(table: Any, borders: Borders) -> None:
    """Sets which rules a table shows."""
    from docx.oxml import parse_xml

    sides = "".join(
        f'<w:{side} w:val="{"single" if side in _SHOWN[borders] else "nil"}" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {_W}>{sides}</w:tblBorders>"))  # noqa: SLF001


def _beside(paragraph: Any, xml: str) -> None:
    """Puts a block after a paragraph that has text, before one that has none."""
    from docx.oxml import parse_xml

    place = paragraph._p  # noqa: SLF001 - python-docx has no public way
    written = "".join(place.itertext()).strip()  # text in a tracked insertion too
    (place.addnext if written else place.addprevious)(parse_xml(xml))


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def track(run: Any, paragraph: Any, number: int) -> None:
    """Makes the run a tracked insertion, and puts a tracked deletion behind it."""
    from docx.oxml import parse_xml

    who = f'w:id="{7000 + number}" w:author="Editor" w:date="2025-01-01T00:00:00Z"'
    inserted = parse_xml(f"<w:ins {_W} {who}/>")
    element = run._r  # noqa: SLF001 - python-docx has no public way
    element.addprevious(inserted)
    inserted.append(element)
    _append(
        paragraph,
        f'<w:del {_W} {who}><w:r><w:delText xml:space="preserve"> texto retirado</w:delText></w:r>'
        "</w:del>",
    )


def add_page_field(paragraph: Any, name: str) -> None:
    """A field such as PAGE or NUMPAGES."""
    _append(
        paragraph,
        f'<w:fldSimple {_W} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
    )


def add_footnotes_part(document: Any, note: str) -> None:
    """The part that holds the footnotes: the two separators and this note as number 2."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}">'
        f"<w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for number, kind in enumerate(("separator", "continuationSeparator"))
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {_W}>{separators}'
        '<w:footnote w:id="2"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        '<w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="16"/></w:rPr>'
        f'<w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    part = Part(
        PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, body.encode(), document.part.package
    )
    document.part.relate_to(part, _FOOTNOTES)


def add_footnote(document: Any, paragraph: Any) -> bool:
    """Calls the footnote here; False where the document has none."""
    if not any(rel.reltype == _FOOTNOTES for rel in document.part.rels.values()):
        return False
    _append(
        paragraph,
        f'<w:r {_W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        '<w:footnoteReference w:id="2"/></w:r>',
    )
    return True
