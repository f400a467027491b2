"""Web pages: text, blocks, tables and lists come out as a browser shows them."""

from __future__ import annotations

import pytest

from extract import html
from extract.errors import LimitError
from extract.html.layout import MAX_TABLE_DEPTH
from extract.model import Table
from tests.extract.html.notation import asides, codes, page, shown

TEXT: dict[str, tuple[str, list[object]]] = {
    "white space collapses": ("<p> a \n\t b  <i> c</i> </p>", ["a b c"]),
    "blocks part paragraphs": ("a<div>b</div>c<p>d<section>e</section>", ["a", "b", "c", "d", "e"]),
    "a line break stays": ("<p>a<br>\n b</p>", ["a/b"]),
    "two line breaks part paragraphs": ("a<br> <br>b<br><br><br>c", ["a", "b", "c"]),
    "line breaks at the ends go": ("<p><br>a<br></p>", ["a"]),
    "preformatted lines stay": ("<pre>uno\n dos\n\ntres</pre>", ["uno/dos", "tres"]),
    "white-space by style": ("<p style='white-space:pre-wrap'>a\nb\tc</p>", ["a/b→c"]),
    "empty paragraphs go": ("<p>&nbsp;</p><p> </p>x", ["x"]),
    "no-break spaces are spaces": ("<p>a&nbsp;&nbsp;b</p>", ["a  b"]),
    "what shows nothing goes": ("<p>Cú&shy;cu&#8203;ta\u2060</p>", ["Cúcuta"]),
    "accents are composed": ("<p>situacio\u0301n</p>", ["situación"]),
    "entities": ("<p>&iquest;Qu&eacute;? &#8220;a&#x201D; &amp; b</p>", ["¿Qué? “a” & b"]),
    "styles": (
        "<b>a</b><u>b</u><s>c</s><mark>d</mark><sup>e</sup>f",
        ["*a*_b_~c~=d=^e^f"],
    ),
    "styles by attribute": (
        (
            '<i style="font-weight:700">a</i><i style="text-decoration: line-through">b</i>'
            '<b style="font-weight:normal">c</b><span style="background:yellow">d</span>'
        ),
        ["*a*~b~c=d="],
    ),
    "bold around a paragraph": ("<b><p>a</p></b>b", ["*a*", "b"]),
    "headings": ("<h1>a</h1><h3>b</h3>c", ["# *a*", "# *b*", "c"]),
    "quiet wrappers": ("<fieldset><legend>L</legend><label>a</label>b</fieldset>", ["L", "ab"]),
    "header and footer are body": ("<header>a</header><footer>b</footer>", ["a", "b"]),
    "details": ("<details open><summary>a</summary>b</details>", ["a", "b"]),
    "details, closed": ("<details><summary>a</summary>b<p>c</p></details>d", ["a", "d"]),
    "flex children stand apart": ("<div style='display:flex'><b>L</b><i>V</i></div>", ["*L*", "V"]),
    "office paragraphs": ("<p class=MsoNormal>a<o:p>&nbsp;</o:p></p>", ["a"]),
    "office tabs": ("<p>L<span style='mso-tab-count:1'>&nbsp; </span>v</p>", ["L→v"]),
    "box characters": ("<p>Sí ☐ No ☒</p>", ["Sí [off] No [on]"]),
    "symbol fonts": ("<font face=Wingdings>þ</font> Sí", ["[on] Sí"]),
    "symbol fonts by style": ("<span style='font-family:Wingdings'>o</span> No", ["[off] No"]),
    "box pictures": ('<img src=x alt="☑"> Sí', ["[on] Sí"]),
    "dropped elements": ("a<script>b</script><template>c</template><noscript>d</noscript>", ["a"]),
    "comments": ("a<!-- b --><!--[if mso]><p>c</p><![endif]--><![if !mso]>d<![endif]>", ["ad"]),
}


@pytest.mark.parametrize("case", TEXT)
def test_text_is_what_a_browser_shows(case: str) -> None:
    """Text, breaks and styles come out as they are seen."""
    markup, expected = TEXT[case]
    assert shown(page(markup)) == expected


