"""LibreOffice documents from a snippet of body XML."""

from __future__ import annotations

from tests.extract.docx.build import zipped

_NAMES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
    "form": "form", "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
NAMESPACES = (
    " ".join(
        f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in _NAMES.items()
    )
    + ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    + ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
)
KIND = "application/vnd.oasis.opendocument.text"


def content(body: str, styles: str = "") -> str:
    """The part with the body."""
    return (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def odt(body: str, styles: str = "", **extra: str | bytes) -> bytes:
    """A document with this body and these automatic styles; `extra` are further entries."""
    entries: dict[str, str | bytes] = {"mimetype": KIND, "content.xml": content(body, styles)}
    return zipped({**entries, **extra}, stored=("mimetype",))


def flat(body: str) -> bytes:
    """The same as one XML file (.fodt)."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} '
        f'office:mimetype="{KIND}"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document>"
    ).encode()


def p(inner: str, style: str = "") -> str:
    """A paragraph."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{inner}</text:p>"


def span(inner: str, style: str) -> str:
    """A span of a style."""
    return f'<text:span text:style-name="{style}">{inner}</text:span>'


def looks(name: str, properties: str, family: str = "text") -> str:
    """A style with text properties."""
    return (
        f'<style:style style:name="{name}" style:family="{family}">'
        f"<style:text-properties {properties}/></style:style>"
    )


def tc(inner: str, attributes: str = "") -> str:
    """A table cell; content that is no XML becomes a paragraph."""
    inner = inner if inner.startswith("<") else p(inner)
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def tr(*cells: str, attributes: str = "") -> str:
    """A row; a piece that is no XML becomes a plain cell."""
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<table:table-row {attributes}>{inner}</table:table-row>"


def tbl(*rows: str) -> str:
    """A table of row XML."""
    return f"<table:table>{''.join(rows)}</table:table>"
