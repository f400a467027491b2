"""Which option each mark of the consent question belongs to.

Told in this order: by words that the file itself ties to a mark; by one option in a row, cell
or line of its own; by columns; by the order of words and boxes along the whole group. Where two
readings are possible, that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from extract.model import MarkState
from normalize.tokens import Option, Sign, Token, Words

if TYPE_CHECKING:
    from normalize.tokens import Where

_AS_WIDE = 1.5  # gaps that differ by no more say nothing
_UNDER = 0.3  # a box is under a word where it is so much nearer to it than to the other
_NEARER = 2.5  # a lone mark between both words belongs to one only where it is so much nearer


@dataclass(frozen=True, slots=True)
class Slot:
    """The marks that belong to one option, taken together."""

    option: Option | None
    signs: tuple[Sign, ...]

    @property
    def state(self) -> MarkState | None:
        """ON where any mark is on, UNSURE where any is unsure, None where there is no mark."""
        states = {sign.state for sign in self.signs}
        if not states:
            return None
        if MarkState.UNSURE in states:
            return MarkState.UNSURE
        return MarkState.ON if MarkState.ON in states else MarkState.OFF


def pair_marks(tokens: list[Token]) -> tuple[list[Slot], bool]:
    """Each option with its marks; True where the side of the boxes cannot be told.

    Told in this order: words that the file ties to a mark; one option in a row, cell or line
    of its own; the order of words and boxes along the whole group.
    """
    tied = _tied(tokens)
    if tied is not None:
        return tied, False
    for parts in (_parts(tokens, by_row=True), _parts(tokens, by_row=False)):
        if _one_option_each(parts):
            return [Slot(p.options[0], p.signs) for p in parts if p.signs], False
    columns = _columns(tokens) or _one_under_the_other(tokens)
    if columns is not None:
        return columns, False
    return _sequence([t for t in tokens if not isinstance(t, Words)])


@dataclass(frozen=True, slots=True)
class _Part:
    options: tuple[Option, ...]
    signs: tuple[Sign, ...]


def _one_option_each(parts: list[_Part]) -> bool:
    """True where each part that holds marks holds one option too, and no part more."""
    if len(parts) < 2 or any(len(part.options) > 1 for part in parts):
        return False
    if any(sum(sign.boxed for sign in part.signs) > 1 for part in parts):
        return False
    signed = [part for part in parts if part.signs]
    loose = [part for part in parts if not part.signs]
    return all(part.options for part in signed) and (not loose or len(signed) == 1)


def _parts(tokens: list[Token], *, by_row: bool) -> list[_Part]:
    """The group cut at rows or cells where it lies in a table, else at lines."""
    keyed: dict[object, list[Option | Sign]] = {}
    marked = [t for t in tokens if not isinstance(t, Words)]
    cells = {t.at.cell for t in marked}
    for token in marked:
        key: object = (token.at.cell, token.at.line)
        if len(cells) > 1:
            row = token.at.cell and (token.at.cell.table, token.at.cell.row)
            key = row if by_row else token.at.cell
        keyed.setdefault(key, []).append(token)
    return [
        _Part(
            tuple(t for t in part if isinstance(t, Option)),
            tuple(t for t in part if isinstance(t, Sign)),
        )
        for part in keyed.values()
    ]


def _tied(tokens: list[Token]) -> list[Slot] | None:
    """By the words that the file itself ties to each mark; None where not all are tied."""
    signs = [t for t in tokens if isinstance(t, Sign)]
    if not signs or any(sign.tied is None for sign in signs):
        return None
    options = [t for t in tokens if isinstance(t, Option)]
    slots = []
    for sign in signs:
        option = next((o for o in options if o.says_yes == sign.tied), None)
        slots.append(Slot(option or Option.implied(says_yes=bool(sign.tied), like=sign), (sign,)))
    return slots


def _columns(tokens: list[Token]) -> list[Slot] | None:
    """Options in one row of cells, marks in the row below (or above), by grid column."""
    options = [t for t in tokens if isinstance(t, Option)]
    signs = [t for t in tokens if isinstance(t, Sign)]
    group: list[Option | Sign] = [*options, *signs]
    if len(options) != 2 or any(t.at.cell is None for t in group):
        return None
    rows = {t.at.cell.row for t in options if t.at.cell}
    if len(rows) != 1 or any(s.at.cell and s.at.cell.row in rows for s in signs):
        return None
    by_column = {o.at.cell.column: o for o in options if o.at.cell}
    slots = [Slot(by_column.get(s.at.cell.column), (s,)) for s in signs if s.at.cell]
    return slots if len(by_column) == 2 else None


def _one_under_the_other(tokens: list[Token]) -> list[Slot] | None:
    """`Sí   No` on a line of a page and two boxes on the next: each under (or over) its word."""
    options = [t for t in tokens if isinstance(t, Option)]
    signs = [t for t in tokens if isinstance(t, Sign)]
    if len(options) != 2 or len(signs) != 2 or options[0].says_yes == options[1].says_yes:
        return None
    group: list[Option | Sign] = [*options, *signs]
    if any(t.at.spot.page is None for t in group) or not all(sign.boxed for sign in signs):
        return None
    rows = {o.at.row for o in options}, {s.at.row for s in signs}
    if len(rows[0]) != 1 or len(rows[1]) != 1 or rows[0] == rows[1]:
        return None
    slots = []
    for sign in signs:
        near, far = sorted(options, key=lambda option: _aside(sign.at, option.at))
        if _aside(sign.at, near.at) > _UNDER * _aside(sign.at, far.at):
            return None
        slots.append(Slot(near, (sign,)))
    return slots if slots[0].option is not slots[1].option else None


def _aside(one: Where, other: Where) -> float:
    """How far the middles of two things are apart along the line."""
    return abs(one.start + one.end - other.start - other.end) / 2


def _sequence(tokens: list[Token]) -> tuple[list[Slot], bool]:
    """By the order of words and boxes: boxes all after their words, or all before."""
    runs = _runs(tokens)
    after, before = _pair(runs, step=-1), _pair(runs, step=1)
    if after and before and _differ(after, before):
        if all(option.colon for option in runs if isinstance(option, Option)):
            return after, False
        nearer = _by_nearness(runs)
        return (nearer, False) if nearer else (after, True)
    slots = after or before or _mirrored(runs)
    if slots:
        return slots, _astray(slots) or _between(runs, slots, step=-1 if after else 1)
    signs = tuple(t for t in tokens if isinstance(t, Sign))
    return [Slot(None, (sign,)) for sign in signs], True


def _astray(slots: list[Slot]) -> bool:
    """A lone X in a row other than its word's, with nothing beside the other word, is in doubt."""
    return len(slots) == 1 and any(
        slot.option is not None and not sign.boxed and sign.at.row != slot.option.at.row
        for slot in slots
        for sign in slot.signs
    )


