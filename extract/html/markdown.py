"""Marked text: Markdown and HTML tags mixed, as converters write tables' cells line by line.

Only what changes the layout or stands around words is translated to tags: bold, italics,
struck text, headings, bullets, pipe tables, task boxes, rules and fences (CommonMark and its
tables and task lists). Everything else stays the text that it is; ordered numbers too, which
people type as often as tools do.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from extract.html import wrapping

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAGS = (
    "a abbr acronym address article aside b big blockquote body br button caption center cite code "
    "col colgroup dd del details dfn dialog div dl dt em fieldset figcaption figure font footer "
    "form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link "
    "main mark meta nav noscript ol optgroup option output p picture pre q s samp script section "
    "select small span strike strong style sub summary sup svg table tbody td template textarea "
    "tfoot th thead time title tr tt u ul var wbr"
)
_NO_TAG = re.compile(
    rf"<(?!/?(?:{'|'.join(_TAGS.split())})(?:\s[^<>]*)?/?>|!--|!\[|!doctype|\?|/?[ovw]:)",
    re.IGNORECASE,
)
# Left as they are: comments, and elements with a layout of their own
_KEPT = re.compile(
    r"<(?:!--|(script|style|textarea|pre|table|ul|ol|dl|div|select|form)\b)", re.IGNORECASE
)

_MAX_BLOCK = 20_000  # characters; a longer line is no heading, bullet or rule
_MERGED = 10  # letters; shorter cells may well say the same side by side
_MAX_LINE = 500_000  # characters; longer lines keep their signs
_BOLD = re.compile(r"(?<![\\*\w])\*\*(?=[^\s*])([^\n]{0,4000}?[^\s*\\])\*\*(?!\*)")
_BOLD_LINES = re.compile(r"(?<![\\_\w])__(?=\S)([^\n_]{3,}?)(?<=\S)__(?![\w_])")
_ITALIC = re.compile(r"(?<![\\*\w])\*(?=[^\s*])([^\n*\t]{2,}?)(?<=[^\s*\\])\*(?![*\w])")
_ITALIC_LINE = re.compile(r"(?<![\\_\w])_(?=[^\W_])([^\n_\t]{3,}?)(?<=[^\s_\\])_(?![\w_])")
_STRUCK = re.compile(r"(?<!~)~~(?=\S)([^\n~]+?)(?<=\S)~~(?!~)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|={3,}|`{3}[^`]*|~{3}[^~]*)$")
_BULLET = re.compile(r"^[ \t]{0,8}[-*+][ ]+(\S.*)$")
_TASK = re.compile(r"^\[([ xX])\][ \t]+")
_QUOTE = re.compile(r"^ {0,3}>[ ]?(?=\S)")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")


def to_markup(text: str) -> str:
    """The same text with tags instead of Markdown's signs; line feeds and tabs stay."""
    text = _NO_TAG.sub("&lt;", wrapping.unwrapped(text))
    parts: list[str] = []
    done = 0
    for start, end in _kept(text):
        parts += (_lines(text[done:start]), text[start:end])
        done = end
    return "".join([*parts, _lines(text[done:])])


def _kept(text: str) -> Iterator[tuple[int, int]]:
    """Where comments and elements with a layout of their own begin and end."""
    unclosed: set[str] = set()
    done = 0
    for opener in _KEPT.finditer(text):
        name = (opener[1] or "").lower()
        if opener.start() < done or name in unclosed:
            continue
        closer = re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE)
        closed = closer.search(text, opener.end())
        if closed is None:
            unclosed.add(name)
            continue
        done = closed.end()
        yield opener.start(), done


def _lines(text: str) -> str:
    lines = text.split("\n")
    out: list[str] = []
    at = 0
    while at < len(lines):
        if "|" in lines[at] and at + 1 < len(lines) and _is_delimiter(lines[at + 1]):
            table, at = _table(lines, at)
            out.append(table)
        else:
            out.append(_line(lines[at]))
            at += 1
    return "\n".join(out)


def _line(line: str) -> str:
    if len(line) > _MAX_BLOCK:
        return _inline(line)
    if _RULE.match(line):
        return ""
    heading = _HEADING.match(line)
    if heading:
        return f"<h{len(heading[1])}>{_inline(heading[2])}</h{len(heading[1])}>"
    bullet = _BULLET.match(line)
    if bullet and not _is_mark(bullet[1]):
        return f"<ul><li>{_task(bullet[1])}</li></ul>"
    return _inline(_QUOTE.sub("", line))


def _is_mark(text: str) -> bool:
    """`* X`: a lone sign after the bullet is something typed, not an item."""
    return text.strip() in ("x", "X", "×", "✓", "✔", "✗", "✘", "*", "-", "+")


def _task(text: str) -> str:
    box = _TASK.match(text)
    if not box:
        return _inline(text)
    on = "on" if box[1] in "xX" else "off"
    return f'<lx-task state="{on}" raw="[{box[1]}]"></lx-task> {_inline(text[box.end() :])}'


def _inline(text: str) -> str:
    if len(text) > _MAX_LINE:
        return text
    if "*" in text:
        text = _BOLD.sub(r"<b>\1</b>", text)
        text = _ITALIC.sub(r"<i>\1</i>", text)
    if "_" in text:
        text = _BOLD_LINES.sub(r"<b>\1</b>", text)
        text = _ITALIC_LINE.sub(r"<i>\1</i>", text)
    if "~~" in text:
        text = _STRUCK.sub(r"<s>\1</s>", text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _is_delimiter(line: str) -> bool:
    return len(line) < _MAX_BLOCK and "-" in line and "|" in line and bool(_DELIMITER.match(line))


def _table(lines: list[str], at: int) -> tuple[str, int]:
    """A pipe table from its head line on; the delimiter line under it is dropped."""
    rows = [_cells(lines[at])]
    at += 2
    while at < len(lines) and _PIPE.search(lines[at]):
        rows.append(_cells(lines[at]))
        at += 1
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows if any(row))
    return f"<table>{body}</table>", at


def _cells(line: str) -> list[str]:
    """The cells of a row. Converters write a merged cell once for each column: it is one."""
    cells = [cell.strip() for cell in _PIPE.split(line.strip().removeprefix("|"))]
    if len(cells) > 1 and not cells[-1]:
        cells.pop()
    out = []
    for text, same in groupby(cells):
        count = len(list(same))
        if len(text) >= _MERGED:
            out.append(f'<td colspan="{count}">{_inline(text)}</td>')
        else:
            out += [f"<td>{_inline(text)}</td>"] * count
    return out
