"""API keys: found by their hash, never by themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from tables.api_keys import ApiKey
from tables.engine import Row, fetch, fetch_one
from tables.queries.storable import from_json, to_json

_SELECT = """
select id, organisation_id, name, hint, scopes, rate_limits, expires_at, revoked_at, created_at from api_key
"""


@dataclass(frozen=True, slots=True)
class ApiKeyRow:
    """What is known of a key.

    Attributes:
        id: key_…
        organisation_id: Whose.
        name: For people.
        hint: Its last characters.
        scopes: As granted, wildcards not resolved.
        rate_limits: Its own limits by bucket name, where it has any.
        expires_at: When it ends; None for never.
        revoked_at: When it was revoked; None while it is not.
        created_at: When it was made.
    """

    id: str
    organisation_id: str
    name: str
    hint: str
    scopes: frozenset[str]
    rate_limits: Mapping[str, int]
    expires_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime


async def create_key(  # noqa: PLR0913 - one keyword per column
    *,
    organisation_id: str,
    name: str,
    sha256: str,
    hint: str,
    scopes: Collection[str],
    expires_at: datetime | None = None,
    rate_limits: Mapping[str, int] | None = None,
) -> ApiKeyRow:
    """Store a key's hash with what the key may do.

    Args:
        organisation_id: Whose.
        name: For people.
        sha256: Of the whole key, in hex.
        hint: Its last characters, at most 16.
        scopes: Explicit scopes or wildcards.
        expires_at: When it ends; None for never.
        rate_limits: Its own limits by bucket name.
    """
    row = ApiKeyRow(
        id=new_id(IdPrefix.API_KEY),
        organisation_id=organisation_id,
        name=name,
        hint=hint,
        scopes=frozenset(scopes),
        rate_limits=dict(rate_limits or {}),
        expires_at=expires_at,
        revoked_at=None,
        created_at=utc_now(),
    )
    await ApiKey.insert(
        ApiKey(
            id=row.id,
            organisation_id=organisation_id,
            name=name,
            sha256=sha256,
            hint=hint,
            scopes=sorted(row.scopes),
            rate_limits=to_json(row.rate_limits),
            expires_at=expires_at,
            created_at=row.created_at,
        )
    )
    return row


async def find_key(sha256: str) -> ApiKeyRow | None:
    """The valid key of that hash; None when unknown, expired or revoked."""
    row = await fetch_one(
        f"""{_SELECT} where sha256 = $1 and revoked_at is null and (expires_at is null or expires_at > now())""",
        sha256,
    )
    return _row(row) if row else None


async def list_keys(organisation_id: str) -> list[ApiKeyRow]:
    """Every key of an organisation, newest first, revoked and expired ones included."""
    rows = await fetch(f"{_SELECT} where organisation_id = $1 order by id desc", organisation_id)
    return [_row(row) for row in rows]


async def revoke_key(organisation_id: str, key_id: str) -> bool:
    """End a key now; False when the organisation has no such key. Revoking twice is no error and keeps the first time."""
    row = await fetch_one(
        """update api_key set revoked_at = coalesce(revoked_at, now())
        where organisation_id = $1 and id = $2 returning id""",
        organisation_id,
        key_id,
    )
    return row is not None


def _row(row: Row) -> ApiKeyRow:
    return ApiKeyRow(
        **dict(row) | {"scopes": frozenset(row["scopes"]), "rate_limits": from_json(row["rate_limits"], dict[str, int])}
    )
