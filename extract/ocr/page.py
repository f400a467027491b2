"""From a page's picture to what a digital page gives: words, marks and ruling lines.

    straighten → ruling lines → words → boxes (told from letters by the words) → words beside
    boxes again, without them → lines of options not yet told → addresses, accents → ink that is
    neither

All of it is in points from the straightened page's top left.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.model import (
    Box,
    Encoding,
    EncodingKind,
    Mark,
    MarkShape,
    MarkState,
    Origin,
    Place,
)
from extract.ocr.accents import with_accents
from extract.ocr.addresses import with_addresses
from extract.ocr.boxed import find_boxes, read_again, zones_of
from extract.ocr.engine import ReadWord, Recognizer, Region, certainty_of
from extract.ocr.glyphs import CROSS_SURE, CROSSES, is_cross
from extract.ocr.hidden import soft_ink
from extract.ocr.options import Inks, option_zones, with_options
from extract.ocr.pen import Inked, judge, strokes_of
from extract.ocr.picture import minus, whitened
from extract.ocr.regions import regions_of
from extract.ocr.rings import RING, Ring, find_rings, stands_clean
from extract.ocr.rules import find_rules, rules_mask
from extract.ocr.sizes import EM, sizes_of
from extract.ocr.slots import Typed, find_slots
from extract.ocr.squares import Square, box_mask, find_squares
from extract.ocr.straighten import Photo, page_scale, straightened, upside_down
from extract.ocr.tangled import untangled
from extract.ocr.unread import Blot, lies_along, unread_ink, without_words
from extract.ocr.upright import on_its_head
from extract.ocr.weight import bold_words
from extract.pdf.geometry import Edge, PhotoFrame, Word, covers
from extract.pdf.grid import to_grids
from extract.pdf.strokes import is_option, rings_one_option
from extract.progress import tell_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.ocr.picture import Gray, Mask, Sheet

_ASCENT, _DESCENT = 0.905, 0.212  # of the type size: a line's usual reach above and below
_SURELY_READ = 0.9  # ... from which nothing was drawn through it
_RIGHT_WAY = 0.6  # the mean confidence of a page's first lines that stand upright
_WRONG_WAY, _TELLING = 0.45, 150  # ... that do not; letters from which on that is told
_SAME_INK = 0.7  # of the smaller of two words of two lines: then they are one, read twice
_BULLET = 0.58  # of the type size: the largest bullet
_BULLET_GAP, _ROUND = 0.45, 0.72  # of the type size, before its text; share of its box, or a letter
_STARS = frozenset("*+×#%&")  # what a pen's cross is read as
_UNREAD = 0.3  # a sign's confidence under which it may be anything
_BESIDE = 0.6  # of a box's side: how far from its box such a cross stands at most
_TOUCHES = 1.2  # points: a box's own side was taken out of the line
_OFF_SIDES = 0.15  # of a box's side: what lies nearer to one may be the side's
_LARGEST_BOX = 17.0  # points: a larger square may be a cell
_LEAST_TABLE = 24.0  # points: a smaller one is a box
_LONG_RULE = 60.0  # points: shorter loose rules may be blanks to fill in


@dataclass(slots=True)
class ScannedPage:
    """What was read from one picture, and what each step gave."""

    number: int
    sheet: Sheet
    rules: list[Edge] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    marks: list[tuple[Box, Mark]] = field(default_factory=list)
    certainty: float = 0.0


def frame_of(photo: Photo, sheet: Sheet) -> PhotoFrame:
    """Where the straightened sheet lies on its photo."""
    height, width = photo.gray.shape
    scale = page_scale(photo)
    return PhotoFrame(width / scale, height / scale, tuple(float(v) for v in sheet.origin.flat))


def read_page(photo: Photo, number: int) -> ScannedPage:
    """What stands on a page's picture; boxes are points on the straightened page.

    Raises:
        OcrMissingError: Tesseract or its Spanish data is not installed.
    """
    tell_page()
    tried: list[ScannedPage] = []
    for other_way in (False, True):
        sheet = straightened(photo.gray, page_scale(photo), other_way=other_way)
        for upright in _both_ways(sheet):
            page = _read(upright, number, hasty=True)
            if page.certainty >= _RIGHT_WAY:
                return page
            tried.append(page)
    return _read(max(tried, key=lambda page: page.certainty).sheet, number)


def _both_ways(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet and the sheet turned by half, the likelier one first."""
    if on_its_head(sheet):
        yield upside_down(sheet)
        yield sheet
    else:
        yield sheet
        yield upside_down(sheet)


