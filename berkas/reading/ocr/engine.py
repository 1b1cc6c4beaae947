"""What any OCR engine gives, so that another one can be measured and take over."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from berkas.reading.images import Pixels

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Four corners in pixels, origin top left: of the text's own top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """One word.

    Attributes:
        text: Never empty.
        confidence: 0-1.
        corners: Around the word.
    """

    text: str
    confidence: float
    corners: Corners


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line of text as the detector found it.

    Attributes:
        words: Left to right; at least one.
        confidence: 0-1 over the line.
        corners: Around the line.
    """

    words: tuple[OcrWord, ...]
    confidence: float
    corners: Corners


@runtime_checkable
class OcrEngine(Protocol):
    """Reads the text of a picture."""

    model_used: str
    """Names the model that read the last picture."""

    def warm_up(self) -> None:
        """Load everything that reading may need."""

    def read(self, picture: Pixels) -> list[OcrLine]:
        """Lines in reading order."""

    def read_lines(self, crops: list[Pixels]) -> list[str]:
        """The text of each picture of a line; nothing is looked for."""
