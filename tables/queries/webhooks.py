"""Webhooks of an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from berkas.clock import utc_now
from berkas.refusals import MissingScope, RuleViolation
from berkas.webhooks import PERSONAL_EVENTS, ROTATION_SECONDS
from tables.engine import Row, fetch, fetch_one, transaction
from tables.queries import audit, receivers
from tables.webhooks import Webhook

MAX_WEBHOOKS = 20
"""Of one organisation."""

# both look at the newest deliveries only: as many as failed since the last one that arrived
_SELECT = """
select w.id, w.organisation_id, w.url, w.events, w.active, w.previous_valid_until, w.created_at, w.updated_at,
    arrived.finished_at as last_delivered_at, (
        select d.created_at from webhook_delivery d
        where d.organisation_id = w.organisation_id and d.webhook_id = w.id and d.status <> 'delivered' and d.attempts > 0
            and d.created_at > coalesce(arrived.created_at, '-infinity')
        order by d.created_at, d.id limit 1
    ) as failing_since
from webhook w left join lateral (
    select d.created_at, d.finished_at from webhook_delivery d
    where d.organisation_id = w.organisation_id and d.webhook_id = w.id and d.status = 'delivered'
    order by d.created_at desc, d.id desc limit 1
) arrived on true
where w.organisation_id = $1
"""


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook, without its secret.

    Attributes:
        id: whk_…
        organisation_id: Whose.
        url: Where events go.
        events: Which ones, in the order given.
        active: Whether they go there now.
        previous_valid_until: Until when the secret before signs, too; None when it never did.
        created_at: When it was made.
        updated_at: Last change.
        last_delivered_at: When an event last arrived; None when none did, or it was long ago.
        failing_since: When the first event came about that has not arrived since then; None while all arrive.
    """

    id: str
    organisation_id: str
    url: str
    events: tuple[str, ...]
    active: bool
    previous_valid_until: datetime | None
    created_at: datetime
    updated_at: datetime
    last_delivered_at: datetime | None
    failing_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """A webhook to be made.

    Attributes:
        id: whk_…, the id that its secret was sealed for.
        organisation_id: Whose.
        url: Where events go.
        events: Which ones.
        active: Whether they go there from now on.
        sealed_secret: Sealed by the organisation's key.
    """

    id: str
    organisation_id: str
    url: str
    events: Sequence[str]
    active: bool
    sealed_secret: bytes = field(repr=False)


async def create_webhook(new: NewWebhook, *, actor: str) -> WebhookRow:
    """Make a webhook, on the record.

    Args:
        new: What to make.
        actor: Who makes it, for the audit log.

    Raises:
        RuleViolation: The organisation has as many as it may.
    """
    now = utc_now()
    async with transaction():
        # two requests at once must not both be the last one
        await fetch("select pg_advisory_xact_lock(hashtextextended('webhooks ' || $1::text, 0))", new.organisation_id)
        count = await fetch("select count(*) from webhook where organisation_id = $1", new.organisation_id)
        if count[0][0] >= MAX_WEBHOOKS:
            raise RuleViolation(f"An organisation has at most {MAX_WEBHOOKS} webhooks.")
        await Webhook.insert(
            Webhook(
                id=new.id,
                organisation_id=new.organisation_id,
                url=new.url,
                events=list(new.events),
                active=new.active,
                sealed_secret=new.sealed_secret,
                created_at=now,
                updated_at=now,
            )
        )
        await audit.append(
            new.organisation_id,
            actor=actor,
            action="webhook.create",
            subject=new.id,
            details=_noted(new.events, new.active),
        )
    return WebhookRow(
        new.id, new.organisation_id, new.url, tuple(new.events), new.active, None, now, now, None, None
    )  # fmt: skip


async def find_webhook(organisation_id: str, webhook_id: str) -> WebhookRow | None:
    """A webhook of the organisation, or None."""
    row = await fetch_one(f"{_SELECT} and w.id = $2", organisation_id, webhook_id)
    return _row(row) if row else None


