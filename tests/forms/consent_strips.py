"""Short forms with two printed boxes and pen strokes: consent as a scanner sees it, labelled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.forms import wording
from tests.forms.scanner import Wear, draw_wear, worn
from tests.forms.strokes import Stroke, draw_stroke, draw_strokes

if TYPE_CHECKING:
    from schemas.reading import Consent
    from tests.forms.scanner import Gray

_FONTS = Path("/usr/share/fonts/truetype")
FACES = {
    "sans": _FONTS / "liberation/LiberationSans-Regular.ttf",
    "serif": _FONTS / "liberation/LiberationSerif-Regular.ttf",
    "signs": _FONTS / "dejavu/DejaVuSans.ttf",
}
_WIDTH, _HEIGHT = 612, 330  # points


@dataclass(frozen=True, slots=True)
class Strip:
    """One picture: the truth, what the pen did to Sí and No, and the wear."""

    seed: int
    picture: Gray
    truth: Consent
    strokes: tuple[Stroke | None, Stroke | None]
    wear: Wear


def draw_strip(seed: int, wear: Wear | None = None) -> Strip:
    """The strip of a seed; its wear is drawn where none is given."""
    rng = Random(seed)  # noqa: S311 - data, no secret
    drawn = replace(draw_wear(rng), upside_down=False, tilt=0.0)
    wear = wear or drawn
    truth, strokes = draw_strokes(rng)
    clean, boxes = _print(rng, wear.dpi / 72)
    for box, stroke in zip(boxes, strokes, strict=True):
        if stroke is not None:
            draw_stroke(clean, box, stroke, wear.dpi / 72, rng)
    return Strip(seed, worn(clean, wear, rng), truth, strokes, wear)


def _print(rng: Random, scale: float) -> tuple[Gray, list[tuple[int, int, int, int]]]:
    """The printed form with empty boxes, and the boxes in pixels, Sí first."""
    paper, font, y, size = _question(rng, scale)
    pen = ImageDraw.Draw(paper)
    boxes = _options(rng, pen, font, (200 * scale, (y + 6) * scale), size * scale)
    return np.array(paper, np.uint8), boxes


def _question(
    rng: Random, scale: float
) -> tuple[Image.Image, ImageFont.FreeTypeFont, float, float]:
    """The form down to the consent question, its font, where that ends, and the type size."""
    size = rng.choice((9, 10, 11, 12))
    face = FACES[rng.choice(("sans", "serif"))]
    font = ImageFont.truetype(str(face), round(size * scale))
    paper = Image.new("L", (round(_WIDTH * scale), round(_HEIGHT * scale)), 255)
    pen = ImageDraw.Draw(paper)
    y = 30.0
    lines = [
        wording.TITLE, f"{wording.LABELS['entity_area']}: Alcaldía de Duitama - Planeación",
        f"{wording.LABELS['completed_on']}: 12/03/2024", f"{wording.LABELS['topic']}: Archivo",
        f"{wording.LABELS['situation']}: Se ordenaron los expedientes.",
        f"{wording.LABELS['lesson']}: Conviene revisar cada mes.",
        *_wrapped(wording.CONSENT, font, 480 * scale),
    ]  # fmt: skip
    for line in lines:
        pen.text((round(60 * scale), round(y * scale)), line, 0, font)
        y += size * 1.5
    return paper, font, y, size


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if font.getlength(f"{line} {word}") > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def _options(
    rng: Random,
    pen: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont,
    start: tuple[float, float],
    em: float,
) -> list[tuple[int, int, int, int]]:
    """Sí and No with their boxes, drawn or as the sign of a font."""
    words = rng.choice((("Sí", "No"), ("SI", "NO"), ("SÍ", "NO"), ("Si", "No")))
    box_first, drawn = rng.random() < 0.5, rng.random() < 0.5
    signs = ImageFont.truetype(str(FACES["signs"]), round(em * rng.uniform(1.0, 1.3)))
    side, gap = em * rng.uniform(0.85, 1.3), em * rng.choice((0.6, 1.5, 3.0))
    line = max(1, round(em / rng.uniform(10, 16)))
    x, y = start
    boxes = []
    for word in words:
        parts = ("box", word) if box_first else (word, "box")
        for part in parts:
            if part == "box" and drawn:
                top = y + 0.95 * em - side
                box = (round(x), round(top), round(x + side), round(top + side))
                pen.rectangle(box, outline=0, width=line)
            elif part == "box":
                pen.text((round(x), round(y)), "☐", 0, signs)
                left, top, right, bottom = signs.getbbox("☐")
                box = (round(x + left), round(y + top), round(x + right), round(y + bottom))
            else:
                pen.text((round(x), round(y)), part, 0, font)
                x += font.getlength(part) + 0.35 * em
                continue
            boxes.append(box)
            x = box[2] + 0.35 * em
        x += gap
    return boxes


TYPED = {
    "typed": ("{word} {mark}", "X", "__"),
    "parens": ("{word} ( {mark} )", "X", " "),
    "tight-parens": ("{word} ({mark})", "X", "  "),
    "brackets": ("[{mark}] {word}", "x", " "),
    "blanks": ("{word} {mark}", "__X__", "_____"),
    "slashed": ("{mark} {word}", "_X_", "___"),
    "colons": ("{word}: {mark}", "X", ""),
    "ticked": ("{word} ({mark})", "✓", "  "),
}
"""Marks typed on a computer: the pattern, the mark, and what stands in its place."""


def draw_typed(rng: Random, wear: Wear, way: tuple[str, str, str], on: tuple[bool, bool]) -> Gray:
    """Sí and No with marks typed in such a way (as in `TYPED`), printed and scanned."""
    pattern, mark, bare = way
    scale = wear.dpi / 72
    paper, font, y, size = _question(rng, scale)
    words = rng.choice((("Sí", "No"), ("SI", "NO"), ("SÍ", "NO"), ("Si", "No")))
    pairs = zip(words, on, strict=True)
    texts = (pattern.format(word=word, mark=mark if is_on else bare) for word, is_on in pairs)
    gap = " / " if way == TYPED["slashed"] else " " * rng.choice((2, 4, 7))
    signs = ImageFont.truetype(str(FACES["signs"]), round(size * scale))
    pen, x = ImageDraw.Draw(paper), rng.choice((60, 200)) * scale
    for sign in gap.join(texts):
        used = signs if sign == "✓" else font
        pen.text((round(x), round((y + 6) * scale)), sign, 0, used)
        x += used.getlength(sign)
    return worn(np.array(paper, np.uint8), wear, rng)


def draw_line(rng: Random, wear: Wear, text: str) -> Gray:
    """The question and below it one line of text, printed and scanned."""
    scale = wear.dpi / 72
    paper, font, y, _ = _question(rng, scale)
    ImageDraw.Draw(paper).text((round(62 * scale), round((y + 6) * scale)), text, 0, font)
    return worn(np.array(paper, np.uint8), wear, rng)


def draw_printed(
    rng: Random, wear: Wear, signs: tuple[str, str], size_of_sign: float, *, first: bool
) -> Gray:
    """Sí and No with printed signs, so many times the type size, before or behind their words."""
    scale = wear.dpi / 72
    paper, font, y, size = _question(rng, scale)
    used = ImageFont.truetype(str(FACES["signs"]), round(size_of_sign * size * scale))
    words = rng.choice((("Sí", "No"), ("SI", "NO"), ("SÍ", "NO"), ("Si", "No")))
    pen, x, low = ImageDraw.Draw(paper), 200.0 * scale, (y + 6 + size) * scale
    for word, sign in zip(words, signs, strict=True):
        for part, own in ((sign, used), (word, font)) if first else ((word, font), (sign, used)):
            pen.text((round(x), round(low)), part, 0, own, anchor="ls")
            x += own.getlength(part) + 0.25 * size * scale
        x += 1.2 * size * scale
    return worn(np.array(paper, np.uint8), wear, rng)


def draw_circled(rng: Random, wear: Wear, rings: tuple[float, float]) -> Gray:
    """Sí and No without boxes, each circled so far round (degrees; 0: not at all)."""
    scale = wear.dpi / 72
    paper, font, y, _ = _question(rng, scale)
    pen = ImageDraw.Draw(paper)
    around = []
    for x, word in zip((220, 290), rng.choice((("Sí", "No"), ("SÍ", "NO"))), strict=True):
        at = (round(x * scale), round((y + 10) * scale))
        pen.text(at, word, 0, font)
        around.append(pen.textbbox(at, word, font))
    clean = np.array(paper, np.uint8)
    for (x0, top, x1, bottom), turn in zip(around, rings, strict=True):
        middle = (round((x0 + x1) / 2), round((top + bottom) / 2))
        radii = [
            round(half + rng.uniform(4, 8) * scale) for half in ((x1 - x0) / 2, (bottom - top) / 2)
        ]
        if turn:
            width = max(1, round(rng.uniform(0.8, 1.7) * scale))
            start = rng.uniform(0, 360)
            cv2.ellipse(clean, middle, radii, 0, start, start + turn, 50, width, cv2.LINE_AA)
    return worn(clean, wear, rng)
