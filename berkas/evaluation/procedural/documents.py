"""Documents of the grammar, with their truth."""

import io
import random
from collections.abc import Callable, Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.procedural import families, invoices, statements
from berkas.evaluation.procedural.families import Family, FamilyName
from berkas.evaluation.specimens.drawing import CARD, Truth
from berkas.evaluation.specimens.papers import Specimen
from berkas.model.document_types import DocumentType

FAMILIES: Final[tuple[FamilyName, ...]] = tuple(families.FAMILIES)
"""Names of the families: one to train on, one to calibrate on."""

_PAINTERS: Final[Mapping[DocumentType, Callable[[Canvas, random.Random, Family], tuple[Truth, str]]]] = {
    "invoice": invoices.paint,
    "rekening_koran": statements.paint,
}

_TWO_IN_ONE: Final[Mapping[DocumentType, Callable[[Canvas, random.Random, Family], tuple[Truth, str]]]] = {
    "rekening_koran": statements.paint_two,
}

TYPES: Final = tuple(_PAINTERS)
"""Types of which there are documents."""


def make(document_type: DocumentType, *, family: FamilyName, seed: int, has_second: bool = False) -> Specimen:
    """Draw a document; the same seed gives the same document.

    Args:
        document_type: What it is.
        family: Of layouts.
        seed: Makes every choice.
        has_second: A statement covers a second account, which is not in the truth: for measuring what is said of such documents.

    Raises:
        KeyError: No such family, or no documents of this type.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=CARD, invariant=True)
    truth, signature = paint(canvas, document_type, family=family, seed=seed, has_second=has_second)
    canvas.save()
    return Specimen(document_type, f"{family}-{signature}", buffer.getvalue(), truth)


def paint(
    canvas: Canvas, document_type: DocumentType, *, family: FamilyName, seed: int, has_second: bool = False
) -> tuple[Truth, str]:
    """Draw a document on a canvas; gives its truth and a short signature of its layout.

    Raises:
        KeyError: No such family, or no documents of this type.
    """
    rng = random.Random(f"{document_type}/{family}/{seed}")  # noqa: S311 - not for secrets
    painters = _TWO_IN_ONE if has_second else _PAINTERS
    return painters[document_type](canvas, rng, families.FAMILIES[family])
