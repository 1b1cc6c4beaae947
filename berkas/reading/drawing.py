"""A picture of a page for a person to look at."""

from typing import Final

import cv2

from berkas.errors import UnreadableFile
from berkas.reading.images import Pixels
from berkas.reading.orientation import upright

_JPEG_QUALITY: Final = 85


def jpeg_of(picture: Pixels, longest_px: int, rotation: int) -> bytes:
    """The picture as JPEG, reduced to a longest side and with a clockwise rotation undone; it is never enlarged.

    Raises:
        UnreadableFile: It cannot be encoded.
    """
    height, width = picture.shape[:2]
    scale = longest_px / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    is_written, encoded = cv2.imencode(".jpg", upright(picture, rotation), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not is_written:
        raise UnreadableFile
    return encoded.tobytes()
