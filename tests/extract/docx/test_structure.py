"""Tables, lists, text boxes, tracked changes and what stands beside the body."""

from __future__ import annotations

import pytest

from extract import docx
from extract.model import Paragraph, Table
from tests.extract.docx import build
from tests.extract.docx.build import p, r, sdt, tbl, tc, tr

_SPAN = '<w:gridSpan w:val="2"/>'
_DOWN, _ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_BOX = f"<w:txbxContent>{p('caja')}</w:txbxContent>"
_CHOICE = (
    f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{_BOX}</wps:txbx></w:drawing></mc:Choice>'
)
_FALLBACK = f"<mc:Fallback><w:pict><v:textbox>{_BOX}</v:textbox></w:pict></mc:Fallback>"

_TABLES = [
    (tbl(tr("a", "b")), "[0:a|1:b]"),
    (tbl(tr(tc("a", _SPAN)), tr("b", "c")), "[0+2:a][0:b|1:c]"),
    (tbl(tr(tc("a", _DOWN), "b"), tr(tc(p(), _ON), "c")), "[0x2:a|1:b][1:c]"),
    (tbl(tr(tc("a", _ON), "b")), "[0:a|1:b]"),
    (
        tbl(tr(tc("a", _DOWN)), tr(tc(p(), _ON)), tr("b"), tr(tc("c", _ON))),
        "[0x2:a][][0:b][0:c]",
    ),
    (tbl(tr(tc("a", _SPAN + _DOWN)), tr(tc(p(), _SPAN + _ON))), "[0+2x2:a][]"),
    (tbl(tr("b", pr='<w:gridBefore w:val="1"/>')), "[1:b]"),
    (tbl(tr(tc("a", '<w:hMerge w:val="restart"/>'), tc(p(), '<w:hMerge w:val="continue"/>'))),
     "[0+2:a]"),
    (tbl(tr(tc(p("a") + tbl(tr("b")) + p()))), "[0:a;[0:b];]"),
    (tbl(tr("a", "<w:customXml>" + tc("b") + "</w:customXml>")), "[0:a|1:b]"),
    (tbl(tr(tc("a", '<w:gridSpan w:val="x"/>'))), "[0:a]"),
    (sdt(tbl(tr("a")), "<w:richText/>"), "[0:a]"),
    (tbl(), ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), _TABLES)
def test_table(body: str, expected: str) -> None:
    """Cells keep their column and their spans, whatever they are wrapped in."""
    document = docx.read(build.docx(body))
    assert build.shown(document) == expected
    assert not document.notices


def test_cell_path_counts_rows_and_cells_of_the_file() -> None:
    """A cell's path is its table, row and cell, counted from 1."""
    table = docx.read(build.docx(tbl(tr("a"), tr("b", "c")))).blocks[0]
    assert isinstance(table, Table)
    cell = table.rows[1].cells[1]
    assert cell.place.path == "body/table[1]/row[2]/cell[2]"
    assert cell.blocks[0].place.path == "body/table[1]/row[2]/cell[2]/p[1]"


_BRANCHES = [_CHOICE + _FALLBACK, _CHOICE, _FALLBACK, '<mc:Choice Requires="zz"/>' + _FALLBACK]


@pytest.mark.parametrize("branches", _BRANCHES)
def test_text_box_is_read_once(branches: str) -> None:
    """Both branches of a text box say the same: it is read once, after its anchor."""
    anchor = f"<w:r><mc:AlternateContent>{branches}</mc:AlternateContent></w:r>"
    document = docx.read(build.docx(p("antes", anchor, " después") + p("fin")))
    assert build.shown(document) == "antes después\ncaja\nfin"
    assert document.blocks[1].place.path == "body/p[1]/textbox[1]/p[1]"
    assert not document.notices


