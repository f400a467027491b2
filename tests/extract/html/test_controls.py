"""Form controls: what a person sees on opening the page, never what a script would make."""

from __future__ import annotations

import pytest

from extract.model import (
    EncodingKind,
    Field,
    FieldKind,
    Inline,
    Mark,
    MarkShape,
    MarkState,
    Origin,
    Paragraph,
)
from tests.extract.html.notation import asides, codes, page, shown

MARKS: dict[str, tuple[str, str]] = {
    "label first": ('Sí <input checked="" type="checkbox"/> No <input type="checkbox"/>',
                    "Sí [on] No [off]"),
    "any value is on": ('<input type=checkbox checked="false">Sí', "[on]Sí"),
    "only the attribute counts": (("<input type=CheckBox data-checked class=checked "
                                  "aria-checked=true value=on>"), "[off]"),
    "disabled ones count": ("<input type=radio disabled checked>", "[on]"),
    "label by id": ("<input type=radio id=a><label for=a>Sí</label>", "[off Sí]Sí"),
    "label around": ("<label><input type=checkbox checked> Sí</label>", "[on Sí] Sí"),
    "label around two says nothing": (("<label>Sí <input type=checkbox> No <input type=checkbox>"
                                      "</label>"), "Sí [off] No [off]"),
    "label by an id that is twice there": (
        "<input type=radio id=a><label for=a>Sí</label><input type=radio id=a checked>No",
        "[off]Sí[on]No"),
    "hidden label": ("<input type=radio id=a><label hidden for=a>Sí</label>", "[off]"),
    "label by aria": ("<input type=checkbox aria-label=No>", "[off No]"),
    "widget": ("<span role=checkbox aria-checked=true>Sí</span>", "[on Sí]Sí"),
    "widget off": ("<span role=radio aria-checked=false></span>No", "[off]No"),
    "widget in doubt": ("<span role=checkbox aria-checked=mixed></span>", "[unsure]"),
    "widget that shows the same": ("<i role=checkbox aria-checked=true>☑</i>Sí", "[on]Sí"),
    "widget that shows otherwise": ("<i role=checkbox aria-checked=true>☐</i>Sí", "[unsure]Sí"),
    "widget that is a picture": ("<img role=radio aria-checked=true src=x>Sí", "[on]Sí"),
    "widget around a box": ("<i role=checkbox aria-checked=true><input type=checkbox></i>",
                            "[off]"),
    "word control": ('<w:Sdt CheckBox="t" CheckBoxIsChecked="t"><span>☒</span></w:Sdt>Sí',
                     "[on]Sí"),
}  # fmt: skip


@pytest.mark.parametrize("case", MARKS)
def test_marks_have_the_state_that_is_seen(case: str) -> None:
    """A box is on by its `checked` attribute only, and knows the word tied to it."""
    markup, expected = MARKS[case]
    document = page(markup)
    assert shown(document) == [expected]
    assert codes(document) == []


def test_marks_carry_their_evidence() -> None:
    """A mark tells its group, its shape and how the file writes it."""
    mark = _only(page("<input type=radio name=aut checked>").blocks[0])
    assert isinstance(mark, Mark)
    assert (mark.group, mark.shape, mark.origin) == ("aut", MarkShape.RADIO, Origin.FORM_FIELD)
    assert [(e.kind, e.state, e.raw) for e in mark.encodings] == [
        (EncodingKind.FORM_FIELD, MarkState.ON, '<input type="radio" checked>')
    ]


def test_two_marked_buttons_of_one_group_are_in_doubt() -> None:
    """A browser shows only the last of them, the file says both: neither is sure."""
    document = page("Sí <input type=radio name=a checked> No <input type=radio name=a checked>")
    assert shown(document) == ["Sí [unsure] No [unsure]"]
    assert codes(document) == ["radio_group_conflict"] * 2


def test_same_names_in_other_forms_are_other_groups() -> None:
    """Option buttons of two forms have nothing to do with each other."""
    form = "<form><input type=radio name=a checked></form>"
    assert shown(page(form * 2)) == ["[on]", "[on]"]


FIELDS: dict[str, tuple[str, str]] = {
    "input": ("<input value=' Ana  Ruiz '>", "{Ana Ruiz}"),
    "empty": ("<input placeholder='Escriba aquí'>", "{}"),
    "unknown type": ("<input type=foo value=a>", "{a}"),
    "tags in a value": ("<input value='<b>a</b> & <label>'>", "{<b>a</b> & <label>}"),
    "text area": ("<textarea>\nuno  dos\n\n\n tres\n</textarea>", "{uno dos\ntres}"),
    "tags in a text area": ("<textarea><b>a</b> &lt;</textarea>", "{<b>a</b> <}"),
    "chosen": ("<select><option>a<option selected>b</select>", "{b}"),
    "last chosen": ("<select><option selected>a<option selected>b</select>", "{b}"),
    "several chosen": ("<select multiple><option selected>a<option selected>b</select>", "{a\nb}"),
    "prompt chosen": ("<select><option selected value=''>Área<option>b</select>", "{}"),
    "prompt in words": ("<select><option selected>Seleccione…<option>b</select>", "{}"),
    "word prompt": ("<w:Sdt ShowingPlcHdr='t'>Haga clic aquí</w:Sdt>", "{}"),
    "not entered": (
        "a<input type=hidden value=x><input type=submit value=x><input type=file>",
        "a",
    ),
}


@pytest.mark.parametrize("case", FIELDS)
def test_fields_hold_what_was_entered(case: str) -> None:
    """A field's value is what somebody entered; prompts and placeholders are none."""
    markup, expected = FIELDS[case]
    document = page(markup)
    assert shown(document) == [expected]
    assert codes(document) == []


def test_a_list_that_nobody_touched_is_empty() -> None:
    """The first option is shown, but nobody chose it: no value, and a notice."""
    document = page("<select name=c><option>Sí<option>No</select>")
    assert shown(document) == ["{}"]
    assert codes(document) == ["select_untouched"]


def test_fields_tell_name_kind_and_choices() -> None:
    """A field knows its control's name, what it takes, and its choices without the prompt."""
    first = page("<input type=date name=f value=2025-06-17>").blocks[0]
    assert _only(first) == Field("2025-06-17", FieldKind.DATE, "f", place=first.place)
    field = _only(page("<select id=s><option>Elija<option selected>b</select>").blocks[0])
    assert isinstance(field, Field)
    assert (field.kind, field.name, field.options) == (FieldKind.CHOICE, "s", ("b",))


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden><input type=checkbox checked></p>",
        "<input type=checkbox checked style='display:none'>",
        "<div style='visibility:hidden'><textarea>x</textarea></div>",
    ],
)
def test_controls_out_of_sight_are_no_answer(markup: str) -> None:
    """A hidden control gives neither mark nor field; the reader says that it was there."""
    document = page(f"{markup}<p>y")
    assert shown(document) == ["y"]
    assert asides(document) == []
    assert codes(document) == ["hidden_control"]


def test_boxes_drawn_by_style_rules_are_in_doubt() -> None:
    """Where rules draw the box and hide the real one, a marked one is not sure."""
    rules = "<style>input{opacity:0}input:checked+i{background:red}</style>"
    boxes = "<input type=checkbox checked><i></i>Sí<input type=checkbox><i></i>No"
    document = page(rules + boxes)
    assert shown(document) == ["[unsure]Sí[off]No"]
    assert codes(document) == ["styled_control"] * 2


def _only(block: object) -> Inline:
    assert isinstance(block, Paragraph)
    (item,) = block.inlines
    return item