async def list_webhooks(organisation_id: str, *, limit: int, offset: int = 0) -> tuple[list[WebhookRow], int]:
    """Webhooks, newest first, and how many there are."""
    rows = await fetch(
        f"{_SELECT} order by w.created_at desc, w.id desc limit $2 offset $3", organisation_id, limit, offset
    )
    total = await fetch("select count(*) from webhook where organisation_id = $1", organisation_id)
    return [_row(row) for row in rows], int(total[0][0])


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChange:
    """What of a webhook shall change; what is None stays.

    Attributes:
        url: Where events go from now on.
        events: Which ones.
        active: Whether they go there.
    """

    url: str | None = None
    events: Sequence[str] | None = None
    active: bool | None = None

    @property
    def sends_more(self) -> bool:
        """Whether something may go somewhere that it did not go before; switching off is no such change."""
        return self.url is not None or self.events is not None or self.active is True


async def change_webhook(
    organisation_id: str, webhook_id: str, change: WebhookChange, *, actor: str, may_read_documents: bool
) -> WebhookRow | None:
    """Change what is given, on the record. What waits to be delivered still goes to the address that it was made for.

    Args:
        organisation_id: Whose.
        webhook_id: Which one.
        change: What.
        actor: Who changes it, for the audit log.
        may_read_documents: Who changes it may have personal data sent.

    Returns:
        None when there is no such webhook.

    Raises:
        MissingScope: Afterwards it would send personal data where this change says, and who asks may not read documents.
    """
    values: dict[Any, Any] = {Webhook.updated_at: utc_now()}
    if change.url is not None:
        values[Webhook.url] = change.url
    if change.events is not None:
        values[Webhook.events] = list(change.events)
    if change.active is not None:
        values[Webhook.active] = change.active
    async with transaction():
        await Webhook.update(values).where(Webhook.organisation_id == organisation_id, Webhook.id == webhook_id)
        row = await find_webhook(organisation_id, webhook_id)
        if row is not None:
            # of the row as it is now, within its lock: two changes at once must not do together what neither may do alone
            if change.sends_more and not may_read_documents and PERSONAL_EVENTS & set(row.events):
                raise MissingScope("missing scope: documents:read")
            if change.url is not None or change.active is not None:
                await receivers.end_pause(organisation_id, webhook_id)
            details = {**_noted(row.events, row.active), "url_changed": change.url is not None}
            await audit.append(organisation_id, actor=actor, action="webhook.change", subject=row.id, details=details)
    return row


async def delete_webhook(organisation_id: str, webhook_id: str, *, actor: str) -> bool:
    """Remove a webhook with everything that was and shall be delivered to it, on the record; False when there is none."""
    async with transaction():
        await fetch(
            "select from webhook where organisation_id = $1 and id = $2 for update", organisation_id, webhook_id
        )
        # what goes with it is locked in the order of everybody (tables.queries.receivers), and not as the cascade comes by it
        await fetch(
            "select from webhook_delivery where organisation_id = $1 and webhook_id = $2 order by id for update",
            organisation_id,
            webhook_id,
        )
        row = await fetch_one(
            "delete from webhook where organisation_id = $1 and id = $2 returning id", organisation_id, webhook_id
        )
        if row is not None:
            await audit.append(organisation_id, actor=actor, action="webhook.delete", subject=webhook_id)
    return row is not None


async def rotate_secret(
    organisation_id: str, webhook_id: str, sealed_secret: bytes, *, actor: str
) -> WebhookRow | None:
    """Sign with a new secret from now on, and for a day with the one before, too; on the record.

    Returns:
        None when there is no such webhook.
    """
    async with transaction():
        await fetch(
            """update webhook set previous_sealed_secret = sealed_secret, sealed_secret = $3,
                previous_valid_until = now() + make_interval(secs => $4), updated_at = now()
            where organisation_id = $1 and id = $2""",
            organisation_id,
            webhook_id,
            sealed_secret,
            float(ROTATION_SECONDS),
        )
        row = await find_webhook(organisation_id, webhook_id)
        if row is not None:
            await audit.append(organisation_id, actor=actor, action="webhook.rotate_secret", subject=row.id)
    return row


async def forget_previous_secrets() -> None:
    """Drop secrets that no longer sign."""
    await fetch(
        """update webhook set previous_sealed_secret = null, previous_valid_until = null
        where previous_sealed_secret is not null and previous_valid_until <= now()"""
    )


def _row(row: Row) -> WebhookRow:
    return WebhookRow(**dict(row) | {"events": tuple(row["events"])})


def _noted(events: Sequence[str], active: bool) -> dict[str, audit.Detail]:
    """For the audit log; no URL, for its path may be a secret."""
    return {"events": ", ".join(events), "active": active}
