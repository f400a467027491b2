"""The consent verdict: one judgement on the whole group of options and marks.

Pairing each word with the next box would read `☐ Sí ☒ No` as a Sí and publish a refusal. So
the side on which boxes stand is told first, from the whole sequence; where two readings are
possible, the verdict is unclear. Ley 1581 de 2012 art. 9 and Decreto 1377 de 2013 art. 7:
consent is express, and silence is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import MarkState
from normalize.options import Option, Sign, Token, Words, tokens_of
from normalize.text import fold
from schemas.reading import Consent, ConsentReading, MarkEvidence, Spot

if TYPE_CHECKING:
    from normalize.account import Stretch
    from schemas.template import ConsentGroup

_NEARER = 2.5  # a lone mark between both words belongs to one only where it is so much nearer
_CONDITIONS = frozenset(
    (
        "solo",
        "solamente",
        "unicamente",
        "exclusivamente",
        "excepto",
        "salvo",
        "siempre",
        "previa",
        "previo",
        "sujeto",
        "sujeta",
        "condicion",
        "condicionado",
        "condicionada",
        "parcial",
        "parcialmente",
        "autorizo",
        "autoriza",
        "autorizamos",
        "revocado",
        "revoca",
        "retirado",
    )
)
_NOISE = frozenset(
    (
        "marque",
        "marcar",
        "con",
        "una",
        "x",
        "seleccione",
        "opcion",
        "la",
        "su",
        "respuesta",
        "o",
        "y",
        "equis",
        "el",
        "recuadro",
        "correspondiente",
    )
)


@dataclass(frozen=True, slots=True)
class _Slot:
    """The marks that belong to one option, taken together."""

    option: Option | None
    signs: tuple[Sign, ...]

    @property
    def state(self) -> MarkState | None:
        states = {sign.state for sign in self.signs}
        if not states:
            return None
        if MarkState.UNSURE in states:
            return MarkState.UNSURE
        return MarkState.ON if MarkState.ON in states else MarkState.OFF


def judge_consent(
    stretches: list[Stretch], group: ConsentGroup, closed_at: int | None = None
) -> ConsentReading:
    """The verdict on the stretches that follow the consent question, with rule and evidence.

    `closed_at` is the line at which the form's own words close the question (the legal note);
    what is written between the boxes and that line was written about the answer.
    """
    tokens = tokens_of(stretches, group)
    options = [t for t in tokens if isinstance(t, Option)]
    signs = [t for t in tokens if isinstance(t, Sign)]
    entered = [option for option in options if option.entered]
    if signs:
        slots, ambiguous = _slots(tokens)
        verdict, rule, confidence = _by_marks(slots, options, ambiguous=ambiguous)
        evidence = tuple(_evidence(slot, sign) for slot in slots for sign in slot.signs)
    else:
        verdict, rule, confidence = _by_words(entered or options)
        evidence = tuple(_worded(option) for option in (entered or options))
    verdict, rule, confidence = _with_words(verdict, rule, confidence, tokens, closed_at)
    anchors: list[Sign | Option] = [*signs, *options]
    spot = anchors[0].spot if anchors else Spot()
    return ConsentReading(verdict, rule, evidence, confidence, spot)


def no_question() -> ConsentReading:
    """The verdict where the form's consent question was not found: nobody consented."""
    return ConsentReading(Consent.UNMARKED, "question_not_found", (), 0.9)


def _by_words(options: list[Option]) -> tuple[Consent, str, float]:
    """No box anywhere: a typed answer, or one of the printed words set apart by hand."""
    if not options:
        return Consent.UNMARKED, "nothing_written", 0.99
    if len(options) == 1:
        option = options[0]
        if option.struck:
            return Consent.UNMARKED, "answer_struck_out", 0.9
        verdict = Consent.YES if option.says_yes else Consent.NO
        return verdict, "typed_answer", 0.98
    sides = {option.says_yes for option in options}
    if len(options) != 2 or len(sides) != 2:
        if len(sides) == 1 and all(not option.struck for option in options):
            return (Consent.YES if sides == {True} else Consent.NO), "typed_answer", 0.95
        return Consent.UNCLEAR, "words_repeated", 0.9
    return _by_style(options)


