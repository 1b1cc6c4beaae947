"""The one place where a document's status changes: compare-and-set along ``berkas.model.statuses``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from piccolo.columns import Column
from piccolo.custom_types import Combinable

from berkas.clock import utc_now
from berkas.jobs import STATUS_CHANNEL
from berkas.model.statuses import DocumentStatus, is_allowed
from tables.documents import Document
from tables.engine import fetch, transaction
from tables.queries.storable import to_json


@dataclass(frozen=True, slots=True)
class StatusChange:
    """Where a document is now.

    Attributes:
        document_id: doc_…
        status: Its status.
        attempt: Which run it waits for, or had.
        page: Number of the page that was just read, from 1; None when the status changed.
        pages: How many pages there are.
    """

    document_id: str
    status: DocumentStatus
    attempt: int
    page: int | None = None
    pages: int | None = None


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
    async with transaction():
        rows = (
            await Document.update({**values, Document.status: target.value, Document.updated_at: utc_now()})
            .where(Document.id == document_id, Document.status.is_in([source.value for source in allowed]), where)
            .returning(Document.organisation_id, Document.attempt)
        )
        if not rows:
            return None
        await tell(document_id, target, rows[0]["attempt"])
    return str(rows[0]["organisation_id"])


async def tell(document_id: str, status: DocumentStatus, attempt: int) -> None:
    """Let listeners know where a document is now; within the caller's transaction, so that they hear of it when it is true."""
    change = StatusChange(document_id=document_id, status=status, attempt=attempt)
    await fetch("select pg_notify($1, $2)", STATUS_CHANNEL, to_json(change))


async def tell_page(document_id: str, attempt: int, *, page: int, pages: int) -> None:
    """Let listeners know that a page was read; nothing is stored."""
    change = StatusChange(document_id, DocumentStatus.PARSING, attempt, page, pages)
    await fetch("select pg_notify($1, $2)", STATUS_CHANNEL, to_json(change))
