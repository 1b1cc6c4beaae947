"""Signals of the picture of a page: how sharp, bright, fine, whole and coloured it is. `berkas.model.qualities` judges them."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from berkas.model.geometry import PageQuality
from berkas.reading.images import Pixels
from berkas.reading.ocr.engine import OcrLine

_LINE_HEIGHT: Final = 32
_SAMPLED_LINES: Final = 24
_STEP: Final = 8
"""Every eighth pixel across and down is looked at for light and colour."""

_EDGE: Final = 2
"""A line that comes so near to the picture's edge, in pixels, may be cut by it."""

_INK: Final = 0.25
"""Of the contrast of a line: a pixel at the edge that differs so much from the line's ground is ink."""


def quality_of(picture: Pixels, lines: list[OcrLine]) -> PageQuality:
    """Signals over the text lines of a picture; unknown where there is no text."""
    brightness = round(float(np.percentile(picture[::_STEP, ::_STEP], 95)), 1) if picture.size else None
    if not lines:
        return PageQuality(None, brightness, None)
    step = max(1, len(lines) // _SAMPLED_LINES)
    sharpness = [value for line in lines[::step] if (value := _sharpness(picture, line)) is not None]
    heights = [_distance(line.corners[0], line.corners[3]) for line in lines]
    return PageQuality(
        round(float(np.median(sharpness)), 3) if sharpness else None,
        brightness,
        round(float(np.median(heights)), 1),
        cut_lines=sum(_is_cut(picture, line) for line in lines),
        chroma=_chroma(picture, lines),
    )


def _sharpness(picture: Pixels, line: OcrLine) -> float | None:
    """var(Laplacian) / var(grey) of the line brought to a height of 32 pixels; a measure that contrast does not change."""
    crop = _crop(picture, line)
    if crop.shape[0] < 4 or crop.shape[1] < 4:
        return None
    width = max(4, round(crop.shape[1] * _LINE_HEIGHT / crop.shape[0]))
    grey = cv2.resize(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), (width, _LINE_HEIGHT), interpolation=cv2.INTER_AREA)
    variance = float(grey.var())
    return float(cv2.Laplacian(grey, cv2.CV_64F).var()) / variance if variance > 1 else None


def _is_cut(picture: Pixels, line: OcrLine) -> bool:
    """Whether the ink of a line reaches the edge of the picture; lines well inside cost nothing."""
    height, width = picture.shape[:2]
    xs, ys = [x for x, _ in line.corners], [y for _, y in line.corners]
    at_left, at_right = min(xs) <= _EDGE, max(xs) >= width - _EDGE
    at_top, at_bottom = min(ys) <= _EDGE, max(ys) >= height - _EDGE
    if not (at_left or at_right or at_top or at_bottom):
        return False
    grey = np.asarray(cv2.cvtColor(_crop(picture, line), cv2.COLOR_BGR2GRAY), np.float32)
    if min(grey.shape) <= _EDGE:
        return False
    ground, darkest, lightest = (float(np.percentile(grey, part)) for part in (50, 2, 98))
    contrast = max(ground - darkest, lightest - ground)
    strips = [
        strip
        for strip, is_near in (
            (grey[:, 0], at_left),
            (grey[:, -1], at_right),
            (grey[0], at_top),
            (grey[-1], at_bottom),
        )
        if is_near
    ]
    # letters leave gaps at the edge that cuts them; what covers all of it is a border or the table below
    return contrast > 1 and any(0 < _inked(strip, ground, contrast) < 0.9 for strip in strips)


def _inked(strip: npt.NDArray[np.float32], ground: float, contrast: float) -> float:
    share = float((np.abs(strip - ground) > (1 - _INK) * contrast).mean())
    return share if share >= 0.03 else 0.0


def _chroma(picture: Pixels, lines: list[OcrLine]) -> float | None:
    """How coloured the page is where its text stands, 90th percentile, 0-255; copies and black print have nearly none."""
    corners = np.array([corner for line in lines for corner in line.corners])
    (left, top), (right, bottom) = corners.min(axis=0).astype(int), corners.max(axis=0).astype(int)
    part = picture[max(0, top) : max(0, bottom) : _STEP, max(0, left) : max(0, right) : _STEP].astype(np.float32)
    if not part.size:
        return None
    light = max(float(np.percentile(part, 95)), 1.0)
    return round(float(np.percentile(part.max(axis=2) - part.min(axis=2), 90)) * 255 / light, 1)


def _crop(picture: Pixels, line: OcrLine) -> Pixels:
    xs, ys = [int(x) for x, _ in line.corners], [int(y) for _, y in line.corners]
    return picture[max(0, min(ys)) : max(ys), max(0, min(xs)) : max(xs)]


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))
