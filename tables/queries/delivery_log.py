"""What was delivered to a webhook and how every attempt went, for those who look after it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from berkas.refusals import Conflict, Gone, MissingScope
from berkas.webhooks import GIVE_UP_SECONDS, MAX_ATTEMPTS, PERSONAL_EVENTS, TEST_EVENT, event_body
from tables.engine import Row, fetch, fetch_one, transaction
from tables.queries import audit, receivers
from tables.queries.deliveries import NewDelivery, add, ask_for_attempt
from tables.webhooks import DeliveryStatus

_COLUMNS = """
select id, organisation_id, webhook_id, url, event_id, event, document_id, body is null as is_erased, status, attempts,
    case when status = 'pending' then next_attempt_at end as next_attempt_at, created_at, finished_at
"""
_OF_WEBHOOK = """
from webhook_delivery where organisation_id = $1 and webhook_id = $2
"""
_CHOSEN = """
and (cardinality($3::text[]) = 0 or status = any($3)) and (cardinality($4::text[]) = 0 or event = any($4))
"""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One try.

    Attributes:
        number: From 1.
        attempted_at: When it began.
        duration_ms: How long it took.
        status_code: HTTP status of the answer; None when there was none.
        error_code: Why there was none.
        response_body: The beginning of the answer's body; None when there was none or the document was erased.
    """

    number: int
    attempted_at: datetime
    duration_ms: int
    status_code: int | None
    error_code: str | None
    response_body: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event for one webhook.

    Attributes:
        id: whd_…
        organisation_id: Whose.
        webhook_id: whk_…
        url: Where it goes; None for one of an earlier release, which goes where its webhook points.
        event_id: evt_…
        event: Its name on the wire.
        document_id: What it is about; None for a test.
        is_erased: Its body is gone with its document.
        status: How far it is.
        attempts: How often it was tried.
        next_attempt_at: While pending: when it is tried again.
        created_at: When the event happened.
        finished_at: When it arrived or was given up.
        tries: Every attempt that is recorded, oldest first.
    """

    id: str
    organisation_id: str
    webhook_id: str
    url: str | None
    event_id: str
    event: str
    document_id: str | None
    is_erased: bool
    status: DeliveryStatus
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    tries: tuple[AttemptRow, ...] = ()


async def list_deliveries(
    organisation_id: str,
    webhook_id: str,
    *,
    statuses: Sequence[DeliveryStatus] = (),
    events: Sequence[str] = (),
    limit: int,
    offset: int = 0,
) -> tuple[list[DeliveryRow], int]:
    """Deliveries of a webhook with their attempts, newest first, and how many there are."""
    filters = ([status.value for status in statuses], list(events))
    rows = await fetch(
        f"{_COLUMNS} {_OF_WEBHOOK} {_CHOSEN} order by created_at desc, id desc limit $5 offset $6",
        organisation_id,
        webhook_id,
        *filters,
        limit,
        offset,
    )
    total = await fetch(
        f"select count(*) {_OF_WEBHOOK} {_CHOSEN}",
        organisation_id,
        webhook_id,
        *filters,
    )
    tries = await _tries([row["id"] for row in rows])
    return [_row(row, tries.get(row["id"], ())) for row in rows], int(total[0][0])


async def find_delivery(organisation_id: str, webhook_id: str, delivery_id: str) -> DeliveryRow | None:
    """A delivery of a webhook with its attempts, or None."""
    row = await fetch_one(f"{_COLUMNS} {_OF_WEBHOOK} and id = $3", organisation_id, webhook_id, delivery_id)
    return _row(row, (await _tries([delivery_id])).get(delivery_id, ())) if row else None


async def send_test(organisation_id: str, webhook_id: str, *, actor: str) -> DeliveryRow | None:
    """Deliver the event ``webhook.test``, once, whether the webhook is active or not. None when there is no such webhook.

    Args:
        organisation_id: Whose.
        webhook_id: Which one.
        actor: Who asks, for the audit log.
    """
    event_id, now = new_id(IdPrefix.EVENT), utc_now()
    body = event_body(
        TEST_EVENT,
        event_id=event_id,
        occurred_at=now,
        organisation_id=organisation_id,
        data={"webhookId": webhook_id, "message": "A test of this webhook; nothing happened."},
    )
    event = NewDelivery(organisation_id, event_id, TEST_EVENT, body, None, now, last_attempt=1)
    async with transaction():
        added = await add(event, [webhook_id])
        if not added:  # there is no such webhook
            return None
        await audit.append(organisation_id, actor=actor, action="webhook.test", subject=webhook_id)
    return await find_delivery(organisation_id, webhook_id, added[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Redelivery:
    """A wish to have an event sent again.

    Attributes:
        organisation_id: Whose.
        webhook_id: Of which webhook.
        delivery_id: Which delivery.
        actor: Who asks, for the audit log.
        to_current_url: It shall go to the webhook's present address, whatever address it was made for.
        may_read_documents: Who asks may read what it holds.
    """

    organisation_id: str
    webhook_id: str
    delivery_id: str
    actor: str
    to_current_url: bool
    may_read_documents: bool


async def redeliver(wish: Redelivery) -> DeliveryRow | None:
    """Begin a new round of attempts with the same event and body. None when there is no such delivery.

    To another address it goes on an explicit wish only, and where it holds personal data only of somebody who may read that. A
    delivery that waits takes the new address for the attempts that are left.

    Raises:
        Conflict: It is on its way already, its webhook is not active, or it was made for another address.
        Gone: Its body was erased with its document.
        MissingScope: It holds personal data, shall go to another address, and who asks may not read documents.
    """
    async with transaction():
        await receivers.lock(wish.organisation_id, wish.webhook_id)
        row = await fetch_one(
            """select d.status, d.event, d.body is null as is_erased, d.attempts, d.document_id, w.url,
                w.active or d.event = 'webhook.test' as may, coalesce(d.url, w.url) <> w.url as has_moved
            from webhook_delivery d join webhook w on w.organisation_id = d.organisation_id and w.id = d.webhook_id
            where d.organisation_id = $1 and d.webhook_id = $2 and d.id = $3 for update of d""",
            wish.organisation_id,
            wish.webhook_id,
            wish.delivery_id,
        )
        if row is None:
            return None
        moves = row["has_moved"] and wish.to_current_url
        _check_redelivery(row, wish, moves=moves)
        await fetch("update webhook_delivery set url = $2 where id = $1", wish.delivery_id, row["url"])
        if row["status"] != DeliveryStatus.PENDING.value:
            await _begin_round(wish, row)
        await audit.append(
            wish.organisation_id,
            actor=wish.actor,
            action="webhook.redeliver",
            subject=wish.delivery_id,
            details={"url_changed": moves},
        )
    return await find_delivery(wish.organisation_id, wish.webhook_id, wish.delivery_id)


def _check_redelivery(row: Row, wish: Redelivery, *, moves: bool) -> None:
    if row["is_erased"]:
        raise Gone("The body of this delivery was erased with its document.")
    if row["has_moved"] and not wish.to_current_url:
        raise Conflict('The webhook has another URL now. Send {"toCurrentUrl": true} to deliver this event there.')
    if moves and row["event"] in PERSONAL_EVENTS and not wish.may_read_documents:
        raise MissingScope("missing scope: documents:read")
    if row["status"] == DeliveryStatus.PENDING.value and not moves:
        raise Conflict("This delivery is on its way already.")
    if not row["may"]:
        raise Conflict("The webhook is not active.")


async def _begin_round(wish: Redelivery, row: Row) -> None:
    await fetch(
        """update webhook_delivery set status = 'pending', last_attempt = attempts + $2, next_attempt_at = $3,
            give_up_at = $3::timestamptz + make_interval(secs => $4), finished_at = null, flow_run_id = null
        where id = $1""",
        wish.delivery_id,
        MAX_ATTEMPTS,
        utc_now(),
        float(GIVE_UP_SECONDS),
    )
    await receivers.end_pause(wish.organisation_id, wish.webhook_id)
    await ask_for_attempt(wish.organisation_id, row["document_id"], wish.delivery_id, row["attempts"] + 1)


async def _tries(delivery_ids: Sequence[str]) -> dict[str, tuple[AttemptRow, ...]]:
    rows = await fetch(
        """select delivery_id, number, attempted_at, duration_ms, status_code, error_code, response_body
        from webhook_attempt where delivery_id = any($1) order by delivery_id, number""",
        list(delivery_ids),
    )
    found: dict[str, list[AttemptRow]] = {}
    for row in rows:
        values = dict(row)
        found.setdefault(values.pop("delivery_id"), []).append(AttemptRow(**values))
    return {delivery_id: tuple(tries) for delivery_id, tries in found.items()}


def _row(row: Row, tries: tuple[AttemptRow, ...]) -> DeliveryRow:
    return DeliveryRow(**dict(row) | {"status": DeliveryStatus(row["status"])}, tries=tries)
