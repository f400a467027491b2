"""LibreOffice documents: text, marks, controls, tables, and what stands aside."""

from __future__ import annotations

import pytest

from extract import formats, odt
from extract.errors import DamagedError, EncryptedError, LimitError
from extract.model import Mark, MarkState, Paragraph, SourceFormat, Text
from tests.extract.docx.build import asides, codes, shown, zipped
from tests.extract.odt import build
from tests.extract.odt.build import looks, p, span, tbl, tc, tr

_CC = "loext:content-control"
_FIELD = 'field:type="vnd.oasis.opendocument.field'
_PROMPT = "Haga clic o pulse aquí para escribir texto."
_ITEMS = '<loext:list-item loext:display-text="Sí"/><loext:list-item loext:display-text="No"/>'

_LINES = [
    (p("a<text:s text:c='2'/>b"), "a  b"),
    (p("a \n  b<text:tab/>c<text:line-break/> d"), "a b→c/d"),
    (p("a<text:soft-page-break/>b<text:bookmark text:name='x'/>"), "ab"),
    (p("<text:a>enlace</text:a> y <text:date>hoy</text:date>"), "enlace y hoy"),
    (p("cre\u00adar"), "crear"),
    (p("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>"),
     "a"),
    (p("Sí ☒ No ☐"), "Sí {on} No {off}"),
    (p(f"<{_CC} loext:checkbox='true' loext:checked='true'>☒</{_CC}>"), "{on}"),
    (p(f"<{_CC} loext:checkbox='true'>☒</{_CC}>"), "{unsure}"),
    (p(f"Sí <{_CC} loext:checkbox='true' loext:checked='true'>☐</{_CC}> No"), "Sí {unsure} No"),
    (p(f"<{_CC}>{_ITEMS}No</{_CC}>"), "<No>"),
    (p(f"<{_CC}>{_ITEMS}Elija un elemento.</{_CC}>"), "<>"),
    (p(f"<{_CC} loext:date='true'>17/06/2025</{_CC}>"), "<17/06/2025>"),
    (p(f"a <{_CC}>b</{_CC}>"), "a b@cc"),
    (p(f"<{_CC} loext:showing-place-holder='true'>Nombre</{_CC}>"), "<>"),
    (p(f"<{_CC}>{_PROMPT}</{_CC}>"), "<>"),
    (p(f"<field:fieldmark {_FIELD}.FORMCHECKBOX\"><field:param field:name='Checkbox_Checked' "
       "field:value='true'/></field:fieldmark>"), "{on}"),
    (p(f'<field:fieldmark {_FIELD}.FORMCHECKBOX"/>'), "{off}"),
    (p(f"<field:fieldmark {_FIELD}.FORMDROPDOWN\"><field:param field:name='Dropdown_ListEntry' "
       "field:value='Sí'/><field:param field:name='Dropdown_Selected' field:value='0'/>"
       "</field:fieldmark>"), "<Sí>"),
    (p(f'a <field:fieldmark-start {_FIELD}.FORMTEXT"/>b<field:fieldmark-end/> c'), "a b@ff c"),
    (p(f'<field:fieldmark-start {_FIELD}.FORMTEXT"/>\u2002\u2002<field:fieldmark-end/>'), "<>"),
    (p(f"<text:text-input>{_PROMPT}</text:text-input>"), "<>"),
    (p(f'a <field:fieldmark-start {_FIELD}.PAGE"/>PAGE \\* x<field:fieldmark-separator/>'
       "b<field:fieldmark-end/>"), "a b"),
    (p("<text:text-input>escrito</text:text-input>"), "escrito@ff"),
    (p("<text:placeholder>&lt;Nombre&gt;</text:placeholder>"), "<>"),
    (p("<text:drop-down><text:label text:value='Sí'/><text:label text:value='No'/>No"
       "</text:drop-down>"), "<No>"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), _LINES)
def test_paragraph(body: str, expected: str) -> None:
    """A paragraph reads as LibreOffice shows it, with its controls and marks in place."""
    document = odt.read(build.odt(body))
    assert shown(document) == expected
    assert not document.notices


_CHOSEN = '<form:option form:label="Sí"/><form:option form:label="No" form:selected="true"/>'
_CONTROL = '<draw:control draw:control="c1"/>'


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        ('<form:checkbox form:id="c1" form:current-state="checked"/>', "{on}"),
        ('<form:checkbox form:id="c1"/>', "{off}"),
        ('<form:checkbox form:id="c1" form:current-state="unknown"/>', "{unsure}"),
        ('<form:radio form:id="c1" form:current-selected="true"/>', "{on}"),
        ('<form:text form:id="c1" form:current-value="Ana"/>', "<Ana>"),
        ('<form:text form:id="c1"/>', "<>"),
        (f'<form:listbox form:id="c1">{_CHOSEN}</form:listbox>', "<No>"),
    ],
)
def test_form_control(control: str, expected: str) -> None:
    """A control of the document's form stands where it is drawn, with what it shows."""
    forms = f"<office:forms><form:form>{control}</form:form></office:forms>"
    assert shown(odt.read(build.odt(forms + p(f"Sí {_CONTROL}")))) == f"Sí {expected}"


