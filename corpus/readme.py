"""`LEEME.html`: the dataset explains itself, in Spanish, to whoever opens the folder.

One self-contained page without scripts, made from the tables' own words, the counts and what
the owner set. Without a time of writing: the same state gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.changes import CHANGES_FILE
from corpus.croissant import BIAS_ES, CROISSANT_FILE
from corpus.folder import table_files
from schemas.columns import ColumnType
from schemas.records import Status
from schemas.tables import TABLES
from schemas.template import builtin_templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Template

    from corpus.package import ReasonCount
    from corpus.settings import Settings
    from schemas.columns import Column

README_FILE = "LEEME.html"

_KINDS = {
    ColumnType.STRING: "texto",
    ColumnType.DATE: "fecha",
    ColumnType.FLOAT: "número con decimales",
    ColumnType.INT: "número entero",
    ColumnType.LONG: "número entero",
}
_AUDIENCES = {"entities": "otras áreas y entidades públicas", "public": "cualquier persona"}
_SHARED = (Status.PUBLISHED, Status.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many forms came to one reason, in words."""

    reason: str
    forms: int


def readme_html(
    counts: tuple[ReasonCount, ...], settings: Settings, reasons: Callable[[str, str], str]
) -> bytes:
    """The page (UTF-8); `reasons` gives a reason's code as a sentence in Spanish."""
    shared = [table for table in TABLES if not table.restricted]
    page = _template().render(
        published=_forms(counts, Status.PUBLISHED),
        duplicate=_forms(counts, Status.DUPLICATE),
        total=sum(count.forms for count in counts),
        withheld=_withheld(counts, reasons),
        purposes=[template.consent.purpose_es for template in builtin_templates()],
        settings=settings,
        audience=_AUDIENCES.get(settings.audience, ""),
        bias=BIAS_ES,
        tables=[(table, table_files(table), [_told(c) for c in table.columns]) for table in shared],
        changes=CHANGES_FILE,
        croissant=CROISSANT_FILE,
    )
    return page.encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader("corpus", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return pages.get_template("LEEME.html.j2")


def _forms(counts: tuple[ReasonCount, ...], status: Status) -> int:
    return sum(count.forms for count in counts if count.status is status)


def _withheld(counts: tuple[ReasonCount, ...], reasons: Callable[[str, str], str]) -> list[Counted]:
    """The reasons for what is not there, the most frequent first; no file is named."""
    by_sentence: dict[str, int] = {}
    for count in counts:
        if count.status not in _SHARED:
            # What to do about it is for the office that asked for the form, not for readers.
            sentence = reasons(count.reason, "").partition(":")[0].rstrip(".")
            by_sentence[sentence] = by_sentence.get(sentence, 0) + count.forms
    ranked = sorted(by_sentence.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Counted(sentence, forms) for sentence, forms in ranked]


def _told(column: Column) -> dict[str, Any]:
    limits = ""
    if column.minimum is not None and column.maximum is not None:
        limits = f"de {column.minimum:g} a {column.maximum:g}"
    return {
        "name": column.name,
        "title": column.title_es,
        "kind": _KINDS[column.type],
        "nullable": column.nullable,
        "about": column.about_es,
        "allowed": column.allowed,
        "limits": limits,
    }
