"""Excel: one sheet of lessons with their derived values, one that says what columns mean.

Texts are written as texts, whatever they begin with: no cell can run. Dates are dates,
numbers numbers, ids and codes texts (no leading zero is lost). Rows are streamed to the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.export.plan import Exported, ExportError, Headings, headings_of
from corpus.tabular import WIDE_COLUMNS, wide_rows
from corpus.writers import shortest_float32
from schemas.columns import ColumnType

if TYPE_CHECKING:
    from pathlib import Path

    from schemas.columns import Column

MOST_CHARACTERS = 32_767
"""What a cell of Excel can hold (Microsoft, "Excel specifications and limits")."""
MOST_ROWS = 1_048_576

_CUT = " […] (el texto sigue en lessons.csv)"
_WIDTHS = {ColumnType.DATE: 12, ColumnType.FLOAT: 10, ColumnType.INT: 10, ColumnType.LONG: 12}
_NARROW = ("lesson_id", "consent", "template", "source_format", "review", "similar_group")
_WORDS = {
    Headings.ENGLISH: ("Lessons", "Columns", ("Heading", "Name", "Type", "Meaning")),
    Headings.SPANISH: ("Lecciones", "Columnas", ("Encabezado", "Nombre", "Tipo", "Significado")),
}


def write_xlsx(folder: Path, path: Path, headings: Headings) -> Exported:
    """Writes the workbook.

    Raises:
        DatasetError: DIR holds no dataset, or a table with other columns.
        ExportError: `too_many_rows`, more lessons than a sheet can hold.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as book:
        _set_properties(book)
        lessons, columns, _ = _WORDS.get(headings, _WORDS[Headings.SPANISH])
        sheet = _Sheet(book, lessons, [_width(column) for column in WIDE_COLUMNS])
        sheet.header(headings_of(WIDE_COLUMNS, headings))
        for row in wide_rows(folder):
            sheet.row(row, WIDE_COLUMNS)
        sheet.close()
        _write_meanings(book, columns, headings)
    return Exported(sheet.rows, sheet.cut)


def _set_properties(book: Any) -> None:  # noqa: ANN401  # the library has no types
    from datetime import UTC, datetime

    # The same dataset gives the same bytes: the time of writing is no part of it.
    book.set_properties(
        {"title": "Lecciones aprendidas", "created": datetime(2025, 1, 1, tzinfo=UTC)}
    )


def _write_meanings(book: Any, name: str, headings: Headings) -> None:  # noqa: ANN401
    *_, heads = _WORDS.get(headings, _WORDS[Headings.SPANISH])
    sheet = _Sheet(book, name, [30, 24, 12, 90])
    sheet.header(heads)
    english = headings is Headings.ENGLISH
    for heading, column in zip(headings_of(WIDE_COLUMNS, headings), WIDE_COLUMNS, strict=True):
        about = column.about_en if english else column.about_es
        sheet.texts((heading, column.name, str(column.type), about))
    sheet.close()


class _Sheet:
    """A sheet being written row by row."""

    def __init__(self, book: Any, name: str, widths: list[int]) -> None:  # noqa: ANN401
        self._sheet = book.add_worksheet(name)
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
        )
        self._text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._date = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        self._plain = book.add_format({"valign": "top"})
        self._columns = len(widths)
        self.rows = 0
        self.cut = 0
        self._sheet.set_default_row(60)
        self._sheet.freeze_panes(1, 1)
        for at, width in enumerate(widths):
            self._sheet.set_column(at, at, width)

    def header(self, headings: tuple[str, ...]) -> None:
        self._sheet.set_row(0, 32)
        for at, heading in enumerate(headings):
            self._sheet.write_string(0, at, heading, self._head)

    def row(self, values: tuple[object, ...], columns: tuple[Column, ...]) -> None:
        self._next()
        for at, (value, column) in enumerate(zip(values, columns, strict=True)):
            if value is None:
                continue
            if column.type is ColumnType.STRING:
                self._write_text(at, str(value))
            elif column.type is ColumnType.DATE:
                self._sheet.write_datetime(self.rows, at, value, self._date)
            else:
                number = float(shortest_float32(value)) if isinstance(value, float) else value
                self._sheet.write_number(self.rows, at, number, self._plain)

    def texts(self, values: tuple[str, ...]) -> None:
        self._next()
        for at, value in enumerate(values):
            self._write_text(at, value)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, self.rows, self._columns - 1)

    def _next(self) -> None:
        self.rows += 1
        if self.rows >= MOST_ROWS:
            raise ExportError("too_many_rows")

    def _write_text(self, at: int, text: str) -> None:
        if _utf16_length(text) > MOST_CHARACTERS:
            self.cut += 1
            text = text[: (MOST_CHARACTERS - len(_CUT)) // 2] + _CUT
        self._sheet.write_string(self.rows, at, text, self._text)


def _utf16_length(text: str) -> int:
    """Characters as Excel counts them."""
    return len(text) if len(text) < MOST_CHARACTERS // 2 else len(text.encode("utf-16-le")) // 2


def _width(column: Column) -> int:
    if column.name in _NARROW or column.pattern:
        return 18
    return _WIDTHS.get(column.type, 45)
