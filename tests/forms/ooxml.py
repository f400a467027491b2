"""Pieces of WordprocessingML that python-docx cannot make: controls, symbols, footnotes.

Sources: ECMA-376 part 1, sections 17.5.2 (content controls), 17.16.7 (legacy check boxes),
17.11 (footnotes), and [MS-DOCX] 2.6.1 (w14:checkbox).
"""

# ruff: noqa: ANN401 - python-docx ships no types

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from tests.forms.sheet import Tick

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
    code = "F0FE" if tick.on else "F0A8"
    _append(paragraph, f'<w:r {_W}><w:sym w:font="Wingdings" w:char="{code}"/></w:r>')


def text_control(paragraph: Any, value: str, name: str, number: int) -> None:
    """A plain text content control; left empty it shows Word's placeholder."""
    lines = value.split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    placeholder = ""
    if not value:
        placeholder = "<w:showingPlcHdr/>"
        runs = "<w:t>Haga clic o pulse aquí para escribir texto.</w:t>"
    _append(
        paragraph,
        f'<w:sdt {_W}><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="{name}"/>'
        f'<w:id w:val="{5000 + number}"/>{placeholder}<w:text w:multiLine="1"/></w:sdtPr>'
        f"<w:sdtContent><w:r>{runs}</w:r></w:sdtContent></w:sdt>",
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
