"""Writes sheets as HTML pages, and as the marked text that the template's copies come in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING

from tests.forms.layouts import Borders
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
    from tests.forms.layouts import Look


class Markup(StrEnum):
    """Whose HTML it looks like."""

    PLAIN = "plain"
    WORD = "word"  # saved by Word: classes, spans in spans, o:p, conditional comments
    DIVS = "divs"  # no paragraph and no table tags, as site builders make it
    OLD = "old"  # upper case tags, no closing of paragraphs, cells and rows


@dataclass(frozen=True, slots=True)
class HtmlWay:
    """How the HTML is written. `noise` adds what no person sees: comments, hidden text."""

    markup: Markup = Markup.PLAIN
    charset: str = "utf-8"
    noise: bool = False
    breaks_for_paras: bool = False  # `<br>` between the paragraphs of a cell, and no `<p>`
    textarea: bool = True


UTF8 = HtmlWay()

_NOISE = (
    "<!-- Nombre de la entidad y del área: Entidad de ejemplo -->"
    "<script>var tema = 'Tema de la lección aprendida: ejemplo oculto';</script>"
    '<div style="display:none">¿Cuál fue la lección aprendida? Texto que nadie ve. Sí ☒ No ☐</div>'
    "<p hidden>Fecha de diligenciamiento 01/01/2001</p>"
)


def write_html(sheets: tuple[Sheet, ...], look: Look, way: HtmlWay) -> bytes:
    """A page holding the sheets; raises `UnicodeEncodeError` never: other signs are escaped."""
    writer = _Writer(way)
    body = "<hr>".join(writer.sheet(sheet) for sheet in sheets)
    body = _restyled(body, way.markup)
    page = (
        f'<!DOCTYPE html>\n<html lang="es"><head><meta charset="{way.charset}">'
        f"<title>Documentación de lecciones aprendidas</title><style>{_css(look)}</style></head>\n"
        f"<body>{_NOISE if way.noise else ''}{body}</body></html>\n"
    )
    return page.encode(way.charset, "xmlcharrefreplace")


def _restyled(body: str, markup: Markup) -> str:
    """The same page in another dialect of HTML."""
    if markup is Markup.WORD:
        body = re.sub(r"<p( class=\"c\")?>(.*?)</p>", _WORD_PARAGRAPH, body, flags=re.S)
        return body.replace("<td", "<td valign=top class=MsoTableGrid")
    if markup is Markup.DIVS:
        tags = {"table": "section", "tr": "div class=fila", "td": "div class=celda", "p": "div"}
        for old, new in tags.items():
            body = re.sub(rf"<{old}(?=[ >])", f"<{new}", body)
            body = body.replace(f"</{old}>", f"</{new.split()[0]}>")
        return body
    if markup is Markup.OLD:
        body = re.sub(r"</(?:p|td|tr|li)>", "", body)
        return re.sub(r"</?[a-z]+", lambda tag: tag[0].upper(), body)
    return body


_WORD_PARAGRAPH = (
    r"<p class=MsoNormal style='margin-bottom:6.0pt;mso-pagination:none'><span lang=ES-CO "
    r"style='font-size:10.0pt;mso-fareast-language:ES'><span style='mso-spacerun:yes'></span>"
    r"\2<o:p></o:p></span></p>"
)


_RULES = {
    Borders.ALL: "border:1px solid #444;",
    Borders.HORIZONTAL: "border-top:1px solid #444;border-bottom:1px solid #444;",
    Borders.OUTER: "",
    Borders.NONE: "",
}


def _css(look: Look) -> str:
    align = "justify" if look.justified else "left"
    return (
        f"@page{{size:letter;margin:20mm}}body{{font-family:'{look.font}',sans-serif;"
        f"font-size:{look.size}pt;text-align:{align}}}"
        "table{border-collapse:collapse;width:100%;margin:8px 0}"
        f"td{{{_RULES[look.borders]}padding:4px 6px;vertical-align:top}}"
        f"{'table{border:1px solid #444}' if look.borders is Borders.OUTER else ''}"
        f"p{{margin:0 0 {look.space_after}pt 0}}.c{{text-align:center}}.h{{background:#d9e2f3}}"
    )


class _Writer:
    """Writes one page; numbers the controls."""

    def __init__(self, way: HtmlWay) -> None:
        self.way = way
        self.count = 0
        self.form = 0

    def sheet(self, sheet: Sheet) -> str:
        self.form += 1
        parts = []
        if sheet.header:
            cells = "".join(f"<td>{escape(text)}</td>" for text in sheet.header)
            parts.append(f'<table class="box"><tr>{cells}</tr></table>')
        parts += [self._blocks(sheet.blocks)]
        if sheet.note:
            parts.append(f"<hr><p><sup>1</sup> {escape(sheet.note)}</p>")
        return "\n".join(parts)

    def _blocks(self, blocks: tuple[Para | Grid | PageBreak, ...]) -> str:
        out, in_list = [], False
        for block in blocks:
            item = isinstance(block, Para) and block.item
            if item != in_list:
                out.append("<ul>" if item else "</ul>")
                in_list = item
            if isinstance(block, Para):
                out.append(self._para(block))
            elif isinstance(block, Grid):
                out.append(self._grid(block))
        return "\n".join([*out, "</ul>"] if in_list else out)

    def _grid(self, grid: Grid) -> str:
        rows = "\n".join(
            "<tr>" + "".join(self._cell(cell, grid, at) for at, cell in enumerate(row)) + "</tr>"
            for row in grid.rows
        )
        return f"<table>\n{rows}\n</table>"

    def _cell(self, cell: GridCell, grid: Grid, at: int) -> str:
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        shade = ' class="h"' if cell.shaded else ""
        width = f' style="width:{grid.widths[at]:.0%}"' if cell.span == 1 else ""
        plain = not any(para.item for para in cell.paras)
        if self.way.breaks_for_paras and plain:
            inner = "<br>\n".join(self._inlines(para) for para in cell.paras)
        elif plain and len(cell.paras) == 1 and not cell.paras[0].centered:
            inner = self._inlines(cell.paras[0])
        else:
            inner = self._blocks(cell.paras)
        return f"<td{span}{shade}{width}>{inner}</td>"

    def _para(self, para: Para) -> str:
        tag = "li" if para.item else "p"
        attribute = ' class="c"' if para.centered else ""
        return f"<{tag}{attribute}>{self._inlines(para)}</{tag}>"

    def _inlines(self, para: Para) -> str:
        parts: list[Inline | None] = [None, *para.inlines, None]
        triples = zip(parts, parts[1:], parts[2:], strict=False)
        return "".join(self._inline(here, before, after) for before, here, after in triples if here)

    def _inline(self, inline: Inline, before: Inline | None, after: Inline | None) -> str:
        if isinstance(inline, Span):
            return (
                self._tie(inline, before, self.count)
                or self._tie(inline, after, self.count + 1)
                or _span(inline)
            )
        if isinstance(inline, Tick):
            return self._tick(inline)
        if isinstance(inline, Entry):
            return self._entry(inline)
        return "<br>" if isinstance(inline, Newline) else "<sup>1</sup>"

    def _tie(self, span: Span, beside: Inline | None, number: int) -> str:
        """The word as the label of the box beside it; "" where it is not that box's word."""
        if isinstance(beside, Tick) and beside.tied and beside.word == span.text.strip():
            return f'<label for="i{number}">{_span(span)}</label>'
        return ""

    def _tick(self, tick: Tick) -> str:
        if tick.coding not in {Coding.INPUT, Coding.RADIO}:
            return tick.sign
        self.count += 1
        kind = "radio" if tick.coding is Coding.RADIO else "checkbox"
        on = " checked" if tick.on else ""
        name = f"autoriza{self.form}" if kind == "radio" else f"c{self.count}"
        return f'<input type="{kind}" id="i{self.count}" name="{name}"{on}>'

    def _entry(self, entry: Entry) -> str:
        value = escape(entry.value)
        if entry.multiline and self.way.textarea:
            return f'<textarea name="{entry.name}" rows="6" cols="60">{value}</textarea>'
        if entry.multiline or "\n" in entry.value:
            return value.replace("\n", "<br>")
        return f'<input type="text" name="{entry.name}" size="52" value="{value}">'


