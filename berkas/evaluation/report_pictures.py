"""Pictures of a report: stated confidence against observed rightness, and automation against what it costs."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont

from berkas.evaluation.reliability import EDGES, REFERENCE_THRESHOLDS, Bin, Calibration, Part, Point, Reliability

Colour = tuple[int, int, int]
Anchor = Literal["lm", "mm", "rm", "mb", "mt"]

_WIDTH: Final = 1080
_PANEL: Final = 400
_CURVE_HEIGHT: Final = 580
_SCALE: Final = 2
"""Drawn so much larger and made smaller at the end, which smooths lines."""

INK: Final = (31, 41, 55)
SOFT: Final = (107, 114, 128)
_GRID: Final = (229, 231, 235)
_BAR: Final = (59, 130, 196)
_FEW_BAR: Final = (176, 205, 232)
_LACK: Final = (244, 162, 97)
_CURVE: Final = (59, 130, 196)
_LIMIT: Final = (214, 69, 65)
WHITE: Final = (255, 255, 255)

_FEW: Final = 20
"""Fewer values than this are drawn pale: their share says little."""

_PROMISED: Final = 3.0
"""Misleading documents of 100 that need no person, which the defaults are chosen for."""

_STEPS_MISLEADING: Final = (5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a diagram stands, in pixels of the finished picture."""

    left: float
    top: float
    width: float
    height: float

    def across(self, part: float) -> float:
        return self.left + part * self.width

    def up(self, part: float) -> float:
        return self.top + (1 - part) * self.height


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own, decoded once for each size."""
    return ImageFont.load_default(size)


class Sheet:
    """A white picture that is drawn on in pixels of the finished one."""

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), WHITE)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self, place: tuple[float, float], text: str, *, size: int = 15, colour: Colour = INK, anchor: Anchor = "mm"
    ) -> None:
        """Write a text; the anchor says which point of it stands at the place."""
        where = (place[0] * _SCALE, place[1] * _SCALE)
        self._draw.text(where, text, fill=colour, font=_font(size * _SCALE), anchor=anchor)

    def line(self, places: Sequence[tuple[float, float]], colour: Colour, *, width: float = 1) -> None:
        """Draw a line through places."""
        self._draw.line([(x * _SCALE, y * _SCALE) for x, y in places], fill=colour, width=round(width * _SCALE))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill a rectangle; one without height is nothing."""
        if bottom > top:
            self._draw.rectangle([left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE], fill=colour)

    def dot(self, place: tuple[float, float], radius: float, colour: Colour) -> None:
        """Draw a dot with a white edge."""
        x, y = place
        corners = [(x - radius) * _SCALE, (y - radius) * _SCALE, (x + radius) * _SCALE, (y + radius) * _SCALE]
        self._draw.ellipse(corners, fill=colour, outline=WHITE, width=_SCALE)

    def png(self) -> bytes:
        """The finished picture."""
        buffer = io.BytesIO()
        small = self._image.reduce(_SCALE)
        small.quantize(128).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def reliability_picture(reliability: Reliability) -> bytes:
    """A PNG: for each bin of confidence how many of 100 values are right, beside what was stated, with their number."""
    parts = [part for part in Part if reliability.of(part).values] or [Part.FIELDS]
    sheet = Sheet(_WIDTH, 64 + _PANEL * len(parts))
    sheet.text((28, 28), "Stated confidence against observed rightness", size=21, anchor="lm")
    _legend(sheet, _WIDTH - 28, 28)
    for number, part in enumerate(parts):
        frame = _Frame(84, 64 + number * _PANEL + 52, _WIDTH - 84 - 28, _PANEL - 52 - 84)
        _panel(sheet, frame, part, reliability.of(part))
    return sheet.png()


def _legend(sheet: Sheet, right: float, middle: float) -> None:
    few = f"fewer than {_FEW} values"
    for offset, colour, name in ((444, _BAR, "right"), (264, _LACK, "too sure"), (168, _FEW_BAR, few)):
        sheet.box(right - offset, middle - 7, right - offset + 14, middle + 7, colour)
        sheet.text((right - offset + 22, middle), name, anchor="lm")
    sheet.line([(right - 366, middle), (right - 342, middle)], INK, width=3)
    sheet.text((right - 334, middle), "stated", anchor="lm")