_TABLES = [
    (tbl(tr("a", "b")), "[0:a|1:b]"),
    (tbl("<table:table-header-rows>" + tr("t") + "</table:table-header-rows>", tr("b")),
     "[0:t][0:b]"),
    (tbl(tr(tc("a", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>", "c")),
     "[0+2:a|2:c]"),
    (tbl(tr(tc("a", 'table:number-rows-spanned="2"'), "b"), tr("<table:covered-table-cell/>", "c")),
     "[0x2:a|1:b][1:c]"),
    (tbl(tr(tc("", 'table:number-columns-repeated="2"'), "c")), "[0:|1:|2:c]"),
    (tbl(tr(tc(p("a") + tbl(tr("b"))))), "[0:a;[0:b]]"),
    (tbl(tr("a"), tr("b", attributes='table:visibility="collapse"')), "[0:a]"),
    ("<text:section>" + tbl(tr("a")) + "</text:section>", "[0:a]"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), _TABLES)
def test_table(body: str, expected: str) -> None:
    """Cells keep their column and spans; what is hidden is no part of the form."""
    assert shown(odt.read(build.odt(body))) == expected


_LIST_STYLE = (
    '<text:list-style style:name="L"><text:list-level-style-{kind} text:level="1" {more}/>'
    "</text:list-style>"
)
_NUMBERS = _LIST_STYLE.format(kind="number", more='style:num-format="1" style:num-suffix="."')


def _list(*items: str, more: str = "") -> str:
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f'<text:list text:style-name="L" {more}>{inner}</text:list>'


def test_numbers_go_on_where_the_list_does() -> None:
    """A list that goes on after a paragraph counts on; another begins anew."""
    goes_on = _list(p("b"), more='text:continue-numbering="true"')
    document = odt.read(build.odt(_list(p("a")) + p("x") + goes_on + _list(p("c")), _NUMBERS))
    assert shown(document) == "1. a\nx\n2. b\n1. c"


def test_item_of_two_paragraphs_has_one_bullet() -> None:
    """Only the first paragraph of an item carries its bullet."""
    style = _LIST_STYLE.format(kind="bullet", more='text:bullet-char="•"')
    document = odt.read(build.odt(_list(p("a") + p("b")), style))
    assert shown(document) == "• a\nb"


_LOOKS = [
    ('fo:font-weight="bold"', "bold"),
    ('style:text-underline-style="solid"', "underline"),
    ('style:text-line-through-style="solid"', "strike"),
    ('style:text-line-through-type="double"', "strike"),
    ('fo:background-color="#ffff00"', "highlight"),
    ('loext:border="0.51pt solid #000000"', "highlight"),
    ('style:text-position="super 58%"', "superscript"),
]


@pytest.mark.parametrize(("properties", "name"), _LOOKS)
def test_look_of_a_span(properties: str, name: str) -> None:
    """The formatting that may carry meaning is kept, directly or by the paragraph's style."""
    styles = looks("T", properties) + looks("P", properties, "paragraph")
    [spanned, styled] = odt.read(build.odt(p(span("Sí", "T")) + p("Sí", "P"), styles)).blocks
    for block in (spanned, styled):
        assert isinstance(block, Paragraph)
        [text] = block.inlines
        assert isinstance(text, Text)
        assert getattr(text.style, name)


def test_wingdings_letters_are_boxes() -> None:
    """A letter in a symbol font is the box that it shows; one struck out again is unsure."""
    fonts = '<style:font-face style:name="W" svg:font-family="Wingdings"/>'
    styles = looks("T", 'style:font-name="W"') + looks("S", 'style:text-line-through-style="solid"')
    body = p(f"Sí {span('þ', 'T')} No {span('¨', 'T')} {span('☒', 'S')}")
    [block] = odt.read(build.odt(body, fonts + styles)).blocks
    assert isinstance(block, Paragraph)
    states = [i.state for i in block.inlines if isinstance(i, Mark)]
    assert states == [MarkState.ON, MarkState.OFF, MarkState.UNSURE]


def test_what_is_not_seen_stands_aside() -> None:
    """Deleted and hidden text, notes and comments are no part of the paragraph."""
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        "<text:p>borrado</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>BID</text:p></text:note-body></text:note>"
    )
    comment = "<office:annotation><text:p>revisar</text:p></office:annotation>"
    hidden = span("oculto", "H") + '<text:hidden-text text:string-value="escondido"/>'
    gone = '<text:section text:display="none"><text:p>sección</text:p></text:section>'
    body = changes + p(f"visible<text:change text:change-id='c'/>{note}{comment}{hidden}") + gone
    document = odt.read(build.odt(body, looks("H", 'text:display="none"')))
    assert shown(document) == "visible"
    assert sorted(asides(document)) == [
        ("comment", "revisar"),
        ("deleted", "borrado"),
        ("footnote", "BID"),
        ("hidden", "ocultoescondido"),
        ("hidden", "sección"),
    ]


def test_page_header_stands_aside() -> None:
    """Headers and footers of the page styles are kept once, apart from the body."""
    page = (
        "<style:master-page><style:header><text:p>Código: F-01</text:p></style:header>"
        "<style:footer><text:p>Página <text:page-number>1</text:page-number></text:p>"
        "</style:footer>"
        "</style:master-page>"
    )
    masters = f"<office:master-styles>{page}{page}</office:master-styles>"
    styles = f"<office:document-styles {build.NAMESPACES}>{masters}</office:document-styles>"
    document = odt.read(build.odt(p("a"), **{"styles.xml": styles}))
    assert asides(document) == [("header", "Código: F-01"), ("footer", "Página 1")]


_FRAME = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"


@pytest.mark.parametrize(
    ("body", "expected", "noticed"),
    [
        (p("a" + _FRAME.format(p("caja")) + "b"), "ab\ncaja", []),
        (_FRAME.format(p("caja")) + p("a"), "caja\na", []),
        (p("a<draw:custom-shape><text:p>caja</text:p></draw:custom-shape>"), "a\ncaja", []),
        (p("Sí ☐ No ☐" + _FRAME.format(p("X"))), "Sí {off} No {off}\nX", ["text_box_floats"]),
        (p("a<draw:ellipse/>"), "a", ["drawn_shape"]),
        (p("a<draw:line/>"), "a", ["drawn_shape"]),
        (p("a<draw:frame><draw:image/></draw:frame>"), "a", ["image_ignored"]),
        (p("a<draw:frame><draw:object/></draw:frame>"), "a", ["embedded_object_ignored"]),
    ],
)
def test_what_is_anchored(body: str, expected: str, noticed: list[str]) -> None:
    """Text boxes follow their paragraph; what is drawn is noticed."""
    document = odt.read(build.odt(body))
    assert shown(document) == expected
    assert codes(document) == noticed


def test_flat_document() -> None:
    """The same document in one XML file is read the same."""
    assert formats.sniff(build.flat(p("a"))) is SourceFormat.ODT
    assert shown(odt.read(build.flat(p("Sí ☒")))) == "Sí {on}"


def test_sniffed_by_its_bytes() -> None:
    """A text document is told by what it holds, with or without the mimetype entry first."""
    assert formats.sniff(build.odt(p("a"))) is SourceFormat.ODT
    manifest = f'<manifest:file-entry manifest:media-type="{build.KIND}"/>'
    entries = {"content.xml": build.content(p("a")), "META-INF/manifest.xml": manifest}
    assert formats.sniff(zipped(entries)) is SourceFormat.ODT
    sheet = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    assert formats.sniff(zipped(sheet)) is None


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (build.odt("<text:p>"), DamagedError),
        (zipped({"mimetype": build.KIND, "content.xml": "<a/>"}), DamagedError),
        (build.odt(p("a"))[:-30], DamagedError),
        (
            build.odt(p("a"), **{"META-INF/manifest.xml": "<m:encryption-data/>"}),
            EncryptedError,
        ),
        (build.odt("<text:section>" * 300 + "</text:section>" * 300), LimitError),
    ],
)
def test_what_cannot_be_read(data: bytes, error: type[Exception]) -> None:
    """A broken, locked or endless document is refused by name."""
    assert odt.accepts(data)
    with pytest.raises(error):
        odt.read(data)


