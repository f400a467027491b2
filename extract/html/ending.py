"""Whether a page ends where its writer ended it; the parser closes in silence what stays open."""

from __future__ import annotations

import re

_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_PAGE_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_CLOSED = ("table", "select", "textarea", "label", "form", "style", "script")
# elements whose end no writer leaves out (HTML, 13.1.2.4: it may not be left out)


def is_cut_off(text: str) -> bool:
    """True where the markup breaks off: within a tag or comment, or before the page's own end.

    A page that never names itself (`<html>`, `<body>`) may end anywhere outside its tables and
    controls, as lines of text may.
    """
    last = text.rfind("<")
    if last >= 0 and text[last + 1 : last + 2].isalpha() and ">" not in text[last:]:
        return True
    if text.rfind("<!--") > text.rfind("-->"):
        return True
    if _PAGE.search(text):
        return not _PAGE_END.search(text)
    folded = text.lower()
    return any(_count(folded, "<" + name) > _count(folded, "</" + name) for name in _CLOSED)


def _count(text: str, tag: str) -> int:
    return sum(1 for _ in re.finditer(rf"{tag}(?![\w-])", text))
