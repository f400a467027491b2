"""LibreOffice documents (.odt, .ott, .fodt; OpenDocument, ISO/IEC 26300).

    zip ──Package──▶ parts ──Styles, Lists, controls──▶ BodyReader ──InlineReader──▶ blocks
                       └──headers and footers──▶ asides

Read from the XML itself, as a person sees the document once every tracked change is accepted.
Macros are never touched, and nothing outside the file is fetched.

Entry controls give what they give in a Word file: see `extract.docx`. Notices: `drawn_shape`,
`image_ignored`, `embedded_object_ignored` and `text_box_floats` (something that cannot be read,
or placed, stands there); `macros_ignored`, `part_damaged`, `symbol_unknown`.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from extract.docx.flatten import plain_text
from extract.docx.package import Package, parse
from extract.errors import DamagedError, EncryptedError, ExtractError, LimitError
from extract.model import AsideKind, Document, SourceFormat
from extract.odt.body import BodyReader
from extract.odt.controls import controls_of
from extract.odt.lists import Lists
from extract.odt.names import OFFICE, STYLE
from extract.odt.state import State
from extract.odt.styles import Styles
from extract.signatures import ZIP_FAULTS, is_open_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEAD_BYTES = 4096
_FLAT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def accepts(data: bytes) -> bool:
    """True for a text document of LibreOffice, also one in a single XML file; never raises."""
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                return is_open_text(archive)
        except ZIP_FAULTS:
            return b"opendocument.text" in data[:200]
    head = data[:_HEAD_BYTES]
    return _FLAT in head and b"office:document" in head and b"opendocument.text" in data[:65536]


def read(data: bytes) -> Document:
    """The document in these bytes; `page_count` is None.

    Raises:
        DamagedError: the zip or its main part is broken or missing.
        EncryptedError: the document has a password.
        LimitError: it is past a limit of size or depth, or declares XML entities.
    """
    try:
        return _document(data)
    except RecursionError:
        raise LimitError("depth", format_name="odt") from None


def _document(data: bytes) -> Document:
    content, others, has_macros = _roots(data)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise DamagedError("no_body", format_name="odt")
    styles = Styles((*others, content))
    state = State(styles, Lists(styles), controls_of(content))
    if has_macros:
        state.notice("macros_ignored")
    blocks = BodyReader(state).blocks(body, "body")
    for root in dict.fromkeys((*others, content)):
        _headers(root, state)
    return Document(SourceFormat.ODT, blocks, tuple(state.asides), tuple(state.notices))


def _roots(data: bytes) -> tuple[Element, tuple[Element, ...], bool]:
    """The part with the body, those with styles, and whether there are macros."""
    if not data.startswith(b"PK"):
        return parse(data, "odt"), (), False
    package = Package(data, "odt")
    _refuse_password(package)
    has_macros = any(name.startswith(("basic/", "scripts/")) for name in package.names)
    content = package.xml("content.xml")
    try:
        return content, (package.xml("styles.xml"),), has_macros
    except LimitError:
        raise
    except ExtractError:
        return content, (), has_macros


def _refuse_password(package: Package) -> None:
    try:
        manifest = package.raw("META-INF/manifest.xml")
    except DamagedError:
        return
    if b"encryption-data" in manifest:
        raise EncryptedError("odt", format_name="odt")


_STORIES = {
    "header": AsideKind.HEADER,
    "header-left": AsideKind.HEADER,
    "header-first": AsideKind.HEADER,
    "footer": AsideKind.FOOTER,
    "footer-left": AsideKind.FOOTER,
    "footer-first": AsideKind.FOOTER,
}


def _headers(root: Element, state: State) -> None:
    """Page headers and footers of all page styles, each text once."""
    seen: set[str] = set()
    for page in root.iter(STYLE + "master-page"):
        for count, story in enumerate(page, 1):
            kind = _STORIES.get(str(story.tag).rpartition("}")[2])
            if kind is None:
                continue
            text = plain_text(BodyReader(state).blocks(story, f"{kind}[{count}]"))
            if text not in seen:
                state.aside(kind, text, f"{kind}[{count}]")
            seen.add(text)
