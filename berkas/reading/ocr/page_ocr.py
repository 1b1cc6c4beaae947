"""From a picture of a page to its words: turned upright, read by OCR, judged."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2

from berkas.model.geometry import BoundingBox, Page, PageSource, Word
from berkas.reading import codes
from berkas.reading.glare import Glare, glare_of
from berkas.reading.images import Pixels
from berkas.reading.limits import OcrOptions
from berkas.reading.ocr import model_files as models
from berkas.reading.ocr.engine import Corners, OcrEngine, OcrLine
from berkas.reading.ocr.layer_check import certified
from berkas.reading.ocr.paddle import PaddleOcr
from berkas.reading.orientation import OrientationModel, upright
from berkas.reading.quality import quality_of

_SMALL_LONG_SIDE: Final = 1000
"""Pictures whose longer side is below are enlarged: letters of a few pixels are lost on the detector."""

_WASHED_OUT: Final = 0.75
"""Certainty at most of words in glare or right beside it."""

_UPSIDE_DOWN_BELOW: Final = 0.8
"""Lines that are read with less confidence than this on average may stand on their heads."""


class Pictures:
    """The engines for pictures, loaded by ``warm_up`` or when the first picture comes."""

    def __init__(self, options: OcrOptions) -> None:
        self._options = options
        self._engine: OcrEngine | None = None
        self._orientation: OrientationModel | None = None

    def warm_up(self) -> None:
        """Load the engines and their models now: a confined process opens no files later."""
        self._load().warm_up()

    def read(self, picture: Pixels, index: int) -> tuple[Page, str]:
        """The page with its words, and the name of the model that read them."""
        engine = self._load()
        rotation = self.rotation_of(picture)
        seen = upright(picture, rotation)
        height, width = seen.shape[:2]
        scale = max(1.0, _SMALL_LONG_SIDE / max(height, width))
        enlarged = _enlarged(seen, scale)
        lines = engine.read(enlarged)
        if lines and _confidence(lines) < _UPSIDE_DOWN_BELOW:
            # the orientation model mistakes some upside-down pages for upright ones; reading tells the truth
            turned = upright(enlarged, 180)
            others = engine.read(turned)
            if others and _confidence(others) > _confidence(lines):
                lines, enlarged, rotation = others, turned, (rotation + 180) % 360
        glare = glare_of(enlarged)
        words = tuple(_doubted(word, glare) for word in _words(lines, index, width * scale, height * scale))
        source = PageSource.OCR if words else PageSource.EMPTY
        quality = replace(quality_of(enlarged, lines), glare=glare.share)
        page = Page(index, float(width), float(height), rotation, source, words, quality)
        return codes.kept(page, codes.find_codes(enlarged, index)), engine.model_used

    def certified(self, words: Sequence[Word], picture: Pixels) -> tuple[Word, ...] | None:
        """The words of a text layer with the certainty that the picture gives them; None where it contradicts them."""
        return certified(words, picture, self._load().read_lines)

    def rotation_of(self, picture: Pixels) -> int:
        """Degrees clockwise by which the picture seems to be turned: 0, 90, 180 or 270."""
        self._load()
        return self._orientation.rotation_of(picture) if self._orientation else 0

    def _load(self) -> OcrEngine:
        if self._engine is None:
            folder = self._options.models_dir
            model = Path(folder) / models.ORIENTATION if folder else None
            self._orientation = OrientationModel(model) if model and model.is_file() else None
            self._engine = PaddleOcr(self._options)
        return self._engine


def _confidence(lines: list[OcrLine]) -> float:
    """Mean over the lines, longer ones counting more."""
    weights = [sum(len(word.text) for word in line.words) for line in lines]
    return sum(line.confidence * weight for line, weight in zip(lines, weights, strict=True)) / max(1, sum(weights))


def _enlarged(picture: Pixels, scale: float) -> Pixels:
    if scale <= 1:
        return picture
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)  # type: ignore[return-value]


def _words(lines: list[OcrLine], index: int, width: float, height: float) -> list[Word]:
    words = []
    for number, line in enumerate(lines):
        for word in line.words:
            # a word cannot be surer than its line: short words score high on their own
            confidence = round(min(word.confidence, (word.confidence + line.confidence) / 2), 4)
            words.append(Word(word.text, _box(word.corners, index, width, height), confidence, number))
    return words


def _doubted(word: Word, glare: Glare) -> Word:
    """The word, less sure where light washes it out: what is left of it may look like another one."""
    return replace(word, confidence=min(word.confidence, _WASHED_OUT)) if glare.touches(word.box) else word


def _box(corners: Corners, index: int, width: float, height: float) -> BoundingBox:
    xs, ys = [x / width for x, _ in corners], [y / height for _, y in corners]
    left, top = min(max(min(xs), 0.0), 1.0), min(max(min(ys), 0.0), 1.0)
    right, bottom = min(max(max(xs), left), 1.0), min(max(max(ys), top), 1.0)
    return BoundingBox(index, round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5))
