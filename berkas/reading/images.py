"""Pictures: files of the five image types into upright frames of BGR pixels."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from berkas.errors import PageLimitExceeded, PixelLimitExceeded, UnreadableFile
from berkas.reading.cut_jpegs import completed, has_end
from berkas.reading.filetypes import FileType
from berkas.reading.limits import ReadingLimits

Pixels = npt.NDArray[np.uint8]
"""Height × width × 3, blue-green-red, 0-255."""

FORMATS = {
    FileType.JPEG: "JPEG",
    FileType.PNG: "PNG",
    FileType.WEBP: "WEBP",
    FileType.TIFF: "TIFF",
    FileType.HEIC: "HEIF",
}
"""Only the decoder of the type that was sniffed may look at a file."""

_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, TypeError, ValueError, KeyError, EOFError, RuntimeError)
"""What Pillow and its plugins raise on damaged files (libheif's errors are RuntimeErrors)."""

_LEAST_OBLONG = 1.25
"""Pixels that are less oblong are what a writer rounded."""

_MOST_OBLONG = 4
"""Pixels that are more oblong are a mistake in the file."""

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False)


class Frames:
    """The pages of an image: every frame of a TIFF, the first one of everything else.

    One frame is decoded at a time: a hundred scanned sheets are some megabytes in a file and gigabytes as pixels.

    Attributes:
        missing: Of a JPEG that lacks its end: part of the picture that is not there, 0-1; None where the file is whole.
    """

    def __init__(self, content: bytes, file_type: FileType, limits: ReadingLimits) -> None:
        """Look at every frame's size, and decode the first one.

        Raises:
            UnreadableFile: Damaged or incomplete.
            PixelLimitExceeded: A frame has too many pixels.
            PageLimitExceeded: A TIFF has too many frames.
        """
        Image.MAX_IMAGE_PIXELS = limits.max_pixels
        self._content = content
        self._format = FORMATS[file_type]
        self._max_pixels = limits.max_pixels
        with _opened(self._content, self._format) as image:
            self._count = getattr(image, "n_frames", 1) if file_type is FileType.TIFF else 1
            if self._count > limits.max_pages:
                raise PageLimitExceeded
            for index in range(self._count):
                self._seek(image, index)
        # small pictures are decoded before their missing end is noticed
        self.missing: float | None = 0.0 if file_type is FileType.JPEG and not has_end(content) else None
        try:
            self._decoded = 0, self._decode(0)
        except UnreadableFile:
            if file_type is not FileType.JPEG:
                raise
            self._complete()
            self._decoded = 0, self._decode(0)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> Pixels:
        """Decode a frame; the last one is kept.

        Raises:
            UnreadableFile: Damaged or incomplete.
        """
        if self._decoded[0] != index:
            self._decoded = index, self._decode(index)
        return self._decoded[1]

    def _complete(self) -> None:
        """Take what can be shown of a JPEG that lacks its end.

        Raises:
            UnreadableFile: Nothing can.
        """
        shown = completed(self._content, self._rows)
        self._content, self.missing = shown.content, shown.missing

    def _rows(self, content: bytes) -> npt.NDArray[np.uint8]:
        with _opened(content, self._format) as image:
            return np.asarray(image)

    def _seek(self, image: Image.Image, index: int) -> None:
        if index:
            image.seek(index)
        # Pillow only warns up to twice its limit, and looks at the first frame alone
        if image.width * image.height > self._max_pixels:
            raise PixelLimitExceeded

    def _decode(self, index: int) -> Pixels:
        with _opened(self._content, self._format) as image:
            self._seek(image, index)
            return _pixels(image, self._max_pixels)


@contextmanager
def _opened(content: bytes, image_format: str) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(content), formats=(image_format,)) as image:
            yield image
    except (PageLimitExceeded, PixelLimitExceeded):
        raise
    except Image.DecompressionBombError:
        raise PixelLimitExceeded from None
    except _DAMAGED as error:
        raise UnreadableFile from error


def _square(frame: Image.Image, max_pixels: int) -> Image.Image:
    """The frame with square pixels: faxes have twice as many across as down (204 by 98 to the inch, ITU-T T.4).

    Only TIFF is asked: what other files say of their resolution is often wrong, and cameras and scanners have square pixels.
    """
    across, down = frame.info.get("dpi", (1, 1)) if frame.format == "TIFF" else (1, 1)
    ratio = float(across) / float(down) if across and down else 1.0
    if not _LEAST_OBLONG <= max(ratio, 1 / ratio) <= _MOST_OBLONG or frame.width * frame.height * ratio > max_pixels:
        return frame
    grey = frame.convert("L") if frame.mode == "1" else frame
    size = (frame.width, round(frame.height * ratio)) if ratio > 1 else (round(frame.width / ratio), frame.height)
    return grey.resize(size, Image.Resampling.BICUBIC)


def _pixels(frame: Image.Image, max_pixels: int) -> Pixels:
    """Upright by EXIF, square pixels of 8 bits, transparent parts white."""
    upright = ImageOps.exif_transpose(_square(frame, max_pixels))
    if upright.mode.startswith("I") or upright.mode == "F":
        values = np.asarray(upright, dtype=np.float32)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        grey = np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)
        return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)  # type: ignore[no-any-return]
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        rgba = upright.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        upright = Image.alpha_composite(white, rgba)
    rgb = np.asarray(upright.convert("RGB"))
    return np.ascontiguousarray(rgb[:, :, ::-1])
