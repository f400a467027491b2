"""Invented sentences and paragraphs, drawn from the bank by a seeded generator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.forms import bank
from tests.forms.spec import Piece

if TYPE_CHECKING:
    from random import Random

_BULLET_CHANCE = 0.28
_ECHO_CHANCE = 0.15
_ASIDE_CHANCE = 0.12


def fill(template: str, rng: Random) -> str:
    """The template with each slot filled; a slot's filling may have slots of its own."""
    while "{" in template:
        template = re.sub(r"\{(\w+)\}", lambda slot: _slot(slot.group(1), rng), template, count=1)
    text = re.sub(r"\b(a|de) el\b", lambda pair: f"{pair.group(1)}l", template)
    text = re.sub(r"\by (?=h?i)", "e ", text)
    return text[:1].upper() + text[1:]


def _slot(name: str, rng: Random) -> str:
    if name == "n":
        return str(rng.randint(2, 36))
    if name == "n2":
        return str(rng.randint(40, 999))
    if name == "pct":
        return str(rng.randint(3, 96))
    return rng.choice(_CHOICES[name.rstrip("2")])


_CHOICES = {
    "noun": bank.NOUNS,
    "actor": bank.ACTORS,
    "asset": bank.ASSETS,
    "problem": bank.PROBLEMS,
    "effect": bank.EFFECTS,
    "effect_inf": bank.EFFECT_INFINITIVES,
    "action": bank.ACTIONS,
    "goal": bank.GOALS,
    "goal_np": bank.GOAL_NOUNS,
    "period": bank.PERIODS,
    "adj": bank.ADJECTIVES,
    "subject": bank.SUBJECTS,
}


def sentence(section: str, rng: Random) -> str:
    """One sentence of the section's kind."""
    return fill(rng.choice(bank.SENTENCES[section]), rng)


def paragraph(section: str, rng: Random) -> str:
    """One to four sentences."""
    sentences = [sentence(section, rng) for _ in range(rng.choice((1, 1, 2, 2, 3, 4)))]
    if rng.random() < _ASIDE_CHANCE:
        sentences.append(rng.choice(bank.ASIDES))
    return " ".join(sentences)


def narrative(section: str, rng: Random, *, count: int | None = None) -> tuple[Piece, ...]:
    """Paragraphs and lists; `count` is how many paragraphs, drawn where it is None."""
    total = count or rng.choice((1, 1, 1, 2, 2, 3, 3, 4, 5, 6))
    pieces = [Piece(paragraph(section, rng)) for _ in range(total)]
    if rng.random() < _BULLET_CHANCE:
        pieces[1:1] = _bullets(section, rng)
    if rng.random() < _ECHO_CHANCE:
        pieces = _echo(section, pieces, rng)
    return tuple(pieces)


def _bullets(section: str, rng: Random) -> list[Piece]:
    heads = rng.sample(bank.HEADS, rng.randint(2, 4))
    if rng.random() < 0.4:
        return [Piece(head, item=True) for head in heads]
    return [Piece(f"{head}: {sentence(section, rng)}", item=True) for head in heads]


def _echo(section: str, pieces: list[Piece], rng: Random) -> list[Piece]:
    """The answer begins by quoting its question, on its own line or run in."""
    words = rng.choice(bank.ECHOES[section])
    if words.endswith(":") and rng.random() < 0.5:
        return [Piece(words), *pieces]
    return [Piece(f"{words} {pieces[0].text}"), *pieces[1:]]


def topic(rng: Random) -> str:
    """A short title, with or without a full stop."""
    return fill(rng.choice(bank.TOPICS), rng) + rng.choice(("", "", "."))


def person(rng: Random) -> str:
    """An invented name, sometimes with a treatment."""
    first = " ".join(rng.sample(bank.FIRST_NAMES, rng.choice((1, 2))))
    return rng.choice(bank.TREATMENTS) + " ".join([first, *rng.sample(bank.SURNAMES, 2)])


def phone(rng: Random) -> str:
    """An invented Colombian mobile or landline number as people write it."""
    digits = f"3{rng.choice(('00', '04', '10', '15', '20'))}{rng.randint(2_000_000, 9_999_999)}"
    spaced = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return rng.choice((digits, spaced, f"+57 {spaced}", f"(607) 5{rng.randint(100_000, 999_999)}"))


def email(rng: Random) -> str:
    """An invented institutional address."""
    user = rng.choice(("talentohumano", "planeacion", "Secinterior", "contacto.archivo", "gestion"))
    host = rng.choice(("ejemplo-municipio", "entidad-ejemplo", "alcaldia-ejemplo"))
    return f"{user}{rng.randint(1, 99)}@{host}.gov.co"
