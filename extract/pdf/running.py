"""Step 5: what is not the body: running headers and footers, page numbers, footnotes.

A running line repeats (numbers apart) at the same place on the page before or after, in one
unbroken run from the page's top or bottom; two pages off only where the page between has a
running line of its own (headers of odd and even pages). So the title of a form that begins on
every other page is none. Copies of one form, a page each, repeat far more than a header is
high; then nothing is taken for a header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from extract.pdf.words import Line, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.pdf.geometry import Edge

_TOP_SHARE, _BOTTOM_SHARE = 0.28, 0.2  # of the page's height: as deep as a header may reach
_MOST_LINES, _MOST_LETTERS = 9, 360  # a form's title and introduction are longer
_RULE_MARGIN = 14.0  # points from the running text to a rule below or above it
_BOX_MARGIN = 40.0  # points from the running text to the border around it
_SHIFT, _SCANNED_SHIFT = 4.0, 9.0  # points; sheets lie askew on the glass
_MISREAD = 0.84  # likeness of two scanned lines that are one
_SAYS = re.compile(r"\b(?:s[ií]|no)\b", re.IGNORECASE)  # one word makes the opposite sentence
_TOUCH = 3.0  # points: lines so near to each other meet
_EDGE, _SCANNED_EDGE = 1.0, 5.0  # points by which one edge may lie elsewhere on another page
_CENTRE_SHIFT = 14.0  # points: page numbers of other widths
_SAME_SIZE = 0.3  # points
_LEAST_TEXT = 40  # letters: one of two lines of running text has so many
_TEXT_PITCH = 1.6  # of the type size: the step within one text, at most
_MARGIN = 0.1  # of the page's height: where a lone page number stands
_PAGE_NUMBER = re.compile(
    r"(?:-\s*)?(?:p[áa]g(?:ina)?\.?:?\s*)?\d{1,3}(?:\s*(?:de|/|of)\s*\d{1,3})?(?:\s*-)?", re.I
)
_FOOTNOTE_SIGN = re.compile(r"(?:\d{1,2}|[*†‡]{1,3}|[¹²³⁴-⁹]{1,2})\)?")
# a small raised number is read as one word with what follows (`1'Banco`); a lone `y` is a word
_SCANNED_SIGN = re.compile(rf"{_FOOTNOTE_SIGN.pattern}|\d{{1,2}}['’‘\"”“`´°*.]?[^\W\d_a-zñ]\w+")
_SAME_TYPE = 1.2  # of two lines' sizes on a scan
_SMALLER = 0.93  # of the body's type size
_CLOSE_PITCH, _WIDE_PITCH = 1.35, 2.1  # of the type size


@dataclass(slots=True)
class Zones:
    """The y range of the body on one page, and the lines above and below it."""

    top: float
    bottom: float
    header: list[Line] = field(default_factory=list)
    footer: list[Line] = field(default_factory=list)


def find_zones(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[Zones]:
    """For each page's lines (top to bottom) where the body begins and ends."""
    twins = _Twins(pages)
    return [_zone(lines, twins, height) for lines, height in zip(pages, heights, strict=True)]


