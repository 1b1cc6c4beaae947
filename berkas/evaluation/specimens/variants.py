"""A SPECIMEN paper as people send it: text PDF, scan, photo, other formats, turned, blurred, dark."""

import io
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
import pillow_heif
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import CARD
from berkas.evaluation.specimens.papers import Specimen

Pixels = npt.NDArray[Any]
PASSWORD: Final = "01011990"  # noqa: S105 - of a SPECIMEN

_CARD_WIDTH: Final = 1200
_SHEET_WIDTH: Final = 1654
"""A4 at 200 dots per inch."""

_ACROSS: Final = 800
"""Least width of a sheet of A4 that lies across, in points; as many dots to the inch as one that stands."""

_CARD_LEEWAY: Final = 0.01
_SMALL: Final = {_CARD_WIDTH: 500, _SHEET_WIDTH: 1000}
"""Widths of pictures that a messenger has made small."""

_LONG_TO_SHORT: Final = 297 / 210
_TABLE: Final = (188, 178, 164)
_DOTS_PER_POINT: Final = 200 / 72

Change = Callable[[Pixels, random.Random], Pixels]


def render(specimen: Specimen, variant: str, *, seed: int) -> tuple[bytes, str]:
    """The bytes of a file and the ending of its name. Photos of several pages come as one PDF, as scanner apps make it.

    Raises:
        KeyError: No such variant.
    """
    rng = random.Random(f"{variant}/{seed}")  # noqa: S311 - not for secrets
    return _VARIANTS[variant](specimen, rng)


def is_possible(specimen: Specimen, variant: str) -> bool:
    """Whether the paper can be sent like that: PNG, WebP and HEIC hold one page."""
    return variant not in _ONE_PAGE or page_count(specimen.pdf) == 1


def page_count(pdf: bytes) -> int:
    """Number of pages."""
    return len(pdfium.PdfDocument(pdf))


def _pages(specimen: Specimen, *, is_small: bool = False) -> list[Pixels]:
    document = pdfium.PdfDocument(specimen.pdf)
    found = []
    for page in document:
        is_card = abs(page.get_width() / page.get_height() - CARD[0] / CARD[1]) < _CARD_LEEWAY
        width = _CARD_WIDTH if is_card else _SHEET_WIDTH
        width = _SMALL[width] if is_small else width
        if not is_card and page.get_width() > _ACROSS:
            width = round(width * _LONG_TO_SHORT)
        found.append(np.ascontiguousarray(page.render(scale=width / page.get_width()).to_numpy()[:, :, :3]))
    return found


def _on_table(picture: Pixels, margin: float = 0.06) -> Pixels:
    border = round(picture.shape[1] * margin)
    return cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_CONSTANT, value=_TABLE)


def _encoded(picture: Pixels, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture[:, :, ::-1]).save(buffer, kind, **options)
    return buffer.getvalue()


def _image_pdf(pages: Sequence[bytes]) -> bytes:
    """JPEG pictures as the pages of a PDF without text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for page in pages:
        picture = ImageReader(io.BytesIO(page))
        width, height = (side / _DOTS_PER_POINT for side in picture.getSize())
        canvas.setPageSize((width, height))
        canvas.drawImage(picture, 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _turned(picture: Pixels, degrees: float) -> Pixels:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=_TABLE)


def _in_perspective(picture: Pixels, rng: random.Random) -> Pixels:
    height, width = picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    moved = corners + np.array([[rng.uniform(-0.03, 0.03) * width, rng.uniform(-0.03, 0.03) * height] for _ in corners])
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=_TABLE)


def _noisy(picture: Pixels, rng: random.Random) -> Pixels:
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, 12, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _text_pdf(specimen: Specimen, _rng: random.Random) -> tuple[bytes, str]:
    return specimen.pdf, "pdf"


def _locked_pdf(specimen: Specimen, _rng: random.Random) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(specimen.pdf)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user=PASSWORD, owner=PASSWORD, R=6))
    return buffer.getvalue(), "pdf"


def _scan_pdf(specimen: Specimen, rng: random.Random) -> tuple[bytes, str]:
    return _image_pdf([_encoded(_noisy(page, rng), "JPEG", quality=85) for page in _pages(specimen)]), "pdf"


def _heic(specimen: Specimen, _rng: random.Random) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(_on_table(_pages(specimen)[0])[:, :, ::-1])).save(buffer, quality=80)
    return buffer.getvalue(), "heic"


def _tiff(specimen: Specimen, _rng: random.Random) -> tuple[bytes, str]:
    """All pages; behind a single one the empty back that a scanner sends along."""
    pages = [Image.fromarray(page[:, :, ::-1]).convert("L") for page in _pages(specimen)]
    more = pages[1:] or [Image.new("L", pages[0].size, 255)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=more, compression="tiff_lzw")
    return buffer.getvalue(), "tiff"


def _photo(change: Change, quality: int = 85, *, is_small: bool = False) -> "_Variant":
    def draw(specimen: Specimen, rng: random.Random) -> tuple[bytes, str]:
        changed = (change(_on_table(page), rng) for page in _pages(specimen, is_small=is_small))
        pages = [_encoded(page, "JPEG", quality=quality) for page in changed]
        return (pages[0], "jpg") if len(pages) == 1 else (_image_pdf(pages), "pdf")

    return draw


_Variant = Callable[[Specimen, random.Random], tuple[bytes, str]]

_ONE_PAGE: Final = frozenset({"png", "webp", "heic"})

_VARIANTS: Mapping[str, _Variant] = {
    "text_pdf": _text_pdf,
    "locked_pdf": _locked_pdf,
    "scan_pdf": _scan_pdf,
    "photo": _photo(lambda picture, _: picture),
    "png": lambda specimen, _: (_encoded(_pages(specimen)[0], "PNG"), "png"),
    "webp": lambda specimen, _: (_encoded(_on_table(_pages(specimen)[0]), "WEBP", quality=80), "webp"),
    "heic": _heic,
    "tiff": _tiff,
    "small": _photo(lambda picture, _: picture, quality=80, is_small=True),
    "turned_90": _photo(lambda picture, _: cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)),
    "turned_180": _photo(lambda picture, _: cv2.rotate(picture, cv2.ROTATE_180)),
    "turned_270": _photo(lambda picture, _: cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE)),
    "skewed": _photo(lambda picture, rng: _turned(_on_table(picture, 0.1), rng.choice((-1, 1)) * rng.uniform(2, 5))),
    "perspective": _photo(_in_perspective),
    "blurred": _photo(lambda picture, rng: cv2.GaussianBlur(picture, (0, 0), rng.uniform(1.0, 1.8))),
    "noisy": _photo(_noisy, quality=60),
    "dark": _photo(lambda picture, rng: (picture * rng.uniform(0.25, 0.4)).astype(np.uint8)),
    "compressed": _photo(lambda picture, _: picture, quality=40),
}

CLEAN: Final = ("text_pdf", "scan_pdf", "photo", "png", "webp", "heic", "tiff")
DEGRADED: Final = (
    "small", "turned_90", "turned_180", "turned_270", "skewed", "perspective", "blurred", "noisy", "dark", "compressed",
)  # fmt: skip
VARIANTS: Final = (*CLEAN, *DEGRADED, "locked_pdf")
