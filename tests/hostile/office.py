"""Word and LibreOffice files: entities, links outwards, macros, and trees without end."""

from __future__ import annotations

from tests.hostile.archives import packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
    f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
)
WEB = "http://127.0.0.1:9/lecciones"


def docx(
    body: str, *, head: str = "", rels: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """A Word file with this body; `rels` are the document's relationships."""
    document = (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}" xmlns:r="{_R}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    links = f'<?xml version="1.0"?><Relationships xmlns="{_RELS}">{rels}</Relationships>'
    return packed(
        [
            ("[Content_Types].xml", _TYPES.encode()),
            ("_rels/.rels", _ROOT.encode()),
            ("word/document.xml", document.encode()),
            ("word/_rels/document.xml.rels", links.encode()),
            *(parts or {}).items(),
        ]
    )


def files() -> dict[str, bytes]:
    """The Word and LibreOffice files."""
    text = "<w:p><w:r><w:t>hola</w:t></w:r></w:p>"
    return {
        "docx-xxe.docx": docx(
            "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
            head='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        "docx-xxe-web.docx": docx(text, head=f'<!DOCTYPE w SYSTEM "{WEB}.dtd">'),
        "docx-entity-bomb.docx": docx("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", head=_laughs()),
        "docx-external.docx": docx(
            text + '<w:altChunk r:id="rId1"/>',
            rels=_linked("aFChunk", "rId1") + _linked("image", "rId2")
            + _linked("attachedTemplate", "rId3") + _linked("oleObject", "rId4"),
        ),
        "docx-includes-file.docx": docx(_field(r"INCLUDETEXT /etc/passwd")),
        "docx-dde.docx": docx(_field(r"DDEAUTO c:\\windows\\system32\\cmd.exe /k calc")),
        "docx-macros.docm": docx(text, parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 500}),
        "docx-embedded.docx": docx(
            text + '<w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
            'Type="Embed" ProgID="Package" r:id="rId1"/></w:object>',
            rels=f'<Relationship Id="rId1" Type="{_R}/oleObject" Target="embeddings/o.bin"/>',
            parts={"word/embeddings/o.bin": b"MZ" + b"\0" * 9000},
        ),
        "docx-part-bomb.docx": docx("<w:p/>" * 8_000_000),
        "docx-types-bomb.docx": packed(
            [("[Content_Types].xml", b" " * 300 * 2**20), ("Word/other.xml", b"x")]
        ),
        "docx-million-rows.docx": docx("<w:tbl>" + "<w:tr><w:tc/></w:tr>" * 1_000_000 + "</w:tbl>"),
        "docx-many-paragraphs.docx": docx(text * 300_000),
        "docx-deep-tables.docx": docx("<w:tbl><w:tr><w:tc>" * 60 + text + "</w:tc></w:tr></w:tbl>" * 60),
        "docx-deeper-tables.docx": docx(
            "<w:tbl><w:tr><w:tc>" * 5000 + text + "</w:tc></w:tr></w:tbl>" * 5000
        ),
        "docx-deep-controls.docx": docx(
            "<w:sdt><w:sdtContent>" * 80 + text + "</w:sdtContent></w:sdt>" * 80
        ),
        "docx-deep-fields.docx": docx(
            "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 100_000 + "</w:p>"
        ),
        "docx-huge-span.docx": docx(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
            + text + "</w:tc></w:tr></w:tbl>"
        ),
        "docx-huge-numbering.docx": docx(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            "</w:p>" * 2000,
            rels=f'<Relationship Id="rId1" Type="{_R}/numbering" Target="numbering.xml"/>',
            parts={"word/numbering.xml": _numbering().encode()},
        ),
        "docx-styles-loop.docx": docx(
            '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>' * 500,
            rels=f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>',
            parts={"word/styles.xml": _styles().encode()},
        ),
        "docx-chunk-recursion.docx": _chunks_in_chunks(),
        "docx-part-is-itself.docx": docx(
            '<w:altChunk r:id="rId1"/>' * 300,
            rels=f'<Relationship Id="rId1" Type="{_R}/aFChunk" Target="document.xml"/>',
        ),
        "docx-long-text.docx": docx("<w:p><w:r><w:t>" + "a" * 12_000_000 + "</w:t></w:r></w:p>"),
        "docx-many-attributes.docx": docx(
            "<w:p " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"
        ),
        "docx-nul-names.docx": packed([("word/document.xml\0.txt", b"x"), ("[Content_Types].xml", b"")]),
        "odt-xxe.odt": _odt("&x;", head='<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "odt-entity-bomb.odt": _odt("&i;", head=_laughs()),
        "odt-remote-image.odt": _odt(
            f'<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
            f'<draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{WEB}.png"/></draw:frame>'
        ),
        "odt-repeated-cells.odt": _odt(
            '</text:p><table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
            '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell '
            'table:number-columns-repeated="1000000000"/></table:table-row></table:table><text:p>'
        ),
        "odt-spaces.odt": _odt('<text:s text:c="2000000000"/>'),
        "rtf-object.rtf": rb"{\rtf1{\object\objocx{\*\objdata " + b"d0cf11e0" * 4000 + rb"}}hola\par}",
        "rtf-deep.rtf": rb"{\rtf1" + b"{" * 200_000 + b"x" + b"}" * 200_000 + b"}",
        "doc-broken-chain.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 20_000,
    }  # fmt: skip


def _linked(kind: str, name: str) -> str:
    return f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{WEB}/{kind}" TargetMode="External"/>'


def _field(code: str) -> str:
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        f'{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _laughs() -> str:
    names = "abcdefghi"
    lines = ['<!ENTITY a "aaaaaaaaaa">']
    lines += [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip(names, names[1:], strict=False)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="999999999"/><w:numFmt w:val="lowerRoman"/>'
        f'<w:lvlText w:val="{"%1" * 200}"/></w:lvl>'
        for n in range(9)
    )
    return (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _styles() -> str:
    return f'<w:styles xmlns:w="{_W}">' + "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "C"), ("C", "A"))
    ) + "</w:styles>"  # fmt: skip


def _chunks_in_chunks() -> bytes:
    data = docx("<w:p><w:r><w:t>hola</w:t></w:r></w:p>")
    for _ in range(30):
        data = docx(
            '<w:altChunk r:id="rId1"/><w:altChunk r:id="rId1"/>',
            rels=f'<Relationship Id="rId1" Type="{_R}/aFChunk" Target="c.docx"/>',
            parts={"word/c.docx": data},
        )
    return data


def _odt(text: str, head: str = "") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content xmlns:office="{office}" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f"<text:p>{text}</text:p></office:text></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.text"
    return packed([("mimetype", kind), ("content.xml", content.encode())])
