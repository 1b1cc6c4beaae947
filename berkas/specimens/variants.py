"""A SPECIMEN paper as people send it: text PDF, scan, photo, other formats, turned, blurred, dark."""

import io
import random
from collections.abc import Callable, Mapping
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

from berkas.specimens.papers import Specimen

Pixels = npt.NDArray[Any]
PASSWORD: Final = "01011990"  # noqa: S105 - of a SPECIMEN
_CARD_PIXELS: Final = 1200
_TABLE: Final = (188, 178, 164)


def render(specimen: Specimen, variant: str, *, seed: int) -> tuple[bytes, str]:
    """The bytes of a file and the ending of its name.

    Raises:
        KeyError: No such variant.
    """
    rng = random.Random(f"{variant}/{seed}")  # noqa: S311 - not for secrets
    return _VARIANTS[variant](specimen, rng)


def _pixels(specimen: Specimen, width: int = _CARD_PIXELS) -> Pixels:
    page = pdfium.PdfDocument(specimen.pdf)[0]
    return np.ascontiguousarray(page.render(scale=width / page.get_width()).to_numpy()[:, :, :3])


def _on_table(picture: Pixels, margin: float = 0.06) -> Pixels:
    border = round(picture.shape[1] * margin)
    return cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_CONSTANT, value=_TABLE)


def _encoded(picture: Pixels, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture[:, :, ::-1]).save(buffer, kind, **options)
    return buffer.getvalue()


def _jpeg(picture: Pixels, quality: int = 85) -> tuple[bytes, str]:
    return _encoded(picture, "JPEG", quality=quality), "jpg"


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
    scan = _noisy(_pixels(specimen), rng)
    buffer = io.BytesIO()
    height, width = scan.shape[:2]
    canvas = Canvas(buffer, pagesize=(width * 72 / 200, height * 72 / 200), invariant=True)
    canvas.drawImage(ImageReader(io.BytesIO(_jpeg(scan)[0])), 0, 0, width * 72 / 200, height * 72 / 200)
    canvas.save()
    return buffer.getvalue(), "pdf"


def _heic(specimen: Specimen, _rng: random.Random) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(_on_table(_pixels(specimen))[:, :, ::-1])).save(buffer, quality=80)
    return buffer.getvalue(), "heic"


def _tiff(specimen: Specimen, _rng: random.Random) -> tuple[bytes, str]:
    page = Image.fromarray(_pixels(specimen)[:, :, ::-1]).convert("L")
    buffer = io.BytesIO()
    page.save(buffer, "TIFF", save_all=True, append_images=[Image.new("L", page.size, 255)], compression="tiff_lzw")
    return buffer.getvalue(), "tiff"


def _photo(change: Callable[[Pixels, random.Random], Pixels], quality: int = 85) -> "_Variant":
    def draw(specimen: Specimen, rng: random.Random) -> tuple[bytes, str]:
        return _jpeg(change(_on_table(_pixels(specimen)), rng), quality)

    return draw


_Variant = Callable[[Specimen, random.Random], tuple[bytes, str]]

_VARIANTS: Mapping[str, _Variant] = {
    "text_pdf": _text_pdf,
    "locked_pdf": _locked_pdf,
    "scan_pdf": _scan_pdf,
    "photo": _photo(lambda picture, _: picture),
    "png": lambda specimen, _: (_encoded(_pixels(specimen), "PNG"), "png"),
    "webp": lambda specimen, _: (_encoded(_on_table(_pixels(specimen)), "WEBP", quality=80), "webp"),
    "heic": _heic,
    "tiff": _tiff,
    "small": lambda specimen, _: _jpeg(_on_table(_pixels(specimen, 500)), 80),
    "turned_90": _photo(lambda picture, _: cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)),
    "turned_180": _photo(lambda picture, _: cv2.rotate(picture, cv2.ROTATE_180)),
    "turned_270": _photo(lambda picture, _: cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE)),
    "skewed": _photo(lambda picture, rng: _turned(_on_table(picture, 0.1), rng.choice((-1, 1)) * rng.uniform(2, 7))),
    "perspective": _photo(_in_perspective),
    "blurred": _photo(lambda picture, rng: cv2.GaussianBlur(picture, (0, 0), rng.uniform(1.0, 1.8))),
    "noisy": _photo(_noisy, quality=60),
    "dark": _photo(lambda picture, rng: (picture * rng.uniform(0.25, 0.4)).astype(np.uint8)),
    "compressed": _photo(lambda picture, _: picture, quality=35),
}

CLEAN: Final = ("text_pdf", "scan_pdf", "photo", "png", "webp", "heic", "tiff")
DEGRADED: Final = (
    "small", "turned_90", "turned_180", "turned_270", "skewed", "perspective", "blurred", "noisy", "dark", "compressed",
)  # fmt: skip
VARIANTS: Final = (*CLEAN, *DEGRADED, "locked_pdf")
