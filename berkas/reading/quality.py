"""What a person would say about the picture of a page: sharp or blurred, bright or dark, fine or coarse."""

from typing import Final

import cv2
import numpy as np

from berkas.model.geometry import PageQuality
from berkas.reading.images import Pixels
from berkas.reading.ocr.engine import OcrLine

_LINE_HEIGHT: Final = 32
_SAMPLED_LINES: Final = 24


def quality_of(picture: Pixels, lines: list[OcrLine]) -> PageQuality:
    """Signals over the text lines of a picture; unknown where there is no text."""
    brightness = round(float(np.percentile(picture[::8, ::8], 95)), 1) if picture.size else None
    if not lines:
        return PageQuality(None, brightness, None)
    step = max(1, len(lines) // _SAMPLED_LINES)
    sharpness = [value for line in lines[::step] if (value := _sharpness(picture, line)) is not None]
    heights = [_distance(line.corners[0], line.corners[3]) for line in lines]
    return PageQuality(
        round(float(np.median(sharpness)), 3) if sharpness else None, brightness, round(float(np.median(heights)), 1)
    )


def _sharpness(picture: Pixels, line: OcrLine) -> float | None:
    """var(Laplacian) / var(grey) of the line brought to a height of 32 pixels; a measure that contrast does not change."""
    xs, ys = [int(x) for x, _ in line.corners], [int(y) for _, y in line.corners]
    crop = picture[max(0, min(ys)) : max(ys), max(0, min(xs)) : max(xs)]
    if crop.shape[0] < 4 or crop.shape[1] < 4:
        return None
    width = max(4, round(crop.shape[1] * _LINE_HEIGHT / crop.shape[0]))
    grey = cv2.resize(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), (width, _LINE_HEIGHT), interpolation=cv2.INTER_AREA)
    variance = float(grey.var())
    return float(cv2.Laplacian(grey, cv2.CV_64F).var()) / variance if variance > 1 else None


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))
