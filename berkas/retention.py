"""How long papers are kept: days per type, what an organisation may change, and when one paper is due.

The end of a retention is a duty too: processing must stop when it is reached (Law 27/2022 on personal data, art. 42-44). The days
count from the first upload. They are defaults for an installation that decided nothing; whoever is responsible for the papers
decides with their own lawyers and writes it into the organisation's settings.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from berkas.model.document_types import GENERIC_TYPES, DocumentType

DEFAULT: Final = "default"
"""The entry for papers without a type of their own: not classified yet, ``generic_ocr`` and ``other``."""

SETTING: Final = "retention_days"
"""Name of the overrides in an organisation's settings: days, or null for ever, by a type's wire name or ``default``."""

MIN_DAYS: Final = 1
MAX_DAYS: Final = 36_525
"""What an override may say: a day to a hundred years."""

TEN_YEARS: Final = 3653
FIVE_YEARS: Final = 1827
TWO_YEARS: Final = 731

T = DocumentType

DAYS: Final[Mapping[str, int]] = {
    # papers on which books are based: ten years (Law 28/2007 on tax procedures, art. 28 (11); Law 8/1997 on company documents,
    # art. 11). The ten years of tax law begin when the book year ends, so who counts strictly adds a year
    T.INVOICE: TEN_YEARS,
    T.FAKTUR_PAJAK: TEN_YEARS,
    T.RECEIPT: TEN_YEARS,
    T.PURCHASE_ORDER: TEN_YEARS,
    T.DELIVERY_NOTE: TEN_YEARS,
    T.CONTRACT: TEN_YEARS,
    T.FINANCIAL_STATEMENT: TEN_YEARS,
    # papers that identify a customer: five years, as long as who must know its customers keeps them (Law 8/2010 on money
    # laundering, art. 21 (2)); nobody else has a reason to keep them longer
    T.KTP: FIVE_YEARS,
    T.NPWP: FIVE_YEARS,
    T.SIM: FIVE_YEARS,
    T.PASSPORT: FIVE_YEARS,
    T.NIB: FIVE_YEARS,
    T.BPKB: FIVE_YEARS,
    T.SURAT_NIKAH: FIVE_YEARS,
    # personal financial data is specific data (Law 27/2022, art. 4 (2)). It comes as proof of income and follows the customer's
    # file; an employer or a bank whose own books these are has the ten years of the papers above and must say so
    T.SLIP_GAJI: FIVE_YEARS,
    T.REKENING_KORAN: FIVE_YEARS,
    # data of children is specific data too (art. 4 (2)), and no law asks for copies: as short as a running case needs
    T.KARTU_KELUARGA: TWO_YEARS,
    T.AKTA_LAHIR: TWO_YEARS,
    # may be any of the above
    DEFAULT: FIVE_YEARS,
}
"""Days by a type's wire name or ``default``, where the organisation says nothing."""

Overrides = Mapping[str, int | None]
"""An organisation's own days by wire name; None keeps for ever. An override of ``default`` does not touch types that have days."""


def policy(overrides: Overrides) -> dict[str, int | None]:
    """Days of every type and of ``default``; None for ever."""
    merged: dict[str, int | None] = {**DAYS, **{name: days for name, days in overrides.items() if name in DAYS}}
    for generic in GENERIC_TYPES:
        merged[generic.value] = overrides.get(generic.value, merged[DEFAULT])
    return {str(name): days for name, days in merged.items()}


def retain_until(uploaded_at: datetime, document_type: DocumentType | None, overrides: Overrides) -> datetime | None:
    """When a paper's retention ends.

    Args:
        uploaded_at: First upload.
        document_type: The hint, or what it was classified as; None while unknown.
        overrides: Of its organisation.

    Returns:
        None when it is kept for ever.
    """
    days = policy(overrides)[document_type.value if document_type else DEFAULT]
    return None if days is None else uploaded_at + timedelta(days=days)
