"""Boxes that know their height for a given width and draw themselves: text, stacks, rows, frames. Lengths in points."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

Align = Literal["left", "center", "right"]
Edge = Literal["none", "all", "below", "above", "left", "both"]

BLACK: Final = "#1a1a1a"
_LEAST_SCALE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Faces:
    """Names of the faces of a document, as reportlab knows them."""

    plain: str
    bold: str
    italic: str


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text is printed.

    Attributes:
        faces: Its typeface.
        size: In points.
        weight: Which of the faces.
        color: As #rrggbb.
        leading: From base line to base line, in sizes.
    """

    faces: Faces
    size: float
    weight: Literal["plain", "bold", "italic"] = "plain"
    color: str = BLACK
    leading: float = 1.25

    @property
    def face(self) -> str:
        """The name that reportlab knows."""
        return str(getattr(self.faces, self.weight))

    @property
    def line(self) -> float:
        """Height of one line."""
        return self.size * self.leading

    def bold(self) -> "Ink":
        """The same in bold."""
        return replace(self, weight="bold")

    def scaled(self, factor: float) -> "Ink":
        """The same in another size."""
        return replace(self, size=round(self.size * factor, 2))

    def width(self, text: str) -> float:
        """Width of a text on one line."""
        return _unit_width(self.face, text) * self.size


@functools.lru_cache(maxsize=1 << 15)
def _unit_width(face: str, text: str) -> float:
    """Width at a size of one point."""
    return float(stringWidth(text, face, 1))