def _read(sheet: Sheet, number: int, *, hasty: bool = False) -> ScannedPage:
    """What stands on a sheet; in haste nothing but its certainty where it is upside down."""
    page = ScannedPage(number, sheet)
    squares = find_squares(sheet, sheet.ink)
    page.rules = find_rules(sheet, minus(sheet.ink, _sides_of(squares, sheet)))
    grids, loose = to_grids(page.rules, number)
    small = [grid.box for grid in grids if max(grid.box.width, grid.box.height) <= _LEAST_TABLE]
    if small:  # a box that a pen hid from the search for boxes
        page.rules = [e for e in page.rules if not any(_lies_on(e, box) for box in small)]
        grids, loose = to_grids(page.rules, number)
    ruled = rules_mask(sheet, [e for e in page.rules if e not in loose or _is_long(e)])
    borders = [e for e in page.rules if e not in loose]
    rings, ringed = find_rings(sheet, minus(sheet.ink, ruled))
    ruled |= np.asarray(cv2.dilate(ringed, np.ones((5, 5), np.uint8)), np.uint8)
    ink = minus(sheet.ink, ruled)
    clean = whitened(sheet.gray, ruled)
    regions = regions_of(sheet, ink, [c.box for g in grids for c in g.cells])
    readings = _readings(sheet, clean, regions, hasty=hasty)
    page.certainty = certainty_of(w for words in readings.values() for w in words)
    if hasty and page.certainty < _RIGHT_WAY:
        return page
    readings = untangled(sheet, clean, ink, readings)
    short = option_zones(readings)
    squares = find_boxes(sheet, squares, readings)
    slots = _slots(sheet, clean, ink, squares, readings)
    typed = [i.square for i in slots.marks]
    squares = [s for s in squares if s not in slots.letters]
    inked = [*judge(sheet, ink, squares), *slots.marks]
    squares = [i.square for i in inked]
    marked = strokes_of(sheet, ink, [i for i in inked if i.state is not MarkState.OFF])
    boxes = box_mask(ink, squares, sheet.pixels(0.7)) | marked
    letters = read_again(sheet, clean, (boxes, minus(ink, boxes)), (squares, typed), readings)
    inked = [i for i in inked if i.square not in letters]
    inked, parsed = with_options(sheet, Inks(ink, clean), short, inked, readings)
    if parsed:
        boxes |= box_mask(ink, [i.square for i in inked], sheet.pixels(0.7))
        boxes |= strokes_of(sheet, ink, [i for i in inked if i.state is not MarkState.OFF])
    readings = with_addresses(clean, sheet.scale * 72, readings)
    with_accents(clean, readings)
    readings = {r: [_told_by_shape(w, ink) for w in words] for r, words in readings.items()}
    squares = [i.square for i in inked]
    seen = (w for words in readings.values() for w in _with_quotes(words))
    read = _read_once([word for word in seen if not may_be_cross(word, squares)])
    page.words = _to_words(sheet, read, number, ink)
    page.rules = [e for e in page.rules if not _runs_in_word(e, page.words)]
    page.marks = [_mark(i, sheet, number, loose) for i in inked]
    page.marks += [_ring(r, page, ink) for r in rings]
    rest = without_words(sheet, ink, boxes, read)
    page.marks += [
        _blot(b, sheet, number)
        for b in unread_ink(sheet, rest)
        if not any(lies_along(b, e, sheet) and not _strikes(e, page) for e in borders)
    ]
    return page


def _readings(
    sheet: Sheet, clean: Gray, regions: Sequence[Region], *, hasty: bool
) -> dict[Region, list[ReadWord]]:
    """The words of each region; in haste no more than tell that they stand on their head."""
    readings: dict[Region, list[ReadWord]] = {}
    words: list[ReadWord] = []
    with Recognizer(clean, sheet.scale * 72) as tesseract:
        for region in regions:
            readings[region] = tesseract.read(region)
            words += readings[region]
            enough = sum(len(w.text) for w in words) >= _TELLING
            if hasty and enough and certainty_of(words) < _WRONG_WAY:
                break
    return readings


def _slots(
    sheet: Sheet,
    clean: Gray,
    ink: Mask,
    squares: Sequence[Square],
    readings: dict[Region, list[ReadWord]],
) -> Typed:
    """The places for marks that are typed, in short lines without boxes."""
    em = median([w.row for words in readings.values() for w in words] or [0.0]) / EM
    zones = [z for region, words in readings.items() for z in zones_of(region, words, (), em)]
    with Recognizer(clean, sheet.scale * 72) as tesseract:
        return find_slots((ink, soft_ink(sheet)), zones, squares, tesseract)


