"""Invented people, and the pieces that the texts are put together from.

Nothing here is taken from the masking code: what the code looks for and what the texts hold
are written down twice, so that one can judge the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

GIVEN_F = (
    "Ana",
    "María",
    "Luz Marina",
    "Claudia Patricia",
    "Zoraida",
    "Yuliana",
    "Nidia",
    "Ángela",
    "María del Pilar",
    "Rosa",
    "Blanca Inés",
    "Gloria",
    "Diana Carolina",
    "Leidy Johana",
    "Marleny",
    "Esperanza",
    "María de los Ángeles",
    "Consuelo",
    "Eucaris",
    "Xiomara",
    "Deyanira",
    "Nohora",
)
GIVEN_M = (
    "Juan Carlos",
    "José",
    "Luis Eduardo",
    "Ángel",
    "Óscar",
    "Jhon Jairo",
    "Héctor",
    "Wílmer",
    "Andrés Felipe",
    "Édgar",
    "Rubén Darío",
    "Yeison",
    "Ferney",
    "Hernán",
    "José Ángel",
    "Duván",
    "Carlos Arturo",
    "Elkin",
    "Nelson",
    "Julián",
    "Segundo",
    "Marco Tulio",
    "Anselmo",
    "Libardo",
)
SURNAMES = (
    "Quintero",
    "Peñaranda",
    "Gómez",
    "Rodríguez",
    "Ñustes",
    "Muñoz",
    "Castañeda",
    "Villamizar",
    "Bermúdez",
    "Zúñiga",
    "Chaparro",
    "Ordóñez",
    "Pérez",
    "Giraldo",
    "Echeverri",
    "Caicedo",
    "Mosquera",
    "Asprilla",
    "Guependo",
    "Tumiñá",
    "Ramírez",
    "Cifuentes",
    "Güiza",
    "Acevedo",
)
WORD_SURNAMES = ("Paz", "Campos", "Ríos", "Torres", "Flores", "León", "Cruz", "Rosas", "Mora")
"""Surnames that are common words: in small letters they are the word."""

TITLES_F = ("Dra.", "la doctora", "Ing.", "la ingeniera", "la señora", "Sra.", "Lic.", "doña")
TITLES_M = ("Dr.", "el doctor", "Ing.", "el ingeniero", "el señor", "Sr.", "Arq.", "don")


class Person:
    """An invented public servant: given names, two surnames (at times one), and whether a she."""

    def __init__(self, rng: Random) -> None:
        self.female = rng.random() < 0.5
        self.given = rng.choice(GIVEN_F if self.female else GIVEN_M)
        bank = SURNAMES if rng.random() < 0.8 else WORD_SURNAMES
        self.surnames = rng.sample(bank, 1 if rng.random() < 0.12 else 2)

    @property
    def field(self) -> str:
        """The name as it stands in the form's own field."""
        return " ".join((self.given, *self.surnames))

    @property
    def wordy(self) -> bool:
        """Whether all surnames are common words."""
        return all(name in WORD_SURNAMES for name in self.surnames)


VERBS = (
    "propuso",
    "informó",
    "coordinó",
    "avisó",
    "convocó",
    "explicó",
    "solicitó",
    "lideró",
    "acompañó",
    "presentó",
)
THINGS = (
    "una mesa de trabajo con las dependencias",
    "el cronograma de transferencias",
    "la jornada",
    "los ajustes al aplicativo",
    "un plan de contingencia",
    "el inventario documental",
    "la revisión de las hojas de vida",
    "el traslado del archivo central",
    "la capacitación",
)
FILLERS = (
    "El proceso tardó más de lo previsto porque faltaban firmas.",
    "Se acordó repetir el ejercicio cada trimestre.",
    "La comunidad participó en las mesas de concertación.",
    "Hubo dificultades con la conectividad en la zona rural.",
    "Los campos del formulario quedaron en blanco y se hizo la paz con los usuarios.",
    "En el barrio La Paz y en la vereda Los Ríos se instalaron torres de comunicación.",
    "Las flores del parque y la cruz del cerro quedaron incluidas en el inventario.",
    "La Secretaría de Gobierno y la Oficina Asesora Jurídica acompañaron la actividad.",
    "Aprobó el Concejo Municipal lo que revisó la Secretaría de Hacienda.",
    "San José de Cúcuta, Puerto Santander y Villa del Rosario firmaron el convenio.",
    "Se contó con la asesoría de la Función Pública y del Archivo General de la Nación.",
)
ALIEN_DOMAINS = (
    "gmail.com",
    "hotmail.com",
    "alcaldia-villaejemplo.gov.co",
    "ejemplo.gov.co",
    "villaejemplo-meta.gov.co",
    "outlook.es",
    "entidad.edu.co",
)