class Pen:
    """A canvas whose origin is the upper left corner."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.height = canvas, height

    def text(self, x: float, y: float, text: str, ink: Ink) -> None:
        """One line, its base line at ``y``."""
        self.canvas.setFont(ink.face, ink.size)
        self.canvas.setFillColor(HexColor(ink.color))
        self.canvas.drawString(x, self.height - y, text)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, width: float = 0.6, color: str = BLACK
    ) -> None:
        """A straight line."""
        self.canvas.setLineWidth(width)
        self.canvas.setStrokeColor(HexColor(color))
        self.canvas.line(start[0], self.height - start[1], end[0], self.height - end[1])

    def fill(self, x: float, y: float, size: tuple[float, float], color: str) -> None:
        """A filled rectangle."""
        self.canvas.setFillColor(HexColor(color))
        self.canvas.rect(x, self.height - y - size[1], size[0], size[1], stroke=0, fill=1)


class Box(Protocol):
    """Anything that takes a place on a page."""

    def height(self, width: float) -> float:
        """How high it is when it is that wide."""

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it with its upper left corner there."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a line break begins a new line. A word wider than the box makes the whole paragraph smaller.

    Attributes:
        words: What it says.
        ink: How.
        align: Of its lines.
        lead: A beginning in bold, on the same line.
    """

    words: str
    ink: Ink
    align: Align = "left"
    lead: str = ""

    def height(self, width: float) -> float:
        """Of all lines."""
        ink, lines = self._set(width)
        return len(lines) * ink.line

    def natural(self) -> float:
        """Width without wrapping."""
        widths = [self.ink.width(line) for line in self.words.split("\n")]
        lead = self.ink.bold().width(f"{self.lead} ") if self.lead else 0
        return max([lead + widths[0], *widths[1:]])

    def least(self) -> float:
        """Width of its widest word."""
        words = [self.ink.width(word) for word in self.words.split()]
        return max([*words, *(self.ink.bold().width(word) for word in self.lead.split())], default=0)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Line by line."""
        ink, lines = self._set(width)
        for number, runs in enumerate(lines):
            base = y + number * ink.line + ink.size * (0.74 + (ink.leading - 1) / 2)
            parts = [(words, ink.bold() if is_lead else ink) for words, is_lead in runs]
            spare = width - sum(style.width(words) for words, style in parts)
            at = x + {"left": 0.0, "center": spare / 2, "right": spare}[self.align]
            for words, style in parts:
                if words.strip():
                    pen.text(at, base, words, style)
                at += style.width(words)

    def _set(self, width: float) -> tuple[Ink, list[list[tuple[str, bool]]]]:
        """The ink in which the widest word fits, and the lines as runs of words with whether they are of the lead."""
        widest = self.least()
        ink = self.ink if widest <= width else self.ink.scaled(max(_LEAST_SCALE, width / widest * 0.99))
        lines: list[list[tuple[str, bool]]] = []
        for number, part in enumerate(self.words.split("\n")):
            tokens = [(word, True) for word in self.lead.split()] if number == 0 else []
            lines += _wrapped([*tokens, *((word, False) for word in part.split())], ink, width)
        return ink, lines


def _wrapped(tokens: Sequence[tuple[str, bool]], ink: Ink, width: float) -> list[list[tuple[str, bool]]]:
    """Words in lines no wider than that; words of one weight that follow each other on a line are one run."""
    inks = {False: ink, True: ink.bold()}
    lines: list[list[tuple[str, bool]]] = [[]]
    used = 0.0
    for word, is_lead in tokens:
        last, own = lines[-1], inks[is_lead].width(word)
        space = inks[is_lead].width(" ") if last else 0.0
        if last and used + space + own > width + 0.01:
            lines.append([(word, is_lead)])
            used = own
            continue
        used += space + own
        if last and last[-1][1] == is_lead:
            last[-1] = (f"{last[-1][0]} {word}", is_lead)
        else:
            last.append((f"{' ' if last else ''}{word}", is_lead))
    return lines


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, or a picture's place: a plain rectangle."""

    size: float
    fill: str | None = None

    def height(self, width: float) -> float:
        """As given."""
        return self.size

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """The rectangle, if it has a colour."""
        if self.fill:
            pen.fill(x, y, (width, self.size), self.fill)


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line with room above and below."""

    width: float = 0.7
    room: float = 4
    color: str = BLACK

    def height(self, width: float) -> float:
        """With its room."""
        return 2 * self.room

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """In the middle of its height."""
        pen.line((x, y + self.room), (x + width, y + self.room), width=self.width, color=self.color)


@dataclass(frozen=True, slots=True)
class Stack:
    """Boxes below each other."""

    boxes: Sequence[Box]
    gap: float = 0

    def height(self, width: float) -> float:
        """Of all with the gaps between them."""
        return sum(box.height(width) for box in self.boxes) + self.gap * max(0, len(self.boxes) - 1)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """From the top."""
        for box in self.boxes:
            box.draw(pen, x, y, width)
            y += box.height(width) + self.gap


@dataclass(frozen=True, slots=True)
class Side:
    """Boxes beside each other.

    Attributes:
        cells: The boxes.
        shares: Parts of the width; a share above 1 is a width in points and is taken off first.
        gap: Between them.
        valign: Where lower boxes stand.
    """

    cells: Sequence[Box]
    shares: Sequence[float]
    gap: float = 12
    valign: Literal["top", "middle", "bottom"] = "top"

    def widths(self, width: float) -> list[float]:
        """Of the boxes."""
        fixed = sum(share for share in self.shares if share > 1)
        rest = width - fixed - self.gap * (len(self.cells) - 1)
        parts = sum(share for share in self.shares if share <= 1) or 1
        return [share if share > 1 else rest * share / parts for share in self.shares]

    def height(self, width: float) -> float:
        """Of the highest."""
        return max(box.height(part) for box, part in zip(self.cells, self.widths(width), strict=True))

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """From the left."""
        total = self.height(width)
        for box, part in zip(self.cells, self.widths(width), strict=True):
            spare = total - box.height(part)
            shift = {"top": 0.0, "middle": spare / 2, "bottom": spare}[self.valign]
            box.draw(pen, x, y + shift, part)
            x += part + self.gap


@dataclass(frozen=True, slots=True)
class Frame:
    """A box with room around it, lines at its edges, a ground."""

    box: Box
    pad: float = 5
    edge: Edge = "all"
    fill: str | None = None
    color: str = BLACK
    stretch: float = field(default=0)

    def height(self, width: float) -> float:
        """With the room."""
        return max(self.stretch, self.box.height(width - 2 * self.pad) + 2 * self.pad)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Ground, box, lines."""
        high = self.height(width)
        if self.fill:
            pen.fill(x, y, (width, high), self.fill)
        self.box.draw(pen, x + self.pad, y + self.pad, width - 2 * self.pad)
        sides = {
            "above": ((x, y), (x + width, y)), "below": ((x, y + high), (x + width, y + high)),
            "left": ((x, y), (x, y + high)), "right": ((x + width, y), (x + width, y + high)),
        }  # fmt: skip
        wanted = {"none": (), "all": tuple(sides), "both": ("above", "below")}.get(self.edge, (self.edge,))
        for name in wanted:
            pen.line(*sides[name], color=self.color)
