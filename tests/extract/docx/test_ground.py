"""Letters that do not stand out from the paper are no answer, whatever their colour's source."""

from __future__ import annotations

import pytest

from extract import docx
from extract.model import Mark, MarkState, Paragraph
from tests.extract.docx import build
from tests.extract.docx.build import p, r

_WHITE = '<w:color w:val="FFFFFF"/>'
_FILLED = "<w14:textFill><w14:solidFill>{}</w14:solidFill></w14:textFill>"
_SHEET = (
    f'<w:style w:styleId="Blanco" w:type="character"><w:rPr>{_WHITE}</w:rPr></w:style>'
    '<w:style w:styleId="Oscura" w:type="table"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
)
_DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'


def _shown(body: str) -> str:
    return build.shown(docx.read(build.docx(body, styles=_SHEET)))


@pytest.mark.parametrize(
    "properties",
    [
        _WHITE,
        '<w:color w:val="FEFEFE"/>',
        '<w:rStyle w:val="Blanco"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>',
        '<w:sz w:val="2"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>',
        '<w:color w:val="000000" w:themeColor="background1" w:themeTint="99"/>',
        "<w14:textFill><w14:noFill/></w14:textFill>",
        _FILLED.format('<w14:srgbClr w14:val="FFFFFF"/>'),
        _FILLED.format('<w14:srgbClr><w14:alpha w14:val="100000"/></w14:srgbClr>'),
        '<w:color w:val="D9D9D9"/><w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>',
    ],
)
def test_what_nobody_can_see_is_no_answer(properties: str) -> None:
    """White letters on white paper and letters of a point are kept aside."""
    document = docx.read(build.docx(p("Sí (", r("X", properties), ")"), styles=_SHEET))
    assert build.shown(document) == "Sí ()"
    assert build.asides(document) == [("hidden", "X")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_fill_is_told_from_another_one_by_what_is_in_it(order: tuple[int, int]) -> None:
    """Runs of one document that differ by a nested colour alone are looked at each by itself."""
    fills = ("000000", "FFFFFF")
    runs = [r("XY"[n], _FILLED.format(f'<w14:srgbClr w14:val="{fills[n]}"/>')) for n in order]
    document = docx.read(build.docx(p("Sí (", *runs, ")"), styles=_SHEET))
    assert build.shown(document) == "Sí (X)"
    assert build.asides(document) == [("hidden", "Y")]


@pytest.mark.parametrize(
    "body",
    [
        p(r("Tema", f"{_WHITE}{_DARK}")),
        p(r("Tema", f'{_WHITE}<w:highlight w:val="black"/>')),
        p(f"<w:pPr>{_DARK}</w:pPr>", r("Tema", _WHITE)),
        p(r("Tema", '<w:color w:val="auto"/><w:rStyle w:val="Blanco"/>')),
        p(r("Tema", '<w:color w:val="F2F2F2"/>')),
        p(r("Tema", '<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>')),
        p(r("Tema", '<w:color w:val="000000" w:themeColor="text1"/>')),
        p(r("Tema", '<w:sz w:val="12"/>')),
    ],
)
def test_white_on_a_colour_is_seen(body: str) -> None:
    """A colour under the letters, or letters of any other colour, show them."""
    assert _shown(body) == "Tema"


@pytest.mark.parametrize(
    "table",
    [
        build.tbl(build.tr(build.tc(p(r("Tema", _WHITE)), _DARK))),
        build.tbl(build.tr(build.tc(p(r("Tema", _WHITE))))).replace(
            "<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="Oscura"/></w:tblPr>', 1
        ),
    ],
)
def test_white_labels_in_a_dark_cell_are_seen(table: str) -> None:
    """Header cells with white letters are common: shaded themselves or by the table's style."""
    assert "Tema" in _shown(table)


def test_a_ticked_control_struck_through_is_unsure() -> None:
    """A tick that was struck out was taken back, whatever the control's own value."""
    struck = build.sdt(
        r("☒", "<w:strike/>"), "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>"
    )
    document = docx.read(build.docx(p("Sí ", struck)))
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    assert [i.state for i in block.inlines if isinstance(i, Mark)] == [MarkState.UNSURE]
