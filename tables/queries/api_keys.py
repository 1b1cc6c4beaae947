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
select k.id, k.organisation_id, k.name, k.hint, k.scopes, k.rate_limits, k.expires_at, k.revoked_at, k.created_at,
    k.last_used_at
from api_key k
"""

_USE_NOTED_SECONDS = 60
"""How exactly the last use of a key is known: noting it costs a write."""


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
        last_used_at: When a request last came with it, to the minute; None for never.
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
    last_used_at: datetime | None


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
        last_used_at=None,
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
    """The valid key of that hash, with its organisation's limits where it has none of its own; notes that it is used.

    Returns:
        None when unknown, expired or revoked.
    """
    row = await fetch_one(
        """select k.id, k.organisation_id, k.name, k.hint, k.scopes, k.expires_at, k.revoked_at, k.created_at, k.last_used_at,
            case when o.settings ? 'rate_limits' then (o.settings -> 'rate_limits') || k.rate_limits else k.rate_limits end
                as rate_limits,
            k.last_used_at is null or k.last_used_at < now() - make_interval(secs => $2) as is_new_use
        from api_key k join organisation o on o.id = k.organisation_id
        where k.sha256 = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())""",
        sha256,
        float(_USE_NOTED_SECONDS),
    )
    if row is None:
        return None
    values = dict(row)
    if values.pop("is_new_use"):
        await fetch(
            """update api_key set last_used_at = now()
            where id = $1 and (last_used_at is null or last_used_at < now() - make_interval(secs => $2))""",
            row["id"],
            float(_USE_NOTED_SECONDS),
        )
    return _row(values)


async def list_keys(organisation_id: str, *, limit: int | None = None, offset: int = 0) -> list[ApiKeyRow]:
    """Keys of an organisation, newest first, revoked and expired ones included; without a limit every one."""
    rows = await fetch(
        f"{_SELECT} where k.organisation_id = $1 order by k.created_at desc, k.id desc limit $2 offset $3",
        organisation_id,
        limit,
        offset,
    )
    return [_row(row) for row in rows]


async def is_valid(key_id: str) -> bool:
    """Whether a key still works: it is neither revoked nor expired."""
    row = await fetch_one(
        "select 1 from api_key where id = $1 and revoked_at is null and (expires_at is null or expires_at > now())",
        key_id,
    )
    return row is not None


async def find_key_by_id(organisation_id: str, key_id: str) -> ApiKeyRow | None:
    """A key of an organisation, revoked and expired ones included, or None."""
    row = await fetch_one(f"{_SELECT} where k.organisation_id = $1 and k.id = $2", organisation_id, key_id)
    return _row(row) if row else None


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