TABLES: dict[str, tuple[str, list[object]]] = {
    "rows": ("<table><tr><td>a<td>b<tr><td>c<td></table>", [[["a", "b"], ["c", ""]]]),
    "heads are bold": ("<table><tr><th>a</th><td>b</td></tr></table>", [[["*a*", "b"]]]),
    "spans": (
        "<table><tr><td colspan=2>a<tr><td rowspan=2>b<td>c<tr><td>d</table>",
        [[["2x1:a"], ["1x2:b", "c"], ["d"]]],
    ),
    "foot last": (
        "<table><tfoot><tr><td>f</tfoot><tbody><tr><td>b</tbody></table>",
        [[["b"], ["f"]]],
    ),
    "caption before": ("<table><caption>c</caption><tr><td>a</table>", ["c", [["a"]]]),
    "text astray before": ("<table>x<tr><td>a</table>y", ["x", [["a"]], "y"]),
    "paragraphs in a cell": ("<table><tr><td><p>a</p><p>b</p></table>", [[["a|b"]]]),
    "nested": ("<table><tr><td>a<table><tr><td>b</table></table>", [[[["a", [["b"]]]]]]),
    "by style": (
        (
            "<style>.t{display:table} .r{display:table-row}.r>*{display:table-cell}</style>"
            "<div class=t><div class=r><span>a</span><span>b</span></div></div>"
        ),
        [[["a", "b"]]],
    ),
    "rows without a table": (
        (
            '<div style="display:table-row"><i style="display:table-cell">a</i></div>'
            '<div style="display:table-row"><i style="display:table-cell">b</i></div>'
        ),
        [[["a"], ["b"]]],
    ),
    "definitions": ("<dl><dt>a<dd>b<dd>c<dt>d<dt>e<dd>f</dl>", [[["a", "b|c"], ["d"], ["e", "f"]]]),
    "no cells": ("<table></table>a", ["a"]),
}


@pytest.mark.parametrize("case", TABLES)
def test_tables_keep_rows_and_cells(case: str) -> None:
    """Tables come out row by row, whichever way they are written."""
    markup, expected = TABLES[case]
    assert shown(page(markup)) == expected


def test_cells_know_their_grid_column() -> None:
    """A cell beside one that reaches down from above stands in the next column."""
    document = page("<table><tr><td rowspan=9>a<td>b<td>c<tr><td colspan=2>d</table>")
    table = document.blocks[0]
    assert isinstance(table, Table)
    cells = [(c.column, c.colspan, c.rowspan) for row in table.rows for c in row.cells]
    assert cells == [(0, 1, 2), (1, 1, 1), (2, 1, 1), (1, 2, 1)]


def test_places_name_the_block() -> None:
    """Each run says in which paragraph, cell, row and table it stands, counted from 1."""
    document = page("<p>x</p><table><tr><td>a<tr><td>b<td><p>c<p>d</table><p>y")
    table = document.blocks[1]
    assert isinstance(table, Table)
    paths = [block.place.path for block in table.rows[1].cells[1].blocks]
    start = "body/table[1]/row[2]/cell[2]"
    assert paths == [f"{start}/p[1]", f"{start}/p[2]"]
    assert document.blocks[2].place.path == "body/p[2]"
    assert document.page_count is None


def test_tables_nested_too_deep_are_refused() -> None:
    """More tables inside each other than anybody draws is past a limit."""
    with pytest.raises(LimitError, match="table depth"):
        page("<table><tr><td>" * (MAX_TABLE_DEPTH + 1))


LISTS: dict[str, tuple[str, list[object]]] = {
    "bullets": ("<ul><li>a<li>b</ul>c", ["• a", "• b", "c"]),
    "numbers": ("<ol start=3><li>a<li value=7>b<li>c</ol>", ["3. a", "7. b", "8. c"]),
    "letters": ("<ol type=a><li>a</ol><ol type=I><li>b<li>c</ol>", ["a. a", "I. b", "II. c"]),
    "nested": ("<ol><li>a<ul><li>b</ul><li>c</ol>", ["1. a", "• b", "2. c"]),
    "paragraphs": ("<ul><li><p>a</p><p>b</p></ul>", ["• a", "b"]),
    "without bullets": ("<ul style='list-style:none'><li>a</ul>", ["a"]),
    "word": (
        (
            "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>·<span>"
            "&nbsp;&nbsp; </span></span><![endif]>a</p>"
        ),
        ["• a"],
    ),
    "word, filtered": (
        (
            "<p class=MsoListParagraphCxSpFirst><span style='font-family:Symbol'>·<span "
            "style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span>a</p>"
        ),
        ["• a"],
    ),
}


