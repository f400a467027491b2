"""Text boxes, drawn shapes and alternate content (ISO/IEC 29500-3 for the last)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.docx.names import MC, W, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_KNOWN_SPACES = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
_BOX = W + "txbxContent"


def chosen_branch(alternate: Element) -> Element | None:
    """The branch of `mc:AlternateContent` to read: never two, for they say the same.

    The first choice whose namespaces are known, unless only the fallback holds text boxes.
    """
    fallback = alternate.find(MC + "Fallback")
    choice = next((c for c in alternate.findall(MC + "Choice") if _is_understood(c)), None)
    if choice is None:
        return fallback
    if fallback is not None and not _holds_text(choice) and _holds_text(fallback):
        return fallback
    return choice


def text_boxes(drawing: Element) -> list[Element]:
    """The contents (`w:txbxContent`) of the text boxes of a drawing, in order."""
    found: list[Element] = []
    for element in drawing:
        if element.tag == _BOX:
            found.append(element)
        elif element.tag == MC + "AlternateContent":
            branch = chosen_branch(element)
            found.extend([] if branch is None else text_boxes(branch))
        else:
            found.extend(text_boxes(element))
    return found


def picture_code(drawing: Element) -> tuple[str, str]:
    """A notice's code and detail for a drawing without text.

    A shape or ink may have been drawn over a box by hand; a picture may show anything.
    """
    names = {local(e): e for e in drawing.iter()}
    if names.keys() & {"contentPart", "ink"}:
        return "ink_drawn", ""
    if names.keys() & {"pic", "blip", "imagedata"}:
        return "image_ignored", ""
    if names.keys() & {"relIds", "chart", "OLEObject"}:
        return "embedded_object_ignored", ""
    shape = names.get("prstGeom")
    return "drawn_shape", "" if shape is None else (shape.get("prst") or "")[:40]


def _is_understood(choice: Element) -> bool:
    spaces = choice.nsmap
    prefixes = (choice.get("Requires") or "").split()
    return all((spaces.get(prefix) or "").startswith(_KNOWN_SPACES) for prefix in prefixes)


def _holds_text(branch: Element) -> bool:
    return next(branch.iter(_BOX, W + "t", W + "sym"), None) is not None
