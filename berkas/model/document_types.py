"""The types of documents that Berkas knows, and their groups."""

from enum import StrEnum


class DocumentType(StrEnum):
    """A kind of paper; the member's value is its name on the wire."""

    KTP = "ktp"
    NPWP = "npwp"
    KARTU_KELUARGA = "kartu_keluarga"
    SIM = "sim"
    PASSPORT = "passport"
    NIB = "nib"
    BPKB = "bpkb"
    AKTA_LAHIR = "akta_lahir"
    SURAT_NIKAH = "surat_nikah"
    INVOICE = "invoice"
    PURCHASE_ORDER = "purchase_order"
    DELIVERY_NOTE = "delivery_note"
    RECEIPT = "receipt"
    FAKTUR_PAJAK = "faktur_pajak"
    SLIP_GAJI = "slip_gaji"
    CONTRACT = "contract"
    REKENING_KORAN = "rekening_koran"
    FINANCIAL_STATEMENT = "financial_statement"
    GENERIC_OCR = "generic_ocr"
    OTHER = "other"


GENERIC_TYPES = frozenset({DocumentType.GENERIC_OCR, DocumentType.OTHER})
"""Types without a schema of their own: any text, and anything that is no document."""
