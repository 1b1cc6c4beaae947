"""API keys made and revoked over the API: on the record."""

from collections.abc import Collection, Mapping
from datetime import datetime

from tables.engine import transaction
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
) -> ApiKeyRow:
    """Store a key's hash; see ``api_keys.create_key``. The audit log learns who made it and what it may do."""
    async with transaction():
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
