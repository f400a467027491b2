"""Step 3b: strokes drawn over boxes and words, as annotations or as part of the page.

A stroke over a box marks it; a small one beside a word is a tick or cross; a closed one around
a word is a ring; a level one through a word strikes it out. What may be a signature, a crossed
word (chosen or taken back?) or a stroke over two boxes is a mark whose state nobody can tell:
UNSURE. Where strokes are part of the page, only those beside the words Sí and No are taken for
signs: elsewhere they are drawings.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.glyphs import classify
from extract.model import Encoding, EncodingKind, Mark, MarkShape, MarkState, Origin, Place
from extract.pdf.boxes import has_sign, has_slant, is_open
from extract.pdf.geometry import PageObjects, Shape, Stroke, Word, around, covers, holds, overlap
from extract.pdf.laying import TYPED_SIGNS, and_marked, coincide, marked, placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.model import Box

_WIDEST, _HIGHEST = 90.0, 60.0  # points: a larger stroke is handwriting or a drawing
_OVER = 0.5  # of a word's box that something large lies over
_SIGN = 34.0  # points: a larger sign may be a signature
_LEAST_SIGN = 3.5  # points
_SIGNS = frozenset({"Ink", "Stamp", "Line", "PolyLine", "Polygon"})
_PART, _WHOLE = 0.1, 0.6  # of a word's box (its line's full height) that a ring holds
_RINGS = frozenset({"Circle", "Square"})
_PENS = frozenset({"Ink", "Line", "PolyLine"})
_CROSSING = 0.5  # of each stroke's box, which two strokes of a cross share
_LEANING = 0.3  # of a stroke's longer side, by which it goes across and down
_STYLES = frozenset({"StrikeOut", "Underline", "Highlight"})
_OPTION = re.compile(r"\W*(?:s[ií]|no)\W*", re.IGNORECASE)
_NEAR = 70.0  # points from an option word to a sign drawn beside it
_BESIDE = 9.0  # points above or below the word's line
_TOUCH = 1.5  # points between the strokes of one sign
_CROSSED, _UNDERLINED = (0.3, 0.75), (0.75, 1.25)  # of a word's height, from its top
_THIN = 3.5  # points: a rectangle no thicker is a line
_OVERHANG = 0.5  # points
_SATURATED = 90  # between the strongest and weakest colour channel of a highlighter


def inked(page: PageObjects, words: list[Word]) -> list[Word]:
    """The words with what was drawn over and beside them."""
    for stroke in _crosses_joined(page.strokes):
        words = _apply(stroke, words)
    loose = [s for s in page.shapes if _is_loose_stroke(s)]
    if loose:
        words = [_crossed(w, loose) for w in words]
    struck = [s.box for s in page.shapes if _is_strike(s)]
    if struck:
        words = [taken_back(w) if any(_strikes(b, w.box) for b in struck) else w for w in words]
    words = _highlighted(page.shapes, words)
    return words + _drawn_signs(page, words)


def _crosses_joined(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes, with two that follow each other and cross as an X taken as one sign."""
    joined: list[Stroke] = []
    for stroke in strokes:
        if joined and _make_a_cross(joined[-1], stroke):
            joined[-1] = _joined(joined[-1], stroke)
        else:
            joined.append(stroke)
    return joined


def _joined(one: Stroke, other: Stroke) -> Stroke:
    return Stroke(
        one.kind,
        around([one.box, other.box]),
        one.paths + other.paths,
        one.painted or other.painted,
        one.layered or other.layered,
    )


def _make_a_cross(a: Stroke, b: Stroke) -> bool:
    """Whether two single strokes lean against each other and share most of their places."""
    if a.kind != b.kind or a.kind not in _PENS or not (_is_small(a.box) and _is_small(b.box)):
        return False
    if min(covers(a.box, b.box), covers(b.box, a.box)) < _CROSSING:
        return False
    return _lean(a) * _lean(b) < 0


