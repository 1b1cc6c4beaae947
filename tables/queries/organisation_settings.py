"""What an organisation decides for itself: its name, when an analyst looks, how long papers are kept, limits of its keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from berkas.clock import utc_now
from tables.engine import fetch_one, transaction
from tables.queries import audit
from tables.queries.storable import from_json, to_json

RETENTION: Final = "retention_days"
RATE_LIMITS: Final = "rate_limits"
"""Names in the organisation's settings; the gate reads the limits with every key."""


@dataclass(frozen=True, slots=True)
class OrganisationSettings:
    """An organisation as it sees itself.

    Attributes:
        id: org_…
        name: For people.
        requires_review_threshold: 0-100; a lower confidence is for an analyst.
        retention_days: Its own days by document type and ``default``; None keeps for ever.
        rate_limits: By bucket name, of keys without limits of their own.
        created_at: When it was made.
        updated_at: Last change.
    """

    id: str
    name: str
    requires_review_threshold: int
    retention_days: Mapping[str, int | None]
    rate_limits: Mapping[str, int]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChange:
    """What to change; None leaves as it is, everything else replaces the whole.

    Attributes:
        name: For people.
        requires_review_threshold: 0-100; for runs that start from now on.
        retention_days: By document type and ``default``; the nightly purge brings documents up to date.
        rate_limits: By bucket name.
    """

    name: str | None = None
    requires_review_threshold: int | None = None
    retention_days: Mapping[str, int | None] | None = None
    rate_limits: Mapping[str, int] | None = None


async def read_settings(organisation_id: str) -> OrganisationSettings | None:
    """The settings of an organisation, or None."""
    row = await fetch_one(
        """select id, name, requires_review_threshold, settings, created_at, updated_at from organisation where id = $1""",
        organisation_id,
    )
    if row is None:
        return None
    values = dict(row)
    settings = from_json(values.pop("settings"), dict[str, Any])
    return OrganisationSettings(
        **values,
        retention_days=settings.get(RETENTION) or {},
        rate_limits=settings.get(RATE_LIMITS) or {},
    )


async def change_settings(organisation_id: str, change: SettingsChange, *, actor: str) -> OrganisationSettings | None:
    """Change what is given, on the record.

    Args:
        organisation_id: Whose.
        change: What.
        actor: Who, for the audit log.

    Returns:
        The settings as they are then; None when there is no such organisation.
    """
    given = {RETENTION: change.retention_days, RATE_LIMITS: change.rate_limits}
    async with transaction():
        await fetch_one(
            """update organisation set name = coalesce($2, name),
                requires_review_threshold = coalesce($3, requires_review_threshold),
                settings = settings || $4::jsonb, updated_at = $5
            where id = $1 returning id""",
            organisation_id,
            change.name,
            change.requires_review_threshold,
            to_json({name: dict(value) for name, value in given.items() if value is not None}),
            utc_now(),
        )
        row = await read_settings(organisation_id)
        if row is not None:
            await audit.append(
                organisation_id, actor=actor, action="organisation.change", subject=row.id, details=_noted(change)
            )
    return row


def _noted(change: SettingsChange) -> dict[str, audit.Detail]:
    """For the audit log: every value that was set, one by one."""
    noted: dict[str, audit.Detail] = {}
    if change.name is not None:
        noted["name"] = change.name
    if change.requires_review_threshold is not None:
        noted["requires_review_threshold"] = change.requires_review_threshold
    for kind, values in ((RETENTION, change.retention_days), (RATE_LIMITS, change.rate_limits)):
        if values is not None:
            noted[kind] = "replaced" if values else "emptied"
            noted |= {f"{kind}.{name}": value for name, value in values.items()}
    return noted