def _panel(sheet: Sheet, frame: _Frame, part: Part, group: Calibration) -> None:
    error = "-" if group.error is None else f"{group.error:.1f} points"
    title = f"{part.value.capitalize()}: {_grouped(group.values)} stated values, expected calibration error {error}"
    sheet.text((28, frame.top - 32), title, size=16, anchor="lm")
    for percent in (0, 25, 50, 75, 100):
        y = frame.up(percent / 100)
        sheet.line([(frame.left, y), (frame.left + frame.width, y)], _GRID)
        sheet.text((frame.left - 10, y), f"{percent} %", size=13, colour=SOFT, anchor="rm")
    found = {one.first: one for one in group.bins()}
    slot = frame.width / (len(EDGES) - 1)
    for index, (first, end) in enumerate(pairwise(EDGES)):
        middle = frame.left + (index + 0.5) * slot
        sheet.text((middle, frame.up(0) + 18), f"{first}-{min(end - 1, 100)}", size=14)
        if first in found:
            _bar(sheet, frame, middle, slot, found[first])
    sheet.text((frame.left - 10, frame.up(0) + 18), "stated", size=13, colour=SOFT, anchor="rm")
    sheet.text((frame.left - 10, frame.up(0) + 40), "values", size=13, colour=SOFT, anchor="rm")


def _bar(sheet: Sheet, frame: _Frame, middle: float, slot: float, one: Bin) -> None:
    left, right = middle - 0.33 * slot, middle + 0.33 * slot
    observed, stated = frame.up(one.observed / 100), frame.up(one.stated / 100)
    sheet.box(left, observed, right, frame.up(0), _FEW_BAR if one.count < _FEW else _BAR)
    sheet.box(left, stated, right, observed, _LACK)
    sheet.line([(left - 5, stated), (right + 5, stated)], INK, width=2.5)
    share = f"{one.observed:.1f}" if 90 <= one.observed < 100 else f"{one.observed:.0f}"
    sheet.text((middle, min(observed, stated) - 12), share, size=14)
    sheet.text((middle, frame.up(0) + 40), _grouped(one.count), size=13, colour=SOFT)


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def automation_picture(reliability: Reliability, *, threshold: int) -> bytes:
    """A PNG: how many documents need no person, and how many of those mislead, along the thresholds of the score.

    Args:
        reliability: With the decisions.
        threshold: Score 0-100 that is marked as the one in force.
    """
    points = [one for one in reliability.curve() if one.extracted]
    sheet = Sheet(_WIDTH, _CURVE_HEIGHT)
    frame = _Frame(84, 112, _WIDTH - 84 - 48, _CURVE_HEIGHT - 112 - 78)
    sheet.text((28, 28), "Automation against misleading documents", size=21, anchor="lm")
    explained = "each point is a threshold of the score: documents from it on need no person"
    sheet.text((28, 56), explained, size=14, colour=SOFT, anchor="lm")
    highest = max((one.misleading_rate or 0.0 for one in points), default=0.0)
    top = next(step for step in _STEPS_MISLEADING if step >= highest)
    _axes(sheet, frame, top)
    places = [(frame.across(one.automation / 100), frame.up((one.misleading_rate or 0.0) / top)) for one in points]
    if len(places) > 1:
        sheet.line(places, _CURVE, width=2.5)
    _marks(sheet, points, places, threshold)
    return sheet.png()


def _axes(sheet: Sheet, frame: _Frame, top: int) -> None:
    for step in range(6):
        part = step / 5
        x, y = frame.across(part), frame.up(part)
        sheet.line([(frame.left, y), (frame.left + frame.width, y)], _GRID)
        sheet.line([(x, frame.top), (x, frame.up(0))], _GRID)
        sheet.text((frame.left - 10, y), f"{part * top:g} %", size=13, colour=SOFT, anchor="rm")
        sheet.text((x, frame.up(0) + 18), f"{100 * part:g} %", size=13, colour=SOFT)
    sheet.text((frame.across(0.5), frame.up(0) + 48), "documents that need no person", size=15)
    sheet.text((28, frame.top - 22), "misleading among them", size=13, colour=SOFT, anchor="lm")
    limit = frame.up(_PROMISED / top)
    sheet.line([(frame.left, limit), (frame.left + frame.width, limit)], _LIMIT, width=1.5)
    sheet.text((frame.left + 8, limit - 11), f"{_PROMISED:g} %", size=13, colour=_LIMIT, anchor="lm")


def _marks(sheet: Sheet, points: Sequence[Point], places: Sequence[tuple[float, float]], threshold: int) -> None:
    named: list[tuple[float, float]] = []
    for one, (x, y) in zip(points, places, strict=True):
        if one.threshold == threshold:
            sheet.dot((x, y), 7, INK)
            is_left = x > _WIDTH * 0.8
            spot = (x - 14 if is_left else x + 14, y + 4)
            sheet.text(spot, f"threshold {threshold}", size=14, anchor="rm" if is_left else "lm")
        elif one.threshold in REFERENCE_THRESHOLDS:
            sheet.dot((x, y), 4.5, _CURVE)
            # points that nearly coincide share the name of the first
            if all(abs(x - left) > 24 or abs(y - top) > 16 for left, top in named):
                sheet.text((x, y - 16), str(one.threshold), size=13, colour=SOFT)
                named.append((x, y))
