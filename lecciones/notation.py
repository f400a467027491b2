"""How a mark is written in a file, as far as it is a known notation and no words of the form.

The log keeps this as evidence of forms that are withheld too. An export value or a name in a
file can be anything, so what is not known is shown as "…": it stands on the form itself.
"""

from __future__ import annotations

import re

UNKNOWN = "…"

_KNOWN = re.compile(
    r"w14:checked=[01]"
    r"|w:sym (?:Wingdings(?: [23])?|Webdings|Symbol|Segoe UI Symbol|MS Gothic) [0-9A-Fa-f]{1,4}"
    r"|w:(?:default|checked)(?:=\w{1,5})?|FORMCHECKBOX \w{1,5}"
    r"|<input type=\"(?:checkbox|radio)\"(?: checked)?>"
    r"|/(?:V|AS) /(?:Yes|On|Off|S[ií]|No|True|False|\d{1,2})"
    r"|ActiveX Value=[01-]{1,2}"
    r"|w:Sdt CheckBoxIsChecked=\w?"
    r"|aria-checked=\"(?:true|false|mixed|)\"|:checked|checked|unchecked|selected"
    r"|ink=\d\.\d\d|shown|off|on|strokes|group|empty cell"
    r"|/(?:Ink|Line|Circle|Square|Polygon|PolyLine|Stamp|FreeText|Highlight)"
    r"|(?:(?:struck|highlighted|underlined|bold|entered|plain) ?){1,5}"
    r"|box|radio|tick|cross|ring|glyph"
    r"|[\[(]?\s?[xX✓✔✗✘vV]?\s?[\])]?"
    r"|[^\w\s]{1,3}"
)


def known_notation(raw: str) -> str:
    """The notations in `raw` (parted by "; "), each one that is not known as "…"."""
    return "; ".join(
        part if _KNOWN.fullmatch(part) else UNKNOWN for part in raw[:200].split("; ") if part
    )
