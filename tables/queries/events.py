"""Telling the world what happened to a document, within the transaction in which it happened."""

from typing import Any

from berkas.model.events import EventKind
from tables.outbox import OutboxKind
from tables.queries import outbox


async def emit(kind: EventKind, *, organisation_id: str, document_id: str, **facts: Any) -> None:  # noqa: ANN401 - JSON values
    """Announce an event of a document; the facts go into its ``data``."""
    await outbox.add(
        OutboxKind.DOCUMENT_EVENT,
        organisation_id=organisation_id,
        document_id=document_id,
        payload={"event": kind.value, **facts},
    )