_PALE = looks("W", 'fo:color="#ffffff"')
_DARK_CELL = (
    '<style:style style:name="D" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#1f3864"/></style:style>'
)


def test_what_nobody_can_see_is_no_answer() -> None:
    """White letters on white paper and letters of a point are kept aside."""
    tiny = looks("S", 'fo:font-size="1pt"')
    body = p(f"Sí ({span('X', 'W')}) No ({span('x', 'S')})")
    document = odt.read(build.odt(body, _PALE + tiny))
    assert shown(document) == "Sí () No ()"
    assert asides(document) == [("hidden", "Xx")]


def test_white_labels_in_a_dark_cell_are_seen() -> None:
    """A colour under the letters shows them."""
    body = tbl(tr(tc(p(span("Tema", "W")), 'table:style-name="D"'), tc(p(span("oculto", "W")))))
    document = odt.read(build.odt(body, _PALE + _DARK_CELL))
    assert "Tema" in shown(document)
    assert asides(document) == [("hidden", "oculto")]


def test_one_id_given_twice_is_no_damage() -> None:
    """LibreOffice draws the ids of lists by lot, and two may come out the same."""
    body = "".join(f'<text:p xml:id="list1">{text}</text:p>' for text in ("uno", "dos"))
    assert shown(odt.read(build.odt(body))) == "uno\ndos"
