"""What pages are composed of: blocks that know their height for a width and draw themselves from a top left corner."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from berkas.evaluation.procedural.page import Page, Type
from berkas.evaluation.specimens.drawing import INK, Align


class Block(Protocol):
    """A rectangle of content. Lengths in points."""

    def height(self, width: float) -> float:
        """Height that it needs in that width."""
        ...

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """Draw it; ``x`` and ``y`` are its upper left corner."""
        ...


Line = tuple[str, Type]


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts below each other, wrapped."""

    texts: Sequence[Line]
    align: Align = "left"

    def height(self, width: float) -> float:
        """Of all lines."""
        return sum(style.leading for _, style in self._wrapped(width))

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """Each line at the left, the right or in the middle."""
        at = {"left": x, "right": x + width, "center": x + width / 2}[self.align]
        for line, style in self._wrapped(width):
            page.write(at, y, line, style.fitted(line, width), align=self.align)
            y += style.leading

    def _wrapped(self, width: float) -> list[Line]:
        return [(line, style) for text, style in self.texts for line in style.wrap(text, width)]


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks below each other."""

    blocks: Sequence[Block]
    gap: float = 6

    def height(self, width: float) -> float:
        """Of all, with the gaps between."""
        return sum(block.height(width) for block in self.blocks) + self.gap * max(0, len(self.blocks) - 1)

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """From the top down."""
        for block in self.blocks:
            block.draw(page, x, y, width)
            y += block.height(width) + self.gap


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks beside each other.

    Attributes:
        blocks: From left to right.
        shares: Of the width, one for each block.
        gap: Between them, in points.
        is_low: The foot of each is level instead of the top.
    """

    blocks: Sequence[Block]
    shares: Sequence[float]
    gap: float = 16
    is_low: bool = False

    def height(self, width: float) -> float:
        """Of the highest."""
        widths = self._widths(width)
        return max(block.height(own) for block, own in zip(self.blocks, widths, strict=True))

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """From left to right."""
        height = self.height(width)
        for block, own in zip(self.blocks, self._widths(width), strict=True):
            block.draw(page, x, y + (height - block.height(own) if self.is_low else 0), own)
            x += own + self.gap

    def _widths(self, width: float) -> list[float]:
        free = width - self.gap * (len(self.blocks) - 1)
        return [free * share / sum(self.shares) for share in self.shares]


@dataclass(frozen=True, slots=True)
class Frame:
    """A block in a box, with or without a title in a bar.

    Attributes:
        block: Its content.
        title: Of the bar; None for no bar.
        bar: Colour of the bar; None for a line below the title.
        fill: Colour of the box; None for none.
        has_edge: A line around it.
    """

    block: Block
    title: Line | None = None
    bar: str | None = None
    fill: str | None = None
    has_edge: bool = True
    padding: float = 5

    def height(self, width: float) -> float:
        """Of the content with the box around it."""
        return self.block.height(width - 2 * self.padding) + 2 * self.padding + self._bar_height()

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """The box, its title, the content."""
        height, bar = self.height(width), self._bar_height()
        if self.fill:
            page.area(x, y, width, height, ink=self.fill)
        if self.title:
            if self.bar:
                page.area(x, y, width, bar, ink=self.bar)
            else:
                page.rule(x, y + bar, x + width)
            text, style = self.title
            page.write(x + self.padding, y + 2, text, style.fitted(text, width - 2 * self.padding))
        if self.has_edge:
            page.outline(x, y, width, height)
        self.block.draw(page, x + self.padding, y + bar + self.padding, width - 2 * self.padding)

    def _bar_height(self) -> float:
        return self.title[1].leading + 4 if self.title else 0


@dataclass(frozen=True, slots=True)
class Space:
    """Nothing, so high."""

    points: float

    def height(self, width: float) -> float:
        """The same in every width."""
        return self.points

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """Nothing to draw."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line across the width."""

    line: float = 0.7
    is_double: bool = False

    def height(self, width: float) -> float:
        """With air above and below."""
        return 6

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """One line or two."""
        page.rule(x, y + 2, x + width, width=self.line)
        if self.is_double:
            page.rule(x, y + 4, x + width, width=self.line)


@dataclass(frozen=True, slots=True)
class Logo:
    """A square or disc with initials that looks like a logo."""

    initials: Line
    side: float
    ink: str
    is_round: bool = False
    align: Align = "left"

    def height(self, width: float) -> float:
        """Its side, or the width where that is less."""
        return min(self.side, width)

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """The shape, the initials in its middle."""
        side = self.height(width)
        x += {"left": 0.0, "center": (width - side) / 2, "right": width - side}[self.align]
        if self.is_round:
            page.disc(x + side / 2, y + side / 2, side / 2, ink=self.ink)
        else:
            page.area(x, y, side, side, ink=self.ink)
        text, style = self.initials
        fitted = style.fitted(text, side * 0.7)
        page.write(x + side / 2, y + (side - fitted.leading) / 2, text, fitted, align="center")


_MODULES: Final = 21


@dataclass(frozen=True, slots=True)
class Code:
    """Something like a QR code, or like a barcode with its number below."""

    seed: int
    side: float
    caption: Line | None = None
    is_square: bool = True
    align: Align = "left"
    pattern: list[list[bool]] = field(init=False)

    def __post_init__(self) -> None:
        rng = random.Random(self.seed)  # noqa: S311 - not for secrets
        rows = _MODULES if self.is_square else 1
        cells = [[rng.random() < 0.5 for _ in range(_MODULES * (1 if self.is_square else 3))] for _ in range(rows)]
        object.__setattr__(self, "pattern", cells)

    def height(self, width: float) -> float:
        """With the caption."""
        return self._body() + (self.caption[1].leading + 1 if self.caption else 0)

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """Black modules on nothing."""
        across = self.side if self.is_square else min(width, self.side * 2.4)
        x += {"left": 0.0, "center": (width - across) / 2, "right": width - across}[self.align]
        step, rise = across / len(self.pattern[0]), self._body() / len(self.pattern)
        for row, cells in enumerate(self.pattern):
            for place, is_black in enumerate(cells):
                if is_black:
                    page.area(x + place * step, y + row * rise, step, rise, ink=INK)
        if self.caption:
            text, style = self.caption
            page.write(x + across / 2, y + self._body() + 1, text, style.fitted(text, across), align="center")

    def _body(self) -> float:
        return self.side if self.is_square else self.side * 0.5


@dataclass(frozen=True, slots=True)
class Inset:
    """A block that uses a share of the width, at the left, the right or in the middle."""

    block: Block
    share: float
    align: Align = "left"

    def height(self, width: float) -> float:
        """Of the block in its share."""
        return self.block.height(width * self.share)

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """The block in its share."""
        own = width * self.share
        x += {"left": 0.0, "center": (width - own) / 2, "right": width - own}[self.align]
        self.block.draw(page, x, y, own)
