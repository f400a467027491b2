"""The consent marks of a PDF form: form fields, strokes, rings and typed signs."""

# ruff: noqa: ANN401 - reportlab ships no types

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable

from tests.forms.pdf_overlay import Laid
from tests.forms.sheet import Coding, Inline, Span, Tick

if TYPE_CHECKING:
    from tests.forms.pdf_overlay import Corners

CODINGS = frozenset(
    (
        Coding.ACRO,
        Coding.ACRO_RADIO,
        Coding.CROSSED,
        Coding.RINGED,
        Coding.INK,
        Coding.INK_RING,
        Coding.TYPED_OVER,
    )
)
_RINGS = frozenset((Coding.RINGED, Coding.INK_RING))
_SIDE = 11.0  # points
_EXPORTS = {"Sí": ("0", "1"), "SI": ("Opción1", "Opción2"), "Si": ("Sí", "No")}


class Boxes(Flowable):  # type: ignore[misc] # reportlab ships no types
    """A line of words and boxes; lengths in points. Annotations are added to `laid`."""

    def __init__(self, inlines: tuple[Inline, ...], form: int, laid: list[Laid]) -> None:
        super().__init__()
        self.inlines, self.form, self.laid = inlines, form, laid

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The room taken, as reportlab asks for it."""
        return width, 20.0

    def draw(self) -> None:
        """Draws the line where reportlab has put it."""
        x = 150.0
        self.canv.setFont("Body", 10)
        ringed = [i for i in self.inlines if isinstance(i, Tick) and i.coding in _RINGS]
        if ringed:
            self._words(ringed, x)
            return
        for inline in self.inlines:
            if isinstance(inline, Tick):
                self._box(inline, x)
                x += 16
            elif isinstance(inline, Span):
                self.canv.drawString(x, 6, inline.text)
                x += self.canv.stringWidth(inline.text, "Body", 10)

    def _words(self, ticks: list[Tick], x: float) -> None:
        """The options without boxes, the chosen ones ringed."""
        for tick in ticks:
            width = self.canv.stringWidth(tick.word, "Body", 10)
            self.canv.drawString(x, 6, tick.word)
            ring = (x - 4, 2, x + width + 4, 17)
            if tick.on and tick.coding is Coding.RINGED:
                self.canv.ellipse(*ring, stroke=1, fill=0)
            elif tick.on:
                self._lay("Circle", ring)
            x += width + 60

    def _box(self, tick: Tick, x: float) -> None:
        if tick.coding is Coding.ACRO:
            self.canv.acroForm.checkbox(
                name=f"autoriza_{tick.word.lower()}_{self.form}", x=x, y=3, size=12,
                relative=True, checked=tick.on, tooltip=tick.word if tick.tied else "",
            )  # fmt: skip
            return
        if tick.coding is Coding.ACRO_RADIO:
            self._radio(tick, x)
            return
        corners = (x, 3.0, x + _SIDE, 3.0 + _SIDE)
        self.canv.rect(x, 3, _SIDE, _SIDE)
        if tick.on and tick.coding is Coding.CROSSED:
            x0, y0, x1, y1 = corners
            self.canv.line(x0 - 1, y0 - 1, x1 + 1, y1 + 1)
            self.canv.line(x0 - 1, y1 + 1, x1 + 1, y0 - 1)
        elif tick.on and tick.coding is Coding.INK:
            self._lay("Ink", corners)
        elif tick.on:
            self._lay("FreeText", corners, "X")

    def _radio(self, tick: Tick, x: float) -> None:
        first = tick.word.lower().startswith("s")
        exports = _EXPORTS.get(tick.word if first else "Sí", ("si", "no"))
        self.canv.acroForm.radio(
            name=f"autoriza_{self.form}", value=exports[0] if first else exports[1],
            selected=tick.on, x=x, y=3, size=12, relative=True, buttonStyle="circle",
        )  # fmt: skip

    def _lay(self, kind: str, corners: Corners, text: str = "") -> None:
        self.laid.append(laid_at(self.canv, kind, corners, text))


def laid_at(canvas: Any, kind: str, corners: Corners, text: str = "") -> Laid:
    """An annotation at these corners of what is being drawn."""
    x0, y0 = canvas.absolutePosition(corners[0], corners[1])
    x1, y1 = canvas.absolutePosition(corners[2], corners[3])
    return Laid(kind, canvas.getPageNumber() - 1, (x0, y0, x1, y1), text)
