"""Where the words of a document come from: what was asked for, and what it was."""

from collections.abc import Iterable
from enum import StrEnum

from berkas.model.geometry import Page, PageSource


class WantedSource(StrEnum):
    """How pages are to be read.

    Attributes:
        AUTO: By their text layers where these are believed, by OCR else.
        OCR: By OCR, whatever text layers they have.
    """

    AUTO = "auto"
    OCR = "ocr"


class ExtractionSource(StrEnum):
    """How the pages of an extraction were read."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    MIXED = "mixed"


def source_of(pages: Iterable[Page]) -> ExtractionSource:
    """How some pages were read; empty ones were looked at by OCR, and count where there are no others."""
    are_layers = {page.source is PageSource.TEXT_LAYER for page in pages if page.source is not PageSource.EMPTY}
    if are_layers == {True, False}:
        return ExtractionSource.MIXED
    return ExtractionSource.TEXT_LAYER if are_layers == {True} else ExtractionSource.OCR
