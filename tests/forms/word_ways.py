"""What people and programs do to a Word file without changing what it says.

Each way takes the package's parts and gives them back; a reader must see the same form. Drawn
apart from all else, so that adding a way changes no other case.

Sources: ECMA-376 part 1 (controls 17.5.2, fields 17.16, tracked changes 17.13.5, altChunk
17.17.2), part 4 and ISO/IEC 29500 Strict for the names, [MS-OFFMACRO2] for macros.
"""

# ruff: noqa: ANN401 - lxml's elements made by python-docx carry no types

from __future__ import annotations

import copy
import io
import re
import zipfile
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_W_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_W_SPACE}}}"
_MAIN = "word/document.xml"
_SPACES = (
    f'xmlns:w="{_W_SPACE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_WHO = 'w:id="77" w:author="Editor" w:date="2025-01-01T00:00:00Z"'


class WordWay(StrEnum):
    """What was done to the file."""

    CELL_CONTROLS = "word-cell-controls"  # content controls around cells
    ROW_CONTROLS = "word-row-controls"  # ... around rows
    BLOCK_CONTROLS = "word-block-controls"  # ... around paragraphs
    PROMPTS = "word-prompts"  # empty answers show a prompt, and no flag says so
    FORM_TEXT = "word-form-text"  # answers in legacy text fields
    MERGE_FIELDS = "word-merge-fields"
    TEXT_BOXES = "word-text-boxes"  # answers in text boxes, in both branches
    NESTED = "word-nested"  # tables within a table
    NESTED_ANSWERS = "word-nested-answers"
    MOVED = "word-moved"  # text moved under tracked changes
    DELETED_ROWS = "word-deleted-rows"
    HIDDEN_ROWS = "word-hidden-rows"
    WRAPPED_RUNS = "word-wrapped-runs"  # smart tags, links, bookmarks, proofing marks
    STRICT = "word-strict"
    MACROS = "word-macros"  # .docm
    TEMPLATE = "word-template"  # .dotx
    CHUNK = "word-chunk"  # the form lies whole in another document


_OFFICE_KEEPS = (WordWay.NESTED, WordWay.TEXT_BOXES, WordWay.WRAPPED_RUNS)
_PACKAGE = (WordWay.STRICT, WordWay.MACROS, WordWay.TEMPLATE, WordWay.CHUNK)


def draw_ways(seed: int, *, by_office: bool) -> tuple[WordWay, ...]:
    """The ways of a seed: none in half of the cases; what LibreOffice loses only without it."""
    rng = Random(f"word ways {seed}")  # noqa: S311 - data, no secret
    if rng.random() < 0.5:
        return ()
    ways: tuple[WordWay, ...] = _OFFICE_KEEPS if by_office else tuple(WordWay)
    drawn = rng.sample(ways, rng.choice((1, 1, 2)))
    return tuple(way for way in WordWay if way in drawn)


def apply_ways(data: bytes, ways: tuple[WordWay, ...], seed: int) -> bytes:
    """The file with all that was done to it, in the order of `WordWay`."""
    if not ways:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[_MAIN])
    rng = Random(f"word way {seed}")  # noqa: S311 - data, no secret
    for way in ways:
        if way not in _PACKAGE:
            _IN_BODY[way](root, rng)
    parts[_MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for way in ways:
        if way in _PACKAGE:
            parts = _ON_PACKAGE[way](parts)
    return zipped_parts(parts)


def zipped_parts(parts: dict[str, bytes]) -> bytes:
    """A package of these parts; the bytes depend on them alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _make(xml: str) -> Any:
    """An element; its XML may use the usual prefixes."""
    return etree.fromstring(re.sub(r"^<[\w:]+", lambda name: f"{name[0]} {_SPACES}", xml))


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(_W + "t"))


def _has_marks(element: Any) -> bool:
    if any(True for _ in element.iter(_W + "sdt", _W + "sym", _W + "fldChar")):
        return True
    return any(sign in _text(element) for sign in "☐☒☑■□✓")


def _answer_cells(root: Any) -> Iterator[Any]:
    """Cells to the right of another in rows of two or four, that hold no marks."""
    for row in root.iter(_W + "tr"):
        cells = row.findall(_W + "tc")
        if len(cells) in (2, 4) and not any(_has_marks(cell) for cell in cells):
            joined = " ".join(_text(cell) for cell in cells)
            if len(joined) > 8:  # Sí | X | No | is no row of answers
                yield from cells[1::2]


def _plain_runs(root: Any) -> Iterator[Any]:
    """Runs of text long enough to be an answer's, without formatting of their own."""
    for run in root.iter(_W + "r"):
        if len(_text(run)) > 20 and run.getparent().tag == _W + "p" and not _formatted(run):
            yield run


def _formatted(run: Any) -> bool:
    properties = run.find(_W + "rPr")
    return properties is not None and len(properties) > 0


def _around(element: Any, wrapper: Any, holder: Any) -> None:
    """Puts `wrapper` where the element stands, and the element into `holder` within it."""
    element.addprevious(wrapper)
    holder.append(element)


def _control(number: int) -> tuple[Any, Any]:
    sdt = _make(
        f'<w:sdt><w:sdtPr><w:id w:val="{60000 + number}"/></w:sdtPr><w:sdtContent/></w:sdt>'
    )
    return sdt, sdt[1]


def _cell_controls(root: Any, rng: Random) -> None:
    for number, cell in enumerate(list(_answer_cells(root))):
        if rng.random() < 0.6:
            _around(cell, *_control(number))


def _row_controls(root: Any, rng: Random) -> None:
    for number, row in enumerate(list(root.iter(_W + "tr"))):
        if rng.random() < 0.4:
            _around(row, *_control(1000 + number))


def _block_controls(root: Any, rng: Random) -> None:
    for number, paragraph in enumerate(list(root.iter(_W + "p"))):
        if rng.random() < 0.3 and _text(paragraph).strip() and not _has_marks(paragraph):
            _around(paragraph, *_control(2000 + number))


_PROMPTS = (
    "Haga clic aquí para escribir texto",
    "Click or tap here to enter text.",
    "Haz clic o toca aquí para escribir texto.",
    "Escriba aquí su respuesta",
)


def _prompts(root: Any, rng: Random) -> None:
    for number, cell in enumerate(list(_answer_cells(root))):
        if not _text(cell).strip():
            sdt, content = _control(3000 + number)
            sdt[0].append(_make("<w:text />"))
            content.append(_make(f"<w:r><w:t>{rng.choice(_PROMPTS)}</w:t></w:r>"))
            cell.find(_W + "p").append(sdt)


def _fields(root: Any, rng: Random, data: str, instruction: str) -> None:
    in_cells = {p for cell in _answer_cells(root) for p in cell.iter(_W + "p")}
    for run in list(_plain_runs(root)):
        if run.getparent() in in_cells and rng.random() < 0.7:
            begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
            run.addprevious(_make(begin))
            run.addprevious(
                _make(f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>')
            )
            run.addprevious(_make('<w:r><w:fldChar w:fldCharType="separate"/></w:r>'))
            run.addnext(_make('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


def _form_text(root: Any, rng: Random) -> None:
    data = '<w:ffData><w:name w:val="Texto1"/><w:enabled/><w:textInput/></w:ffData>'
    _fields(root, rng, data, "FORMTEXT")


def _merge_fields(root: Any, rng: Random) -> None:
    _fields(root, rng, "", "MERGEFIELD respuesta \\* MERGEFORMAT")


_BOX = (
    '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor simplePos="0" '
    'relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionV><wp:extent cx="3600000" cy="900000"/><wp:wrapTopAndBottom/>'
    '<wp:docPr id="{number}" name="Cuadro {number}"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="3600000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr>'
    "<wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape "
    'style="width:283pt;height:71pt"><v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict>'
    "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def _text_boxes(root: Any, rng: Random) -> None:
    for number, cell in enumerate(list(_answer_cells(root))):
        paragraphs = cell.findall(_W + "p")
        if rng.random() < 0.5 or not _text(cell).strip() or len(cell) != len(paragraphs) + 1:
            continue
        anchor = _make(_BOX.format(number=number + 1))
        paragraphs[0].addprevious(anchor)
        for content in anchor.iter(_W + "txbxContent"):
            content.extend(copy.deepcopy(paragraph) for paragraph in paragraphs)
        for paragraph in paragraphs:
            cell.remove(paragraph)


def _nested(root: Any, _: Random) -> None:
    for table in list(root[0].findall(_W + "tbl")):
        outer = _make(
            '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol '
            'w:w="9600"/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>'
        )
        cell = outer.find(f".//{_W}tc")
        _around(table, outer, cell)
        cell.append(_make("<w:p />"))


def _nested_answers(root: Any, _: Random) -> None:
    for cell in list(_answer_cells(root)):
        paragraphs = cell.findall(_W + "p")
        if len(paragraphs) < 2:
            continue
        inner = _make(
            '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
            '<w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid></w:tbl>'
        )
        paragraphs[0].addprevious(inner)
        for paragraph in paragraphs:
            row = etree.SubElement(inner, _W + "tr")
            etree.SubElement(row, _W + "tc").append(paragraph)
        inner.addnext(_make("<w:p />"))


def _moved(root: Any, rng: Random) -> None:
    for run in list(_plain_runs(root)):
        if rng.random() < 0.3:
            gone = _make(f"<w:moveFrom {_WHO}/>")
            gone.append(copy.deepcopy(run))
            run.getparent().addprevious(holder := _make("<w:p />"))
            mark = f"<w:pPr><w:rPr><w:moveFrom {_WHO}/></w:rPr></w:pPr>"
            holder.append(_make(mark))
            holder.append(gone)
            came = _make(f"<w:moveTo {_WHO}/>")
            _around(run, came, came)


def _unseen_rows(root: Any, rng: Random, how: str) -> None:
    for row in list(root.iter(_W + "tr")):
        if rng.random() < 0.3:
            ghost = copy.deepcopy(row)
            for old in ghost.findall(_W + "trPr"):
                ghost.remove(old)
            ghost.insert(0, _make(f"<w:trPr>{how}</w:trPr>"))
            for text in list(ghost.iter(_W + "t"))[1:]:
                text.text = "versión anterior"
            row.addnext(ghost)


def _deleted_rows(root: Any, rng: Random) -> None:
    _unseen_rows(root, rng, f"<w:del {_WHO}/>")


def _hidden_rows(root: Any, rng: Random) -> None:
    _unseen_rows(root, rng, "<w:hidden/>")


_WRAPPERS = (
    '<w:smartTag w:uri="urn:x" w:element="PersonName"/>',
    '<w:hyperlink w:anchor="marca"/>',
    '<w:customXml w:uri="urn:x" w:element="dato"/>',
    f"<w:ins {_WHO}/>",
    '<w:dir w:val="ltr"/>',
)


def _wrapped_runs(root: Any, rng: Random) -> None:
    for number, run in enumerate(list(_plain_runs(root))):
        in_control = next(run.iterancestors(_W + "sdt"), None) is not None  # LibreOffice stumbles
        if rng.random() < 0.6 and not in_control:
            wrapper = _make(rng.choice(_WRAPPERS))
            _around(run, wrapper, wrapper)
            wrapper.addprevious(_make(f'<w:bookmarkStart w:id="{number}" w:name="m{number}"/>'))
            wrapper.addnext(_make(f'<w:bookmarkEnd w:id="{number}"/>'))
            wrapper.addprevious(_make('<w:proofErr w:type="spellStart"/>'))


_IN_BODY: dict[WordWay, Callable[[Any, Random], None]] = {
    WordWay.CELL_CONTROLS: _cell_controls,
    WordWay.ROW_CONTROLS: _row_controls,
    WordWay.BLOCK_CONTROLS: _block_controls,
    WordWay.PROMPTS: _prompts,
    WordWay.FORM_TEXT: _form_text,
    WordWay.MERGE_FIELDS: _merge_fields,
    WordWay.TEXT_BOXES: _text_boxes,
    WordWay.NESTED: _nested,
    WordWay.NESTED_ANSWERS: _nested_answers,
    WordWay.MOVED: _moved,
    WordWay.DELETED_ROWS: _deleted_rows,
    WordWay.HIDDEN_ROWS: _hidden_rows,
    WordWay.WRAPPED_RUNS: _wrapped_runs,
}

_Parts = dict[str, bytes]
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_STRICT_NAMES = (
    (b"wordprocessingml/2006/main", b"wordprocessingml/main"),
    (b"officeDocument/2006/relationships", b"officeDocument/relationships"),
    (b"officeDocument/2006/math", b"officeDocument/math"),
    (b"drawingml/2006/main", b"drawingml/main"),
)


def _strict(parts: _Parts) -> _Parts:
    """The names of ISO/IEC 29500 Strict; those of the package itself stay."""
    made = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
            made[name] = _renamed(content)
        else:
            made[name] = content
    return made


def _renamed(content: bytes) -> bytes:
    for old, new in _STRICT_NAMES:
        content = content.replace(_TRANSITIONAL + old, b"http://purl.oclc.org/ooxml/" + new)
    return content


def _retyped(parts: _Parts, kind: bytes) -> _Parts:
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = parts["[Content_Types].xml"].replace(plain, kind)
    return {**parts, "[Content_Types].xml": types}


def _macros(parts: _Parts) -> _Parts:
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return {**_retyped(parts, kind), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)}


def _template(parts: _Parts) -> _Parts:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    return _retyped(parts, kind)


def _chunk(parts: _Parts) -> _Parts:
    """A document whose body is nothing but the form, embedded as it was."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    outer = _make('<w:document><w:body><w:altChunk r:id="rId1"/></w:body></w:document>')
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/trozo.docx" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document'
        '.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
    )
    main = kind.replace("aFChunk", "officeDocument")
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations.format(kind=main, target=_MAIN).encode(),
        _MAIN: etree.tostring(outer),
        "word/_rels/document.xml.rels": relations.format(kind=kind, target="trozo.docx").encode(),
        "word/trozo.docx": zipped_parts(parts),
    }


_ON_PACKAGE: dict[WordWay, Callable[[_Parts], _Parts]] = {
    WordWay.STRICT: _strict,
    WordWay.MACROS: _macros,
    WordWay.TEMPLATE: _template,
    WordWay.CHUNK: _chunk,
}
