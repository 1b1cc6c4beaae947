"""Legal holds: while there is one, nobody erases or purges the document."""

from berkas.clock import utc_now
from berkas.model.statuses import GONE_STATUSES
from berkas.refusals import Gone, NotFound
from tables.engine import fetch, fetch_one, transaction
from tables.queries import audit, retention


async def place(organisation_id: str, document_id: str, *, reason: str, actor: str) -> None:
    """Hold a document, or hold it for one more reason; each reason is an entry of the audit log.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
    """
    async with transaction():
        await _lock(organisation_id, document_id)
        await _set(document_id, is_held=True)
        await audit.append(
            organisation_id,
            actor=actor,
            action="document.hold_placed",
            subject=document_id,
            details={"reason": reason},
        )


async def release(organisation_id: str, document_id: str, *, actor: str) -> None:
    """End the hold of a document; one that is not held stays as it is. Its retention is what the policy says now.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
    """
    async with transaction():
        if not await _lock(organisation_id, document_id):
            return
        await _set(document_id, is_held=False)
        await retention.apply(organisation_id, document_id)
        await audit.append(organisation_id, actor=actor, action="document.hold_released", subject=document_id)


async def _lock(organisation_id: str, document_id: str) -> bool:
    """Lock the document's row; whether it is held now."""
    row = await fetch_one(
        "select status, legal_hold from document where organisation_id = $1 and id = $2 for update",
        organisation_id,
        document_id,
    )
    if row is None:
        raise NotFound
    if row["status"] in GONE_STATUSES:
        raise Gone
    return bool(row["legal_hold"])


async def _set(document_id: str, *, is_held: bool) -> None:
    await fetch("update document set legal_hold = $2, updated_at = $3 where id = $1", document_id, is_held, utc_now())
