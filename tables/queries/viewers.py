"""Who has a document open: short leases that lock nothing, seen by every API process."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from berkas.clock import utc_now
from berkas.refusals import Gone, NotFound
from tables.engine import fetch, fetch_one, transaction

LEASE_SECONDS: Final = 45
"""How long somebody is seen after the last sign of life."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A key with which somebody has a document open.

    Attributes:
        key_id: key_…
        name: Of the key.
        since: When it was opened.
    """

    key_id: str
    name: str
    since: datetime


async def renew(organisation_id: str, document_id: str, key_id: str) -> list[Viewer]:
    """Renew the lease of a key; everybody who has the document open now, longest first.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
    """
    now = utc_now()
    async with transaction():
        # a document that is erased meanwhile gets no lease any more
        row = await fetch_one(
            "select status in ('erased', 'purged') as is_gone from document where organisation_id = $1 and id = $2 for share",
            organisation_id,
            document_id,
        )
        if row is None:
            raise NotFound
        if row["is_gone"]:
            raise Gone
        await fetch(
            """insert into document_viewer (organisation_id, document_id, key_id, since, expires_at) values ($1, $2, $3, $4, $5)
            on conflict (document_id, key_id) do update set expires_at = excluded.expires_at,
                since = case when document_viewer.expires_at < $4 then $4 else document_viewer.since end""",
            organisation_id,
            document_id,
            key_id,
            now,
            now + timedelta(seconds=LEASE_SECONDS),
        )
    rows = await fetch(
        """select v.key_id, k.name, v.since from document_viewer v
        join api_key k on k.organisation_id = v.organisation_id and k.id = v.key_id
        where v.organisation_id = $1 and v.document_id = $2 and v.expires_at >= $3 and k.revoked_at is null
        order by v.since, v.id""",
        organisation_id,
        document_id,
        now,
    )
    return [Viewer(**dict(row)) for row in rows]


async def end(organisation_id: str, document_id: str, key_id: str) -> None:
    """End the lease of a key, if it has one."""
    await fetch(
        "delete from document_viewer where organisation_id = $1 and document_id = $2 and key_id = $3",
        organisation_id,
        document_id,
        key_id,
    )


async def forget_expired() -> None:
    """Delete leases that are over."""
    await fetch(
        """delete from document_viewer where id in (
            select id from document_viewer where expires_at < $1 for update skip locked
        )""",
        utc_now(),
    )
