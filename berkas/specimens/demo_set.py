"""The papers of `berkas demo`: the types, formats and faults that people send."""

from dataclasses import dataclass

from berkas.model.document_types import DocumentType
from berkas.specimens import papers, variants
from berkas.specimens.drawing import Truth

_CHOSEN = (
    (DocumentType.KTP, "current", "photo", 15),
    (DocumentType.KTP, "older", "heic", 16),
    (DocumentType.KTP, "current", "turned_180", 19),
    (DocumentType.KTP, "older", "locked_pdf", 20),
    (DocumentType.NPWP, "electronic", "text_pdf", 12),
    (DocumentType.NPWP, "card", "webp", 13),
    (DocumentType.INVOICE, "trade", "scan_pdf", 21),
    (DocumentType.INVOICE, "service", "png", 22),
    (DocumentType.INVOICE, "taxable", "skewed", 23),
    (DocumentType.REKENING_KORAN, "marked", "text_pdf", 24),
    (DocumentType.REKENING_KORAN, "columns", "tiff", 25),
)


@dataclass(frozen=True, slots=True)
class DemoPaper:
    """One file.

    Attributes:
        filename: Says what it is and how it was sent.
        content: The file.
        truth: What is on it.
        password: Of a locked PDF.
    """

    filename: str
    content: bytes
    truth: Truth
    password: str | None


def demo_papers() -> tuple[DemoPaper, ...]:
    """The same papers every time."""
    found = []
    for kind, layout, variant, seed in _CHOSEN:
        specimen = papers.make(kind, layout=layout, seed=seed)
        content, ending = variants.render(specimen, variant, seed=seed)
        password = variants.PASSWORD if variant == "locked_pdf" else None
        found.append(DemoPaper(f"{kind}-{variant.replace('_', '-')}.{ending}", content, specimen.truth, password))
    return tuple(found)
