"""Step 5a: two columns without ruling lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.pdf.flow import Flow


def split_columns(flow: Flow, size: float) -> Flow:  # noqa: ARG001
    """The flow with clear two-column blocks as tables."""
    return flow
