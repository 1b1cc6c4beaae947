"""Papers for measuring, never for tuning: other layouts, wordings, typefaces and contents than `papers`.

Whoever changes a template must not look at these papers, nor at what was read from them; only at the figures.
"""

from collections.abc import Mapping

from berkas.evaluation.specimens import (
    held_out_births,
    held_out_cards,
    held_out_contracts,
    held_out_family_cards,
    held_out_financials,
    held_out_invoices,
    held_out_licences,
    held_out_marriages,
    held_out_passports,
    held_out_payslips,
    held_out_registrations,
    held_out_statements,
    held_out_vehicle_books,
)
from berkas.evaluation.specimens.commerce import (
    held_out_delivery_notes,
    held_out_purchase_orders,
    held_out_receipts,
    held_out_tax_invoices,
)
from berkas.evaluation.specimens.drawing import Painter
from berkas.evaluation.specimens.free_text import held_out as held_out_free_texts
from berkas.evaluation.specimens.papers import Specimen, paint
from berkas.model.document_types import DocumentType

FIRST_SEED = 900
"""Seeds from here on are for measuring; those of tuning are below 50."""

_PAINTERS: Mapping[DocumentType, Mapping[str, Painter]] = {
    "ktp": held_out_cards.KTP,
    "npwp": held_out_cards.NPWP,
    "invoice": held_out_invoices.LAYOUTS,
    "rekening_koran": held_out_statements.LAYOUTS,
    "receipt": held_out_receipts.LAYOUTS,
    "purchase_order": held_out_purchase_orders.LAYOUTS,
    "delivery_note": held_out_delivery_notes.LAYOUTS,
    "faktur_pajak": held_out_tax_invoices.LAYOUTS,
    "passport": held_out_passports.PASSPORT,
    "kartu_keluarga": held_out_family_cards.KK,
    "bpkb": held_out_vehicle_books.BPKB,
    "sim": held_out_licences.SIM,
    "slip_gaji": held_out_payslips.LAYOUTS,
    "nib": held_out_registrations.LAYOUTS,
    "akta_lahir": held_out_births.LAYOUTS,
    "surat_nikah": held_out_marriages.LAYOUTS,
    "contract": held_out_contracts.LAYOUTS,
    "financial_statement": held_out_financials.LAYOUTS,
    "generic_ocr": held_out_free_texts.LAYOUTS,
}

LAYOUTS: Mapping[DocumentType, tuple[str, ...]] = {kind: tuple(layouts) for kind, layouts in _PAINTERS.items()}
"""Names of the held-out layouts of each type."""


def make(document_type: DocumentType, *, layout: str, seed: int) -> Specimen:
    """Draw a paper; the same seed gives the same paper.

    Raises:
        KeyError: No such layout of this type.
    """
    return paint(_PAINTERS[document_type][layout], document_type, layout=layout, seed=seed)