def _by_style(options: list[Option]) -> tuple[Consent, str, float]:
    first, second = options
    if first.struck != second.struck:
        chosen = second if first.struck else first
        return _chosen(chosen, "other_struck_out", 0.95)
    if first.struck:
        return Consent.UNCLEAR, "both_struck_out", 0.9
    for rule, one, other in (
        ("highlighted", first.highlighted, second.highlighted),
        ("underlined", first.underlined, second.underlined),
        ("bold", first.bold, second.bold),
    ):
        if one != other:
            return _chosen(first if one else second, rule, 0.93)
    return Consent.UNMARKED, "no_mark", 0.98


def _chosen(option: Option, rule: str, confidence: float) -> tuple[Consent, str, float]:
    return (Consent.YES if option.says_yes else Consent.NO), rule, confidence


def _by_marks(
    slots: list[_Slot], options: list[Option], *, ambiguous: bool
) -> tuple[Consent, str, float]:
    on = [slot for slot in slots if slot.state is MarkState.ON]
    if any(slot.state is MarkState.UNSURE for slot in slots):
        return Consent.UNCLEAR, "mark_unsure", 0.97
    if not on:
        return _unticked(options)
    if ambiguous or any(slot.option is None for slot in on):
        if len(on) >= 2:
            return Consent.BOTH, "both_marked", 0.97
        return Consent.UNCLEAR, "mark_side_untold", 0.97
    sides = {slot.option.says_yes for slot in on if slot.option is not None}
    if len(sides) == 2:
        return Consent.BOTH, "both_marked", 0.99
    if any(slot.option is not None and slot.option.struck for slot in on):
        return Consent.UNCLEAR, "marked_and_struck_out", 0.95
    says_yes = sides.pop()
    if says_yes and not any(not option.says_yes for option in options):
        # A box alone beside "Sí": the form offered no other; a tick there is still express.
        return Consent.YES, "only_option_marked", 0.96
    return (Consent.YES if says_yes else Consent.NO), "one_mark", 0.995


def _unticked(options: list[Option]) -> tuple[Consent, str, float]:
    """Boxes, none marked: perhaps one word was chosen by other means."""
    entered = [option for option in options if option.entered]
    if len(entered) == 1:
        return _chosen(entered[0], "typed_answer", 0.96)
    if len(options) == 2 and options[0].says_yes != options[1].says_yes:
        verdict, rule, confidence = _by_style(options)
        if rule in ("highlighted", "underlined", "other_struck_out"):
            return verdict, rule, confidence
    if len(options) > 2:
        return Consent.UNCLEAR, "words_beside_empty_boxes", 0.9
    return Consent.UNMARKED, "no_mark", 0.99


def _slots(tokens: list[Token]) -> tuple[list[_Slot], bool]:
    """Each option with its marks; True where the side of the boxes cannot be told.

    Told in this order: words that the file ties to a mark; one option in a row, cell or line
    of its own; the order of words and boxes along the whole group.
    """
    tied = _tied(tokens)
    if tied is not None:
        return tied, False
    for parts in (_parts(tokens, by_row=True), _parts(tokens, by_row=False)):
        if _one_option_each(parts):
            return [_Slot(p.options[0], p.signs) for p in parts if p.signs], False
    columns = _columns(tokens)
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
    cells = {t.cell for t in marked}
    for token in marked:
        key: object = (token.cell, token.line)
        if len(cells) > 1:
            row = token.cell and (token.cell.table, token.cell.row)
            key = row if by_row else token.cell
        keyed.setdefault(key, []).append(token)
    return [
        _Part(
            tuple(t for t in part if isinstance(t, Option)),
            tuple(t for t in part if isinstance(t, Sign)),
        )
        for part in keyed.values()
    ]


def _tied(tokens: list[Token]) -> list[_Slot] | None:
    """By the words that the file itself ties to each mark; None where not all are tied."""
    signs = [t for t in tokens if isinstance(t, Sign)]
    if not signs or any(sign.tied is None for sign in signs):
        return None
    options = [t for t in tokens if isinstance(t, Option)]
    slots = []
    for sign in signs:
        option = next((o for o in options if o.says_yes == sign.tied), None)
        slots.append(_Slot(option or Option.implied(says_yes=bool(sign.tied), like=sign), (sign,)))
    return slots