def _sides_of(squares: Sequence[Square], sheet: Sheet) -> Mask:
    """The boxes whose sides must not be taken for ruling lines."""
    small = [s for s in squares if s.sharp and s.width <= _LARGEST_BOX * sheet.scale]
    return box_mask(sheet.ink, small, 1)


def _lies_on(edge: Edge, box: Box) -> bool:
    """Whether an edge is a side of a box, or within it."""
    along, across = _sides(edge, box)
    near = 2.0
    return (
        along[0] - near <= edge.start
        and edge.end <= along[1] + near
        and across[0] - near <= edge.at <= across[1] + near
    )


def _runs_in_word(edge: Edge, words: Sequence[Word]) -> bool:
    """Whether a level line is but the crossbars of a word that was read well.

    In coarse print `ef` and `tt` run together into a line; one that strikes a word out is longer
    than the word, and spoils its reading.
    """
    return (
        edge.horizontal
        and edge.length <= _LONG_RULE
        and any(
            word.certainty >= _SURELY_READ
            and word.box.top < edge.at < word.baseline - 0.1 * word.size
            and word.box.x0 - 1 <= edge.start
            and edge.end <= word.box.x1 + 1
            for word in words
        )
    )


def _strikes(edge: Edge, page: ScannedPage) -> bool:
    """Whether a line runs through a word or a mark's place: a pen from wall to wall, no border."""
    for box in (*(word.box for word in page.words), *(box for box, _ in page.marks)):
        along, across = _sides(edge, box)
        inset = 0.25 * (across[1] - across[0])
        beside = edge.start < along[1] and along[0] < edge.end
        if beside and across[0] + inset < edge.at < across[1] - inset:
            return True
    return False


def _runs_through(edge: Edge, box: Box) -> bool:
    """Whether a line runs through a box, or from within it, off its sides, and on beyond it."""
    along, across = _sides(edge, box)
    inset = _OFF_SIDES * (across[1] - across[0])
    touches = edge.start < along[1] + _TOUCHES and along[0] - _TOUCHES < edge.end
    beyond = max(along[0] - edge.start, edge.end - along[1]) > 0.5 * (along[1] - along[0])
    return touches and beyond and across[0] + inset < edge.at < across[1] - inset