def _span(span: Span) -> str:
    text = escape(span.text, quote=False).replace("   ", "&nbsp;&nbsp; ")
    if span.superscript:
        return f"<sup>{text}</sup>"
    return f"<b>{text}</b>" if span.bold else text


def write_marked_text(sheets: tuple[Sheet, ...]) -> bytes:
    """The marked text of the template's copies: Markdown title, HTML tags, tabs for cells."""
    return "\n\n".join(_marked_sheet(sheet) for sheet in sheets).encode()


def _marked_sheet(sheet: Sheet) -> str:
    parts = [""]
    for block in sheet.blocks:
        if isinstance(block, Para):
            title = block.centered and all(isinstance(i, Span) and i.bold for i in block.inlines)
            text = "".join(i.text for i in block.inlines if isinstance(i, Span))
            parts.append(f"**{text}**" if title else _marked(block))
        elif isinstance(block, Grid):
            parts.append("\n".join(_marked_row(row) for row in block.rows))
    return "\n\n".join(part for number, part in enumerate(parts) if part or not number)


def _marked_row(row: tuple[GridCell, ...]) -> str:
    if len(row) == 1:
        paras = row[0].paras
        only = len(paras) == 1 and not paras[0].centered
        bold = only and any(isinstance(i, Span) and i.bold for i in paras[0].inlines)
        if bold or not any(para.inlines for para in paras):
            return _marked(paras[0]) + "\t"
        return " ".join(_marked(para, tag=True) for para in paras) + "\t"
    return "\t".join(
        " ".join(_marked(para, tag=len(cell.paras) > 1) for para in cell.paras) for cell in row
    )


def _marked(para: Para, *, tag: bool = False) -> str:
    inner = _Writer(HtmlWay())._inlines(para)  # noqa: SLF001 - one module
    if not tag:
        return inner
    style = ' style="text-align: center;"' if para.centered else ""
    return f"<p{style}>{inner}</p>"
