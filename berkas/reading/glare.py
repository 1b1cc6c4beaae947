"""Where a picture of a page is washed out by light that it reflects: a lamp on a plastic card, a flash on glossy paper.

White paper is as bright. What tells glare is that it fades: around it the picture is brighter than further away, while the edge of
something white is sharp.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from berkas.model.geometry import BoundingBox
from berkas.reading.images import Pixels

_LONG_SIDE: Final = 320
_WASHED_OUT: Final = 250
"""All three colours are at least so bright where nothing is left to read, 0-255."""

_LEAST: Final = 0.001
"""Part of the picture that a spot of glare covers at least; smaller ones hide no word."""

_MOST: Final = 0.3
"""Where more is white, the paper is."""

_NEAR: Final = (3, 5)
_FAR: Final = (10, 15)
"""Rings around a spot, in pixels of the reduced picture."""

_LEAST_CONTRAST: Final = 12
"""Between a spot and what lies around it, 0-255; on whiter paper glare cannot be told."""

_FADING: Final = 0.2
"""The near ring is brighter than the far one by this part of the contrast at least."""


@dataclass(frozen=True, slots=True)
class Glare:
    """Spots of glare in a picture.

    Attributes:
        share: Part of the picture that they cover, 0-1.
        mask: Of the reduced picture: true in them and where they fade.
    """

    share: float
    mask: npt.NDArray[np.bool_]

    def touches(self, box: BoundingBox) -> bool:
        """Whether some of a box is washed out, or what stands right beside it."""
        if not self.share:
            return False
        height, width = self.mask.shape
        beside = box.h * height
        rows = slice(max(0, int(box.y * height)), int(box.bottom * height) + 1)
        columns = slice(max(0, int(box.x * width - beside)), int(box.right * width + beside) + 1)
        return bool(self.mask[rows, columns].any())


def glare_of(picture: Pixels) -> Glare:
    """The glare in a picture; no more than a millisecond on one without white."""
    height, width = picture.shape[:2]
    scale = _LONG_SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Pixels = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if scale < 1 else picture  # type: ignore[assignment]
    white = small.min(axis=2) >= _WASHED_OUT
    nothing = Glare(0.0, np.zeros(white.shape, np.bool_))
    if not _LEAST <= white.mean() <= _MOST:
        return nothing
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    count, labels, spots, _ = cv2.connectedComponentsWithStats(white.astype(np.uint8))
    mask, share = nothing.mask, 0.0
    for spot in range(1, count):
        part = float(spots[spot][cv2.CC_STAT_AREA]) / white.size
        if part >= _LEAST and (fades := _fading(grey, labels == spot)) is not None:
            mask, share = mask | fades, share + part
    return Glare(round(share, 4), mask)


def _fading(grey: npt.NDArray[np.uint8], spot: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_] | None:
    """Where a white spot and its rim are; None for white with an edge."""
    away = cv2.distanceTransform((~spot).astype(np.uint8), cv2.DIST_L2, 3)
    near = grey[(away >= _NEAR[0]) & (away < _NEAR[1])]
    far = grey[(away >= _FAR[0]) & (away < _FAR[1])]
    if not near.size or not far.size:
        return None
    # the ground counts, not the letters on it
    at_rim, around = float(np.percentile(near, 75)), float(np.percentile(far, 75))
    contrast = _WASHED_OUT - around
    if contrast < _LEAST_CONTRAST or at_rim - around < _FADING * contrast:
        return None
    found: npt.NDArray[np.bool_] = away < _NEAR[1]
    return found