def _lean(stroke: Stroke) -> int:
    """1 where a single stroke falls to the right, -1 where it rises, 0 where it does neither."""
    if len(stroke.paths) != 1 or len(stroke.paths[0]) < 2:
        return 0
    (ax, ay), (bx, by) = stroke.paths[0][0], stroke.paths[0][-1]
    across, down = bx - ax, by - ay
    if min(abs(across), abs(down)) < _LEANING * max(stroke.box.width, stroke.box.height):
        return 0
    return 1 if across * down > 0 else -1


def _apply(stroke: Stroke, words: list[Word]) -> list[Word]:
    if stroke.kind in _STYLES:
        return [_styled(w, stroke) for w in words]
    if stroke.kind not in _SIGNS | _RINGS:
        return words
    if _is_level(stroke):
        ruled = [_ruled(w, stroke.box) for w in words]
        if ruled != words:
            return ruled
    if stroke.box.width > _WIDEST or stroke.box.height > _HIGHEST:
        return _laid_over(stroke, words)
    targets = [i for i, w in enumerate(words) if _is_over_box(stroke, w)]
    if targets:
        # a rectangle laid over a box may frame it, or cover what stands in it
        sure = len(targets) == 1 and _is_small(stroke.box) and stroke.kind != "Square"
        sure = sure and not stroke.layered
        by = Encoding(EncodingKind.DRAWN, _on_if(sure), f"/{stroke.kind}")
        return [_set(w, by) if i in targets else w for i, w in enumerate(words)]
    return [*words, placed(_sign(stroke, words), stroke.box, words)]


def _laid_over(stroke: Stroke, words: list[Word]) -> list[Word]:
    """What a stamp or a large drawing over the words Sí or No says, a person has to tell."""
    over = (is_option(word) and covers(stroke.box, word.box) > _OVER for word in words)
    if stroke.kind not in _SIGNS or not any(over):
        return words
    mark = _drawn_mark(stroke, MarkShape.SIGN, MarkState.UNSURE)
    return [*words, placed(mark, stroke.box, words)]


def _sign(stroke: Stroke, words: Sequence[Word]) -> Mark:
    """A mark of its own: a ring around words, or a tick or cross beside them."""
    hits = [w for w in words if covers(stroke.box, w.box) > 0.1]
    ring = stroke.kind in _RINGS or any(_rings(stroke, w) for w in hits)
    sure = _is_of_one_option(stroke.box, words) if ring else _is_clear(stroke.box, words)
    shape = MarkShape.RING if ring else MarkShape.SIGN
    return _drawn_mark(stroke, shape, _on_if(sure and not stroke.layered))


def _drawn_mark(stroke: Stroke, shape: MarkShape, state: MarkState) -> Mark:
    return Mark(
        state=state,
        shape=shape,
        encodings=(Encoding(EncodingKind.DRAWN, state, f"/{stroke.kind}"),),
        place=Place(box=stroke.box),
        origin=Origin.ANNOTATION,
    )


def _on_if(sure: bool) -> MarkState:
    return MarkState.ON if sure else MarkState.UNSURE


def _is_small(box: Box) -> bool:
    return max(box.width, box.height) <= _SIGN


def _is_clear(box: Box, words: Iterable[Word]) -> bool:
    """Whether a sign is small and crosses no word."""
    return _is_small(box) and not any(_is_word(w) and covers(box, w.box) > 0.5 for w in words)


def _is_word(word: Word) -> bool:
    lettered = any(map(str.isalnum, word.text))
    return word.inline is None and lettered and word.text not in TYPED_SIGNS


def rings_one_option(box: Box, words: Iterable[Word]) -> bool:
    """Whether a ring holds one word, Sí or No, whole, and no part of any other."""
    held = [w for w in words if w.inline is None and covers(box, w.box) > _PART]
    return len(held) == 1 and is_option(held[0]) and covers(box, held[0].box) > _WHOLE


def _is_of_one_option(box: Box, words: Iterable[Word]) -> bool:
    """Whether a ring does not hold both Sí and No."""
    inside = (w.text for w in words if is_option(w) and covers(box, w.box) > 0.5)
    return len({"n" in text.lower() for text in inside}) < 2


def is_option(word: Word) -> bool:
    """Whether a word is Sí or No, or what is read for it."""
    return word.inline is None and bool(_OPTION.fullmatch(word.text))


