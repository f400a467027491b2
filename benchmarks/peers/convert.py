"""Runs in the converters' own environment: `python convert.py NAME < paths > JSON lines`.

For each path one line `{"text": …, "cpu": seconds}`; the import of the converter and its first
conversion are not counted. A file that it cannot convert gives the text "".
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def markitdown() -> Callable[[str], str]:
    """MarkItDown to Markdown."""
    from markitdown import MarkItDown

    converter: Any = MarkItDown()
    return lambda path: str(converter.convert(path).text_content)


def docling() -> Callable[[str], str]:
    """Docling to Markdown, DOCX and HTML only: its PDF pipeline downloads models."""
    from docling.datamodel.base_models import InputFormat
    from docling.document_converter import DocumentConverter

    converter: Any = DocumentConverter(allowed_formats=[InputFormat.DOCX, InputFormat.HTML])
    return lambda path: str(converter.convert(path).document.export_to_markdown())


def python_docx() -> Callable[[str], str]:
    """The text of python-docx's paragraphs and table cells, in order."""
    from docx import Document
    from docx.table import Table

    def blocks(parent: Any) -> list[str]:  # noqa: ANN401 - a document or a cell
        lines: list[str] = []
        for block in parent.iter_inner_content():
            if isinstance(block, Table):
                for row in block.rows:
                    lines.append("\t".join("\n".join(blocks(cell)) for cell in row.cells))
            else:
                lines.append(block.text)
        return lines

    return lambda path: "\n".join(blocks(Document(path)))


CONVERTERS = {"markitdown": markitdown, "docling": docling, "python-docx": python_docx}


def main() -> None:
    """Converts each path of the standard input."""
    paths = [line.rstrip("\n") for line in sys.stdin]
    convert = CONVERTERS[sys.argv[1]]()
    for number, path in enumerate([*paths[:1], *paths]):
        began = time.process_time()
        try:
            text = convert(path)
        except Exception:  # noqa: BLE001 - a converter's failure is a result
            text = ""
        spent = time.process_time() - began
        if number:  # the first one warms up
            sys.stdout.write(json.dumps({"text": text, "cpu": spent}) + "\n")


if __name__ == "__main__":
    main()
