"""Every sentence for people, by stable code: Spanish first, English second.

The words are data (`words/es.toml`, `words/en.toml`), both with the same codes and the same
placeholders. The ledger's reasons are always in Spanish.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("es", "en")

_ADVICE = {
    **dict.fromkeys(("gif", "bmp"), "picture"),
    **dict.fromkeys(("rar", "7z", "gzip", "zip"), "other_archive"),
    **dict.fromkeys(("xlsx", "xls", "ods"), "spreadsheet"),
    **dict.fromkeys(("pptx", "ppt", "odp"), "presentation"),
}
"""Foreign formats for which saving as .docx or .pdf is not the way out."""


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All sentences of a language, keyed `section.code`; Spanish for an unknown language."""
    name = lang if lang in LANGUAGES else LANGUAGES[0]
    source = (resources.files("lecciones") / "words" / f"{name}.toml").read_text(encoding="utf-8")
    sections = tomllib.loads(source)
    return {
        f"{section}.{code}": sentence
        for section, sentences in sections.items()
        for code, sentence in sentences.items()
    }


def say(code: str, lang: str = "es", **details: object) -> str:
    """The sentence with this `section.code`; the code's own words where none is written yet.

    `details` fill the placeholders. A code that came with a newer reader must not stop a
    run, so an unknown one gives its last part with spaces.
    """
    sentence = catalogue(lang).get(code)
    if sentence is None:
        return code.rpartition(".")[2].replace("_", " ")
    return sentence.format(**details) if details else sentence


def format_name(name: str | None, lang: str = "es") -> str:
    """A file format's name for people: `Word (.docx)`, `PNG`; "desconocido" for None or ""."""
    if not name:
        return say("format.unknown", lang)
    return catalogue(lang).get(f"format.{name}", name.upper())


def reason(code: str, detail: str = "", lang: str = "es") -> str:
    """The sentence for a ledger reason; "" for "".

    `detail` is a format's or limit's name or a number, as in `FormRecord.reason_detail`.
    """
    if not code:
        return ""
    if code == "unsupported_format":
        code = _unsupported(detail)
    known = catalogue(lang).get(f"reason.{code}") or catalogue(lang)["reason.unreadable"]
    limit = catalogue(lang).get(f"limit.{detail}", detail or say("limit.size", lang))
    return known.format(format=format_name(detail, lang), detail=limit)


def _unsupported(name: str) -> str:
    if not name:
        return "unknown_format"
    return _ADVICE.get(name, "unsupported_format")
