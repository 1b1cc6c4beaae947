"""The papers of `berkas demo`: the types, formats and faults that people send."""

from dataclasses import dataclass

from berkas.evaluation.specimens import cards, papers, variants
from berkas.evaluation.specimens.drawing import Truth

_CHOSEN = (
    ("ktp", "current", "photo", 15),
    ("ktp", "older", "heic", 16),
    ("ktp", "current", "turned_180", 19),
    ("ktp", "older", "locked_pdf", 20),
    ("npwp", "electronic", "text_pdf", 12),
    ("npwp", "card", "webp", 13),
    ("invoice", "trade", "scan_pdf", 21),
    ("invoice", "service", "png", 22),
    ("invoice", "taxable", "skewed", 23),
    ("rekening_koran", "marked", "text_pdf", 24),
    ("rekening_koran", "columns", "tiff", 25),
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
    return (*found, _contradicted())


def _contradicted() -> DemoPaper:
    """A card that reads well and must go to review all the same."""
    specimen = papers.paint(cards.KTP_CONTRADICTED, "ktp", layout="current", seed=26)
    content, ending = variants.render(specimen, "photo", seed=26)
    return DemoPaper(f"ktp-born-another-day.{ending}", content, specimen.truth, None)
