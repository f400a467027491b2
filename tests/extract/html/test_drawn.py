"""Boxes that a page draws with borders, and parts of a page that lie under others."""

from __future__ import annotations

import pytest

from tests.extract.html.notation import asides, page, shown

BOX = "display:inline-block;width:24px;height:14px;border:1px solid #000"
LINE = "display:inline-block;width:40px;border-bottom:1px solid black"

BOXES: dict[str, tuple[str, list[object]]] = {
    "an X in a frame": (f"Sí <span style='{BOX}'>X</span>", ["Sí [on]"]),
    "a tick in a frame": (f"Sí <b style='{BOX}'>✓</b>", ["Sí [on]"]),
    "an empty frame": (f"No <span style='{BOX}'></span>", ["No [off]"]),
    "a frame around a blank": (f"No <span style='{BOX}'>&nbsp;</span>", ["No [off]"]),
    "a frame without a width": ("No <span style='border:1px solid'>&nbsp;</span>", ["No [off]"]),
    "frames that stand in a row": (
        f"<div style='{BOX}'>X</div><div style='{BOX}'></div>",
        ["[on][off]"],
    ),
    "a line with an X": (f"Sí <span style='{LINE}'> X </span>", ["Sí [on]"]),
    "a sign that is struck": (f"Sí <s style='{BOX}'>X</s>", ["Sí [unsure]"]),
    "a struck X in a frame": (f"<s>Sí <span style='{BOX}'>X</span></s>", ["~Sí ~[unsure]"]),
    "a word in a frame": (f"<span style='{BOX}'>Sí</span>", ["Sí"]),
    "a wide frame for an answer": ("<span style='border:1px solid;width:300px'></span>a", ["a"]),
    "a frame as wide as the line": ("<i style='border:1px solid;width:100%'></i>a", ["a"]),
    "no border": ("Sí <span style='border:none;width:9px'>X</span>", ["Sí X"]),
    "a block": ("<div style='border:1px solid;width:20px'>X</div>", ["X"]),
    "a frame around other things": (f"<span style='{BOX}'><b>X</b> y</span>", ["*X* y"]),
}


@pytest.mark.parametrize(("markup", "blocks"), BOXES.values(), ids=BOXES)
def test_small_frames_are_boxes(markup: str, blocks: list[object]) -> None:
    """A small frame with one sign or nothing in it is a box; anything else is text."""
    assert shown(page(markup)) == blocks


FULL = "position:absolute;inset:0;background:#fff"
COVERED = {
    "all four sides": FULL,
    "sides one by one": "position:absolute;top:0;left:0;right:0;bottom:0;background-color:white",
    "by its size": "position:absolute;top:0;left:0;width:100%;height:100%;background:#eee",
    "over the window": "position:fixed;left:0;width:100vw;height:100vh;background:black",
}
NOT_COVERED = {
    "nothing painted": "position:absolute;inset:0",
    "glass": "position:absolute;inset:0;background:rgba(0,0,0,.4)",
    "clear by percentage": "position:absolute;inset:0;background:rgb(0 0 0 / 40%)",
    "faint": "position:absolute;inset:0;background:#fff;opacity:.3",
    "behind": "position:absolute;inset:0;background:#fff;z-index:-1",
    "not shown": "position:absolute;inset:0;background:#fff;display:none",
    "a bar at the top": "position:fixed;top:0;left:0;right:0;height:40px;background:#fff",
    "in the flow": "position:relative;width:100%;height:100%;background:#fff",
}


@pytest.mark.parametrize("style", COVERED.values(), ids=COVERED)
def test_what_lies_under_an_overlay_is_not_seen(style: str) -> None:
    """A part that fills its container with a colour hides what stands in it."""
    document = page(f"<div style='position:relative'>Sí (X)<div style='{style}'>tapa</div></div>")
    assert "Sí (X)" not in str(shown(document))
    assert shown(document) == ["tapa"]
    assert "hidden: Sí (X)" in asides(document)


@pytest.mark.parametrize("style", NOT_COVERED.values(), ids=NOT_COVERED)
def test_what_shows_through_or_beside_is_seen(style: str) -> None:
    """A clear, faint, hidden, small or underlying part hides nothing."""
    document = page(f"<div style='position:relative'>Sí (X)<div style='{style}'></div></div>")
    assert shown(document) == ["Sí (X)"]


def test_what_is_painted_after_an_overlay_is_seen() -> None:
    """A coloured sheet behind positioned content, as many page designs have it, hides none."""
    sheet = f"<div style='{FULL}'></div>"
    assert shown(page(f"{sheet}<main style='position:relative'>a<p>b</p></main>")) == ["a", "b"]
    assert shown(page(f"<main style='position:relative;z-index:2'>a</main>{sheet}")) == ["a"]
    assert shown(page(f"<main style='position:relative'>a</main>{sheet}")) == []


