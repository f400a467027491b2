"""Whatever is done to a Word file, reading it ends in a document or in one of our errors."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from lxml import etree

from extract import docx
from extract.docx.package import Package
from extract.errors import ExtractError
from extract.model import Document
from tests.extract.docx import build
from tests.extract.docx.build import box, field, form_box, p, r, sdt, tbl, tc, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODY = (
    p("Entidad: ", sdt(r("Alcaldía"), "<w:text/>"), pr='<w:pStyle w:val="A"/>')
    + tbl(
        tr(tc("a", '<w:vMerge w:val="restart"/>'), sdt(tc("b"))),
        tr(tc(p(), "<w:vMerge/>"), tc(tbl(tr("c")) + p())),
    )
    + p("Sí ", box("1", "☒"), form_box("<w:checked/>"), field("FORMTEXT", r("x")))
    + p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', f"<w:del>{r('y')}</w:del>")
)
_STYLES = '<w:style w:styleId="A"><w:basedOn w:val="A"/><w:rPr><w:b/></w:rPr></w:style>'
_VALUES = ("", "-1", "99999999999", "x", "٣", "1e9", "F0FE", "☒", "%1.%9")


def _mangled(seed: int) -> bytes:
    """The file with a few elements moved, dropped, or given odd values."""
    rng = random.Random(seed)  # noqa: S311 - data, no secret
    root = Package(build.docx(_BODY)).xml("word/document.xml")
    elements = list(root.iter())
    for _ in range(rng.randint(1, 12)):
        element, other = rng.choice(elements), rng.choice(elements)
        if rng.random() < 0.4 and element.attrib:
            element.set(rng.choice([str(key) for key in element.attrib]), rng.choice(_VALUES))
        elif rng.random() < 0.6 and element not in other.iterancestors() and element is not other:
            other.append(element)
        else:
            element.text = rng.choice(_VALUES)
    return build.docx("", styles=_STYLES, extra={"word/document.xml": etree.tostring(root)})


def _damaged(seed: int) -> bytes:
    """The file with a few bytes changed, or cut off."""
    rng = random.Random(seed)  # noqa: S311 - data, no secret
    data = bytearray(build.docx(_BODY, styles=_STYLES))
    for _ in range(rng.randint(1, 10)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data[: rng.randrange(len(data))] if rng.random() < 0.3 else data)


def _outcomes(files: Iterator[bytes]) -> list[bool]:
    outcomes = []
    for data in files:
        docx.accepts(data)
        try:
            outcomes.append(isinstance(docx.read(data), Document))
        except ExtractError:
            outcomes.append(False)
    return outcomes


def test_mangled_markup_gives_a_document_or_our_error() -> None:
    """Elements in places where they do not belong break nothing."""
    assert any(_outcomes(_mangled(seed) for seed in range(150)))


def test_damaged_bytes_give_a_document_or_our_error() -> None:
    """Changed and missing bytes end in a document or in a plain refusal."""
    outcomes = _outcomes(_damaged(seed) for seed in range(150))
    assert not all(outcomes)
