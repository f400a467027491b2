"""Labelled texts: sentences with personal data of a known class, among what only looks like it."""

# ruff: noqa: E501 -- a made-up sentence is easier to judge on one line

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.masking.bank import (
    ALIEN_DOMAINS,
    FILLERS,
    THINGS,
    TITLES_F,
    TITLES_M,
    VERBS,
    Person,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


@dataclass(frozen=True, slots=True)
class Label:
    """Personal data at [start, end) of a text, and its class."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Sample:
    """A text, what in it is personal data, and what the form tells of its author."""

    text: str = ""
    labels: list[Label] = field(default_factory=list)
    name: str = ""
    phone: str = ""

    def say(self, words: str) -> None:
        """Adds words that are no personal data."""
        self.text += words

    def tell(self, words: str, kind: str) -> None:
        """Adds personal data of this class."""
        self.labels.append(Label(len(self.text), len(self.text) + len(words), kind))
        self.text += words


def draw(rng: Random) -> Sample:
    """One text of four to nine sentences."""
    person = Person(rng)
    sample = Sample(name=person.field, phone=mobile(rng))
    makers = [personal(rng, person) for _ in range(rng.randint(1, 3))]
    makers += [_trap(rng) for _ in range(rng.randint(2, 4))]
    makers += [_plain(rng.choice(FILLERS)) for _ in range(rng.randint(1, 2))]
    rng.shuffle(makers)
    for i, make in enumerate(makers):
        if i:
            sample.say(rng.choice((" ", " ", " ", "\n")))
        make(sample)
    return sample


def _plain(words: str) -> Callable[[Sample], None]:
    return lambda sample: sample.say(words)


def personal(rng: Random, person: Person) -> Callable[[Sample], None]:
    """A sentence with one or two pieces of personal data."""
    return rng.choice((_named, _named, _named, _mailed, _phoned, _identified, _signed))(rng, person)


def _named(rng: Random, person: Person) -> Callable[[Sample], None]:
    kind, said = name_form(rng, person)
    before, after = rng.choice(
        (
            ("", f" {rng.choice(VERBS)} {rng.choice(THINGS)}."),
            ("Según ", ", faltó tiempo para la socialización."),
            ("La actividad estuvo a cargo de ", ", con apoyo de dos contratistas."),
            ("En la reunión del comité ", f" {rng.choice(VERBS)} {rng.choice(THINGS)}."),
            ("Gracias a ", " se logró cumplir la meta."),
            ("Los usuarios le escribieron a ", " para pedir prórroga."),
            ("El borrador (", ") se envió a las áreas."),
        )
    )

    def make(sample: Sample) -> None:
        sample.say(before)
        lead, _, rest = said.partition(" ") if said.startswith(("el ", "la ")) else ("", "", said)
        if lead:
            sample.say(f"{lead} " if before else f"{lead.capitalize()} ")
        sample.tell(rest, kind)
        sample.say(after)

    return make


def name_form(rng: Random, person: Person) -> tuple[str, str]:
    """A class of name and the person's name in that form."""
    given, surnames = person.given.split(" "), person.surnames
    first, both = given[0], " ".join(surnames)
    title = rng.choice(TITLES_F if person.female else TITLES_M)
    initials = " ".join(f"{word[0]}." for word in given if word[0].isupper())
    forms = {
        "name whole": person.field,
        "name first and surname": f"{first} {surnames[0]}",
        "name first and surnames": f"{first} {both}",
        "name initials": f"{initials} {surnames[0]}",
        "name initial and surnames": f"{first[0]}. {both}",
        "name with title": f"{title} {rng.choice((person.field, f'{first} {surnames[0]}'))}",
        "surname with title": f"{title} {rng.choice((surnames[0], both))}",
        "name reversed": rng.choice((f"{both} {person.given}", f"{both}, {person.given}")),
        "name without accents": _bare(person.field),
        "name in capitals": rng.choice((person.field.upper(), _bare(person.field).upper())),
    }
    if len(surnames) == 2:
        forms["surnames"] = both
        forms["name and initial"] = f"{person.given} {surnames[0]} {surnames[1][0]}."
    if not person.wordy and surnames[0] not in ("Paz", "Cruz"):
        forms["surname alone"] = surnames[0]
    return rng.choice(sorted(forms.items()))


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _mailed(rng: Random, person: Person) -> Callable[[Sample], None]:
    local = rng.choice(
        (
            _bare(person.given.split(" ")[0]).lower() + "." + _bare(person.surnames[0]).lower(),
            _bare(person.given[0] + person.surnames[0]).lower() + str(rng.randint(1, 99)),
            rng.choice(
                ("contactenos", "archivo_central", "talento.humano", "notificaciones-judiciales")
            ),
        )
    )
    domain = rng.choice(ALIEN_DOMAINS)
    at = rng.choice(("@", "@", "@", "@", "@", " @ ", "(arroba)", "[at]"))
    address = f"{local}{at}{domain}"
    if rng.random() < 0.15:
        address = address.upper() if at == "@" else address
    before, after = rng.choice(
        (
            ("Las dudas se reciben en ", "."),
            ("Correo: ", "; se responde en dos días."),
            ("Escriba a ", " y adjunte el formato."),
            ("Se habilitó el buzón (", ") para las entidades."),
            ("Enviar a <", "> antes del viernes."),
        )
    )

    def make(sample: Sample) -> None:
        sample.say(before)
        sample.tell(address, "e-mail")
        sample.say(after)

    return make


def mobile(rng: Random) -> str:
    """The ten digits of a mobile number."""
    return f"3{rng.choice('0125')}{rng.randint(0, 9)}{rng.randint(0, 9_999_999):07d}"


def _phoned(rng: Random, person: Person) -> Callable[[Sample], None]:
    del person
    kind, number = phone(rng)
    context = (
        "Llamar al ",
        "El celular de la oficina es ",
        "Comunicarse al teléfono ",
        "Tel. ",
        "Teléfono: ",
        "PBX ",
        "Línea de atención: ",
    )
    free = (*context, "Se atiende en el ", "Cualquier inquietud, ", "(")
    before = rng.choice(context if kind == "phone of seven digits" else free)
    after = rng.choice(
        (".", " en horario de oficina.", ", de lunes a viernes.", " o en ventanilla.")
    )

    def make(sample: Sample) -> None:
        sample.say(before)
        if kind == "phone extension":
            sample.text = sample.text[: len(sample.text) - len(before)]
            sample.say("Marque la ext. ")
        sample.tell(number, kind)
        sample.say(")." if before == "(" and kind != "phone extension" else after)

    return make


def phone(rng: Random) -> tuple[str, str]:
    """A class of phone and a number of it, written in one of the ways people write it."""
    kind = rng.choice(
        (
            "phone mobile",
            "phone mobile",
            "phone landline",
            "phone landline",
            "phone of seven digits",
            "phone extension",
        )
    )
    digits = mobile(rng)
    if kind == "phone extension":
        return kind, str(rng.randint(100, 9999))
    if kind != "phone mobile":
        digits = f"60{rng.randint(1, 8)}{rng.randint(2, 8)}{rng.randint(0, 999_999):06d}"
    head, a, b, c = digits[:3], digits[3:6], digits[6:8], digits[8:]
    seven = kind == "phone of seven digits"
    ways = (f"{a} {b} {c}", f"{a}{b}{c}", f"{a} {b}{c}", f"{a}-{b}{c}", f"{a}-{b}-{c}")
    number = rng.choice(ways)
    if not seven:
        number = rng.choice(
            (
                f"{head} {number}",
                f"({head}) {number}",
                f"{head}-{number}",
                f"+57 {head} {number}",
                digits,
                f"(+57) {head} {number}",
                f"{head}.{a}.{b}{c}",
            )
        )
    if kind != "phone mobile" and rng.random() < 0.4:
        number += rng.choice((" ext. ", " extensión ", " Ext: ", ", ext. ")) + str(
            rng.randint(100, 9999)
        )
    return kind, number


def _identified(rng: Random, person: Person) -> Callable[[Sample], None]:
    kind = rng.choice(("cédula", "cédula", "cédula", "NIT"))
    number = cedula(rng)
    before = rng.choice(
        (
            "con C.C. ",
            "con cédula de ciudadanía No. ",
            "identificado con C.C. No. ",
            "con cédula ",
            "cédula de ciudadanía número ",
            "identificada con la cédula de ciudadanía N° ",
            "CC ",
            "con documento de identidad ",
            "C.C. No. ",
            "cédula N.º ",
            "cc: ",
        )
    )
    if kind == "NIT":
        nine = f"{rng.choice('89')}{rng.randint(0, 99_999_999):08d}"
        dotted = f"{nine[:3]}.{nine[3:6]}.{nine[6:]}"
        number = rng.choice((nine, dotted)) + rng.choice(("", f"-{rng.randint(0, 9)}"))
        before = rng.choice(("con NIT ", "NIT: ", "NIT No. ", "N.I.T. "))
    after = rng.choice((" de Cúcuta", " expedida en Villa Ejemplo", "", ", según el acta"))

    def make(sample: Sample) -> None:
        sample.say("Se verificó a ")
        sample.tell(person.field, "name whole")
        sample.say(f", {before}")
        sample.tell(number, kind)
        sample.say(f"{after}.")

    return make


def cedula(rng: Random) -> str:
    """An identity number as people write it: with dots, spaces, an apostrophe or nothing."""
    value = rng.choice(
        (rng.randint(1_000_000_000, 1_199_999_999), rng.randint(5_000_000, 99_999_999))
    )
    dotted = f"{value:,}".replace(",", ".")
    ways = [str(value), dotted, dotted, dotted.replace(".", " "), dotted.replace(".", ",")]
    if value < 100_000_000:
        ways.append(dotted.replace(".", "'", 1))
    return rng.choice(ways)


def _signed(rng: Random, person: Person) -> Callable[[Sample], None]:
    del person
    other = Person(rng)
    name = rng.choice((other.field, f"{other.given} {other.surnames[0]}"))
    trigger = rng.choice(
        (
            "Elaboró: ",
            "Revisó: ",
            "Aprobó: ",
            "Proyectó: ",
            "Elaborado por ",
            "Revisado por: ",
            "Aprobado por ",
            "Vo. Bo. ",
        )
    )
    after = rng.choice(
        ("", ", profesional universitario", " – Secretaría de Planeación", " (contratista)")
    )

    def make(sample: Sample) -> None:
        sample.say(f"\n{trigger}")
        sample.tell(name, "name of who signs")
        sample.say(f"{after}\n")

    return make


def _trap(rng: Random) -> Callable[[Sample], None]:
    """A sentence full of numbers and names that are no personal data."""
    n = rng.randint
    year, day, month = n(2008, 2025), n(1, 28), n(1, 12)
    big = f"{n(1, 9)}.{n(100, 999)}.{n(100, 999)}.{n(100, 999)}"
    traps = (
        f"El presupuesto fue de ${big} y se ejecutó el {n(60, 99)},{n(0, 9)} %.",
        f"Se invirtieron {big} pesos en {n(3, 40)} sedes.",
        f"El valor total, $ {n(100, 999)}.{n(100, 999)}.{n(100, 999)},00, se pagó en dos contados.",
        f"Se suscribió el contrato No. {n(100, 999)} de {year} con plazo de {n(2, 11)} meses.",
        f"El contrato 3{n(0, 9)}{n(10_000_000, 99_999_999)} se liquidó sin novedades.",
        f"Contrato de prestación de servicios {year}0{n(1_000_000, 9_999_999)}.",
        f"El proyecto, con BPIN {year}{n(100_000_000, 999_999_999)}, se formuló tarde.",
        f"Radicado {year}{n(100_000_000_0, 999_999_999_9)} del {day:02d}/{month:02d}/{year}.",
        f"Con radicado No. 3{n(0, 9)}{n(10_000_000, 99_999_999)} se dio respuesta.",
        f"La Ley 1581 de 2012, la Ley 1712 de 2014 y el Decreto {n(100, 2999)} de {year} lo exigen.",
        f"Entre el {day} de marzo y el 30/11/{year} se atendieron {n(1, 9)}.{n(100, 999)} usuarios.",
        f"El acta {n(1, 90)} del {year}-{month:02d}-{day:02d} consta en {n(10, 400)} folios.",
        f"La resolución {n(1000, 9999)} del {day:02d}/{month:02d}/{year} fijó {n(2, 30)} días hábiles.",
        f"CDP {n(100, 9999)} y RP {year}{n(10_000, 99_999)} por {big} pesos.",
        f"El código {n(10, 99)}-{n(100, 999)}-F{n(1, 9)} versión {n(1, 9)} reemplaza al formato GD-FO-0{n(10, 99)}.",
        f"El municipio 5{n(1000, 9999)} reportó {n(100_000, 999_999)} habitantes y {n(1_000_000, 9_999_999)} hectáreas.",
        f"La cédula catastral {n(10, 99)}000{n(10_000_000, 99_999_999)} no coincide con la matrícula {n(100, 300)}-{n(10_000, 99_999)}.",
        f"Quedaron {n(1_000_000, 9_999_999)} registros por migrar al servidor 10.{n(0, 255)}.{n(0, 255)}.{n(1, 254)}.",
        f"El sorteo se hizo con {n(300, 350)}{n(1_000_000, 9_999_999)} pesos del fondo rotatorio.",
        f"La factura FE-{n(100_000, 999_999)} y la orden de compra {n(100_000, 999_999)} siguen en trámite.",
        f"El enlace www.ejemplo.gov.co/tramites/{n(1000, 9999)} recibió {n(10, 99)} visitas a las {n(7, 12)}:30.",
        f"La línea gratuita 01 8000 {n(100, 999)} {n(100, 999)} funcionó de 8:00 a 17:00.",
        f"El proceso LP-{n(1, 99):03d}-{year} se publicó en SECOP II con ID CO1.PCCNTR.{n(1_000_000, 9_999_999)}.",
        "La extensión de 350 hectáreas y el fondo rotatorio se revisaron en planeación.",
        f"Para la vigencia {year}-{year + 1} se proyectan {n(10, 99)}.{n(100, 999)} beneficiarios (código {n(1000, 9999)}).",
        f"Se citó el artículo {n(1, 90)} y la Sentencia C-748 de 2011, expediente D-{n(1000, 9999)}.",
        f"La cuenta bancaria {n(100, 999)}-{n(100_000, 999_999)}-{n(10, 99)} se cerró el {day:02d}.{month:02d}.{year}.",
        f"Coordenadas 7.{n(1000, 9999)}, -72.{n(1000, 9999)}; altitud {n(100, 2900)} m s. n. m.",
    )
    return _plain(rng.choice(traps))