def _rings(stroke: Stroke, word: Word) -> bool:
    around_word = covers(stroke.box, word.box) > 0.85 and len(word.text) > 1
    return stroke.kind in {"Ink", "Polygon"} and around_word and _is_closed(stroke)


def _is_closed(stroke: Stroke) -> bool:
    """Whether the pen came back to where it began; taken so where its way is not known."""
    if not stroke.paths or stroke.kind == "Polygon":
        return True
    path = max(stroke.paths, key=len)
    (ax, ay), (bx, by) = path[0], path[-1]
    return abs(ax - bx) + abs(ay - by) <= 0.5 * max(stroke.box.width, stroke.box.height)


def _is_level(stroke: Stroke) -> bool:
    box = stroke.box
    drawn = stroke.kind in {"Line", "Ink", "PolyLine"} and bool(stroke.paths)
    return drawn and box.width >= 6 and box.height <= max(2.5, 0.2 * box.width)


def _ruled(word: Word, rule: Box) -> Word:
    box = word.box
    if not _is_word(word) or overlap(rule.x0, rule.x1, box.x0, box.x1) < 0.6 * box.width:
        return word
    at = (rule.y_mid - box.top) / max(box.height, 1.0)
    if _CROSSED[0] <= at < _CROSSED[1]:
        return word._replace(strike=True)
    return word._replace(underline=True) if _UNDERLINED[0] <= at <= _UNDERLINED[1] else word


def _is_over_box(stroke: Stroke, word: Word) -> bool:
    if isinstance(word.inline, Mark):
        return coincide(word.box, stroke.box)
    glyph = classify(word.text) if len(word.text) == 1 else None
    return glyph is not None and glyph.state is MarkState.OFF and coincide(word.box, stroke.box)


def _set(word: Word, by: Encoding) -> Word:
    mark = word.inline if isinstance(word.inline, Mark) else _glyph_mark(word)
    if mark.origin is Origin.FORM_FIELD:
        return word._replace(inline=and_marked(mark, by))
    twice = mark.state is not MarkState.OFF  # a second stroke over a mark may take it back
    state = MarkState.UNSURE if twice else by.state
    drawn = replace(marked(mark, by, Origin.ANNOTATION), state=state)
    return word._replace(text="", inline=drawn)


def _glyph_mark(word: Word) -> Mark:
    glyph = classify(word.text)
    shape = glyph.shape if glyph is not None else MarkShape.BOX
    return Mark(state=MarkState.OFF, shape=shape, place=Place(box=word.box))


def _styled(word: Word, stroke: Stroke) -> Word:
    if covers(stroke.box, word.box) < 0.5:
        return word
    if stroke.kind == "StrikeOut":
        return taken_back(word._replace(strike=True))
    if stroke.kind == "Highlight":
        return word._replace(highlight=True)
    return word._replace(underline=True)


def taken_back(word: Word) -> Word:
    """A mark that was struck out is doubtful; any other word stays as it is."""
    mark = word.inline
    if not isinstance(mark, Mark) or mark.state is not MarkState.ON:
        return word
    return word._replace(inline=replace(mark, state=MarkState.UNSURE))


def _is_loose_stroke(shape: Shape) -> bool:
    box = shape.box
    return shape.stroke is not None and 4 <= max(box.width, box.height) <= 40 and not shape.is_white


def _is_strike(shape: Shape) -> bool:
    """A short level line, as one drawn through a mark to take it back."""
    box = shape.box
    return box.height <= _THIN < box.width <= _WIDEST and not shape.is_white


def _strikes(rule: Box, box: Box) -> bool:
    """Whether a level line runs through a box and out of it on both sides."""
    within = box.top + 0.2 * box.height <= rule.y_mid <= box.bottom - 0.2 * box.height
    return within and rule.x0 <= box.x0 - _OVERHANG and rule.x1 >= box.x1 + _OVERHANG


