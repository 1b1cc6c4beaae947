"""API keys made and revoked over the API: on the record."""

from collections.abc import Collection, Mapping
from datetime import datetime

from berkas.refusals import RuleViolation
from tables.engine import fetch, transaction
from tables.queries import api_keys, audit
from tables.queries.api_keys import ApiKeyRow


async def create(  # noqa: PLR0913 - one keyword per column
    *,
    organisation_id: str,
    actor: str,
    name: str,
    sha256: str,
    hint: str,
    scopes: Collection[str],
    expires_at: datetime | None,
    rate_limits: Mapping[str, int],
    most: int,
) -> ApiKeyRow:
    """Store a key's hash; see ``api_keys.create_key``. The audit log learns who made it and what it may do.

    Raises:
        RuleViolation: The organisation has ``most`` keys that work already; those that ended do not count.
    """
    async with transaction():
        # two requests at once must not both be the last one
        await fetch("select pg_advisory_xact_lock(hashtextextended('keys ' || $1::text, 0))", organisation_id)
        [row_count] = await fetch(
            """select count(*) from api_key where organisation_id = $1 and revoked_at is null
                and (expires_at is null or expires_at > now())""",
            organisation_id,
        )
        if row_count[0] >= most:
            raise RuleViolation(f"An organisation has at most {most} keys that work. Revoke those that nobody uses.")
        row = await api_keys.create_key(
            organisation_id=organisation_id,
            name=name,
            sha256=sha256,
            hint=hint,
            scopes=scopes,
            expires_at=expires_at,
            rate_limits=rate_limits,
        )
        await audit.append(
            organisation_id,
            actor=actor,
            action="key.create",
            subject=row.id,
            details={
                "scopes": ", ".join(sorted(scopes)),
                "expires_at": expires_at.isoformat() if expires_at else None,
            },
        )
    return row


async def list_page(organisation_id: str, *, limit: int, offset: int = 0) -> tuple[list[ApiKeyRow], int]:
    """A page of the keys of an organisation, newest first, revoked and expired ones included; and how many there are."""
    total = await fetch("select count(*) from api_key where organisation_id = $1", organisation_id)
    return await api_keys.list_keys(organisation_id, limit=limit, offset=offset), int(total[0][0])


async def revoke(organisation_id: str, key_id: str, *, actor: str) -> ApiKeyRow | None:
    """End a key now; None when the organisation has no such key. Revoking twice keeps the first time and is no news."""
    async with transaction():
        before = await api_keys.find_key_by_id(organisation_id, key_id)
        if before is None:
            return None
        await api_keys.revoke_key(organisation_id, key_id)
        row = await api_keys.find_key_by_id(organisation_id, key_id)
        if before.revoked_at is None:
            await audit.append(organisation_id, actor=actor, action="key.revoke", subject=key_id)
    return row
