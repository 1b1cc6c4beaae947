"""A page that is written on in several typefaces and inks, and the measures of text."""

from dataclasses import dataclass, replace
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from berkas.evaluation.specimens.drawing import INK, Align, Sheet

_ASCENT: Final = 0.78
"""Height of the tallest letters over the base line, in type sizes: where a line of text begins below its top edge."""


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set.

    Attributes:
        face: Name of the typeface, as reportlab knows it.
        size: In points.
        ink: Colour, ``#rrggbb``.
        spacing: Distance of base lines, in sizes.
    """

    face: str
    size: float
    ink: str = INK
    spacing: float = 1.25

    @property
    def leading(self) -> float:
        """Height of a line, in points."""
        return self.size * self.spacing

    def width(self, text: str) -> float:
        """Width of a line of text, in points."""
        return float(stringWidth(text, self.face, self.size))

    def wrap(self, text: str, width: float) -> list[str]:
        """The text in lines no wider than that, unless a single word is."""
        return [line for part in text.split("\n") for line in simpleSplit(part, self.face, self.size, width) or [""]]

    def fitted(self, text: str, width: float) -> "Type":
        """The same, small enough for a text that must stand on one line."""
        needed = self.width(text)
        return self if needed <= width else replace(self, size=self.size * width / needed)

    def sized(self, factor: float) -> "Type":
        """The same, larger or smaller."""
        return replace(self, size=self.size * factor)

    def inked(self, ink: str) -> "Type":
        """The same in another colour."""
        return replace(self, ink=ink)


class Page(Sheet):
    """A sheet for blocks. Lengths in points, origin top left; ``y`` is the top edge of what is drawn."""

    def write(self, x: float, y: float, text: str, style: Type, *, align: Align = "left") -> None:
        """One line of text; ``x`` is its left edge, right edge or middle."""
        canvas = self._canvas
        canvas.setFont(style.face, style.size)
        canvas.setFillColor(HexColor(style.ink))
        base = self.height - y - (style.leading - style.size) / 2 - _ASCENT * style.size
        draw = {"left": canvas.drawString, "right": canvas.drawRightString, "center": canvas.drawCentredString}
        draw[align](x, base, text)
        canvas.setFillColor(HexColor(INK))

    def area(self, x: float, y: float, width: float, height: float, *, ink: str) -> None:
        """A filled rectangle without an edge."""
        canvas = self._canvas
        canvas.setFillColor(HexColor(ink))
        canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)
        canvas.setFillColor(HexColor(INK))

    def outline(self, x: float, y: float, width: float, height: float, *, line: float = 0.6, ink: str = INK) -> None:
        """The edge of a rectangle."""
        canvas = self._canvas
        canvas.setLineWidth(line)
        canvas.setStrokeColor(HexColor(ink))
        canvas.rect(x, self.height - y - height, width, height, stroke=1, fill=0)
        canvas.setStrokeColor(HexColor(INK))

    def disc(self, x: float, y: float, radius: float, *, ink: str) -> None:
        """A filled circle around a point."""
        canvas = self._canvas
        canvas.setFillColor(HexColor(ink))
        canvas.circle(x, self.height - y, radius, stroke=0, fill=1)
        canvas.setFillColor(HexColor(INK))

    def dashes(self, x1: float, y: float, x2: float) -> None:
        """A dashed level line."""
        self._canvas.setDash(2, 2)
        self.rule(x1, y, x2)
        self._canvas.setDash()
