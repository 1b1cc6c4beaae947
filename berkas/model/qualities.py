"""What is wrong with the picture of a page, each fault on a scale of its own, so that a better picture can be asked for at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from berkas.model.geometry import Page, PageQuality


class Verdict(StrEnum):
    """What a fault means for reading.

    Attributes:
        GOOD: Nothing is lost.
        ACCEPTABLE: Values are read, some less surely.
        POOR: Values are likely to be missing or wrong: ask for another picture.
    """

    GOOD = "good"
    ACCEPTABLE = "acceptable"
    POOR = "poor"


ACCEPTABLE_ABOVE: Final = 1 / 3
POOR_ABOVE: Final = 2 / 3

Scale = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Four signals with the fault that each stands for: nothing, the end of good, the end of acceptable, the worst."""

_BLUR: Final[Scale] = ((0.85, 0.0), (0.5, ACCEPTABLE_ABOVE), (0.25, POOR_ABOVE), (0.05, 1.0))
_DARKNESS: Final[Scale] = ((200.0, 0.0), (140.0, ACCEPTABLE_ABOVE), (90.0, POOR_ABOVE), (30.0, 1.0))
_RESOLUTION: Final[Scale] = ((24.0, 0.0), (16.0, ACCEPTABLE_ABOVE), (12.0, POOR_ABOVE), (6.0, 1.0))
_GLARE: Final[Scale] = ((0.0, 0.0), (0.004, ACCEPTABLE_ABOVE), (0.02, POOR_ABOVE), (0.1, 1.0))
_CROPPED: Final[Scale] = ((0.0, 0.0), (0.5, ACCEPTABLE_ABOVE), (1.5, POOR_ABOVE), (6.0, 1.0))
_COPY: Final[Scale] = ((60.0, 0.0), (40.0, ACCEPTABLE_ABOVE), (20.0, POOR_ABOVE), (4.0, 1.0))


@dataclass(frozen=True, slots=True)
class Quality:
    """One fault.

    Attributes:
        value: 0 for none to 1 for the worst.
        verdict: What it means for reading.
    """

    value: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PageQualities:
    """The faults of the picture of one page; None where a fault cannot be told, as of a page without text.

    Attributes:
        page: Page index, 0-based.
        verdict: The worst of the faults, apart from `copy`.
        blur: Out of focus or moved.
        darkness: Too little light.
        glare: Washed out by reflected light.
        resolution: Too few pixels for its letters.
        cropped: Lines of text are cut by the edge of the picture.
        copy: Without colour, as photocopies and black-and-white prints are; no fault of a document that is printed in black, so at
            worst acceptable.
    """

    page: int
    verdict: Verdict
    blur: Quality | None
    darkness: Quality | None
    glare: Quality
    resolution: Quality | None
    cropped: Quality | None
    copy: Quality | None


def qualities_of(pages: Iterable[Page]) -> tuple[PageQualities, ...]:
    """The faults of each page that was read by its picture."""
    return tuple(_of_page(page.index, page.quality) for page in pages if page.quality is not None)


def is_poor(qualities: Iterable[PageQualities]) -> bool:
    """Whether another picture of any page should be asked for."""
    return any(page.verdict is Verdict.POOR for page in qualities)


def _of_page(index: int, quality: PageQuality) -> PageQualities:
    blur = _fault(quality.sharpness, _BLUR)
    darkness = _fault(quality.brightness, _DARKNESS)
    resolution = _fault(quality.line_height_px, _RESOLUTION)
    cropped = _fault(quality.cut_lines, _CROPPED)
    glare = _scaled(quality.glare, _GLARE)
    copy = _fault(quality.chroma, _COPY)
    if copy is not None and copy.verdict is Verdict.POOR:
        copy = Quality(copy.value, Verdict.ACCEPTABLE)
    faults = [fault for fault in (blur, darkness, glare, resolution, cropped) if fault is not None]
    worst = _verdict(max(fault.value for fault in faults))
    return PageQualities(index, worst, blur, darkness, glare, resolution, cropped, copy)


def _fault(signal: float | None, scale: Scale) -> Quality | None:
    return None if signal is None else _scaled(signal, scale)


def _scaled(signal: float, scale: Scale) -> Quality:
    value = _interpolated(signal, scale)
    return Quality(round(value, 2), _verdict(value))


def _interpolated(signal: float, scale: Scale) -> float:
    is_falling = scale[0][0] > scale[-1][0]
    for (one, at_one), (other, at_other) in pairwise(scale):
        is_within = signal >= other if is_falling else signal <= other
        if is_within:
            return min(1.0, max(0.0, at_one + (at_other - at_one) * (signal - one) / (other - one)))
    return 1.0


def _verdict(value: float) -> Verdict:
    if value > POOR_ABOVE:
        return Verdict.POOR
    return Verdict.ACCEPTABLE if value > ACCEPTABLE_ABOVE else Verdict.GOOD