_TRACKED = [
    (p("a", f"<w:ins>{r('b')}</w:ins>"), "ab", []),
    (p("a", "<w:del><w:r><w:delText>b</w:delText></w:r></w:del>"), "a", ["b"]),
    (p("a", f"<w:moveFrom>{r('b')}</w:moveFrom>", f"<w:moveTo>{r('b')}</w:moveTo>"), "ab", []),
    (p("a", pr="<w:rPr><w:del/></w:rPr>") + p("b"), "ab", []),
    (p(pr="<w:rPr><w:del/></w:rPr>") + p("b"), "b", []),
    (p("a", pr="<w:rPr><w:del/></w:rPr>"), "a", []),
    (tbl(tr("a"), tr("b", pr="<w:del/>")), "[0:a]", ["b"]),
    (tbl(tr("a", tc("b", "<w:cellDel/>"), tc("c", "<w:cellIns/>"))), "[0:a|2:c]", ["b"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "deleted"), _TRACKED)
def test_tracked_changes(body: str, expected: str, deleted: list[str]) -> None:
    """The document is read as if every change were accepted; what was deleted is kept aside."""
    document = docx.read(build.docx(body))
    assert build.shown(document) == expected
    assert build.asides(document) == [("deleted", text) for text in deleted]


def test_hidden_row_and_covered_cell_are_kept_aside() -> None:
    """Text in a hidden row or under a merged cell is seen by no one."""
    covered = tr(tc("bajo", _ON))
    body = tbl(tr(tc("a", _DOWN)), covered, tr("fila", pr="<w:hidden/>"))
    document = docx.read(build.docx(body))
    assert build.shown(document) == "[0x2:a][]"
    assert sorted(build.asides(document)) == [("hidden", "bajo"), ("hidden", "fila")]


def _list(kind: str, pattern: str) -> str:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    return (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


_LISTS = [
    ("bullet", "\uf0b7", "• a\n• b"),
    ("bullet", "o", "• a\n• b"),
    ("decimal", "%1.", "1. a\n2. b"),
    ("lowerLetter", "%1)", "a) a\nb) b"),
    ("upperRoman", "%1.", "I. a\nII. b"),
    ("none", "", "a\nb"),
]


@pytest.mark.parametrize(("kind", "pattern", "expected"), _LISTS)
def test_list(kind: str, pattern: str, expected: str) -> None:
    """The bullet or number that Word draws is the paragraph's marker, not its text."""
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("a", pr=listed) + p("b", pr=listed)
    document = docx.read(build.docx(body, numbering=_list(kind, pattern)))
    assert build.shown(document) == expected


def test_list_by_style_and_switched_off() -> None:
    """A style can bring the list, and a paragraph can leave it with list number 0."""
    style = (
        '<w:style w:styleId="Vieta" w:type="paragraph"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    by_style = '<w:pStyle w:val="Vieta"/>'
    body = p("a", pr=by_style) + p("b", pr=by_style + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    document = docx.read(build.docx(body, styles=style, numbering=_list("bullet", "·")))
    assert build.shown(document) == "• a\nb"


def test_notes_comments_and_headers_stand_aside() -> None:
    """A footnote leaves no digit in the text; its body and the page header stand aside."""
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{p("<w:r><w:footnoteRef/></w:r>", " BID, 2008.")}</w:footnote>'
    separator = f'<w:footnote w:type="separator" w:id="0">{p("x")}</w:footnote>'
    document = docx.read(
        build.docx(
            p("esperado", reference, "."),
            footnotes=separator + note,
            header=p("Código: F-01") + tbl(tr("Versión", "2")),
            footer=p("Página ", build.field("PAGE", r("1"))),
            comments=f"<w:comment>{p('revisar')}</w:comment>",
        )
    )
    assert build.shown(document) == "esperado."
    assert sorted(build.asides(document)) == [
        ("comment", "revisar"),
        ("footer", "Página 1"),
        ("footnote", "BID, 2008."),
        ("header", "Código: F-01\nVersión\t2"),
    ]


_TYPED = [
    (p("• Mejora"), "• Mejora"),
    (p("▪\u00a0 Mejora"), "▪ Mejora"),
    (p("•", "<w:r><w:tab/></w:r>", "Mejora"), "• Mejora"),
    (p("<w:r><w:tab/></w:r>", "• Mejora"), "• Mejora"),
    (p('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', " Mejora"), "• Mejora"),
    (p(r("● ", "<w:b/>"), "Mejora"), "● Mejora"),
]
_NOT_TYPED = [p("•Mejora"), p("- Mejora"), p("1. Mejora"), p("•"), p("a • b"), p("● Sí ○ No")]


@pytest.mark.parametrize(("body", "expected"), _TYPED)
def test_typed_bullet_is_a_marker(body: str, expected: str) -> None:
    """A bullet that was typed is taken off the text as one that Word draws."""
    document = docx.read(build.docx(body))
    [item] = document.blocks
    assert isinstance(item, Paragraph)
    assert item.list_item
    assert build.shown(document) == expected
    assert build.line(item) == "Mejora"


@pytest.mark.parametrize("body", _NOT_TYPED)
def test_what_only_looks_like_a_bullet_stays(body: str) -> None:
    """Dashes, numbers, lone signs and option buttons are no bullets."""
    [item] = docx.read(build.docx(body)).blocks
    assert isinstance(item, Paragraph)
    assert not item.list_item


@pytest.mark.parametrize(
    ("height", "seen"),
    [
        ('<w:trHeight w:val="1" w:hRule="exact"/>', False),
        ('<w:trHeight w:val="20" w:hRule="exact"/>', False),
        ('<w:trHeight w:val="300" w:hRule="exact"/>', True),
        ('<w:trHeight w:val="1" w:hRule="atLeast"/>', True),
        ('<w:trHeight w:val="1"/>', True),
    ],
)
def test_a_row_fixed_to_no_height_shows_nothing(height: str, seen: bool) -> None:
    """A height that is only the least grows with the text; one that is exact hides it."""
    document = docx.read(build.docx(tbl(tr("a"), tr("fila", pr=height))))
    assert (("hidden", "fila") not in build.asides(document)) is seen
