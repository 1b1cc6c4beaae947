"""Download links: issued as often as wanted, used once each, forgotten when they would be over anyway."""

from berkas.refusals import Gone, LinkUsed
from berkas.signed_urls import DownloadLink
from tables.engine import fetch, fetch_one, transaction
from tables.queries import audit

LINK_HOLDER = "link"
"""The actor of a use: a link carries its own authority, so nobody knows who holds it; its id is in the details."""


async def note_issue(link: DownloadLink, *, actor: str) -> None:
    """Write down that a link was given out.

    Args:
        link: What it says.
        actor: Id of the key that asked for it.
    """
    await audit.append(
        link.organisation_id,
        actor=actor,
        action="document.download_link",
        subject=link.document_id,
        details={"link": link.link_id},
    )


async def is_used(link: DownloadLink) -> bool:
    """Whether the link was used."""
    return await fetch_one("select 1 from used_download where token_id = $1", link.link_id) is not None


async def use(link: DownloadLink) -> None:
    """Take the one use of a link; of any number of simultaneous calls exactly one returns.

    Raises:
        LinkUsed: It was used before.
        Gone: The original was erased or purged.
    """
    async with transaction():
        # the shared lock: an erasure that comes now waits until the use is written down, one that came before is seen
        used = await fetch_one(
            """with kept as (
                select d.organisation_id, d.id from document d
                join blob_key b on b.organisation_id = d.organisation_id and b.document_id = d.id
                where d.organisation_id = $2 and d.id = $3 and d.status not in ('erased', 'purged')
                for share of d
            )
            insert into used_download (token_id, organisation_id, document_id, used_at, expires_at)
            select $1, organisation_id, id, now(), $4 from kept
            on conflict (token_id) do nothing returning token_id""",
            link.link_id,
            link.organisation_id,
            link.document_id,
            link.expires_at,
        )
        if used is None:
            raise LinkUsed if await is_used(link) else Gone
        await audit.append(
            link.organisation_id,
            actor=LINK_HOLDER,
            action="document.download",
            subject=link.document_id,
            details={"link": link.link_id},
        )


async def forget_expired() -> int:
    """Drop the notes about links that are over, for those are refused without them; how many."""
    rows = await fetch(
        """with dropped as (delete from used_download where expires_at <= now() - interval '1 minute' returning 1)
        select count(*) from dropped"""
    )
    return int(rows[0][0])