def _columns(tokens: list[Token]) -> list[_Slot] | None:
    """Options in one row of cells, marks in the row below (or above), by grid column."""
    options = [t for t in tokens if isinstance(t, Option)]
    signs = [t for t in tokens if isinstance(t, Sign)]
    group: list[Option | Sign] = [*options, *signs]
    if len(options) != 2 or any(t.cell is None for t in group):
        return None
    rows = {t.cell.row for t in options if t.cell}
    if len(rows) != 1 or any(s.cell and s.cell.row in rows for s in signs):
        return None
    by_column = {o.cell.column: o for o in options if o.cell}
    slots = [_Slot(by_column.get(s.cell.column), (s,)) for s in signs if s.cell]
    return slots if len(by_column) == 2 else None


def _sequence(tokens: list[Token]) -> tuple[list[_Slot], bool]:
    """By the order of words and boxes: boxes all after their words, or all before."""
    runs = _runs(tokens)
    after = _pair(runs, step=-1)
    before = _pair(runs, step=1)
    if after and before and _differ(after, before):
        if all(option.colon for option in runs if isinstance(option, Option)):
            return after, False
        nearer = _by_nearness(runs)
        return (nearer, False) if nearer else (after, True)
    if after or before:
        return (after or before or []), False
    mirrored = _mirrored(runs)
    if mirrored:
        return mirrored, False
    signs = tuple(t for t in tokens if isinstance(t, Sign))
    return [_Slot(None, (sign,)) for sign in signs], True


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


def _pair(runs: list[Run], step: int) -> list[_Slot] | None:
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
        slots.append(_Slot(option, run))
    options = [run for run in runs if isinstance(run, Option)]
    return slots if len(options) <= 2 else None


def _differ(after: list[_Slot], before: list[_Slot]) -> bool:
    return [s.option for s in after] != [s.option for s in before]


def _by_nearness(runs: list[Run]) -> list[_Slot] | None:
    """`Sí X      No`: one mark between both words, much nearer to one of them."""
    match runs:
        case [Option() as first, tuple() as signs, Option() as second]:
            pass
        case _:
            return None
    left = max(signs[0].start - first.end, 0.0)
    right = max(second.start - signs[-1].end, 0.0)
    if right >= _NEARER * max(left, 0.5):
        return [_Slot(first, signs)]
    if left >= _NEARER * max(right, 0.5):
        return [_Slot(second, signs)]
    return None


def _mirrored(runs: list[Run]) -> list[_Slot] | None:
    """`☒ Sí  No ☐` and `Sí ☒ ☐ No`: each box beside one word only."""
    match runs:
        case [tuple() as left, Option() as first, Option() as second, tuple() as right]:
            return [_Slot(first, left), _Slot(second, right)]
        case [Option() as first, (Sign() as left_one, Sign() as right_one), Option() as second]:
            return [_Slot(first, (left_one,)), _Slot(second, (right_one,))]
    return None


def _with_words(
    verdict: Consent, rule: str, confidence: float, tokens: list[Token], closed_at: int | None
) -> tuple[Consent, str, float]:
    """Other words beside the answer: a condition, a sentence that nobody should guess at."""
    anchors = [t for t in tokens if not isinstance(t, Words)]
    paragraphs = {t.paragraph for t in anchors}
    in_table = any(t.cell is not None for t in anchors)
    for token in tokens:
        if not isinstance(token, Words):
            continue
        said = [word for word in fold(token.text).split() if word not in _NOISE]
        if not said:
            continue
        conditional = any(word in _CONDITIONS for word in said)
        if closed_at is None:
            near = token.cell is not None or not in_table
        else:
            near = token.line < closed_at
        beside = token.paragraph in paragraphs or near
        if beside or (not anchors and token.first) or conditional or token.answers:
            if verdict is Consent.NO and not conditional:
                continue
            return Consent.UNCLEAR, "conditional" if conditional else "other_words", 0.95
    return verdict, rule, confidence


def _evidence(slot: _Slot, sign: Sign) -> MarkEvidence:
    option = "" if slot.option is None else ("yes" if slot.option.says_yes else "no")
    return MarkEvidence(option, str(sign.state), sign.raw, sign.spot)


def _worded(option: Option) -> MarkEvidence:
    return MarkEvidence("yes" if option.says_yes else "no", "word", option.style_note, option.spot)
