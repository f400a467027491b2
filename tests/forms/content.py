"""Draws what a form says, with its truth, from a seeded generator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.reading import Consent, State
from tests.forms import bank, dates, words
from tests.forms.spec import FIELDS, NARRATIVES, QUESTIONS, FormSpec, Piece, Truth

if TYPE_CHECKING:
    from random import Random

NOT_APPLICABLE = ("N/A", "No aplica", "NA", "n/a", "No aplica.", "-", "NO APLICA", "N.A.")
SEPARATORS = (" – ", " – ", " - ", " / ", ", ", "\n", " — ")

CONSENTS = (
    (Consent.YES, 50), (Consent.NO, 20), (Consent.UNMARKED, 12), (Consent.BOTH, 8),
    (Consent.UNCLEAR, 10),
)  # fmt: skip

CONDITIONS = (
    "Sí, solo dentro de la entidad",
    "Sí, pero únicamente el tema y la lección",
    "Sí, previa autorización de la oficina jurídica",
    "Sí, siempre y cuando no se publique en internet",
    "Solo con las áreas de la misma entidad",
    "Sí, a excepción de la parte financiera",
    "Sí, una vez lo apruebe el comité",
    "Sí, para uso interno",
    "Sí, excepto con entidades privadas",
    "Por confirmar con la oficina jurídica",
    "Se autoriza parcialmente",
    "Pendiente del visto bueno de la jefatura",
    "Sí, sin mencionar a los contratistas",
    "Consultar antes de compartir",
    "Sí, mientras dure el convenio",
    "Sí, aunque la cifra del contrato es reservada",
)

_EMPTY = Truth(None, State.EMPTY)


def draw(rng: Random, *, consent: Consent | None = None) -> FormSpec:
    """A filled form; its consent is drawn where none is given."""
    answers: dict[str, tuple[Piece, ...]] = {}
    truth: dict[str, Truth] = {}
    traits: set[str] = set()
    _entity(rng, answers, truth)
    _contact(rng, answers, truth)
    _date(rng, answers, truth, traits)
    _short(rng, answers, truth, "topic", words.topic(rng))
    _short(rng, answers, truth, "program", rng.choice(bank.PROGRAMS))
    for name in NARRATIVES:
        _narrative(rng, answers, truth, traits, name)
    if rng.random() < 0.06:
        _personal(rng, answers, truth, traits)
    drawn = rng.choices([kind for kind, _ in CONSENTS], [weight for _, weight in CONSENTS])[0]
    verdict = consent or drawn
    condition = rng.choice(CONDITIONS) if verdict is Consent.UNCLEAR else ""
    return FormSpec(answers, truth, verdict, condition, frozenset(traits))


def blank() -> FormSpec:
    """The form with nothing filled in."""
    return FormSpec(dict.fromkeys(QUESTIONS, ()), dict.fromkeys(FIELDS, _EMPTY), Consent.UNMARKED)


def letter(rng: Random) -> tuple[str, ...]:
    """The paragraphs of a letter that is no form, though it speaks of the same things."""
    body = [words.fill(line, rng) for line in bank.LETTER]
    body[2:2] = [words.paragraph("situation", rng) for _ in range(rng.randint(1, 4))]
    return tuple(body)


def _entity(rng: Random, answers: dict[str, tuple[Piece, ...]], truth: dict[str, Truth]) -> None:
    entity, area = _entity_name(rng), rng.choice(bank.AREAS)
    truth["entity"], truth["area"] = Truth(entity, State.ANSWERED), _EMPTY
    if rng.random() < 0.12:
        answers["entity_area"] = (Piece(entity),)
        return
    truth["area"] = Truth(area, State.ANSWERED)
    if rng.random() < 0.12:
        pattern = rng.choice(("{} ({})", "{}. {}", "Entidad: {} Área: {}"))
        answers["entity_area"] = (Piece(pattern.format(entity, area)),)
        return
    separator = rng.choice(SEPARATORS)
    if separator == "\n":
        answers["entity_area"] = (Piece(entity), Piece(area))
    else:
        answers["entity_area"] = (Piece(entity + separator + area),)


def _entity_name(rng: Random) -> str:
    town, department = rng.choice(bank.MUNICIPALITIES), rng.choice(bank.DEPARTMENTS)
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(("Alcaldía de ", "Alcaldía Municipal de ", "Municipio de ")) + town
    if kind < 0.65:
        return rng.choice(("Gobernación de ", "Gobernación del Departamento de ")) + department
    return rng.choice(bank.NATIONAL if kind < 0.96 else bank.ACRONYMS)


def _contact(rng: Random, answers: dict[str, tuple[Piece, ...]], truth: dict[str, Truth]) -> None:
    drawn = {
        "public_servant": words.person(rng), "phone": words.phone(rng), "email": words.email(rng)
    }  # fmt: skip
    for name, text in drawn.items():
        empty = rng.random() < 0.25
        answers[name] = () if empty else (Piece(text),)
        truth[name] = _EMPTY if empty else Truth(text, State.ANSWERED)


def _date(
    rng: Random,
    answers: dict[str, tuple[Piece, ...]],
    truth: dict[str, Truth],
    traits: set[str],
) -> None:
    chance = rng.random()
    if chance < 0.06:
        answers["completed_on"], truth["completed_on"] = (), _EMPTY
    elif chance < 0.16:
        answers["completed_on"] = (Piece(rng.choice(dates.WRONG)),)
        truth["completed_on"] = Truth(None, State.ANSWERED)
        traits.add("bad_date")
    else:
        text, day = dates.written(rng)
        answers["completed_on"] = (Piece(text),)
        truth["completed_on"] = Truth(day, State.ANSWERED)


def _nothing(
    rng: Random, answers: dict[str, tuple[Piece, ...]], truth: dict[str, Truth], name: str
) -> bool:
    """True where the question was left empty or answered with no more than `N/A`."""
    chance = rng.random()
    if chance < 0.09:
        answers[name], truth[name] = (), _EMPTY
    elif chance < 0.15:
        answers[name] = (Piece(rng.choice(NOT_APPLICABLE)),)
        truth[name] = Truth(None, State.NOT_APPLICABLE)
    return chance < 0.15


def _short(
    rng: Random,
    answers: dict[str, tuple[Piece, ...]],
    truth: dict[str, Truth],
    name: str,
    text: str,
) -> None:
    if not _nothing(rng, answers, truth, name):
        answers[name], truth[name] = (Piece(text),), Truth(text, State.ANSWERED)


def _narrative(
    rng: Random,
    answers: dict[str, tuple[Piece, ...]],
    truth: dict[str, Truth],
    traits: set[str],
    name: str,
) -> None:
    if name in {"solutions", "recommendation", "impact"} and _nothing(rng, answers, truth, name):
        traits.add("empty_answer")
        return
    count = rng.randint(9, 14) if rng.random() < 0.04 else None
    if count:
        traits.add("long")
    answers[name] = words.narrative(name, rng, count=count)
    truth[name] = Truth(_text(answers[name]), State.ANSWERED)


def _text(pieces: tuple[Piece, ...]) -> str:
    return "\n".join(piece.text for piece in pieces)


def _personal(
    rng: Random,
    answers: dict[str, tuple[Piece, ...]],
    truth: dict[str, Truth],
    traits: set[str],
) -> None:
    """Puts the servant's name, an e-mail and a phone into the situation, to be masked."""
    servant = f"{rng.choice(bank.FIRST_NAMES)} {' '.join(rng.sample(bank.SURNAMES, 2))}"
    answers["public_servant"] = (Piece(servant),)
    truth["public_servant"] = Truth(servant, State.ANSWERED)
    mail, number = words.email(rng), f"310{rng.randint(2_000_000, 9_999_999)}"
    line = "La coordinación estuvo a cargo de {}; para más detalles escriba a {} o llame al {}."
    before = answers["situation"]
    answers["situation"] = (*before, Piece(line.format(servant, mail, number)))
    masked = (*before, Piece(line.format("[PERSONA]", "[CORREO]", "[TELÉFONO]")))
    truth["situation"] = Truth(_text(answers["situation"]), State.ANSWERED, _text(masked))
    traits.add("personal")
