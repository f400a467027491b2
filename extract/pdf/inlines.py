"""Step 8: the words of a paragraph's lines to inline content."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from extract.glyphs import has_glyph, split_marks
from extract.model import Box, Break, BreakKind, Mark, Origin, Paragraph, Place, Style, Text
from extract.pdf.geometry import around
from extract.pdf.markers import marker_of
from extract.pdf.words import is_stretched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from extract.model import Inline
    from extract.pdf.geometry import Word
    from extract.pdf.words import Line

DOUBTFUL = 0.8  # a word less certain stays a text of its own, so that it can be pointed out
_TAB = 2.2  # of the type size: a wider gap parts two columns on a line
_TAB_POINTS = 18.0
_HYPHENS = "-‐"
# the first half of compounds that are written with a hyphen: socio-económico, técnico-operativo
_COMPOUND = re.compile(
    r"(?:^|\W)(?:socio|político|económico|teórico|técnico|histórico|físico|jurídico|práctico"
    r"|\w{3,}(?:ativo|itivo|ario|ógico|ífico|ístico))$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"@|https?:|www\.", re.IGNORECASE)
_DOMAIN = re.compile(r"@|[a-z]\.[a-z]{2,}")
_ADDRESS_REST = re.compile(r"[./_]|-\w")
_CUT_NAME = re.compile(r"[a-z]\w*(?:[._]\w+)*[._](?![a-z]{2,3}$)\w+")
_CUT_DOMAIN = re.compile(r"\.[a-z]$")
_DOMAIN_REST = re.compile(r"[a-z\d-]+(?:\.[a-z]{2,})+[.,;]?")
_PATH_REST = re.compile(r"[\w.-]+/[\w./-]*")
_ADDRESS_PART = re.compile(r"[\w.@:/_-]+$")
_LOOK = attrgetter(
    *("bold", "superscript", "strike", "underline", "highlight"),
    *("inline", "annotation", "scanned", "certainty"),
)


def to_paragraph(lines: Sequence[Line]) -> Paragraph:
    """One paragraph of these lines; the bullet or number before it is taken off."""
    words = lines[0].words
    marker = marker_of(words)
    inlines = split_marks(_pieces(lines, skip=1 if marker else 0))
    if marker and _first_word_is_mark(words):
        marker, inlines = "", split_marks(_pieces(lines, skip=0))
    return Paragraph(
        inlines=_merged(inlines),
        place=Place(box=_first_page_box(lines)),
        list_item=bool(marker),
        marker=marker,
    )


def plain_text(lines: Sequence[Line]) -> str:
    """The text of the lines as one paragraph."""
    return "".join(i.text for i in to_paragraph(lines).inlines if isinstance(i, Text))


def _first_word_is_mark(words: Sequence[Word]) -> bool:
    """Whether the bullet is in truth a box before its word: `□ Sí ■ No`."""
    found = split_marks(tuple(_piece(w, w.text, spaced=i > 0) for i, w in enumerate(words)))
    return isinstance(found[0], Mark)


def _pieces(lines: Sequence[Line], *, skip: int) -> tuple[Inline, ...]:
    """Each word with the blank, tab or nothing that stands before it."""
    out: list[Inline] = []
    for number, line in enumerate(lines):
        words = line.words[skip:] if number == 0 else line.words
        tabs = _tabs(words, stretched=_may_be_stretched(lines, number))
        index = 0
        while index < len(words):
            word, end = words[index], _alike_until(words, index, tabs)
            spaced = bool(out) and word.space_before
            if index == 0 and out:
                spaced = _join_lines(out, word)
            elif index in tabs:
                out.append(Break(BreakKind.TAB, Place(box=word.box)))
                spaced = False
            out.extend(_stretch(words[index:end], spaced=spaced))
            if spaced and word.inline is not None:
                out.insert(-1, Text(" ", Place(box=word.box)))
            index = end
    return tuple(out)


def _alike_until(words: Sequence[Word], start: int, tabs: Collection[int]) -> int:
    """Up to where words from one on can be taken as one text.

    Up to the line's last word: how that joins the next line is told by itself.
    """
    end, first = start + 1, words[start]
    if first.inline is None and first.certainty == 1:
        look = _LOOK(first)
        while end < len(words) - 1 and end not in tabs and _LOOK(words[end]) == look:
            end += 1
    return end


def _stretch(words: Sequence[Word], *, spaced: bool) -> list[Inline]:
    """The inlines of words that are alike: one, save where one of them may be a mark."""
    first, *others = words
    if others:
        shown = [f" {w.text}" if w.space_before else w.text for w in others]
        text = "".join([f" {first.text}" if spaced else first.text, *shown])
        if not has_glyph(text):
            return [_text(first, text, Place("", around([w.box for w in words])))]
    pieces = [_piece(w, w.text, spaced=w.space_before) for w in others]
    return [_piece(first, first.text, spaced=spaced), *pieces]


def _piece(word: Word, text: str, *, spaced: bool) -> Inline:
    if word.inline is not None:
        return word.inline
    return _text(word, f" {text}" if spaced else text, Place("", word.box))


def _text(word: Word, shown: str, place: Place) -> Text:
    """A text that looks like the word."""
    style = _style(word.bold, word.underline, word.strike, word.highlight, word.superscript)
    return Text(shown, place, style, _origin(word), word.certainty)


@cache
def _style(*traits: bool) -> Style:
    return Style(*traits)


def _origin(word: Word) -> Origin:
    if word.scanned:
        return Origin.OCR
    return Origin.ANNOTATION if word.annotation else Origin.TEXT


def _tabs(words: Sequence[Word], *, stretched: bool) -> set[int]:
    """Indexes of the words before which two columns part.

    Where every blank of a line is that wide, justified text may only be stretched; it is
    where they are equal as well.
    """
    if is_stretched(words):
        return set()
    pairs = enumerate(itertools.pairwise(words), start=1)
    gaps = {i: b.box.x0 - a.box.x1 for i, (a, b) in pairs if b.space_before}
    wide = {i for i, g in gaps.items() if g > max(_TAB_POINTS, _TAB * words[i - 1].size)}
    all_wide = len(wide) == len(gaps) and (stretched or len(wide) >= 3)
    return set() if all_wide else wide


def _may_be_stretched(lines: Sequence[Line], number: int) -> bool:
    """Whether justification may have widened a line's blanks.

    A paragraph's last line is stretched only where the writer broke it; then it ends where
    the line before it ends.
    """
    if number < len(lines) - 1:
        return True
    return number > 0 and abs(lines[number].box.x1 - lines[number - 1].box.x1) < 1.2


def _join_lines(out: list[Inline], word: Word) -> bool:
    """Whether a blank stands between two lines; a hyphen of the line's end is healed."""
    last = out[-1]
    if not isinstance(last, Text) or word.inline is not None:
        return True
    before, after = last.text, word.text
    if len(before) > 1 and before[-1] in _HYPHENS and before[-2].isalnum():
        if _is_soft_hyphen(before, after):
            out[-1] = replace(last, text=before[:-1])
        return False
    if before.endswith("/") and after[:1].isalpha() and len(before.strip()) > 1:
        return False
    return not _is_broken_address(before, after)


