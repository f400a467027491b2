"""ActiveX check boxes and option buttons, as old Word forms have them ([MS-OFORMS]).

The value is read where the file writes it as plain properties. Mostly it stands in a binary
stream that is not read: then a box stands on the form, and its state is unsure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.docx.names import R, local, loose
from extract.errors import ExtractError
from extract.model import Encoding, EncodingKind, Mark, MarkShape, MarkState, Origin, Place

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.docx.state import State

_SHAPES = {
    "{8bd21d40-ec42-11ce-9e0d-00aa006002f3}": MarkShape.BOX,
    "{8bd21d50-ec42-11ce-9e0d-00aa006002f3}": MarkShape.RADIO,
}
_VALUES = {"1": MarkState.ON, "-1": MarkState.ON, "true": MarkState.ON}
_VALUES |= {"0": MarkState.OFF, "false": MarkState.OFF}


def mark(control: Element, state: State, place: Place) -> Mark | None:
    """The mark that a `w:control` shows; None where it is no check box or option button."""
    relation = state.relations.get(control.get(R + "id") or "")
    if relation is None or relation.external:
        return None
    try:
        root = state.package.xml(relation.target)
    except ExtractError:
        return None
    shape = _SHAPES.get(loose(root, "classid").lower())
    if shape is None:
        return None
    bag = {loose(e, "name").lower(): loose(e, "value") for e in root if local(e) == "ocxPr"}
    value = bag.get("value", "")
    told = _VALUES.get(value.lower(), MarkState.UNSURE)
    raw = Encoding(EncodingKind.FORM_FIELD, told, f"ActiveX Value={value[:10]}")
    label, group = bag.get("caption", ""), bag.get("groupname", "")
    return Mark(told, shape, (raw,), place, Origin.FORM_FIELD, label, group)
