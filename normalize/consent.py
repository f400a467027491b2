"""The consent verdict: one judgement on the whole group of options and marks.

Pairing each word with the next box would read `☐ Sí ☒ No` as a Sí and publish a refusal. So
the side on which boxes stand is told first, from the whole sequence; where two readings are
possible, the verdict is unclear. Ley 1581 de 2012 art. 9 and Decreto 1377 de 2013 art. 7:
consent is express, and silence is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.model import MarkState
from normalize.agreement import is_condition, other_words
from normalize.options import tokens_of
from normalize.pairing import Slot, pair_marks
from normalize.text import fold
from normalize.tokens import Option, Sign, Token, Words
from schemas.reading import Consent, ConsentReading, MarkEvidence, Spot

if TYPE_CHECKING:
    from normalize.account import Stretch
    from schemas.template import ConsentGroup
_FAR = 2.0  # times as wide as the word itself
_LETTER = 1  # what a cross may be read as
_SHORT = 4  # letters: what a misread Sí looks like

_RING = "ring"  # how a reader of pictures calls a word circled by pen
_UNREAD = "unread ink"  # ... and ink that is no print


def judge_consent(
    stretches: list[Stretch],
    group: ConsentGroup,
    closed_at: int | None = None,
    question: Stretch | None = None,
) -> ConsentReading:
    """The verdict on the stretches that follow the consent question, with rule and evidence.

    `closed_at` is the line at which the form's own words close the question (the legal note);
    what is written between the boxes and that line was written about the answer. `question` is
    where the question itself ends.
    """
    tokens = _before_the_note(tokens_of(stretches, group, question), closed_at)
    erased = [t for t in tokens if isinstance(t, Sign) and t.erased]
    marked, stated = _statements(tokens)
    options = [t for t in marked if isinstance(t, Option)]
    signs = [t for t in marked if isinstance(t, Sign)]
    entered = [option for option in options if option.entered]
    slots: list[Slot] = []
    if signs and not _typed_on_a_line(options, signs):
        slots, ambiguous = pair_marks(marked)
        stray = len(options) == 1 and _is_stray(options[0], signs)
        verdict, rule, confidence = _by_marks(slots, options, ambiguous=ambiguous or stray)
        if rule == "mark_unsure" and not ambiguous and _crossed_after_no(slots, tokens):
            verdict, rule, confidence = Consent.NO, "one_mark", 0.9
        evidence = tuple(_evidence(slot, sign) for slot in slots for sign in slot.signs)
    else:
        verdict, rule, confidence = _by_words([_told(o, question) for o in entered or options])
        evidence = tuple(_worded(option) for option in (entered or options))
    if erased and any(option.struck for option in options):
        verdict, rule, confidence = Consent.UNCLEAR, "marked_and_struck_out", 0.95
    if stated and verdict is Consent.UNMARKED:
        verdict, rule, confidence = Consent.UNCLEAR, "words_beside_empty_boxes", 0.9
    if any(_contradicts(option, verdict) for option in stated):
        verdict, rule, confidence = Consent.UNCLEAR, "words_against_mark", 0.95
    verdict, rule, confidence = _with_words(verdict, rule, confidence, tokens, closed_at)
    if verdict is Consent.YES and any(o.scanned for o in options) and not _whole(slots, options):
        verdict, rule, confidence = Consent.UNCLEAR, "scan_not_whole", 0.95
    if verdict is Consent.YES and any(option.unsure for option in options):
        verdict, rule, confidence = Consent.UNCLEAR, "word_unsure", 0.95
    if (
        verdict in (Consent.NO, Consent.UNMARKED)
        and (_one_word_read(tokens, options) or _place_lost(slots, options))
    ) or (verdict is Consent.UNMARKED and _mark_read_as_letter(tokens, options)):
        verdict, rule, confidence = Consent.UNCLEAR, "scan_not_whole", 0.95
    anchors: list[Sign | Option] = [*signs, *options]
    spot = anchors[0].at.spot if anchors else Spot()
    return ConsentReading(verdict, rule, evidence, confidence, spot)


def _before_the_note(tokens: list[Token], closed_at: int | None) -> list[Token]:
    """Without ink that stands below the words that close the question: people sign there."""
    if closed_at is None:
        return tokens
    return [
        t
        for t in tokens
        if not (isinstance(t, Sign) and t.raw == _UNREAD and t.at.line > closed_at)
    ]


def _whole(slots: list[Slot], options: list[Option]) -> bool:
    return _both_seen(slots) or _circled(slots, options) or _after_colon(slots, options)


def _one_word_read(tokens: list[Token], options: list[Option]) -> bool:
    """Whether a scan shows one option and beside it another short word: a Sí misread."""
    if len(options) != 1 or not options[0].scanned or options[0].phrase:
        return False
    at = options[0].at
    beside = [t for t in tokens if isinstance(t, Words) and t.at.row == at.row]
    return any(len(words.text.strip(" :")) <= _SHORT for words in beside)


def _mark_read_as_letter(tokens: list[Token], options: list[Option]) -> bool:
    """Whether a scan without a mark shows a letter by itself: a drawn cross may be read as Y."""
    if not any(o.scanned for o in options):
        return False
    return any(isinstance(t, Words) and len(t.text.strip()) <= _LETTER for t in tokens)


def _place_lost(slots: list[Slot], options: list[Option]) -> bool:
    """Whether a scan shows both words and a place beside one of them only.

    A pen that joins brackets and mark leaves letters, or nothing, where the other one was.
    """
    if not any(o.scanned for o in options) or len({o.says_yes for o in options}) != 2:
        return False
    sides = {slot.option.says_yes for slot in slots if slot.option is not None}
    return len(sides) == 1 and any(sign.boxed for slot in slots for sign in slot.signs)


def _both_seen(slots: list[Slot]) -> bool:
    """Whether both words and the place for a mark beside each were found.

    A scan may have lost a word or a mark; a Sí is clear only where the No was seen unmarked.
    """
    sides = [slot.option.says_yes for slot in slots if slot.option is not None]
    return sorted(sides) == [False, True]


def _after_colon(slots: list[Slot], options: list[Option]) -> bool:
    """`Sí: X   No:`, both words seen: the one sign stands nearer to its colon than to the other."""
    signs = [sign for slot in slots for sign in slot.signs]
    sides = sorted(option.says_yes for option in options)
    if sides != [False, True] or len(signs) != 1 or not all(o.colon for o in options):
        return False
    at, own = signs[0].at, slots[0].option
    if own is None or own.at.row != at.row:
        return False
    later = [o.at.start - at.end for o in options if o.at.row == at.row and o.at.start > at.start]
    return all(at.start - own.at.end < gap for gap in later)


def _circled(slots: list[Slot], options: list[Option]) -> bool:
    """Whether one of two words, both seen and without boxes, was circled by pen."""
    signs = [sign for slot in slots for sign in slot.signs]
    sides = sorted(option.says_yes for option in options)
    return sides == [False, True] and len(signs) == 1 and signs[0].raw == _RING


def _is_stray(option: Option, signs: list[Sign]) -> bool:
    """Whether the mark may belong to another word than the only one there, lost on the way.

    So where an empty box stands beside it, or where it stands far off along the line.
    """
    if any(sign.boxed and sign.state is MarkState.OFF for sign in signs):
        return True
    at = option.at
    if at.spot.page is None or option.phrase:
        return False
    most = _FAR * (at.end - at.start)
    along = [sign.at for sign in signs if not sign.boxed and sign.at.row == at.row]
    return any(max(n.start - at.end, at.start - n.end) > most for n in along if n.cell == at.cell)


def _told(option: Option, question: Stretch | None) -> Option:
    """Without its bold type where that may be the question's own, run on."""
    if question is not None and option.at.line == question.line.index and option.bold:
        return replace(option, bold=False)
    return option


