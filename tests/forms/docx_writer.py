"""Writes sheets as DOCX with python-docx, and raw OOXML where it has no words for a thing.

The bytes depend on the sheets alone: times in the package are fixed.
"""

# ruff: noqa: ANN401 - python-docx ships no types

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from tests.forms.layouts import Borders
from tests.forms.ooxml import (
    add_footnote,
    add_footnotes_part,
    add_page_field,
    control_checkbox,
    drawn_ellipse,
    legacy_checkbox,
    legacy_list,
    list_control,
    ruled,
    set_look,
    symbol_checkbox,
    text_control,
    track,
)
from tests.forms.sheet import (
    Coding,
    Entry,
    Grid,
    GridCell,
    Inline,
    Newline,
    PageBreak,
    Para,
    Sheet,
    Span,
    Tick,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forms.layouts import Look

_LINE_CM = 17.0
_FIXED = (2025, 1, 1, 0, 0, 0)


def write_docx(
    sheets: tuple[Sheet, ...], look: Look, *, split_runs: bool = False, edited: bool = False
) -> bytes:
    """The DOCX holding the sheets one after another, each on a new page.

    `split_runs` cuts texts into several runs at odd places, as Word's editing history does;
    `edited` adds tracked insertions and deletions, and hidden text.
    """
    import docx

    document = docx.Document()
    cuts = Random(len(sheets[0].blocks)) if split_runs else None  # noqa: S311 - data, no secret
    writer = _Writer(document, look, cuts, edited=edited)
    writer.set_up(sheets[0])
    for number, sheet in enumerate(sheets):
        if number:
            document.add_page_break()
        writer.write(sheet)
    stream = io.BytesIO()
    document.save(stream)
    return _fixed_times(stream.getvalue())


def _fixed_times(data: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _FIXED)
            target.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """Writes one document; python-docx ships no types, hence `Any`."""

    def __init__(self, document: Any, look: Look, cuts: Random | None, *, edited: bool) -> None:
        self.document = document
        self.look = look
        self.cuts = cuts
        self.edited = edited
        self.controls = 0
        self.edits = 0

    def set_up(self, sheet: Sheet) -> None:
        from docx.shared import Cm, Pt

        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = self.look.font, Pt(self.look.size)
        normal.paragraph_format.space_after = Pt(self.look.space_after)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21.59), Cm(27.94)
        section.left_margin = section.right_margin = Cm(2.29)
        section.top_margin = section.bottom_margin = Cm(2.0)
        properties = self.document.core_properties
        properties.created = properties.modified = datetime(*_FIXED[:3], tzinfo=UTC)
        properties.author = properties.title = ""
        if sheet.header:
            self._header(section, sheet.header)
        if sheet.numbered:
            footer = section.footer.paragraphs[0]
            footer.add_run("Página ")
            add_page_field(footer, "PAGE")
            footer.add_run(" de ")
            add_page_field(footer, "NUMPAGES")
        if sheet.note:
            add_footnotes_part(self.document, sheet.note)

    def _header(self, section: Any, cells: tuple[str, ...]) -> None:
        from docx.shared import Cm

        table = section.header.add_table(1, 2, Cm(_LINE_CM))
        table.style = "Table Grid"
        table.cell(0, 0).paragraphs[0].add_run(cells[0]).bold = True
        right = table.cell(0, 1)
        right.paragraphs[0].add_run(cells[1])
        for text in cells[2:]:
            right.add_paragraph().add_run(text)

    def write(self, sheet: Sheet) -> None:
        for block in sheet.blocks:
            if isinstance(block, Para):
                self._para(block, self.document.add_paragraph())
            elif isinstance(block, PageBreak):
                self.document.add_page_break()
            else:
                self._grid(block)

    def _grid(self, grid: Grid) -> None:
        from docx.shared import Cm

        table = self.document.add_table(len(grid.rows), len(grid.widths))
        table.style = "Table Grid"
        if self.look.borders is not Borders.ALL:
            ruled(table, self.look.borders)
        table.autofit = False
        for column, share in zip(table.columns, grid.widths, strict=True):
            column.width = Cm(_LINE_CM * share)
        for row, cells in zip(table.rows, grid.rows, strict=True):
            at = 0
            for cell in cells:
                target = row.cells[at]
                if cell.span > 1:
                    target = target.merge(row.cells[at + cell.span - 1])
                target.width = Cm(_LINE_CM * sum(grid.widths[at : at + cell.span]))
                self._cell(cell, target)
                at += cell.span

    def _cell(self, cell: GridCell, target: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        if cell.shaded:
            shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="D9E2F3"/>')
            target._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - no public way
        first = target.paragraphs[0]
        for number, para in enumerate(cell.paras):
            self._para(para, target.add_paragraph() if number else first)

    def _para(self, para: Para, target: Any) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if para.item:
            target.style = "List Bullet"
        if para.centered:
            target.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif self.look.justified:
            target.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        for inline in para.inlines:
            self._inline(inline, target)

    def _inline(self, inline: Inline, target: Any) -> None:
        if isinstance(inline, Span):
            for text in self._cut(inline.text):
                run = target.add_run(text)
                self._edit(run, inline, target)
                set_look(run, inline)
        elif isinstance(inline, Tick):
            self._tick(inline, target)
        elif isinstance(inline, Entry):
            self.controls += 1
            text_control(target, inline.value, inline.name, self.controls)
        elif isinstance(inline, Newline):
            target.add_run().add_break()
        else:
            self._note_mark(target)

    def _edit(self, run: Any, span: Span, target: Any) -> None:
        """Every third plain text becomes a tracked insertion with a deletion behind it."""
        if not self.edited or span.bold or len(span.text) < 30:
            return
        self.edits += 1
        if self.edits % 3 == 0:
            track(run, target, self.edits)
        elif self.edits % 3 == 1:
            target.add_run("borrador interno").font.hidden = True

    def _note_mark(self, target: Any) -> None:
        if not add_footnote(self.document, target):
            target.add_run("1").font.superscript = True

    def _tick(self, tick: Tick, target: Any) -> None:
        self.controls += 1
        writers: dict[Coding, Callable[[Any, Tick], None]] = {
            Coding.CONTROL: partial(control_checkbox, number=self.controls),
            Coding.LEGACY: partial(legacy_checkbox, number=self.controls),
            Coding.SYMBOL: symbol_checkbox,
            Coding.SYMBOL_2: symbol_checkbox,
            Coding.SYMBOL_WEB: symbol_checkbox,
            Coding.DROPDOWN: partial(list_control, number=self.controls),
            Coding.LEGACY_LIST: partial(legacy_list, number=self.controls),
            Coding.DRAWN: partial(drawn_ellipse, number=self.controls),
        }
        if tick.coding in writers:
            writers[tick.coding](target, tick)
        else:
            target.add_run(tick.sign).font.name = "Segoe UI Symbol"

    def _cut(self, text: str) -> list[str]:
        if self.cuts is None or len(text) < 12:
            return [text]
        at = sorted(self.cuts.sample(range(1, len(text)), 2))
        return [text[: at[0]], text[at[0] : at[1]], text[at[1] :]]