@pytest.mark.parametrize("case", LISTS)
def test_list_items_carry_their_marker(case: str) -> None:
    """The bullet or number of an item is its marker, not part of its text."""
    markup, expected = LISTS[case]
    assert shown(page(markup)) == expected


HIDDEN: dict[str, str] = {
    "attribute": "<p hidden>x</p>",
    "attribute on a wrapper": "<div hidden><table><tr><td>x</table></div>",
    "display": "<p style='display: none'>x</p>",
    "display, inline around blocks": "<b style='display:none'><p>x</p></b>",
    "visibility": "<p style='visibility:hidden'>x</p>",
    "opacity": "<p style='opacity:0.0'>x</p>",
    "no size": "<p style='font-size:0px'>x</p>",
    "no colour": "<p style='color:transparent'>x</p>",
    "no colour in rgba": "<p style='color: rgba(0, 0, 0, 0)'>x</p>",
    "white on white": "<p style='color:#FFF'>x</p>",
    "white on white, old": "<font color=white>x</font>",
    "off the page": "<p style='position:absolute;left:-9999px'>x</p>",
    "indented off the page": "<p style='text-indent:-9999px'>x</p>",
    "no height": "<p style='height:0;overflow:hidden'>x</p>",
    "one pixel": "<p style='position:absolute;width:1px;height:1px;overflow:hidden'>x</p>",
    "word": "<span style='mso-hide:all'>x</span>",
    "class": "<style>.k { display : none }</style><p class='j k'>x</p>",
    "id": "<style>#k{display:none}</style><p id=k>x</p>",
    "tag": "<style>em{display:none}</style><em>x</em>",
    "child": "<style>div.k > p{display:none}</style><div class=k><p>x</p></div>",
    "important": "<style>p{display:none!important}</style><p style='display:block'>x</p>",
    "screen only": "<style>@media screen{p{display:none}}</style><p>x</p>",
    "hardly another colour": "<p style='color:#fdfdfd'>x</p>",
    "hardly a size": "<p style='font-size:1px'>x</p>",
    "closed dialog": "<dialog>x</dialog>",
    "closed dialog with a paragraph": "<dialog><p>x</p></dialog>",
    "closed details": "<details><p>x</p></details>",
    "details closed inside": "<details open><details>x</details></details>",
    "summary out of sight": "<details><details><summary>x</summary></details></details>",
}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_cannot_be_seen_is_no_text(case: str) -> None:
    """Hidden text is kept as an aside and never stands in the body."""
    document = page(f"{HIDDEN[case]}<div>y</div>")
    assert shown(document) == ["y"]
    assert asides(document) == ["hidden: x"]
    assert codes(document) == []


SEEN: dict[str, str] = {
    "aria-hidden": "<p aria-hidden=true>x</p>",
    "print rule": "<style>@media print{p{display:none}}</style><p>x</p>",
    "other class": "<style>.k{display:none}</style><p class=kk>x</p>",
    "state": "<style>p:hover{display:none}</style><p>x</p>",
    "overruled": "<style>p{display:none}p.k{display:block}</style><p class=k>x</p>",
    "commented rule": "<style>/* p{display:none} */</style><p>x</p>",
    "white on black": "<div style='background:#000'><p style='color:white'>x</p></div>",
    "white on what is not read": "<style>p:nth-child(1){background:#000}</style>"
    "<p style='color:white'>x</p>",
    "seen again": "<p style='visibility:hidden'><span style='visibility:visible'>x</span></p>",
    "class without its sheet": "<p class=d-none>x</p>",
    "light grey": "<p style='color:#ccc'>x</p>",
    "small": "<p style='font-size:0.8em;opacity:.5'>x</p>",
}


