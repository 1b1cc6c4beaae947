"""SPECIMEN papers with their truth: plain drawings, invented people, never a copied security pattern."""

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from berkas.evaluation.specimens import (
    birth_certificates,
    cards,
    contracts,
    family_cards,
    financials,
    invoices,
    licences,
    marriage_certificates,
    passports,
    payslips,
    registrations,
    statements,
    vehicle_books,
)
from berkas.evaluation.specimens.commerce import delivery_notes, purchase_orders, receipts, tax_invoices
from berkas.evaluation.specimens.drawing import CARD, MarkedCanvas, Painter, Truth
from berkas.evaluation.specimens.free_text import documents
from berkas.model.document_types import DocumentType


@dataclass(frozen=True, slots=True)
class Specimen:
    """A paper and what is on it.

    Attributes:
        type: What it is.
        layout: Name of its layout.
        pdf: One page or more, with a text layer.
        truth: Canonical values by wire name; None for what the layout does not print.
        codes: What its QR codes say.
    """

    type: DocumentType
    layout: str
    pdf: bytes
    truth: Truth
    codes: tuple[str, ...] = ()


def make(document_type: DocumentType, *, layout: str, seed: int) -> Specimen:
    """Draw a paper; the same seed gives the same paper.

    Raises:
        KeyError: No such layout of this type.
    """
    return paint(_PAINTERS[document_type][layout], document_type, layout=layout, seed=seed)


def paint(painter: Painter, document_type: DocumentType, *, layout: str, seed: int) -> Specimen:
    """Draw a paper with a painter."""
    rng = random.Random(f"{document_type}/{layout}/{seed}")  # noqa: S311 - not for secrets
    buffer = io.BytesIO()
    canvas = MarkedCanvas(buffer, pagesize=CARD, invariant=True)
    truth = painter(canvas, rng)
    canvas.save()
    return Specimen(document_type, layout, buffer.getvalue(), truth, tuple(canvas.codes))


_PAINTERS: Mapping[DocumentType, Mapping[str, Painter]] = {
    "ktp": cards.KTP,
    "npwp": cards.NPWP,
    "invoice": invoices.LAYOUTS,
    "rekening_koran": statements.LAYOUTS,
    "receipt": receipts.LAYOUTS,
    "purchase_order": purchase_orders.LAYOUTS,
    "delivery_note": delivery_notes.LAYOUTS,
    "faktur_pajak": tax_invoices.LAYOUTS,
    "passport": passports.PASSPORT,
    "kartu_keluarga": family_cards.KK,
    "bpkb": vehicle_books.BPKB,
    "sim": licences.SIM,
    "slip_gaji": payslips.LAYOUTS,
    "nib": registrations.LAYOUTS,
    "akta_lahir": birth_certificates.LAYOUTS,
    "surat_nikah": marriage_certificates.LAYOUTS,
    "contract": contracts.LAYOUTS,
    "financial_statement": financials.LAYOUTS,
    "generic_ocr": documents.LAYOUTS,
}

FREE_TEXT: Final[frozenset[DocumentType]] = frozenset({"generic_ocr"})
"""Types without fields of their own: no model of values is trained on them."""

LAYOUTS: Mapping[DocumentType, tuple[str, ...]] = {kind: tuple(layouts) for kind, layouts in _PAINTERS.items()}
"""Names of the layouts of each type that templates may be tuned on."""
