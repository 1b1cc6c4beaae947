"""Small pictures of a SPECIMEN of each type for the documentation: ``make pictures``. The same release draws the same ones."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
from PIL import Image

from berkas.evaluation.specimens import papers
from berkas.model.document_types import DocumentType

MOST_BYTES: Final = 60_000
_SEED: Final = 3
_WIDE: Final = 560
"""Pixels of the width of what lies across; what stands is narrower."""

_HIGH: Final = 620
_QUALITIES: Final = (82, 74, 66, 58, 50, 40)


def picture_of(kind: DocumentType) -> bytes:
    """The first page of the first layout of a type as a JPEG of at most `MOST_BYTES`.

    Raises:
        KeyError: The type is not drawn.
    """
    specimen = papers.make(kind, layout=papers.LAYOUTS[kind][0], seed=_SEED)
    page = pdfium.PdfDocument(specimen.pdf)[0]
    large: Image.Image = page.render(scale=2).to_pil().convert("RGB")
    scale = min(_WIDE / large.width, _HIGH / large.height)
    small = large.resize((round(large.width * scale), round(large.height * scale)), Image.Resampling.LANCZOS)
    return next((made for made in _encoded(small) if len(made) <= MOST_BYTES), b"")


def write(folder: Path) -> list[str]:
    """Write a picture of every type that is drawn; their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in papers.LAYOUTS:
        (folder / f"{kind}.jpg").write_bytes(picture_of(kind))
    return sorted(papers.LAYOUTS)


def _encoded(picture: Image.Image) -> Iterator[bytes]:
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True)
        yield buffer.getvalue()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
