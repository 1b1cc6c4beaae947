"""How long documents are kept: what an organisation may change of the days of each type, and when one document is due.

The end of a retention is a duty too: processing must stop when it is reached (Law 27/2022 on personal data, art. 42-44). The days
count from the first upload. Those of a type stand in its file, with their reason; they are defaults for an installation that
decided nothing. Whoever is responsible for the documents decides with their own lawyers and writes it into the organisation's
settings.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from berkas.model.document_types import DocumentType
from berkas.model.type_definition import MAX_RETENTION_DAYS

DEFAULT: Final = "default"
"""The entry for documents without days of their own: not classified yet, or of a type of free text."""

SETTING: Final = "retention_days"
"""Name of the overrides in an organisation's settings: days, or null for ever, by a type's wire name or ``default``."""

MIN_DAYS: Final = 1
MAX_DAYS: Final = MAX_RETENTION_DAYS
"""What an override may say: a day to a hundred years."""

DEFAULT_DAYS: Final = 1827
"""Days where neither the type nor the organisation says any: five years, as long as documents that identify a customer are kept."""

Defaults = Mapping[DocumentType, int | None]
"""Days by type where the organisation says nothing, of every type; None follows ``default``."""

Overrides = Mapping[str, int | None]
"""An organisation's own days by wire name; None keeps for ever. An override of ``default`` does not touch types that have days."""


def policy(defaults: Defaults, overrides: Overrides) -> dict[str, int | None]:
    """Days of every type and of ``default``; None for ever."""
    otherwise = overrides.get(DEFAULT, DEFAULT_DAYS)
    days = {name: overrides.get(name, otherwise if own is None else own) for name, own in defaults.items()}
    return {**days, DEFAULT: otherwise}


def retain_until(
    uploaded_at: datetime, document_type: DocumentType | None, *, defaults: Defaults, overrides: Overrides
) -> datetime | None:
    """When a document's retention ends.

    Args:
        uploaded_at: First upload.
        document_type: The hint, or what it was classified as; None while unknown.
        defaults: By type.
        overrides: Of its organisation.

    Returns:
        None when it is kept for ever.
    """
    days = policy(defaults, overrides)[document_type or DEFAULT]
    return None if days is None else uploaded_at + timedelta(days=days)
