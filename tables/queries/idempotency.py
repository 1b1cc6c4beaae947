"""Answers of requests that a client may repeat under the same key: the first one is replayed for a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from berkas.refusals import IdempotencyConflict
from tables.engine import fetch, fetch_one

KEPT_SECONDS = 24 * 3600
RACES = 5
"""How often to look again when a key disappears between two statements."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The first answer.

    Attributes:
        status: HTTP status.
        body: As sent.
    """

    status: int
    body: bytes = field(repr=False)


async def begin(
    organisation_id: str, key: str, fingerprint: Sequence[str], *, lease_seconds: float = 300
) -> StoredAnswer | None:
    """Take a key for a request, or get the answer that the same request got before.

    Args:
        organisation_id: Who asks.
        key: As sent.
        fingerprint: SHA-256 in hex of what is asked: method, path and content; the first is kept, any other one means the same.
        lease_seconds: After that the request counts as lost and the same one may be sent again.

    Returns:
        None when the request is the first and shall be served: then ``finish`` or ``abandon`` it.

    Raises:
        IdempotencyConflict: The key was used with another request, or the first one is still in flight.
    """
    for _ in range(RACES):
        taken = await fetch_one(
            """insert into idempotency_key as k (organisation_id, key, fingerprint, leased_until, expires_at)
            values ($1, $2, $3, now() + make_interval(secs => $4), now() + make_interval(secs => $5))
            on conflict (organisation_id, key) do update set fingerprint = excluded.fingerprint,
                leased_until = excluded.leased_until, expires_at = excluded.expires_at,
                status = null, body = null, subject = null
            where k.expires_at <= now() or (k.leased_until <= now() and k.fingerprint = any($6))
            returning id""",
            organisation_id,
            key,
            fingerprint[0],
            float(lease_seconds),
            float(KEPT_SECONDS),
            list(fingerprint),
        )
        if taken is not None:
            return None
        first = await fetch_one(
            "select fingerprint, status, body from idempotency_key where organisation_id = $1 and key = $2",
            organisation_id,
            key,
        )
        if first is not None:
            if first["fingerprint"] not in fingerprint:
                raise IdempotencyConflict("This Idempotency-Key was used with another request.")
            if first["status"] is not None:
                return StoredAnswer(first["status"], first["body"])
            break
    raise IdempotencyConflict("The first request with this Idempotency-Key is still running.")


async def finish(organisation_id: str, key: str, *, status: int, body: bytes, subject: str | None = None) -> None:
    """Keep the first answer for replays. Never keep one that shows a secret.

    Args:
        organisation_id: Who asked.
        key: As sent.
        status: HTTP status.
        body: As sent back.
        subject: Id of the document that it is about, so that it is erased with it.
    """
    await fetch(
        """update idempotency_key set status = $3, body = $4, subject = $5, leased_until = null
        where organisation_id = $1 and key = $2 and status is null""",
        organisation_id,
        key,
        status,
        body,
        subject,
    )


async def abandon(organisation_id: str, key: str) -> None:
    """Free the key of a request that got no answer worth repeating."""
    await fetch(
        "delete from idempotency_key where organisation_id = $1 and key = $2 and status is null", organisation_id, key
    )


async def forget_expired() -> int:
    """Drop answers older than a day; how many."""
    rows = await fetch(
        """with dropped as (delete from idempotency_key where expires_at <= now() returning 1)
        select count(*) from dropped"""
    )
    return int(rows[0][0])
