"""Step 3a: marks, fields and annotation text take their place among the words."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from extract.model import (
    Encoding,
    EncodingKind,
    Field,
    Mark,
    MarkState,
    Origin,
)
from extract.pdf.boxes import DOUBTFUL_INK, SURE_INK, drawn_marks
from extract.pdf.geometry import FreeText, PageObjects, Word, holds
from extract.pdf.laying import and_marked, coincide, is_sign, marked, placed
from extract.pdf.slots import with_slots
from extract.pdf.strokes import inked
from extract.pdf.text import composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from extract.model import Box

_PITCH = 1.2  # of the type size, from line to line
_LARGEST = 12.0  # points: type size where the file does not say
_LETTER = 0.52  # of the type size: the usual width of a letter
_ROUNDING = 0.15  # of a line


def with_inlays(page: PageObjects, words: list[Word]) -> list[Word]:
    """The words of a page with its marks, fields and typed-over text among them."""
    marks = _drawn(page)
    marks, words = _typed_into(marks, words, page.ink)
    marks, typed = _annotated(marks, page.typed)
    controls, typed = _over_controls(page.controls, typed)
    words = _without_field_text(words, page)
    words += [placed(mark, box, words) for box, mark in marks]
    words += [placed(item, box, words) for box, item in controls]
    words = inked(page, words)
    words += [placed(mark, box, words) for box, mark in page.marks]
    words = with_slots(page, words)
    return words + [line for text in typed for line in _typed_lines(text)]


def _drawn(page: PageObjects) -> list[tuple[Box, Mark]]:
    """Drawn boxes save those that only frame a form field."""
    return [
        (box, mark)
        for box, mark in drawn_marks(page.shapes, page.ink)
        if not any(coincide(box, other) for other, _ in page.controls)
    ]


def _typed_into(
    marks: list[tuple[Box, Mark]], words: list[Word], ink: Mapping[Box, float]
) -> tuple[list[tuple[Box, Mark]], list[Word]]:
    """A sign typed inside a drawn box marks it; other text inside shows that it is no box.

    Where the box shows no ink, the sign was painted over: what was meant is doubtful.
    """
    out: list[tuple[Box, Mark]] = []
    taken: set[int] = set()
    for box, mark in marks:
        inside = [i for i, w in enumerate(words) if holds(box, w.box.x_mid, w.box.y_mid)]
        texts = "".join(words[i].text for i in inside)
        if not inside:
            out.append((box, mark))
        elif len(texts) == 1 and is_sign(texts):
            taken.update(inside)
            shown = ink.get(box, SURE_INK) > DOUBTFUL_INK
            typed = Encoding(EncodingKind.GLYPH, MarkState.ON, texts)
            sign = marked(mark, typed)
            out.append((box, sign if shown else replace(sign, state=MarkState.UNSURE)))
    return out, [w for i, w in enumerate(words) if i not in taken]


def _annotated(
    marks: list[tuple[Box, Mark]], typed: Iterable[FreeText]
) -> tuple[list[tuple[Box, Mark]], list[FreeText]]:
    """A sign typed as an annotation over a drawn box marks that box."""
    rest: list[FreeText] = []
    for text in typed:
        sign = text.text.strip()
        hit = next((i for i, (b, _) in enumerate(marks) if coincide(b, text.box)), None)
        if hit is None or not is_sign(sign):
            rest.append(text)
            continue
        by = Encoding(EncodingKind.GLYPH, MarkState.ON, sign)
        box, mark = marks[hit]
        made = marked(mark, by, Origin.ANNOTATION)
        marks[hit] = (box, replace(made, state=MarkState.UNSURE) if text.layered else made)
    return marks, rest


def _over_controls(
    controls: Iterable[tuple[Box, Mark | Field]], typed: Iterable[FreeText]
) -> tuple[list[tuple[Box, Mark | Field]], list[FreeText]]:
    """A sign typed over a box that is a form field, which says nothing of it, is doubtful."""
    out, rest = list(controls), []
    for text in typed:
        at = next((i for i, (b, _) in enumerate(out) if coincide(b, text.box)), None)
        item = out[at][1] if at is not None else None
        if at is None or not isinstance(item, Mark) or not is_sign(text.text.strip()):
            rest.append(text)
            continue
        by = Encoding(EncodingKind.GLYPH, MarkState.ON, text.text.strip())
        out[at] = (out[at][0], and_marked(item, by))
    return out, rest


def _without_field_text(words: list[Word], page: PageObjects) -> list[Word]:
    """Words that only show again what a field holds (a flattened copy of its value)."""
    filled = [(b, f.value) for b, f in page.controls if isinstance(f, Field) and f.value]
    if not filled:
        return words
    middles = [(w.box.x_mid, w.box.y_mid) for w in words]
    return [
        word
        for word, (x, y) in zip(words, middles, strict=True)
        if not any(holds(box, x, y) and word.text in value for box, value in filled)
    ]


def _typed_lines(text: FreeText) -> Iterable[Word]:
    """One word for each paragraph typed, over as many lines as it fills in its box."""
    paras = [composed(" ".join(n.split())) for n in text.text.replace("\r", "\n").split("\n")]
    paras = [n for n in paras if n]
    size = text.size or min(text.box.height / max(len(paras), 1) / _PITCH, _LARGEST)
    counts = [_line_count(n, size, text.box.width) for n in paras]
    step = min(_PITCH * size, text.box.height / max(sum(counts), 1)) or _PITCH * size
    top = text.box.top
    for number, (para, count) in enumerate(zip(paras, counts, strict=True)):
        width = text.box.width if count > 1 else min(text.box.width, _letters(para, size))
        box = text.box._replace(top=top, bottom=top + count * step, x1=text.box.x0 + width)
        baseline = top + step / 2 + 0.35 * size
        yield Word(para, box, size, baseline, annotation=True, opens=number > 0)
        top = box.bottom


def _line_count(text: str, size: float, width: float) -> int:
    return max(1, ceil(_letters(text, size) / max(width, 1.0) - _ROUNDING))


def _letters(text: str, size: float) -> float:
    """About the width of a text, in points."""
    return _LETTER * size * len(text)
