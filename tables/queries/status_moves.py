"""The one place where a document's status changes: compare-and-set along ``berkas.model.statuses``."""

from collections.abc import Iterable, Mapping
from typing import Any

from piccolo.columns import Column
from piccolo.custom_types import Combinable

from berkas.clock import utc_now
from berkas.model.statuses import DocumentStatus, is_allowed
from tables.documents import Document


async def move(
    document_id: str,
    target: DocumentStatus,
    *,
    sources: Iterable[DocumentStatus],
    where: Combinable,
    values: Mapping[Column | str, Any],
) -> str | None:
    """Move a document to a status if it still is where the caller thinks.

    Args:
        document_id: Which document.
        target: The new status.
        sources: Statuses that it may have now.
        where: What else must still be true: its attempt for a run, its organisation for a request.
        values: What to write with it.

    Returns:
        The document's organisation; None when nothing moved.

    Raises:
        ValueError: The life of a document knows no such move.
    """
    allowed = list(sources)
    for source in allowed:
        if not is_allowed(source, target):
            message = f"a document never moves from {source} to {target}"
            raise ValueError(message)
    rows = (
        await Document.update({**values, Document.status: target.value, Document.updated_at: utc_now()})
        .where(Document.id == document_id, Document.status.is_in([source.value for source in allowed]), where)
        .returning(Document.organisation_id)
    )
    return str(rows[0]["organisation_id"]) if rows else None