@pytest.mark.parametrize("case", SEEN)
def test_what_can_be_seen_is_text(case: str) -> None:
    """What only looks like hiding hides nothing."""
    document = page(SEEN[case])
    assert shown(document) == ["x"]
    assert asides(document) == []


ASIDES: dict[str, tuple[str, list[object], list[str]]] = {
    "deleted": ("a<del>b</del><ins>c</ins>", ["ac"], ["deleted: b"]),
    "navigation": ("<nav><a>b</a> c</nav>a", ["a"], ["header: b c"]),
    "libreoffice header": ('<div title="header"><p>b</p></div>a', ["a"], ["header: b"]),
    "libreoffice footer": ('a<div title="footer"><p>b</p></div>', ["a"], ["footer: b"]),
    "footnote paragraph": (
        "<p>a<sup>1</sup></p><p>c</p><p><sup>1</sup> b</p>",
        ["a^1^", "c"],
        ["footnote: b"],
    ),
    "raised number with no note": ("<p><sup>1</sup> b</p>", ["^1^ b"], []),
    "square metres": ("<p>a 2 m²</p><p>² b</p>", ["a 2 m²"], ["footnote: b"]),
    "libreoffice note": (
        (
            '<p>a<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a></p>'
            '<div id="sdfootnote1"><p><a href="#sdfootnote1anc">1</a> b</p></div>'
        ),
        ["a^1^"],
        ["footnote: b"],
    ),
    "word note": (
        (
            "<p>a<a href='#_ftn1'><span>[1]</span></a></p><div style='mso-element:footnote-list'>"
            "<div style='mso-element:footnote'><p><a href='#_ftnref1'>[1]</a> b</p></div></div>"
        ),
        ["a^[1]^"],
        ["footnote: b"],
    ),
    "google note": (
        (
            '<p>a<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><div><p>'
            '<a href="#ftnt_ref1" id="ftnt1">[1]</a><span> b</span></p></div>'
        ),
        ["a^[1]^"],
        ["footnote: b"],
    ),
    "google comment": (
        '<p>a<a href="#cmnt1">[a]</a></p><div><p><a href="#cmnt_ref1">[a]</a>b</p></div>',
        ["a"],
        ["comment: [a]", "comment: [a]b"],
    ),
    "table cut by a note": (
        (
            "<p>x<sup>1</sup></p><table><tr><td>a<td>b</table><p><sup>1</sup> n</p>"
            "<table><tr><td>c<td>d</table>"
        ),
        ["x^1^", [["a", "b"], ["c", "d"]]],
        ["footnote: n"],
    ),
}


@pytest.mark.parametrize("case", ASIDES)
def test_what_is_not_the_body_stands_aside(case: str) -> None:
    """Notes, running headers, navigation and deleted text are kept, but not in the body."""
    markup, blocks, beside = ASIDES[case]
    document = page(markup)
    assert shown(document) == blocks
    assert asides(document) == beside


def test_what_is_embedded_is_noticed() -> None:
    """Pictures and embedded documents are not read, and the reader says so."""
    document = page("a<img src=x alt=y><iframe src=z></iframe><svg><text>b</text></svg>")
    assert shown(document) == ["a"]
    assert codes(document) == ["picture_ignored", "embedded_ignored", "embedded_ignored"]


def test_classes_of_a_sheet_elsewhere_hide() -> None:
    """Where the page asks for a style sheet that is not in the file, known classes still hide."""
    link = '<link rel=stylesheet href="x.css">'
    document = page(f"{link}<p class=d-none>x</p><p class='d-none d-md-block'>y</p>")
    assert shown(document) == ["y"]
    assert asides(document) == ["hidden: x"]
    assert codes(document) == ["external_style_ignored"]


def test_a_page_without_its_usual_tags_is_read_whole() -> None:
    """Text that follows a page's head without any body tag is text."""
    document = html.read(b"<!doctype html><title>t</title><meta charset=utf-8><b>L</b> v<p>w")
    assert shown(document) == ["*L* v", "w"]
