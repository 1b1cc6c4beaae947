"""The errand of a page's picture: drawing what an analyst looks at, storing nothing."""

from typing import Final

from berkas.errands import ErrandAnswer, ErrandRequest

LONGEST_PX: Final = 1600
"""Pixels of the longer side of a picture at most: an A4 page can be read, and a photo weighs some 300 KB."""


class PictureRequest(ErrandRequest, frozen=True, kw_only=True):
    """Which page to draw.

    Attributes:
        page: 0-based, as in boxes.
    """

    page: int


class PictureAnswer(ErrandAnswer, frozen=True, kw_only=True):
    """Either a picture or a failure.

    Attributes:
        jpeg: The page as a person sees it.
    """

    jpeg: bytes = b""
