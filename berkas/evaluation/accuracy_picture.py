"""A heat map of accuracy: types by ways of sending, each cell with the values that are right."""

from typing import Final

from berkas.evaluation.accuracy import Counts, Figures
from berkas.evaluation.report_pictures import INK, SOFT, WHITE, Colour, Sheet

_LEFT: Final = 190
_TOP: Final = 112
_HIGH: Final = 46
_LEAST_WIDE: Final = 74
_MOST_WIDE: Final = 150
_WIDTH: Final = 1080
_UNKNOWN: Final = (243, 244, 246)

_STEPS: Final[tuple[tuple[float, Colour, str], ...]] = (
    (99.0, (34, 139, 87), "99-100"),
    (97.0, (106, 184, 132), "97-99"),
    (95.0, (178, 219, 178), "95-97"),
    (90.0, (250, 224, 142), "90-95"),
    (80.0, (244, 162, 97), "80-90"),
    (0.0, (214, 94, 80), "below 80"),
)
"""From how many right ones of 100 a cell has a colour."""

_DARK: Final = frozenset({_STEPS[0][1], _STEPS[-1][1]})
"""Colours on which writing is white."""


def accuracy_picture(figures: Figures) -> bytes:
    """A PNG: a row for each type, a column for each way of sending; in a cell fields, below them cells of tables.

    Args:
        figures: In the order in which they are shown.
    """
    ways = list(dict.fromkeys(way for parts in figures.values() for way in parts))
    wide = max(_LEAST_WIDE, min(_MOST_WIDE, (_WIDTH - _LEFT - 28) // max(1, len(ways))))
    width = max(_WIDTH, _LEFT + wide * len(ways) + 28)
    sheet = Sheet(width, _TOP + _HIGH * max(1, len(figures)) + 34)
    sheet.text((28, 28), "Values that are right, of 100", size=21, anchor="lm")
    sheet.text(
        (28, 56),
        "above: fields, below: cells of tables; held-out layouts, drawn by us",
        size=14,
        colour=SOFT,
        anchor="lm",
    )
    _legend(sheet, width - 28)
    for column, way in enumerate(ways):
        place = _LEFT + (column + 0.5) * wide
        for number, word in enumerate(way.split("_")):
            sheet.text((place, _TOP - 28 + 14 * number), word, size=13, colour=SOFT)
    for row, (kind, parts) in enumerate(figures.items()):
        top = _TOP + row * _HIGH
        sheet.text((_LEFT - 12, top + _HIGH / 2), kind, size=14, anchor="rm")
        for column, way in enumerate(ways):
            part = parts.get(way)
            left = _LEFT + column * wide
            if part is None:
                sheet.box(left + 1, top + 1, left + wide - 1, top + _HIGH - 1, _UNKNOWN)
                continue
            halves = [part.fields, part.cells] if part.fields.values and part.cells.values else [part.values]
            high = (_HIGH - 2 - (len(halves) - 1)) / len(halves)
            for number, counts in enumerate(halves):
                _cell(sheet, (left + 1, top + 1 + number * (high + 1)), (wide - 2, high), counts)
    sheet.text((28, _TOP + _HIGH * len(figures) + 18), "grey: not measured", size=13, colour=SOFT, anchor="lm")
    return sheet.png()


def _cell(sheet: Sheet, corner: tuple[float, float], size: tuple[float, float], counts: Counts) -> None:
    rate = counts.rate
    colour = colour_of(rate)
    (left, top), (wide, high) = corner, size
    sheet.box(left, top, left + wide, top + high, colour)
    text = "-" if rate is None else "100" if rate == 100 else f"{rate:.1f}"
    ink = WHITE if colour in _DARK else INK
    sheet.text((left + wide / 2, top + high / 2), text, size=14, colour=ink)


def colour_of(rate: float | None) -> Colour:
    """The colour of a share of 100."""
    return _UNKNOWN if rate is None else next(colour for least, colour, _ in _STEPS if rate >= least)


def _legend(sheet: Sheet, right: float) -> None:
    for _, colour, name in reversed(_STEPS):
        right -= 78
        sheet.box(right, 50, right + 14, 64, colour)
        sheet.text((right + 19, 57), name, size=12, colour=SOFT, anchor="lm")