def test_underlined_blanks_at_the_end_are_a_line_to_mark_on() -> None:
    """`Sí <u> X </u> No <u>   </u>`: the empty line stays, any other blank at the end goes."""
    blank = "&nbsp;&nbsp;&nbsp;"
    document = page(f"<p>Sí <u>&nbsp;X&nbsp;</u> No <u>{blank}</u></p><p>a{blank}</p>")
    assert shown(document) == ["Sí _ X _ No _   _", "a"]


COLUMN = "display:inline-block;width:40%"


def test_inline_blocks_as_wide_as_columns_stand_apart() -> None:
    """Label and answer side by side are parted; a narrow inline block is part of its line."""
    row = f"<div><span style='{COLUMN}'>Tema</span><span style='{COLUMN}'>Archivo</span></div>"
    assert shown(page(row * 2)) == ["Tema→Archivo", "Tema→Archivo"]
    assert shown(page("<p>a<span style='display:inline-block;width:20px'>b</span></p>")) == ["ab"]


UNSEEN = {
    "important": "display:none !important",
    "no size": "font:0/0 a",
    "white by light": "color:hsl(0 0% 100%)",
    "nearly white": "color:rgba(255,255,255,.99)",
    "a white by name": "color:snow",
    "its own fill": "-webkit-text-fill-color:transparent",
    "a filter": "filter:opacity(0)",
    "a mask": "mask:linear-gradient(#0000,#0000)",
    "shrunk": "scale:0",
    "shifted": "transform:translateX(-9999px)",
    "above the page": "position:fixed;top:-100px",
    "beside the page": "margin-left:-9999px",
    "zoomed away": "zoom:.001",
}


@pytest.mark.parametrize("style", UNSEEN.values(), ids=UNSEEN)
def test_a_sign_that_no_style_lets_be_seen_is_no_mark(style: str) -> None:
    """However it is put out of sight, it is kept aside."""
    document = page(f"<p>Sí (<span style='{style}'>X</span>) No ( )</p>")
    assert shown(document) == ["Sí () No ( )"]
    assert "hidden: X" in asides(document)


UNDECIDED = {
    "a first child": ".z:first-child{display:none}",
    "a count": "span:nth-child(1){visibility:hidden}",
    "a negation": ".z:not(.a){color:white}",
    "what it holds": "p:has(span) .z{display:none}",
    "a condition": "@supports(display:grid){.z{display:none}}",
    "a width": "@media (min-width:300px){.z{opacity:0}}",
    "nested": "p{.z{display:none}}",
    "a variable": ":root{--w:#fff} .z{color:var(--w)}",
    "a sum": ".z{font-size:calc(1px - 1px)}",
    "a clipping": ".z{clip-path:inset(100%)}",
    "turned on edge": ".z{transform:rotateY(90deg)}",
}


@pytest.mark.parametrize("sheet", UNDECIDED.values(), ids=UNDECIDED)
def test_a_mark_that_a_rule_may_hide_is_unsure(sheet: str) -> None:
    """A rule that is not worked out here, and would hide the mark, leaves it in doubt."""
    markup = f"<style>{sheet}</style><p>Sí <span class=z>☒</span> No ☐</p>"
    assert shown(page(markup)) == ["Sí [unsure] No [off]"]


def test_rules_that_hide_elsewhere_leave_marks_alone() -> None:
    """What pages do on a person's doing, in print or to other elements hides no mark."""
    sheet = (
        "a:hover{display:none} .z::before{color:#fff} @media print{.z{display:none}}"
        ".y:first-child{display:none} :root{--w:#fff} .z:first-child{font-weight:bold}"
    )
    markup = f"<style>{sheet}</style><p>Sí <span class=z>☒</span> No ☐</p>"
    assert "[on]" in str(shown(page(markup)))


SHIFTED = {
    "floats": "float:right",
    "moved along": "position:relative;left:120px",
    "placed": "position:absolute;left:90px",
    "another order": "order:3",
    "a column of a grid": "grid-column:3",
    "pushed": "transform:translateX(80px)",
}


@pytest.mark.parametrize("style", SHIFTED.values(), ids=SHIFTED)
def test_a_mark_moved_among_the_options_is_unsure(style: str) -> None:
    """Beside which word it is shown, the source does not say."""
    markup = f"<p><span style='{style}'>☒</span> Sí ☐ No</p>"
    assert shown(page(markup)) in (["[unsure] Sí [off] No"], ["[unsure]", "Sí [off] No"])


@pytest.mark.parametrize("style", ["float:left;margin-left:-1.5em", "position:absolute;left:0"])
def test_a_mark_moved_within_its_own_block_is_sure(style: str) -> None:
    """One label in each block, its box floating beside it: nothing passes to another word."""
    markup = "".join(
        f"<div style='position:relative'><input type=checkbox style='{style}'{on}> {word}</div>"
        for word, on in (("Sí", " checked"), ("No", ""))
    )
    told = "".join(str(block) for block in shown(page(markup)))
    assert "[on]" in told
    assert "[unsure]" not in told
