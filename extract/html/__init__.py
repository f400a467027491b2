"""Web pages, saved web archives, Markdown and plain text with a few tags.

    bytes ──archive──▶ page ──charset──▶ text ──source──▶ markup ──lxml──▶ elements
          ──Walker──▶ blocks, asides ──NoteFinder──▶ Document

Nothing is fetched, no script runs and no entity is declared: what counts is what a person
sees on opening the file. What is hidden, by attribute or by style, is kept as an aside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract import mhtml
from extract.bounds import bounds
from extract.errors import DamagedError, EmptyFileError, LimitError
from extract.html import charset, source
from extract.html.css import Sheet
from extract.html.ending import is_cut_off
from extract.html.look import Looks
from extract.html.notes import NoteFinder
from extract.html.overlays import Overlays
from extract.html.walk import Walker
from extract.model import Document, Notice, SourceFormat

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["accepts", "read"]

_FORMAT = "html"
_SNIFFED = 65_536
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p)\b", re.IGNORECASE)
_POSITION = re.compile(r"position\s*:", re.IGNORECASE)
_XML_ROOT = re.compile(r"<(?![?!])([\w.:-]+)")
_NO_TEXT = re.compile(rb"%PDF-|%FDF-|PK\x03\x04|\x00\x00\x00|begin \d{3} ")


def accepts(data: bytes) -> bool:
    """True for text of any kind that is no e-mail and no XML other than XHTML; never raises."""
    head = data[:_SNIFFED]
    if not head.strip() or _NO_TEXT.match(head):
        return False
    if mhtml.is_archive(head):
        return True
    if mhtml.is_mail(head):
        return False
    if not charset.looks_like_text(data):
        return bool(_HTML.search(head[:1024]))
    start = charset.decode(head).text.lstrip("\ufeff \t\r\n")
    if start.startswith("<?xml"):
        root = _XML_ROOT.search(re.sub(r"<!--.*?-->", "", start[:8192], flags=re.DOTALL))
        return root is not None and root[1].rpartition(":")[2].lower() == "html"
    return True


def read(data: bytes) -> Document:
    """The document in a page, archive or marked text; `page_count` is None.

    A page that breaks off gives the notice `cut_off`.

    Raises:
        EmptyFileError: nothing but white space.
        DamagedError: a web archive without a page.
        LimitError: past a limit of size, of tags, or of depth.
    """
    if len(data) > source.MAX_BYTES:
        raise LimitError("bytes", format_name=_FORMAT)
    declared = ""
    if mhtml.is_archive(data):
        data, declared = mhtml.page_of(data)
    decoded = charset.decode(data, declared)
    if not decoded.text.strip():
        raise EmptyFileError(format_name=_FORMAT)
    ready = source.prepare(decoded.text)
    root = _parse(ready.markup)
    sheet = _sheet(root)
    overlaid = _POSITION.search(ready.markup) is not None
    looks = Looks(sheet, Overlays(root, sheet) if overlaid else None)
    walker = Walker(root, looks)
    layout = walker.run(root, looks.page(marked=ready.marked))
    finder = NoteFinder()
    blocks = finder.without_notes(tuple(layout.body.blocks))
    odd = [*decoded.notices]
    odd += ["external_style_ignored"] if sheet.external else []
    odd += ["cut_off"] if is_cut_off(decoded.text) else []
    notices = tuple(Notice(code) for code in odd)
    return Document(
        SourceFormat.HTML,
        blocks,
        (*walker.asides, *finder.asides),
        (*notices, *walker.notices),
    )


def _parse(markup: str) -> Element:
    """The page's elements, as the tolerant parser of libxml2 builds them.

    Raises:
        LimitError: nested too deep: the parser stops there, and half a page is none.
        DamagedError: nothing that the parser makes a page of.
    """
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LimitError("depth", format_name=_FORMAT)
    if root is None:
        raise DamagedError("no elements", format_name=_FORMAT)
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    """Raises `LimitError` where elements are nested deeper than `Bounds.html_depth`."""
    depth, most = 0, bounds().html_depth
    level = [root]
    while level := [child for element in level for child in element]:
        depth += 1
        if depth > most:
            raise LimitError("depth", format_name=_FORMAT)


def _sheet(root: Element) -> Sheet:
    sheet = Sheet()
    for style in root.iter("style"):
        if (style.get("media") or "screen").lower() in ("screen", "all"):
            sheet.add(style.text or "")
    links = (link for link in root.iter("link") if "stylesheet" in (link.get("rel") or "").lower())
    if any(link.get("href") for link in links):
        sheet.external = sheet.unread_colours = True
    return sheet