def _is_soft_hyphen(before: str, after: str) -> bool:
    """Whether the hyphen that ends a line is the line's, not the word's."""
    if not (after[:1].islower() and before[-2].isalpha()):
        return False
    if before[-1] == "‐":
        return True  # browsers hyphenate with U+2010, which nobody types
    tail = _ADDRESS_PART.search(before)
    in_address = (tail is not None and _ADDRESS.search(tail[0])) or _DOMAIN.search(after)
    return not (in_address or _COMPOUND.search(before[:-1]))


def _is_broken_address(before: str, after: str) -> bool:
    """An e-mail or web address that did not fit its column."""
    tail = _ADDRESS_PART.search(before)
    if tail is None:
        return False
    if after.startswith("@") or (_ADDRESS.search(tail[0]) and _ADDRESS_REST.match(after)):
        return True
    if not after[:1].islower():
        return False
    if not _ADDRESS.search(tail[0]):
        return "@" in after and bool(_CUT_NAME.fullmatch(tail[0]))
    unfinished = tail[0][-1] in "@._-/"
    no_domain = "@" in tail[0] and "." not in tail[0].rpartition("@")[2] and "." in after
    return unfinished or no_domain or _is_cut_address(tail[0], after)


def _is_cut_address(tail: str, after: str) -> bool:
    """An address broken within a word: one letter is no domain, `v.co` no word of a sentence."""
    if "@" in tail:
        return bool(_CUT_DOMAIN.search(tail) or _DOMAIN_REST.fullmatch(after))
    return bool(_PATH_REST.fullmatch(after)) and after != "y/o"


def _merged(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts of one style as one run, with the box of its first page's part."""
    out: list[Inline] = []
    group: list[Text] = []
    certainty, length = 1.0, 0
    for item in inlines:
        if isinstance(item, Text):
            if group and _alike(group[0], certainty, item):
                group.append(item)
                size = len(item.text)
                if item.certainty != certainty:  # the mean, by their length
                    whole = certainty * length + item.certainty * size
                    certainty = whole / (length + size)
                length += size
                continue
            out += _as_one(group, certainty)
            group, certainty, length = [item], item.certainty, len(item.text)
        else:
            out += _as_one(group, certainty)
            group = []
            out.append(item)
    return (*out, *_as_one(group, certainty))


def _alike(first: Text, certainty: float, item: Text) -> bool:
    if (certainty < DOUBTFUL) != (item.certainty < DOUBTFUL):
        return False
    return item.text == " " or (first.style == item.style and first.origin == item.origin)


def _as_one(group: list[Text], certainty: float) -> list[Text]:
    if len(group) < 2:
        return group
    first = group[0]
    return [
        replace(
            first,
            text="".join([item.text for item in group]),
            place=_union([item.place for item in group]),
            certainty=certainty,
        )
    ]


def _union(places: list[Place]) -> Place:
    first = places[0].box
    if first is None:
        return places[0]
    boxes = [p.box for p in places if p.box is not None and p.box.page == first.page]
    _, lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Place("", Box(first.page, min(lefts), min(tops), max(rights), max(bottoms)))


def _first_page_box(lines: Sequence[Line]) -> Box:
    boxes = [n.box for n in lines]
    box = boxes[0]
    for other in boxes[1:]:
        if other.page == box.page:
            box = box.union(other)
    return box