def _crossed(word: Word, loose: Sequence[Shape]) -> Word:
    """An empty box character with slanted strokes painted over it is a marked box."""
    glyph = classify(word.text) if len(word.text) == 1 else None
    if glyph is None or glyph.state is not MarkState.OFF:
        return word
    over = [s for s in loose if coincide(word.box, s.box)]
    if not over or not has_sign(over, word.box):
        return word
    mark = marked(_glyph_mark(word), Encoding(EncodingKind.DRAWN, MarkState.ON, "strokes"))
    return word._replace(text="", inline=mark)


def _highlighted(shapes: Iterable[Shape], words: list[Word]) -> list[Word]:
    """Words on a strip of bright colour no higher than their line."""
    strips = [s.box for s in shapes if _is_bright(s) and s.box.height < 30]
    if not strips:
        return words
    return [
        w._replace(highlight=True)
        if w.inline is None
        and any(b.height <= 1.9 * w.size and covers(b, w.box) > 0.7 for b in strips)
        else w
        for w in words
    ]


def _is_bright(shape: Shape) -> bool:
    fill = shape.fill
    return fill is not None and max(fill) >= 200 and max(fill) - min(fill) >= _SATURATED


def _drawn_signs(page: PageObjects, words: Sequence[Word]) -> list[Word]:
    """Ticks, crosses and rings that are part of the page, beside or around Sí and No."""
    options = [w for w in words if is_option(w)]
    if not options:
        return []
    taken = [w.box for w in words if w.inline is not None]
    free = [s for s in page.shapes if not s.is_white and not _is_in(s.box, taken)]
    rings = [s.box for s in free if _is_ring(s, options)]
    strokes = [s for s in free if _is_stroke(s) and s.box not in rings and _is_by(s.box, options)]
    signs = [_of_page(box, MarkShape.RING, _is_of_one_option(box, words)) for box in rings]
    for cluster in _clusters(strokes):
        box = around([s.box for s in cluster])
        if _is_small(box):
            sure = _is_clear(box, words) and any(is_open(s) for s in cluster)
            signs.append(_of_page(box, MarkShape.SIGN, sure))
    for box in page.images:
        if _is_sized(box) and _is_by(box, options) and not _is_in(box, taken):
            signs.append(_of_page(box, MarkShape.SIGN, sure=False))
    return [placed(mark, box, words) for box, mark in signs]


def _of_page(box: Box, shape: MarkShape, sure: bool) -> tuple[Box, Mark]:
    state = _on_if(sure)
    by = Encoding(EncodingKind.DRAWN, state, "strokes")
    return box, Mark(state=state, shape=shape, encodings=(by,), place=Place(box=box))


def _is_in(box: Box, taken: Iterable[Box]) -> bool:
    return any(coincide(box, other) for other in taken)


def _is_ring(shape: Shape, options: Iterable[Word]) -> bool:
    box = shape.box
    if not shape.curved or shape.stroke is None or shape.fill is not None:
        return False
    if box.width > _WIDEST or box.height > _HIGHEST:
        return False
    return any(covers(box, w.box) > 0.6 and holds(box, w.box.x_mid, w.box.y_mid) for w in options)


def _is_stroke(shape: Shape) -> bool:
    filled = shape.fill is not None and min(shape.fill) < 200
    return _is_sized(shape.box) and has_slant(shape) and (shape.stroke is not None or filled)


def _is_sized(box: Box) -> bool:
    return min(box.width, box.height) >= _LEAST_SIGN and _is_small(box)


def _is_by(box: Box, options: Iterable[Word]) -> bool:
    return any(
        w.box.top - _BESIDE <= box.y_mid <= w.box.bottom + _BESIDE
        and max(box.x0 - w.box.x1, w.box.x0 - box.x1) <= _NEAR
        for w in options
    )


def _clusters(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """The strokes of each sign: those that touch."""
    found: list[list[Shape]] = []
    for shape in sorted(shapes, key=lambda s: s.box.x0):
        home = next((c for c in found if any(_touch(shape.box, s.box) for s in c)), None)
        if home is None:
            found.append([shape])
        else:
            home.append(shape)
    return found


def _touch(a: Box, b: Box) -> bool:
    apart_x = max(a.x0 - b.x1, b.x0 - a.x1)
    apart_y = max(a.top - b.bottom, b.top - a.bottom)
    return max(apart_x, apart_y) <= _TOUCH
