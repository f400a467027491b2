"""Step 3a: marks, fields and annotation text take their place among the words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.glyphs import classify
from extract.model import (
    Encoding,
    EncodingKind,
    Field,
    Mark,
    MarkShape,
    MarkState,
    Origin,
    Place,
)
from extract.pdf.boxes import drawn_marks, has_sign
from extract.pdf.geometry import FreeText, PageObjects, Shape, Stroke, Word, covers, holds
from extract.pdf.text import composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.model import Box

_TYPED_SIGNS = frozenset("xX✓✔✗✘✕✖☓×√")
_DEFAULT_SIZE = 10.0  # points, where no word stands nearby
_MARK_STROKE = (90.0, 60.0)  # points: a larger stroke is handwriting or a drawing
_SIGNS = frozenset({"Ink", "Stamp", "Line", "PolyLine", "Polygon"})
_RINGS = frozenset({"Circle", "Square"})


def with_inlays(page: PageObjects, words: list[Word]) -> list[Word]:
    """The words of a page with its marks, fields and typed-over text among them."""
    marks = _drawn(page)
    marks, words = _typed_into(marks, words)
    marks, typed = _annotated(marks, page.typed)
    words = _without_field_text(words, page)
    words += [_placed(mark, box, words) for box, mark in marks]
    words = _inked(page, words)
    words += [_placed(item, box, words) for box, item in page.controls]
    return words + [line for text in typed for line in _typed_lines(text)]


def _drawn(page: PageObjects) -> list[tuple[Box, Mark]]:
    """Drawn boxes save those that only frame a form field."""
    return [
        (box, mark)
        for box, mark in drawn_marks(page.shapes, page.ink)
        if not any(_coincide(box, other) for other, _ in page.controls)
    ]


def _coincide(a: Box, b: Box) -> bool:
    return holds(a, b.x_mid, b.y_mid) or holds(b, a.x_mid, a.y_mid)


def _typed_into(
    marks: list[tuple[Box, Mark]], words: list[Word]
) -> tuple[list[tuple[Box, Mark]], list[Word]]:
    """A sign typed inside a drawn box marks it; other text inside shows that it is no box."""
    out: list[tuple[Box, Mark]] = []
    taken: set[int] = set()
    for box, mark in marks:
        inside = [i for i, w in enumerate(words) if holds(box, w.box.x_mid, w.box.y_mid)]
        texts = "".join(words[i].text for i in inside)
        if not inside:
            out.append((box, mark))
        elif len(texts) == 1 and _is_sign(texts):
            taken.update(inside)
            out.append((box, _marked(mark, Encoding(EncodingKind.GLYPH, MarkState.ON, texts))))
    return out, [w for i, w in enumerate(words) if i not in taken]


def _is_sign(text: str) -> bool:
    glyph = classify(text)
    return text in _TYPED_SIGNS or (glyph is not None and glyph.state is MarkState.ON)


def _marked(mark: Mark, by: Encoding, origin: Origin | None = None) -> Mark:
    """The mark as set by what was put into its box."""
    return replace(
        mark, state=MarkState.ON, encodings=(by,), origin=mark.origin if origin is None else origin
    )


def _annotated(
    marks: list[tuple[Box, Mark]], typed: Iterable[FreeText]
) -> tuple[list[tuple[Box, Mark]], list[FreeText]]:
    """A sign typed as an annotation over a drawn box marks that box."""
    rest: list[FreeText] = []
    for text in typed:
        sign = text.text.strip()
        hit = next((i for i, (b, _) in enumerate(marks) if _coincide(b, text.box)), None)
        if hit is None or not _is_sign(sign):
            rest.append(text)
            continue
        by = Encoding(EncodingKind.GLYPH, MarkState.ON, sign)
        box, mark = marks[hit]
        marks[hit] = (box, _marked(mark, by, Origin.ANNOTATION))
    return marks, rest


def _without_field_text(words: list[Word], page: PageObjects) -> list[Word]:
    """Words that only show again what a field holds (a flattened copy of its value)."""
    filled = [(b, f.value) for b, f in page.controls if isinstance(f, Field) and f.value]
    if not filled:
        return words
    return [w for w in words if not any(_repeats(w, b, value) for b, value in filled)]


def _repeats(word: Word, box: Box, value: str) -> bool:
    return holds(box, word.box.x_mid, word.box.y_mid) and word.text in value


def _placed(item: Mark | Field, box: Box, words: Sequence[Word]) -> Word:
    """The item as a word, on the baseline of the text beside it."""
    tall = box.height > 2.2 * _DEFAULT_SIZE
    y = box.top + _DEFAULT_SIZE if tall else box.y_mid
    beside = [w for w in words if w.inline is None and w.box.top <= y <= w.box.bottom]
    if beside:
        near = min(beside, key=lambda w: 4 * abs(w.box.y_mid - y) + _apart(w.box, box))
        return Word("", box, near.size, near.baseline, inline=item)
    baseline = box.top + _DEFAULT_SIZE if tall else box.y_mid + 0.35 * _DEFAULT_SIZE
    return Word("", box, _DEFAULT_SIZE, baseline, inline=item)


def _apart(a: Box, b: Box) -> float:
    return max(0.0, a.x0 - b.x1, b.x0 - a.x1)


def _typed_lines(text: FreeText) -> Iterable[Word]:
    lines = [composed(" ".join(n.split())) for n in text.text.replace("\r", "\n").split("\n")]
    lines = [n for n in lines if n]
    step = text.box.height / max(len(lines), 1)
    size = min(step / 1.2, 12.0)
    for index, line in enumerate(lines):
        top = text.box.top + index * step
        width = min(text.box.width, 0.55 * size * len(line))
        box = replace(text.box, top=top, bottom=top + step, x1=text.box.x0 + width)
        yield Word(line, box, size, box.y_mid + 0.35 * size, annotation=True)


def _inked(page: PageObjects, words: list[Word]) -> list[Word]:
    """Strokes drawn over boxes and words, as annotations or flattened into the page."""
    for stroke in page.strokes:
        words = _apply(stroke, words)
    loose = [s for s in page.shapes if _is_loose_stroke(s)]
    return [_crossed(w, loose) for w in words] if loose else words


def _apply(stroke: Stroke, words: list[Word]) -> list[Word]:
    if stroke.kind in {"StrikeOut", "Underline"}:
        return [_styled(w, stroke) for w in words]
    if stroke.kind not in _SIGNS | _RINGS or not _is_mark_sized(stroke):
        return words
    target = next((i for i, w in enumerate(words) if _is_over_box(stroke, w)), None)
    if target is not None:
        by = Encoding(EncodingKind.DRAWN, MarkState.ON, f"/{stroke.kind}")
        return [*words[:target], _set(words[target], by), *words[target + 1 :]]
    hits = [w for w in words if covers(stroke.box, w.box) > 0.1]
    ring = stroke.kind in _RINGS or any(_rings(stroke, w) for w in hits)
    mark = Mark(
        state=MarkState.ON,
        shape=MarkShape.RING if ring else MarkShape.SIGN,
        encodings=(Encoding(EncodingKind.DRAWN, MarkState.ON, f"/{stroke.kind}"),),
        place=Place(box=stroke.box),
        origin=Origin.ANNOTATION,
    )
    return [*words, _placed(mark, stroke.box, words)]


def _is_mark_sized(stroke: Stroke) -> bool:
    return stroke.box.width <= _MARK_STROKE[0] and stroke.box.height <= _MARK_STROKE[1]


def _rings(stroke: Stroke, word: Word) -> bool:
    return stroke.kind == "Ink" and covers(stroke.box, word.box) > 0.85 and len(word.text) > 1


def _is_over_box(stroke: Stroke, word: Word) -> bool:
    if isinstance(word.inline, Mark):
        return _coincide(word.box, stroke.box)
    glyph = classify(word.text) if len(word.text) == 1 else None
    return glyph is not None and glyph.state is MarkState.OFF and _coincide(word.box, stroke.box)


def _set(word: Word, by: Encoding) -> Word:
    mark = word.inline if isinstance(word.inline, Mark) else _glyph_mark(word)
    return replace(word, text="", inline=_marked(mark, by, Origin.ANNOTATION))


def _glyph_mark(word: Word) -> Mark:
    glyph = classify(word.text)
    shape = glyph.shape if glyph is not None else MarkShape.BOX
    return Mark(state=MarkState.OFF, shape=shape, place=Place(box=word.box))


def _styled(word: Word, stroke: Stroke) -> Word:
    if covers(stroke.box, word.box) < 0.5:
        return word
    if stroke.kind == "StrikeOut":
        return replace(word, strike=True)
    return replace(word, underline=True)


def _is_loose_stroke(shape: Shape) -> bool:
    box = shape.box
    return shape.stroke is not None and 4 <= max(box.width, box.height) <= 40 and not shape.is_white


def _crossed(word: Word, loose: Sequence[Shape]) -> Word:
    """An empty box character with slanted strokes painted over it is a marked box."""
    glyph = classify(word.text) if len(word.text) == 1 else None
    if glyph is None or glyph.state is not MarkState.OFF:
        return word
    over = [s for s in loose if _coincide(word.box, s.box)]
    if not over or not has_sign(over, word.box):
        return word
    mark = _marked(_glyph_mark(word), Encoding(EncodingKind.DRAWN, MarkState.ON, "strokes"))
    return replace(word, text="", inline=mark)
