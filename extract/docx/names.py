"""Names of WordprocessingML elements and how their plain values are read (ISO/IEC 29500)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_STRICT = "{http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    _STRICT + "wordprocessingml/main}": W,
    _STRICT + "officeDocument/relationships}": R,
    _STRICT + "officeDocument/math}": M,
}
_OFF = frozenset({"0", "false", "off", "none", "no"})


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def val(element: Element | None, name: str = "val") -> str:
    """The attribute `w:val` (or another of that namespace); "" where it is missing."""
    return "" if element is None else element.get(W + name) or ""


def loose(element: Element, name: str) -> str:
    """The attribute of that name whatever its namespace (`w14:val` has had more than one)."""
    found = (str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name)
    return next(found, "")


def number(text: str, default: int = 0) -> int:
    """A whole number as Word writes it; `default` where it is none."""
    try:
        return int(text)
    except ValueError:
        return default


def child(element: Element | None, *names: str) -> Element | None:
    """The element found by going down the `w:` names; None where one is missing."""
    for name in names:
        if element is None:
            return None
        # quicker than find(), which goes through lxml's path language
        element = next(element.iterchildren(W + name), None)
    return element


def switch(element: Element | None) -> bool | None:
    """A toggle such as `w:b`: None where it is absent, on where it has no value."""
    return None if element is None else is_on(val(element))


def is_on(value: str) -> bool:
    """Whether an on/off value is on; "" (no value given) is on (ST_OnOff)."""
    return value.strip().lower() not in _OFF


def to_transitional(root: Element) -> None:
    """Renames a part's Strict names (ISO/IEC 29500-1) in place to the usual ones."""
    if not str(root.tag).startswith(_STRICT):
        return
    usual: dict[str, str] = {}  # of each name met: a part has few
    for element in root.iter():
        tag = str(element.tag)
        renamed = usual.get(tag) or usual.setdefault(tag, _usual(tag))
        if renamed != tag:
            element.tag = renamed
        attributes = element.attrib
        for key in list(attributes):
            name = str(key)
            renamed = usual.get(name) or usual.setdefault(name, _usual(name))
            if renamed != name:
                attributes[renamed] = attributes.pop(key)


def _usual(name: str) -> str:
    space, brace, own = name.rpartition("}")
    return _TRANSITIONAL.get(space + brace, space + brace) + own