def _between(runs: list[Run], slots: list[Slot], step: int) -> bool:
    """`☐ No X ☐ Sí`, `Sí ( ) X No ( )`: an X in no box, and hardly nearer to one than to a word."""
    for slot in slots:
        crosses = [sign for sign in slot.signs if not sign.boxed and sign.state is MarkState.ON]
        boxes = [sign for sign in slot.signs if sign.boxed]
        if not crosses or not boxes or slot.signs not in runs:
            continue
        at = runs.index(slot.signs)
        rival = runs[at - step] if 0 <= at - step < len(runs) else None
        if isinstance(rival, Option) and any(
            _gap(cross.at, rival.at) <= _AS_WIDE * min(_gap(cross.at, box.at) for box in boxes)
            or _stands_between(cross, boxes, rival)
            for cross in crosses
        ):
            return True
    return False


def _stands_between(cross: Sign, boxes: list[Sign], rival: Option) -> bool:
    """`Sí ( )      X      No ( )`: a tab or as wide a gap on either side, so in no box at all."""
    if any(cross.at.line == box.at.line for box in boxes) or cross.at.line == rival.at.line:
        return False
    if cross.at.spot.page is None:
        return True  # tabs have no width where there are no pages
    near = min(_gap(cross.at, box.at) for box in boxes)
    return _gap(cross.at, rival.at) <= _AS_WIDE * near


def _gap(one: Where, other: Where) -> float:
    """The distance along the line; without end where they stand in different rows."""
    if one.row != other.row:
        return inf
    return max(one.start - other.end, other.start - one.end, 0.0)


Run = Option | tuple[Sign, ...]


def _runs(tokens: list[Token]) -> list[Run]:
    """Options, and between them the marks that stand together."""
    runs: list[Run] = []
    for token in tokens:
        if isinstance(token, Option):
            runs.append(token)
        elif isinstance(token, Sign):
            last = runs[-1] if runs else None
            if isinstance(last, tuple):
                runs[-1] = (*last, token)
            else:
                runs.append((token,))
    return runs


def _pair(runs: list[Run], step: int) -> list[Slot] | None:
    """Each run of marks with the option before (-1) or after (+1) it; None if one has none."""
    slots = []
    boxes = {len([s for s in run if s.boxed]) for run in runs if isinstance(run, tuple)}
    if any(count > 1 for count in boxes):
        return None
    for index, run in enumerate(runs):
        if not isinstance(run, tuple):
            continue
        at = index + step
        option = runs[at] if 0 <= at < len(runs) else None
        if not isinstance(option, Option):
            return None
        slots.append(Slot(option, run))
    options = [run for run in runs if isinstance(run, Option)]
    return slots if len(options) <= 2 else None


def _differ(after: list[Slot], before: list[Slot]) -> bool:
    return [s.option for s in after] != [s.option for s in before]


def _by_nearness(runs: list[Run]) -> list[Slot] | None:
    """`Sí X      No`: one mark between both words, much nearer to one of them."""
    match runs:
        case [Option() as first, tuple() as signs, Option() as second]:
            pass
        case _:
            return None
    if len({first.at.line, second.at.line, *(sign.at.line for sign in signs)}) > 1:
        return None
    left, right = _gap(first.at, signs[0].at), _gap(signs[-1].at, second.at)
    if right >= _NEARER * max(left, 0.5):
        return [Slot(first, signs)]
    if left >= _NEARER * max(right, 0.5):
        return [Slot(second, signs)]
    return None


def _mirrored(runs: list[Run]) -> list[Slot] | None:
    """`☒ Sí  No ☐` and `Sí ☒ ☐ No`: each box beside one word only."""
    match runs:
        case [tuple() as left, Option() as first, Option() as second, tuple() as right]:
            return [Slot(first, left), Slot(second, right)]
        case [Option() as first, (Sign() as left_one, Sign() as right_one), Option() as second]:
            return [Slot(first, (left_one,)), Slot(second, (right_one,))]
    return None
