"""Form fields as programs and people leave them."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from extract import pdf
from extract.model import MarkState, Origin, Table
from tests.extract.pdf.annotated import with_annotations
from tests.extract.pdf.fillable import CROSS, Fillable
from tests.extract.pdf.sheets import Sheet, fields, marks

_HOSTILE = Path(__file__).parents[3] / "../shared/hostile"
_BOX = (150.0, 690.0, 161.0, 701.0)
_OTHER = (210.0, 690.0, 221.0, 701.0)
_LINE = (150.0, 640.0, 400.0, 660.0)
_HIDDEN, _NO_VIEW, _COMBO, _RADIO = 2, 32, 1 << 17, 1 << 15


def _page() -> bytes:
    return Sheet().text(72, 100, "Autoriza: Sí").text(190, 100, "No").data()


def _states(form: Fillable) -> list[MarkState]:
    return [m.state for m in marks(pdf.read(form.data()))]


def _values(form: Fillable) -> list[str]:
    return [f.value for f in fields(pdf.read(form.data()))]


def test_rich_text_alone_is_the_value() -> None:
    """A field whose value stands only as rich text is read from it."""
    rich = (
        '<body xmlns="http://www.w3.org/1999/xhtml"><p><b>Uno</b> &amp; dos</p><p>Tres</p></body>'
    )
    assert _values(Fillable(_page()).widget(_LINE, FT="/Tx", T="a", RV=rich)) == ["Uno & dos\nTres"]


def test_type_and_value_may_stand_in_a_parent() -> None:
    """What a widget does not say it inherits."""
    form = Fillable(_page())
    form.widget(_LINE, under=form.parent(FT="/Tx", T="a", V="Aliados"))
    assert _values(form) == ["Aliados"]


def test_fields_that_the_form_does_not_list_are_read() -> None:
    """Viewers show a widget that stands on the page only; so it is read."""
    form = Fillable(_page()).widget(_LINE, orphan=True, FT="/Tx", T="a", V="Aliados")
    form.widget(
        _BOX, orphan=True, FT="/Btn", T="b", V="/Si", AS="/Si", drawn={"Si": CROSS, "Off": ""}
    )
    assert (_states(form), _values(form)) == ([MarkState.ON], ["Aliados"])


@pytest.mark.parametrize(("value", "shown"), [("2", "Sí"), ("3", "No"), ("otra", "otra")])
def test_a_choice_is_what_it_shows(value: str, shown: str) -> None:
    """The value sent (`2`) stands for the option that a person reads."""
    options = [["1", "Seleccione"], ["2", "Sí"], ["3", "No"]]
    form = Fillable(_page()).widget(_LINE, FT="/Ch", Ff=_COMBO, T="a", V=value, Opt=options)
    assert _values(form) == [shown]


@pytest.mark.parametrize("flag", [_HIDDEN, _NO_VIEW])
def test_fields_out_of_sight_are_no_answers(flag: int) -> None:
    """A field that no viewer shows holds nothing that a person wrote."""
    form = Fillable(_page()).widget(_LINE, FT="/Tx", T="a", V="Aliados", F=flag)
    assert _values(form) == []


@pytest.mark.parametrize(
    ("value", "first", "second", "states"),
    [
        ("/1", "/1", "/Off", [MarkState.ON, MarkState.OFF]),
        ("/2", "/Off", "/2", [MarkState.OFF, MarkState.ON]),
        ("/1", "/Off", "/2", [MarkState.UNSURE, MarkState.UNSURE]),
        ("/1", "/Off", "/Off", [MarkState.UNSURE, MarkState.UNSURE]),
        ("/Off", "/1", "/Off", [MarkState.UNSURE, MarkState.UNSURE]),
    ],
)
def test_option_buttons_tell_value_and_appearance(
    value: str, first: str, second: str, states: list[MarkState]
) -> None:
    """A group's value names the button that is on; where one shows otherwise all are doubtful."""
    form = Fillable(_page())
    group = form.parent(FT="/Btn", Ff=_RADIO, T="autoriza", V=value)
    form.widget(_BOX, under=group, AS=first, drawn={"1": CROSS, "Off": ""})
    form.widget(_OTHER, under=group, AS=second, drawn={"2": CROSS, "Off": ""})
    assert _states(form) == states


