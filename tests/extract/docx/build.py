"""Word files from a snippet of body XML, and documents as short strings to compare with."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from extract.model import (
    Block,
    Break,
    BreakKind,
    Cell,
    Document,
    Inline,
    Mark,
    Origin,
    Paragraph,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

W_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W_SPACE}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx(body: str, *, extra: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
    """A Word file with this body.

    `parts` are the inner XML of parts by kind (`styles`, `footnotes`, `header`…); `extra` are
    further zip entries by name, which win over those made here.
    """
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relationships({k: f"{k}.xml" for k in parts}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for kind, inner in parts.items():
        root = roots.get(kind, kind)
        entries[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"
    return zipped({**entries, **(extra or {})})


def zipped(entries: Mapping[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    """A zip with these entries, deflated but for those of `stored`."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, how)
    return buffer.getvalue()


def relationships(targets: dict[str, str]) -> str:
    """A relationships part: kinds and targets, with the kind as the id."""
    return _relationships(targets)


def p(*runs: str, pr: str = "") -> str:
    """A paragraph of run XML; a piece that is no XML becomes a plain run."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{pr}</w:pPr>' if pr else ''}{inner}</w:p>"


def r(text: str, pr: str = "") -> str:
    """A run with these properties."""
    props = f"<w:rPr>{pr}</w:rPr>" if pr else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: str) -> str:
    """A table of row XML."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tr(*cells: str, pr: str = "") -> str:
    """A row; a piece that is no XML becomes a plain cell."""
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{pr}</w:trPr>' if pr else ''}{inner}</w:tr>"


def tc(content: str, pr: str = "") -> str:
    """A cell; content that is no XML becomes a paragraph."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{pr}</w:tcPr>{inner}</w:tc>"


def sdt(content: str, pr: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{pr}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(checked: str, shown: str = "") -> str:
    """A check box control with its value and the run shown in it."""
    value = f'<w14:checked w14:val="{checked}"/>'
    return sdt(r(shown) if shown else "", f"<w14:checkbox>{value}</w14:checkbox>")


def field(instruction: str, result: str = "", data: str = "") -> str:
    """A complex field with its result runs and the form field's data."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    instr = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    return f'{begin}{instr}{middle}{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def form_box(inner: str) -> str:
    """A legacy check box."""
    data = f"<w:ffData><w:name w:val='b'/><w:checkBox>{inner}</w:checkBox></w:ffData>"
    return field("FORMCHECKBOX", data=data)


def shown(document: Document) -> str:
    """The body in one line a paragraph; tables as `[c0|c1]` rows with spans."""
    return "\n".join(_block(block) for block in document.blocks)


def line(paragraph: Block) -> str:
    """One paragraph: text, `{on}` marks, `<value>` fields, `/` line breaks, `→` tabs."""
    assert isinstance(paragraph, Paragraph)
    return "".join(map(_inline, paragraph.inlines))


def codes(document: Document) -> list[str]:
    """The codes of the notices."""
    return [notice.code for notice in document.notices]


def asides(document: Document) -> list[tuple[str, str]]:
    """Kind and text of what is kept aside."""
    return [(str(aside.kind), aside.text) for aside in document.asides]


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return "".join(f"[{_row_text(row.cells)}]" for row in block.rows)
    marker = f"{block.marker} " if block.list_item else ""
    return marker + line(block)


def _row_text(cells: tuple[Cell, ...]) -> str:
    texts = []
    for cell in cells:
        spans = f"+{cell.colspan}" * (cell.colspan > 1) + f"x{cell.rowspan}" * (cell.rowspan > 1)
        texts.append(f"{cell.column}{spans}:" + ";".join(map(_block, cell.blocks)))
    return "|".join(texts)


def _inline(inline: Inline) -> str:
    if isinstance(inline, Text):
        suffix = {Origin.CONTENT_CONTROL: "@cc", Origin.FORM_FIELD: "@ff"}.get(inline.origin, "")
        return inline.text + suffix
    if isinstance(inline, Break):
        return "→" if inline.kind is BreakKind.TAB else "/"
    if isinstance(inline, Mark):
        return f"{{{inline.state}}}"
    return f"<{inline.value}>"


def _content_types() -> str:
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}"/>'
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    space = f"{_PACKAGE}/content-types"
    return f'<Types xmlns="{space}">{default}{overrides}</Types>'


def _relationships(targets: dict[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
