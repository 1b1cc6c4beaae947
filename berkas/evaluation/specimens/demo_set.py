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
    ("passport", "electronic", "photo", 31),
    ("sim", "bilingual", "photo", 32),
    ("kartu_keluarga", "current", "scan_pdf", 33),
    ("bpkb", "spread", "photo", 34),
    ("akta_lahir", "bilingual", "scan_pdf", 35),
    ("surat_nikah", "booklet", "photo", 36),
    ("nib", "risk_based", "text_pdf", 37),
    ("purchase_order", "trader", "text_pdf", 38),
    ("delivery_note", "surat_jalan", "scan_pdf", 39),
    ("receipt", "minimarket", "photo", 40),
    ("faktur_pajak", "coretax", "text_pdf", 41),
    ("slip_gaji", "beside", "text_pdf", 42),
    ("contract", "cooperation", "text_pdf", 43),
    ("financial_statement", "with_notes", "text_pdf", 44),
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
