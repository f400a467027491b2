"""The markup made ready for the parser, and which of two kinds of file it is.

A *web page* is laid out by its elements, and line feeds are white space. In *marked text*
(Markdown, plain text, or lines with a few tags among them) line feeds and tabs are the layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from extract.bounds import bounds
from extract.errors import LimitError
from extract.html import markdown

MAX_BYTES = 128 * 2**20
MAX_LINES = 300_000  # of marked text, where each is a paragraph

# The parser ends these elements at the next <p>, which browsers do not: under a name that it
# does not know it leaves them alone.
ALIAS = "lx-"
_ALIASED = re.compile(
    r"<(/?)(a|abbr|acronym|b|bdo|big|cite|code|del|dfn|em|font|h[1-6]|i|ins|kbd|label|mark|q|s|"
    r"samp|small|span|strike|strong|sub|sup|tt|u|var)(?=[\s/>])",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.IGNORECASE)
_LAYOUT = re.compile(r"<(?:table|div|br|li|dl|section|form)\b", re.IGNORECASE)
_TABBED_LINES = 4
_DATA_URI = re.compile(r"data:[\w/+.;=-]{0,100},[^\s\"'<>)]{200,}", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{200000}")  # the parser compares each attribute with each
_REVEALED = re.compile(r"<!\[(?:if|endif)[^>\]]{0,200}\]>", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\b")
_EMPTY_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)/>")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_PREFIX = re.compile(r"xmlns:([\w.-]{1,30})\s*=\s*[\"']http://www\.w3\.org/1999/xhtml[\"']")


@dataclass(frozen=True, slots=True)
class Source:
    """Markup for the parser. `marked`: line feeds and tabs outside blocks are the layout."""

    markup: str
    marked: bool


def prepare(text: str) -> Source:
    """The source ready to parse.

    Raises:
        LimitError: too long, or too many tags or lines.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = _DATA_URI.sub("data:,", text)
    if len(text) > bounds().html_chars:
        raise LimitError("characters", format_name="html")
    if text.count("<") > bounds().html_tags:
        raise LimitError("tags", format_name="html")
    if _LONG_TAG.search(text):
        raise LimitError("attributes", format_name="html")
    text = _REVEALED.sub("", text)
    if _XML.match(text):
        text = _from_xml(text)
    marked = _is_marked(text)
    if marked:
        if text.count("\n") > MAX_LINES:
            raise LimitError("lines", format_name="html")
        text = markdown.to_markup(_PAGE_TAGS.sub("", text))
    return Source(_ALIASED.sub(rf"<\1{ALIAS}\2", text), marked)


def plain(value: str) -> str:
    """An attribute's value or a text area's text as it was before `prepare`."""
    return value.replace(f"<{ALIAS}", "<").replace(f"</{ALIAS}", "</") if ALIAS in value else value


_PAGE_TAGS = re.compile(r"</?(?:html|body)\b[^>]{0,500}>", re.IGNORECASE)


def _is_marked(text: str) -> bool:
    if not _PAGE.search(text):
        return True
    # marked text that was only wrapped in a page's first and last tags
    tabbed = sum("\t" in line.strip(" ").lstrip("\t") for line in text.split("\n"))
    return tabbed >= _TABBED_LINES and not _LAYOUT.search(text)


def _from_xml(text: str) -> str:
    """XHTML in HTML's notation: no empty-element tags but the void ones, no CDATA, no prefix."""
    first, *others = text.split("<![CDATA[")
    text = first + "".join(map(_escaped_data, others))
    text = _EMPTY_ELEMENT.sub(_opened, text)
    for prefix in set(_PREFIX.findall(text)):
        text = re.sub(rf"<(/?){re.escape(prefix)}:", r"<\1", text)
    return text


def _escaped_data(part: str) -> str:
    inside, _, rest = part.partition("]]>")
    return escape(inside, quote=False) + rest


def _opened(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name.lower() in _VOID else f"<{name}{found[2]}></{name}>"
