"""Organisations and their wrapped keys."""

from dataclasses import dataclass, field
from datetime import datetime

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from tables.engine import Row, fetch, fetch_one
from tables.organisations import Organisation

_SELECT = """
select id, name, requires_review_threshold, wrapped_key, root_key_id, created_at, updated_at from organisation
"""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A tenant.

    Attributes:
        id: org_…
        name: For people.
        requires_review_threshold: 0-100; a lower confidence is for an analyst.
        wrapped_key: The key that wraps its documents' keys, wrapped by the root key.
        root_key_id: Which root key.
        created_at: When it was made.
        updated_at: Last change.
    """

    id: str
    name: str
    requires_review_threshold: int
    wrapped_key: bytes = field(repr=False)
    root_key_id: str
    created_at: datetime
    updated_at: datetime


async def create_organisation(
    *,
    name: str,
    wrapped_key: bytes,
    root_key_id: str,
    organisation_id: str | None = None,
    requires_review_threshold: int = 70,
) -> OrganisationRow:
    """Make an organisation.

    Args:
        name: For people.
        wrapped_key: Its new key, wrapped by the root key.
        root_key_id: Which root key.
        organisation_id: An id made before, where the wrapping names it.
        requires_review_threshold: 0-100.
    """
    now = utc_now()
    row = OrganisationRow(
        id=organisation_id or new_id(IdPrefix.ORGANISATION),
        name=name,
        requires_review_threshold=requires_review_threshold,
        wrapped_key=wrapped_key,
        root_key_id=root_key_id,
        created_at=now,
        updated_at=now,
    )
    await Organisation.insert(
        Organisation(
            id=row.id,
            name=name,
            requires_review_threshold=requires_review_threshold,
            wrapped_key=wrapped_key,
            root_key_id=root_key_id,
            created_at=now,
            updated_at=now,
        )
    )
    return row


async def find_organisation(organisation_id: str) -> OrganisationRow | None:
    """An organisation, or None."""
    row = await fetch_one(f"{_SELECT} where id = $1", organisation_id)
    return _row(row) if row else None


async def list_organisations() -> list[OrganisationRow]:
    """Every organisation, oldest first."""
    return [_row(row) for row in await fetch(f"{_SELECT} order by id")]


async def set_threshold(organisation_id: str, requires_review_threshold: int) -> None:
    """Change the confidence below which an analyst looks, 0-100; for runs that start from now on."""
    await Organisation.update(
        {
            Organisation.requires_review_threshold: requires_review_threshold,
            Organisation.updated_at: utc_now(),
        }
    ).where(Organisation.id == organisation_id)


async def not_wrapped_by(root_key_id: str, *, limit: int = 500) -> list[OrganisationRow]:
    """Organisations whose key another root key wraps: what a rotation to this one still has to do."""
    rows = await fetch(f"{_SELECT} where root_key_id <> $1 order by id limit $2", root_key_id, limit)
    return [_row(row) for row in rows]


async def rewrap(organisation_id: str, *, expected: bytes, wrapped_key: bytes, root_key_id: str) -> bool:
    """Replace a wrapped key by the same key under another root key; False when somebody was faster.

    Args:
        organisation_id: Whose.
        expected: The wrapped key that was unwrapped.
        wrapped_key: The same key, wrapped anew.
        root_key_id: The root key that wraps it now.
    """
    rows = (
        await Organisation.update(
            {
                Organisation.wrapped_key: wrapped_key,
                Organisation.root_key_id: root_key_id,
                Organisation.updated_at: utc_now(),
            }
        )
        .where(Organisation.id == organisation_id, Organisation.wrapped_key == expected)
        .returning(Organisation.id)
    )
    return bool(rows)


def _row(row: Row) -> OrganisationRow:
    return OrganisationRow(**dict(row))