def _statements(tokens: list[Token]) -> tuple[list[Token], list[Option]]:
    """The group of words and marks, and the answers in words that stand after all of it.

    `Sí ☒ No ☐  Autorizo compartir`: two options with their boxes, then a sentence.
    """
    options = [n for n, t in enumerate(tokens) if isinstance(t, Option)]
    if len(options) < 3 or not any(isinstance(t, Sign) for t in tokens):
        return tokens, []
    sides = [t.says_yes for t in tokens if isinstance(t, Option)]
    cut = options[2]
    if sides[0] == sides[1] or any(isinstance(t, Sign) for t in tokens[cut:]):
        return tokens, []
    return tokens[:cut], [t for t in tokens[cut:] if isinstance(t, Option)]


def _contradicts(option: Option, verdict: Consent) -> bool:
    wanted = Consent.YES if option.says_yes else Consent.NO
    return not option.struck and verdict in (Consent.YES, Consent.NO) and verdict is not wanted


def _typed_on_a_line(options: list[Option], signs: list[Sign]) -> bool:
    """`___Sí___`: the answer was typed into the middle of a line to write on."""
    if len(options) != 1 or len(signs) != 2 or not all(sign.blank for sign in signs):
        return False
    at = options[0].at
    before, after = signs[0].at, signs[1].at
    return before.line == at.line == after.line and before.end == at.start and at.end == after.start


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
        if option.phrase and option.colon:
            return Consent.UNMARKED, "nothing_written", 0.9  # `Autoriza:` asks once more
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
    slots: list[Slot], options: list[Option], *, ambiguous: bool
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
    rule, confidence = "one_mark", 0.995
    if says_yes and not any(not option.says_yes for option in options):
        # A box alone beside "Sí": the form offered no other; a tick there is still express.
        rule, confidence = "only_option_marked", 0.96
    elif any(option.slip for option in options):
        rule, confidence = "word_misread", 0.9
    return (Consent.YES if says_yes else Consent.NO), rule, confidence