def test_a_state_that_is_on_and_drawn_empty_is_unsure() -> None:
    """Who looks at the page sees no mark, whatever value and state say."""
    form = Fillable(_page())
    form.widget(_BOX, FT="/Btn", T="a", V="/Yes", AS="/Yes", drawn={"Yes": "q Q", "Off": ""})
    assert _states(form) == [MarkState.UNSURE]


@pytest.mark.parametrize(("kind", "text"), [("FreeText", "X"), ("Ink", "")])
def test_a_sign_over_a_box_that_is_a_field_is_unsure(kind: str, text: str) -> None:
    """The field says that it is off, the page that it is marked."""
    form = Fillable(_page())
    form.widget(_BOX, FT="/Btn", T="a", V="/Off", AS="/Off", drawn={"Yes": CROSS, "Off": ""})
    (mark,) = marks(pdf.read(with_annotations(form.data(), [(kind, _BOX, text)])))
    assert mark.state is MarkState.UNSURE


def test_a_frame_around_a_box_is_no_table() -> None:
    """A box in a frame of its own stands on the line of its word."""
    sheet = Sheet().rect(142, 83, 27, 27).text(176, 100, "Sí")
    form = Fillable(sheet.data())
    form.widget(_BOX, FT="/Btn", T="a", V="/Yes", AS="/Yes", drawn={"Yes": CROSS, "Off": ""})
    document = pdf.read(form.data())
    assert [mark.state for mark in marks(document)] == [MarkState.ON]
    assert not any(isinstance(block, Table) for block in document.blocks)


def _truth() -> list[tuple[str, list[dict[str, str]]]]:
    path = _HOSTILE / "pdf_box_truth.tsv"
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    if path.exists():
        with path.open(newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found[row["file"]].append(row)
    return sorted(found.items())


_NOTHING = {"None", "/Off"}


def _wanted(row: dict[str, str], shown: set[str]) -> MarkState:
    """The state of one widget of a field whose widgets show these states."""
    if shown - _NOTHING != {row["V"]} - _NOTHING:
        return MarkState.UNSURE
    return MarkState.OFF if row["AS"] in _NOTHING else MarkState.ON


@pytest.mark.skipif(not _HOSTILE.exists(), reason="the collection of odd files is not here")
def test_states_of_real_boxes() -> None:
    """Each box of the table is on, off, or unsure where its value and its state differ."""
    assert _truth()
    for name, rows in _truth():
        if name == "qpdf__form-errors.pdf":
            continue  # its table follows the form's list, which its pages do not
        shown = defaultdict(set)
        for row in rows:
            shown[row["field"]].add(row["AS"])
        found = marks(pdf.read((_HOSTILE / "files" / name).read_bytes()))
        states = [m.state for m in found if m.origin is Origin.FORM_FIELD]
        wanted = [_wanted(row, shown[row["field"]]) for row in rows]
        for state in (MarkState.ON, MarkState.UNSURE):
            assert states.count(state) >= wanted.count(state), (name, state)
        assert len(states) >= len(rows), name


_TYPED = "BT 0 g /Helv 10 Tf 2 4 Td (Si, con gusto) Tj ET"
SHOWN: list[tuple[str, dict[str, object], bool]] = [
    ("as it is", {"drawn": _TYPED}, True),
    ("no drawing", {}, True),
    (
        "white on a ground",
        {"drawn": f"0 0 1 rg 0 0 99 20 re f {_TYPED.replace('0 g', '1 g')}"},
        True,
    ),
    ("in codes", {"drawn": "BT 0 g /F 10 Tf <01020304> Tj ET"}, True),
    ("white", {"drawn": _TYPED.replace("0 g", "1 1 1 rg")}, False),
    ("white, to be drawn", {"DA": "/Helv 10 Tf 1 g"}, False),
    ("another word", {"drawn": _TYPED.replace("Si, con gusto", "No")}, False),
    ("stars", {"Ff": 1 << 13}, False),
]


@pytest.mark.parametrize(("entries", "sure"), [s[1:] for s in SHOWN], ids=[s[0] for s in SHOWN])
def test_a_value_that_nobody_sees_is_unsure(entries: dict[str, object], sure: bool) -> None:
    """What a field holds counts where its widget shows the same to a person."""
    form = Fillable(_page()).widget(_LINE, FT="/Tx", T="a", V="Sí, con gusto", **entries)  # type: ignore[arg-type]
    (field,) = fields(pdf.read(form.data()))
    assert (field.certainty == 1.0) is sure
