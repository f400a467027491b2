"""The type of what PDFium and pdfminer hand out."""

from __future__ import annotations

from typing import Any, TypeAlias

# A ctypes pointer, a pypdfium2 object or a raw PDF object: none of them carries types.
Handle: TypeAlias = Any
