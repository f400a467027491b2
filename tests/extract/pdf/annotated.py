"""Annotations laid over a finished page, with pypdf."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Corners = tuple[float, float, float, float]


def with_annotations(
    data: bytes,
    items: Sequence[tuple[str, Corners, str]],
    flags: int = 4,
    line: Corners | None = None,
) -> bytes:
    """The PDF with annotations (subtype, corners in PDF points, text) on its first page.

    `line` is where a Line annotation begins and ends.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for kind, corners, text in items:
        writer.add_annotation(
            0,
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Annot"),
                    NameObject("/Subtype"): NameObject(f"/{kind}"),
                    NameObject("/Rect"): ArrayObject([FloatObject(c) for c in corners]),
                    NameObject("/Contents"): TextStringObject(text),
                    NameObject("/F"): NumberObject(flags),
                }
                | ({NameObject("/L"): ArrayObject(FloatObject(c) for c in line)} if line else {})
            ),
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