def _sides(edge: Edge, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """From where to where a box reaches along a line, and across it."""
    wide, tall = (box.x0, box.x1), (box.top, box.bottom)
    return (wide, tall) if edge.horizontal else (tall, wide)


def _is_long(edge: Edge) -> bool:
    return edge.length >= _LONG_RULE


def _read_once(words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words without what was read twice, as a row of wide cells may be: the surer is kept."""
    rows: dict[int, list[ReadWord]] = {}
    kept = set()
    for word in sorted(words, key=lambda w: -w.sure):
        row = round(word.baseline / max(word.row, 1.0))
        near = (other for n in (row - 1, row, row + 1) for other in rows.get(n, ()))
        if not any(_same_ink(word, other) for other in near if other.line != word.line):
            rows.setdefault(row, []).append(word)
            kept.add(id(word))
    return [word for word in words if id(word) in kept]


def may_be_cross(word: ReadWord, squares: Sequence[Square]) -> bool:
    """Whether it may be a pen's cross that missed its box: Tesseract reads that as a star.

    Where it runs over a border as any sign that it hardly sees.
    """
    unread = word.sure < _UNREAD and not any(map(str.isalnum, word.text))
    return (unread or word.text in _STARS) and any(
        max(s.x0 - word.x1, word.x0 - s.x1) <= _BESIDE * s.width
        and min(s.bottom, word.bottom) > max(s.top, word.top)
        for s in squares
    )


def _same_ink(a: ReadWord, b: ReadWord) -> bool:
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    tall = min(a.bottom, b.bottom) - max(a.top, b.top)
    if wide <= 0 or tall <= 0:
        return False
    least = min((a.x1 - a.x0) * (a.bottom - a.top), (b.x1 - b.x0) * (b.bottom - b.top))
    return wide * tall > _SAME_INK * least


def _told_by_shape(word: ReadWord, ink: Mask) -> ReadWord:
    """An X that was hardly read, as surely as its shape is one's: single letters never are.

    One in a cell by itself is read as `Xx`, too.
    """
    if not CROSSES.issuperset(word.text) or (word.text in CROSSES and word.sure >= CROSS_SURE):
        return word
    part = ink[int(word.top) : int(word.bottom), int(word.x0) : int(word.x1)]
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(part))
    tall = width and height >= 0.4 * word.row
    shaped = tall and is_cross(part[y : y + height, x : x + width])
    return replace(word, text=word.text[:1], sure=CROSS_SURE) if shaped else word


def _with_quotes(words: list[ReadWord]) -> list[ReadWord]:
    """A region's words with `"` for a curly quote that has no counterpart.

    In small type Tesseract tells the two shapes apart by chance; a pair is of one shape.
    """
    text = "".join(word.text for word in words)
    if ("“" in text) == ("”" in text):
        return words
    straight = str.maketrans("“”", '""')
    return [replace(word, text=word.text.translate(straight)) for word in words]


def _to_words(sheet: Sheet, read: Sequence[ReadWord], number: int, ink: Mask) -> list[Word]:
    sizes, bold = sizes_of(read, sheet.scale), bold_words(ink, read)
    out = []
    for index, word in enumerate(read):
        size = sizes[word.line]
        baseline = word.baseline / sheet.scale
        box = Box(
            number,
            word.x0 / sheet.scale,
            baseline - _ASCENT * size,
            word.x1 / sheet.scale,
            baseline + _DESCENT * size,
        )
        first = index == 0 or read[index - 1].line != word.line
        gap = read[index + 1].x0 - word.x1 if index + 1 < len(read) else 0.0
        text = "•" if first and _is_bullet(word, gap, size * sheet.scale, ink) else word.text
        shown = Word(text, box, size, baseline, certainty=word.sure, scanned=True)
        # which of Sí and No is meant is never told by their weight on a scan
        within = {index - 1, index + 1} <= bold
        out.append(shown._replace(bold=index in bold and (within or not is_option(shown))))
    return out


def _is_bullet(word: ReadWord, gap: float, em: float, ink: Mask) -> bool:
    """Whether a line's first sign is a small blot: Tesseract takes bullets for letters.

    An `o` is bare in its middle.
    """
    width, height = word.x1 - word.x0, word.bottom - word.top
    if len(word.text) > 2 or max(width, height) > _BULLET * em or min(width, height) < 0.15 * em:
        return False
    part = ink[int(word.top) : int(word.bottom), int(word.x0) : int(word.x1)]
    dark = float((part > 0).mean()) if part.size else 0.0
    blot = dark > (0.6 if gap >= _BULLET_GAP * em else _ROUND)
    middle = part[2 * len(part) // 5 : 3 * len(part) // 5 + 1]
    middle = middle[:, 2 * part.shape[1] // 5 : 3 * part.shape[1] // 5 + 1]
    return blot and bool(middle.all()) and 0.7 < width / max(height, 1) < 1.4


def _mark(inked: Inked, sheet: Sheet, number: int, loose: Sequence[Edge]) -> tuple[Box, Mark]:
    """A box and its mark; unsure where a loose line runs through it: a pen's, from Sí to No."""
    s = inked.square
    box = Box(number, *(v / sheet.scale for v in (s.x0, s.top, s.x1, s.bottom)))
    doubt = any(_runs_through(edge, box) for edge in loose)
    state = MarkState.UNSURE if doubt else inked.state
    encoding = Encoding(EncodingKind.INKED, state, inked.note)
    return box, Mark(state, inked.shape, (encoding,), Place(box=box), Origin.OCR)


def _ring(ring: Ring, page: ScannedPage, ink: Mask) -> tuple[Box, Mark]:
    """A ring marks the one option that it holds, where no pen was at the other one.

    Around anything else it is unsure.
    """
    sides = (ring.x0, ring.top, ring.x1, ring.bottom)
    box = Box(page.number, *(v / page.sheet.scale for v in sides))
    boxes = [word.box for word in page.words]
    clean = rings_one_option(box, page.words) and all(
        stands_clean(word.box, boxes, page.sheet, ink)
        for word in page.words
        if is_option(word)
        and covers(box, word.box) == 0
        and word.box.top < box.bottom
        and word.box.bottom > box.top
    )
    state = MarkState.ON if clean else MarkState.UNSURE
    encoding = Encoding(EncodingKind.INKED, state, RING)
    return box, Mark(state, MarkShape.RING, (encoding,), Place(box=box), Origin.OCR)


def _blot(blot: Blot, sheet: Sheet, number: int) -> tuple[Box, Mark]:
    box = Box(number, *(v / sheet.scale for v in (blot.x0, blot.top, blot.x1, blot.bottom)))
    encoding = Encoding(EncodingKind.INKED, MarkState.UNSURE, "unread ink")
    shape = MarkShape.RING if blot.ring else MarkShape.SIGN
    return box, Mark(MarkState.UNSURE, shape, (encoding,), Place(box=box), Origin.OCR)
