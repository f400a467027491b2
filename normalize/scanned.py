"""How well an answer was read from a picture of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Mark, MarkState, Origin, Text

if TYPE_CHECKING:
    from normalize.account import Stretch

_LEGIBLE = 0.6  # mean certainty under which an answer counts as handwriting
_DOUBTFUL = 0.8
_SHOWN = 8  # doubtful words that are pointed out


@dataclass(frozen=True, slots=True)
class ScanQuality:
    """Of one answer: its letters' mean certainty, its doubtful words, ink that is no word.

    An answer that no picture was read for has certainty 1 and nothing doubtful.
    """

    certainty: float = 1.0
    doubtful: tuple[str, ...] = ()
    unread_ink: bool = False
    letters: int = 0

    @property
    def legible(self) -> bool:
        """Whether what stands there was read; False for handwriting."""
        if self.letters == 0:
            return not self.unread_ink
        return self.certainty >= _LEGIBLE


NO_SCAN = ScanQuality()
"""That of an answer which was not read from a picture."""


def scan_quality(stretches: list[Stretch]) -> ScanQuality:
    """The quality of the answer in these stretches."""
    letters, sure = 0, 0.0
    doubtful: list[str] = []
    ink = False
    for stretch in stretches:
        for piece in stretch.line.pieces_between(stretch.start, stretch.end):
            item = piece.item
            if isinstance(item, Mark) and item.origin is Origin.OCR:
                ink = ink or (item.state is MarkState.UNSURE and _is_unread(item))
            elif isinstance(item, Text) and item.origin is Origin.OCR and item.text.strip():
                size = len(item.text.strip())
                letters += size
                sure += size * item.certainty
                if item.certainty < _DOUBTFUL:
                    doubtful.append(item.text.strip())
    certainty = sure / letters if letters else 1.0
    return ScanQuality(certainty, tuple(doubtful[:_SHOWN]), ink, letters)


def _is_unread(mark: Mark) -> bool:
    return any(encoding.raw == "unread ink" for encoding in mark.encodings)
