"""The errand of a page's picture: drawing what an analyst looks at, storing nothing."""

from typing import Final

from berkas.errands import ErrandAnswer, ErrandRequest

LONGEST_PX: Final = 1600
"""Pixels of the longer side of a picture unless others are asked for: an A4 page can be read, and a photo weighs some 300 KB."""

LEAST_PX: Final = 200
FINEST_PX: Final = 3200
"""At most: small print of an A4 page at 270 dpi, and some megabyte."""


class PictureRequest(ErrandRequest, frozen=True, kw_only=True):
    """Which page to draw.

    Attributes:
        page: 0-based, as in boxes.
        longest_px: Pixels of its longer side, or fewer: a picture is never enlarged.
    """

    page: int
    longest_px: int = LONGEST_PX


class PictureAnswer(ErrandAnswer, frozen=True, kw_only=True):
    """Either a picture or a failure.

    Attributes:
        jpeg: The page as a person sees it.
    """

    jpeg: bytes = b""
