"""Files on their way in: named before their first byte is stored, so that whatever a crash leaves of one can be found."""

from tables.engine import fetch

ABANDONED_SECONDS = 24 * 3600
"""No upload takes so long: what is a draft by then belongs to nobody."""


async def begin(organisation_id: str, blob_name: str) -> None:
    """Note that a sealed file of an organisation will appear under this name."""
    await fetch(
        "insert into blob_draft (blob_name, organisation_id, created_at) values ($1, $2, now())",
        blob_name,
        organisation_id,
    )


async def end(blob_name: str) -> None:
    """It belongs to a document from now on, within the transaction that records it; or nothing of it is left."""
    await fetch("delete from blob_draft where blob_name = $1", blob_name)


async def abandoned(*, limit: int = 100) -> list[str]:
    """Names of files whose upload was interrupted long ago, oldest first; never those of a document."""
    rows = await fetch(
        """select d.blob_name from blob_draft d
        where d.created_at < now() - make_interval(secs => $1)
            and not exists (select from blob_key k where k.blob_name = d.blob_name)
        order by d.created_at limit $2""",
        float(ABANDONED_SECONDS),
        limit,
    )
    return [row["blob_name"] for row in rows]