def _crossed_after_no(slots: list[Slot], tokens: list[Token]) -> bool:
    """`Sí ☐  No ☐ X`: a loose cross behind the group, whose last box is No's, is of nothing else.

    Behind Sí it waits: what publishes is a mark in its place. So it does beside other words, which
    may be a misread Sí.
    """
    match slots:
        case [Slot(Option(says_yes=True), (first,)), Slot(Option() as no, (last, cross))]:
            boxes = first, last
        case _:
            return False
    level = first.at.row == last.at.row == no.at.row == cross.at.row
    bare = all(box.boxed and box.state is MarkState.OFF for box in boxes)
    behind = no.at.start < last.at.start < cross.at.start
    near = cross.at.start - last.at.end <= _FAR * (no.at.end - no.at.start)
    alone = not any(isinstance(t, Words) and t.at.row == cross.at.row for t in tokens)
    return cross.loose and level and bare and not no.says_yes and behind and near and alone


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


def _with_words(
    verdict: Consent, rule: str, confidence: float, tokens: list[Token], closed_at: int | None
) -> tuple[Consent, str, float]:
    """Other words beside the answer: a condition, a sentence that nobody should guess at."""
    anchors = [t for t in tokens if not isinstance(t, Words)]
    paragraphs = {t.at.paragraph for t in anchors}
    in_table = any(t.at.cell is not None for t in anchors)
    for number, token in enumerate(tokens):
        if not isinstance(token, Words):
            continue
        said = other_words(token.text)
        if (not said or _translates(tokens, number)) and not token.answers:
            continue
        conditional = is_condition(said)
        if closed_at is None:
            near = token.at.cell is not None or not in_table
        else:
            near = token.at.line < closed_at
        beside = token.at.paragraph in paragraphs or near
        alone = not anchors and token.first and (closed_at is None or near)
        if beside or alone or conditional or token.answers:
            if verdict is Consent.NO and not conditional and _refuses(tokens, number):
                continue
            return Consent.UNCLEAR, "conditional" if conditional else "other_words", 0.95
    return verdict, rule, confidence


def _translates(tokens: list[Token], number: int) -> bool:
    """`Sí / Yes`: the word printed before it, in English."""
    before, token = tokens[number - 1] if number else None, tokens[number]
    said = isinstance(token, Words) and fold(token.text) == "yes"
    return (
        said and isinstance(before, Option) and before.says_yes and before.at.line == token.at.line
    )


def _refuses(tokens: list[Token], number: int) -> bool:
    """True where the words come after a whole refusal: not "No aplica", not "Aún no"."""
    before = tokens[number - 1] if number else None
    if any(isinstance(t, Sign) for t in tokens):
        return True
    if not isinstance(before, Option) or before.at.line != tokens[number].at.line:
        return before is not None
    return before.phrase or tokens[number].at.start - before.at.end > 1


def _evidence(slot: Slot, sign: Sign) -> MarkEvidence:
    option = "" if slot.option is None else ("yes" if slot.option.says_yes else "no")
    return MarkEvidence(option, str(sign.state), sign.raw, sign.at.spot)


def _worded(option: Option) -> MarkEvidence:
    return MarkEvidence(
        "yes" if option.says_yes else "no", "word", option.style_note, option.at.spot
    )