class _Twins:
    """Finds a line's like on the pages around; pages without lines do not count."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self._pages = [lines for lines in pages if lines]
        self._rank = {lines[0].box.page: i for i, lines in enumerate(self._pages)}
        self._by_text: dict[str, list[Line]] = {}
        for lines in pages:
            for line in lines:
                self._by_text.setdefault(masked(line.text), []).append(line)

    def has(self, line: Line, *, from_top: bool, next_page_only: bool) -> bool:
        """Whether a page near has this line, numbers apart, at this place."""
        ranks = self._ranks(line)
        mine = self._rank[line.box.page]
        if next_page_only or {mine - 1, mine + 1} & ranks:
            return bool({mine - 1, mine + 1} & ranks)
        between = [(mine + r) // 2 for r in (mine - 2, mine + 2) if r in ranks]
        outer = 0 if from_top else -1
        return any({r - 2, r + 2} & self._ranks(self._pages[r][outer]) for r in between)

    def _ranks(self, line: Line) -> set[int]:
        alike = self._by_text[masked(line.text)]
        found = {self._rank[o.box.page] for o in alike if o is not line and _same(line, o)}
        return found | self._scanned_ranks(line) if _is_scanned(line) else found

    def _scanned_ranks(self, line: Line) -> set[int]:
        """Where a scanned page near has a line that differs by misread letters alone."""
        text, mine = masked(line.text), self._rank[line.box.page]
        return {
            rank
            for rank in range(max(mine - 2, 0), min(mine + 3, len(self._pages)))
            if rank != mine
            and any(
                _is_scanned(o)
                and _same(line, o)
                and _SAYS.findall(text) == _SAYS.findall(masked(o.text))
                and Levenshtein.normalized_similarity(text, masked(o.text)) >= _MISREAD
                for o in self._pages[rank]
            )
        }


def _zone(lines: Sequence[Line], others: _Twins, height: float) -> Zones:
    header = _run(lines, others, height, from_top=True)
    header = _apart(lines, header, from_top=True)
    rest = lines[len(header) :]
    footer = _run(list(reversed(rest)), others, height, from_top=False)
    footer = _apart(rest, footer, from_top=False)
    if not footer:
        footer = _lone_page_number(rest, height)
    top = max((n.box.bottom for n in header), default=0.0)
    bottom = min((n.box.top for n in footer), default=height)
    return Zones(top, bottom, list(header), list(reversed(footer)))


def _apart(lines: Sequence[Line], running: list[Line], *, from_top: bool) -> list[Line]:
    """A header or footer (its outermost line first) without lines of the text beside it.

    Sentences that come again at one place, as in an answer over pages, are no header.
    """
    while running and len(running) < len(lines):
        if from_top:
            above, line = running[-1], lines[len(running)]
        else:
            above, line = lines[-len(running) - 1], running[-1]
        if not _continues(above, line):
            break
        running = running[:-1]
    return running


def _continues(above: Line, line: Line) -> bool:
    step = line.baseline - above.baseline
    alike = abs(above.size - line.size) < _SAME_SIZE and above.bold == line.bold
    long = max(len(above.text), len(line.text)) >= _LEAST_TEXT
    return long and alike and abs(above.box.x0 - line.box.x0) < 1 and step < _TEXT_PITCH * line.size


def _run(lines: Sequence[Line], others: _Twins, height: float, *, from_top: bool) -> list[Line]:
    """The running lines; where forms of two pages each repeat below them, what no form has."""
    for next_page_only in (False, True):
        found = _repeated(lines, others, height, from_top, next_page_only)
        if found is not None:
            return found
    return []


def _repeated(
    lines: Sequence[Line], others: _Twins, height: float, from_top: bool, next_page_only: bool
) -> list[Line] | None:
    """The run of repeated lines, None where it is longer than a header: copies of one form."""
    share = _TOP_SHARE if from_top else _BOTTOM_SHARE
    found: list[Line] = []
    letters = 0
    for line in lines:
        if not others.has(line, from_top=from_top, next_page_only=next_page_only):
            break
        depth = line.box.bottom if from_top else height - line.box.top
        letters += len(line.text)
        if depth > share * height or len(found) == _MOST_LINES or letters > _MOST_LETTERS:
            return None
        found.append(line)
    return found if len(found) < len(lines) or not from_top else []


def _is_scanned(line: Line) -> bool:
    return line.words[0].scanned


def _same(a: Line, b: Line) -> bool:
    shift = _SCANNED_SHIFT if _is_scanned(a) and _is_scanned(b) else _SHIFT
    if abs(a.box.top - b.box.top) > shift:
        return False
    moved = abs(a.box.x0 - b.box.x0)
    if a.text == b.text:
        return moved <= shift
    return moved <= _CENTRE_SHIFT or abs(a.box.x1 - b.box.x1) <= shift


def _lone_page_number(lines: Sequence[Line], height: float) -> list[Line]:
    last = lines[-1] if lines else None
    if last is None or last.box.top < (1 - _MARGIN) * height:
        return []
    return [last] if _PAGE_NUMBER.fullmatch(last.text.strip()) else []


def body_edges(
    pages: Sequence[Sequence[Edge]], zones: Sequence[Zones], scanned: Sequence[bool]
) -> list[list[Edge]]:
    """Each page's edges without those of running headers and footers.

    An edge is running where every other page with the same running lines draws it too. On a
    scanned page the sides of a header's box and of the table right below it are one line.
    """
    found = []
    for index, edges in enumerate(pages):
        near = _SCANNED_EDGE if all(scanned) else _EDGE
        running = [e for e in edges if _is_running(e, index, pages, zones, near)]
        own = [e for e in edges if e not in running]
        header = zones[index].header if scanned[index] else None
        found.append(_below(own, running, zones[index].top) if header else own)
    return found


def _below(own: list[Edge], running: Sequence[Edge], top: float) -> list[Edge]:
    """The body's edges from the line on that a header's box shares with a table right below it."""
    lines = [e for e in running if e.horizontal and top - _TOUCH <= e.at <= top + _BOX_MARGIN]
    last = max(lines, key=lambda e: e.at, default=None)
    if last is None:
        return own
    sides = [
        e for e in own if not e.horizontal and e.start < last.at - _TOUCH < e.end - _BOX_MARGIN
    ]
    if len(sides) < 2:
        return own
    cut = [replace(e, start=last.at) for e in sides]
    return [*(e for e in own if e not in sides), *cut, last]


def _is_running(
    edge: Edge,
    index: int,
    pages: Sequence[Sequence[Edge]],
    zones: Sequence[Zones],
    near: float,
) -> bool:
    zone = zones[index]
    low, high = (edge.at, edge.at) if edge.horizontal else (edge.end, edge.start)
    above = bool(zone.header) and low <= _reach(zone.header, zone.top, pages[index], down=True)
    below = bool(zone.footer) and high >= _reach(zone.footer, zone.bottom, pages[index], down=False)
    if not (above or below):
        return False
    peers = [
        i for i, z in enumerate(zones) if i != index and bool(z.header if above else z.footer)
    ]  # fmt: skip
    return all(any(_same_edge(edge, other, near) for other in pages[i]) for i in peers)


def _reach(lines: Sequence[Line], limit: float, edges: Sequence[Edge], *, down: bool) -> float:
    """The y to which a header reaches down (a footer up), the box drawn around it included."""
    sides = [
        e for e in edges if not e.horizontal and any(e.start < n.box.y_mid < e.end for n in lines)
    ]
    if down:
        ends = [e.end for e in sides if e.end <= limit + _BOX_MARGIN]
        return max([limit + _RULE_MARGIN, *(e + 2 for e in ends)])
    starts = [e.start for e in sides if e.start >= limit - _BOX_MARGIN]
    return min([limit - _RULE_MARGIN, *(s - 2 for s in starts)])


def _same_edge(a: Edge, b: Edge, near: float) -> bool:
    return (
        a.horizontal == b.horizontal
        and abs(a.at - b.at) < near
        and abs(a.start - b.start) < near
        and abs(a.end - b.end) < near
    )


def split_footnotes(
    lines: Sequence[Line], body_size: float, rules: Sequence[Edge]
) -> tuple[list[Line], list[list[Line]]]:
    """Lines outside tables parted into body lines and footnotes (each a list of lines).

    A footnote opens with a raised number, or with a number in small type under a short rule
    (on scanned pages in any type);
    it goes on while the type stays small; where it is the body's type, up to its paragraph's end.
    """
    body: list[Line] = []
    notes: list[list[Line]] = []
    open_note = False
    edge = max((n.box.x1 for n in lines), default=0.0)
    for line in lines:
        small = line.size <= _SMALLER * body_size
        starts = _starts_note(line, rules, small=small)
        if starts:
            notes.append([line])
        elif open_note and (small or _follows(notes[-1][-1], line, body_size, edge)):
            notes[-1].append(line)
        else:
            body.append(line)
        open_note = starts or (open_note and bool(notes) and notes[-1][-1] is line)
    return body, notes


def _starts_note(line: Line, rules: Sequence[Edge], *, small: bool) -> bool:
    first = line.words[0]
    signs = _SCANNED_SIGN if first.scanned else _FOOTNOTE_SIGN
    if not signs.fullmatch(first.text) or len(line.words) < 2:
        return False
    if first.superscript:
        return True
    # of a picture neither a raised number nor small type is told for certain
    return (small or first.scanned) and any(_is_above(rule, line) for rule in rules)


def _follows(last: Line, line: Line, body_size: float, edge: float) -> bool:
    """Whether a line goes on a note that is in the body's type as well.

    Lines near each other do; where lines are set wide apart, the one above must be full.
    """
    step = (line.baseline - last.baseline) / line.size
    in_small = last.size <= _SMALLER * body_size
    if in_small and line.words[0].scanned:  # its size is measured, a little larger by chance
        in_small = line.size > _SAME_TYPE * last.size
    if in_small or not 0 < step < _WIDE_PITCH:
        return False
    full = last.box.x1 + line.words[0].box.width > edge
    ended = last.text.endswith(".")
    return full and not ended if step >= _CLOSE_PITCH else full or not ended


def _is_above(rule: Edge, line: Line) -> bool:
    box = line.box
    return (
        rule.horizontal
        and 40 <= rule.length <= 260
        and 0 <= box.top - rule.at + 4 <= 60
        and abs(rule.start - box.x0) < 15
    )
