"""Deliveries: one event for one webhook, tried until it arrives or its last attempt failed.

An attempt is claimed by its number before anything is sent, so no two runs send the same one. What is claimed and never recorded
was lost in the middle: the sweep notes it and asks for the next attempt, so an event may arrive twice and never not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from berkas.webhooks import GIVE_UP_SECONDS, MAX_ATTEMPTS, TEST_EVENT, delay_seconds
from tables.engine import Row, fetch, fetch_one, transaction
from tables.outbox import OutboxKind
from tables.queries import outbox, receivers
from tables.queries.storable import storable_text
from tables.webhooks import DeliveryStatus, WebhookDelivery

CLAIMED_SECONDS = 60
"""By then a running attempt has been recorded, or its run is looked for."""

RUN_LOST = "run_lost"
"""Error code of an attempt whose run ended before it was recorded; it may have arrived."""

RECEIVER_PAUSED = "receiver_paused"
"""Error code of an attempt that was not made: its receiver had failed too often a moment before it was due."""

WEBHOOK_INACTIVE = "webhook_inactive"
BODY_ERASED = "body_erased"
_NOT_THE_RECEIVERS = frozenset({RUN_LOST, RECEIVER_PAUSED, WEBHOOK_INACTIVE, BODY_ERASED})
"""Failures that say nothing of the receiver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryToSend:
    """What an attempt needs to know.

    Attributes:
        id: whd_…
        organisation_id: Whose.
        webhook_id: whk_…
        event_id: evt_…
        event: Its name on the wire.
        url: Where it goes: the address that its webhook had when the event happened, whatever it has become.
        body: As it is sent.
        attempt: Which attempt was claimed.
        sealed_secret: Of the webhook.
        previous_sealed_secret: The one before, while it signs, too.
        wrapped_organisation_key: Opens them; wrapped by the root key.
        root_key_id: Which root key.
    """

    id: str
    organisation_id: str
    webhook_id: str
    event_id: str
    event: str
    url: str
    body: str = field(repr=False)
    attempt: int
    sealed_secret: bytes = field(repr=False)
    previous_sealed_secret: bytes | None = field(repr=False)
    wrapped_organisation_key: bytes = field(repr=False)
    root_key_id: str


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """An event that several webhooks hear of.

    Attributes:
        organisation_id: Whose.
        event_id: evt_…
        event: Its name on the wire.
        body: As it will be sent.
        document_id: What it is about; None for a test.
        occurred_at: When it happened.
        last_attempt: After that one it is given up.
    """

    organisation_id: str
    event_id: str
    event: str
    body: str = field(repr=False)
    document_id: str | None
    occurred_at: datetime
    last_attempt: int = MAX_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt ended.

    Attributes:
        is_success: The receiver took it.
        is_final: Whatever attempts are left, it is not tried again.
        duration_ms: Of the attempt.
        status_code: Of the answer; None when there was none.
        error_code: Why there was none.
        response_body: The beginning of the answer's body.
    """

    is_success: bool
    is_final: bool = False
    duration_ms: int = 0
    status_code: int | None = None
    error_code: str | None = None
    response_body: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a delivery stands after an attempt.

    Attributes:
        status: Of the delivery.
        next_attempt_at: When it is tried again; None when it is not.
    """

    status: DeliveryStatus
    next_attempt_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingDelivery:
    """A delivery that has waited suspiciously long.

    Attributes:
        delivery_id: whd_…
        attempt: Which attempt it waits for: one that was claimed and never recorded, or the next one.
        flow_run_id: The run of that attempt, where it is known.
    """

    delivery_id: str
    attempt: int
    flow_run_id: str | None


async def add(event: NewDelivery, webhook_ids: Sequence[str]) -> list[str]:
    """Deliver an event to webhooks, within the caller's transaction, each at its address of now; the ids of the deliveries."""
    rows = await fetch(
        "select id, url from webhook where organisation_id = $1 and id = any($2) order by id for key share",
        event.organisation_id,
        list(webhook_ids),
    )
    added = []
    for webhook_id, url in rows:  # not one that was deleted this moment
        delivery = WebhookDelivery(
            id=new_id(IdPrefix.WEBHOOK_DELIVERY),
            organisation_id=event.organisation_id,
            webhook_id=webhook_id,
            url=url,
            event_id=event.event_id,
            event=event.event,
            document_id=event.document_id,
            body=event.body,
            last_attempt=event.last_attempt,
            next_attempt_at=event.occurred_at,
            give_up_at=event.occurred_at + timedelta(seconds=GIVE_UP_SECONDS),
            created_at=event.occurred_at,
        )
        await WebhookDelivery.insert(delivery)
        await ask_for_attempt(
            event.organisation_id, event.document_id, delivery.id, 1, wait=await _pause_of(event, webhook_id)
        )
        added.append(delivery.id)
    return added


async def ask_for_attempt(
    organisation_id: str,
    document_id: str | None,
    delivery_id: str,
    attempt: int,
    *,
    wait: timedelta | None = None,
    not_before: datetime | None = None,
) -> None:
    """Ask for the run of an attempt, within the caller's transaction.

    Until it is due it waits in the outbox and not in Prefect: so it counts among those of its organisation when it begins, and
    waits with the others while its receiver is paused.

    Args:
        organisation_id: Whose.
        document_id: What it is about; None for a test.
        delivery_id: Which one.
        attempt: Its number.
        wait: How long it is not asked for; None for not at all.
        not_before: Until when it waits at least, also where the pause of its receiver ends sooner; None for a first attempt.
    """
    await outbox.add(
        OutboxKind.DELIVER_WEBHOOK,
        organisation_id=organisation_id,
        document_id=document_id,
        payload={"delivery_id": delivery_id, "attempt": attempt}
        | ({"not_before": not_before.isoformat()} if not_before else {}),
        delay_seconds=wait.total_seconds() if wait else 0,
    )


async def claim(delivery_id: str, attempt: int, flow_run_id: str) -> DeliveryToSend | None:
    """Take an attempt: from now on no other run may send it.

    Returns:
        None when it was taken before, the delivery has ended, or it ends now: its webhook is off, or its body was erased.
    """
    claimed = await _claim(delivery_id, attempt, flow_run_id)
    if isinstance(claimed, Attempt):
        await record(delivery_id, attempt, claimed)  # not within the claim, which locks the delivery before its webhook
        return None
    return claimed


async def _claim(delivery_id: str, attempt: int, flow_run_id: str) -> DeliveryToSend | Attempt | None:
    """What to send, or why the attempt has failed already; None when there is nothing to take."""
    async with transaction():
        row = await fetch_one(
            """update webhook_delivery set attempts = $2, flow_run_id = $3, next_attempt_at = now() + make_interval(secs => $4)
            where id = $1 and status = 'pending' and attempts = $2 - 1
            returning id, organisation_id, webhook_id, url, event_id, event, body""",
            delivery_id,
            attempt,
            flow_run_id,
            float(CLAIMED_SECONDS),
        )
        if row is None:
            return None
        webhook = await fetch_one(
            """select coalesce($3::text, w.url) as url, w.active, w.sealed_secret,
                coalesce(w.paused_until > now(), false) as is_paused,
                o.wrapped_key as wrapped_organisation_key, o.root_key_id,
                case when w.previous_valid_until > now() then w.previous_sealed_secret end as previous_sealed_secret
            from webhook w join organisation o on o.id = w.organisation_id
            where w.organisation_id = $1 and w.id = $2""",
            row["organisation_id"],
            row["webhook_id"],
            row["url"],
        )
        if webhook is None:  # deleted this moment, and the delivery with it
            return None
        facts = dict(webhook)
        is_test = row["event"] == TEST_EVENT
        is_active, is_paused = facts.pop("active") or is_test, facts.pop("is_paused") and not is_test
        if is_active and not is_paused and row["body"] is not None:
            return DeliveryToSend(**{**dict(row), **facts}, attempt=attempt)
        reason = BODY_ERASED if row["body"] is None else RECEIVER_PAUSED if is_active else WEBHOOK_INACTIVE
    return Attempt(is_success=False, is_final=reason != RECEIVER_PAUSED, error_code=reason)


async def record(delivery_id: str, attempt: int, outcome: Attempt) -> Standing | None:
    """Store how an attempt ended, and ask for the next one where there shall be one.

    Returns:
        None when the delivery has moved on: a late twin stores nothing.
    """
    async with transaction():
        await receivers.lock_of(delivery_id)
        row = await fetch_one(
            """select organisation_id, webhook_id, document_id, body is null as is_erased, last_attempt, give_up_at, now() as moment
            from webhook_delivery where id = $1 and status = 'pending' and attempts = $2 for update""",
            delivery_id,
            attempt,
        )
        if row is None:
            return None
        # a document that was erased meanwhile must not come back in the answer that quotes it
        is_first = await _insert_attempt(
            row["organisation_id"], delivery_id, attempt, outcome, keeps_body=not row["is_erased"]
        )
        if not is_first:
            return None
        paused_until = await _note_receiver(row, outcome)
        planned = _next_attempt(row, attempt, outcome)
        standing = _standing(outcome, _after_pause(row, planned, paused_until))
        await fetch(
            """update webhook_delivery set status = $2::text, next_attempt_at = $3, flow_run_id = null,
                finished_at = case when $2::text = 'pending' then null else now() end
            where id = $1""",
            delivery_id,
            standing.status.value,
            standing.next_attempt_at,
        )
        if standing.next_attempt_at is not None:
            wait = standing.next_attempt_at - row["moment"]
            await ask_for_attempt(
                row["organisation_id"], row["document_id"], delivery_id, attempt + 1, wait=wait, not_before=planned
            )
        await outbox.wake_dispatchers()  # another delivery of the organisation may go now
    return standing


async def note_flow_run(delivery_id: str, attempt: int, flow_run_id: str) -> None:
    """Note which run was made for an attempt that nobody has claimed yet."""
    await fetch(
        "update webhook_delivery set flow_run_id = $3 where id = $1 and attempts = $2 - 1 and status = 'pending'",
        delivery_id,
        attempt,
        flow_run_id,
    )


async def waiting(after_seconds: float, *, limit: int = 500) -> list[WaitingDelivery]:
    """Pending deliveries that are due for longer, oldest first; not those that the dispatcher has yet to ask a run for."""
    rows = await fetch(
        """select d.id as delivery_id, d.flow_run_id,
            case when d.attempts > 0 and not exists (
                select from webhook_attempt a where a.delivery_id = d.id and a.number = d.attempts
            ) then d.attempts else d.attempts + 1 end as attempt
        from webhook_delivery d
        where d.status = 'pending' and d.next_attempt_at < now() - make_interval(secs => $1)
            and not exists (
                select from outbox_entry e
                where e.kind = $2 and e.done_at is null and e.payload ->> 'delivery_id' = d.id
            )
        order by d.next_attempt_at limit $3""",
        float(after_seconds),
        OutboxKind.DELIVER_WEBHOOK.value,
        limit,
    )
    return [WaitingDelivery(**dict(row)) for row in rows]


async def replace_lost(delivery_id: str, attempt: int) -> bool:
    """Note a lost attempt and ask for the next one; False when the delivery has moved on meanwhile.

    A run that was lost before it claimed counts as an attempt, too: its number is spent, so that it can never come back and send.
    """
    async with transaction():
        await receivers.lock_of(delivery_id)
        await fetch(
            "update webhook_delivery set attempts = $2 where id = $1 and status = 'pending' and attempts = $2 - 1",
            delivery_id,
            attempt,
        )
        return await record(delivery_id, attempt, Attempt(is_success=False, error_code=RUN_LOST)) is not None


async def _pause_of(event: NewDelivery, webhook_id: str) -> timedelta | None:
    if event.event == TEST_EVENT:
        return None
    until = await receivers.paused_until(event.organisation_id, webhook_id)
    return None if until is None else until - event.occurred_at + timedelta(seconds=receivers.ALONE_SECONDS)


async def _note_receiver(row: Row, outcome: Attempt) -> datetime | None:
    """Tell its receiver's record how an attempt ended; until when the receiver is left alone now."""
    if outcome.is_success:
        await receivers.note_success(row["organisation_id"], row["webhook_id"])
    elif not outcome.is_final and outcome.error_code not in _NOT_THE_RECEIVERS:
        await receivers.note_failure(row["organisation_id"], row["webhook_id"])
    return await receivers.paused_until(row["organisation_id"], row["webhook_id"])


def _next_attempt(row: Row, attempt: int, outcome: Attempt) -> datetime | None:
    """When a delivery is tried again, were its receiver not paused; None when it is not."""
    if outcome.is_success or outcome.is_final or row["is_erased"]:  # in the latter case there is nothing left to send
        return None
    delay = delay_seconds(MAX_ATTEMPTS - (row["last_attempt"] - attempt))
    if delay is None:
        return None
    moment: datetime = row["moment"]
    return moment + timedelta(seconds=delay)


def _after_pause(row: Row, at: datetime | None, paused_until: datetime | None) -> datetime | None:
    """When it is tried again indeed; None when that is never."""
    if at is None:
        return None
    if paused_until is not None:
        at = max(at, paused_until + timedelta(seconds=receivers.ALONE_SECONDS))
    return None if row["give_up_at"] is not None and at > row["give_up_at"] else at


def _standing(outcome: Attempt, next_attempt_at: datetime | None) -> Standing:
    failed = DeliveryStatus.FAILED if next_attempt_at is None else DeliveryStatus.PENDING
    return Standing(DeliveryStatus.DELIVERED if outcome.is_success else failed, next_attempt_at)


async def _insert_attempt(
    organisation_id: str, delivery_id: str, number: int, outcome: Attempt, *, keeps_body: bool
) -> bool:
    """Keep how an attempt went; False when that is known already."""
    body = outcome.response_body if keeps_body else None
    row = await fetch_one(
        """insert into webhook_attempt (organisation_id, delivery_id, number, attempted_at, duration_ms, status_code,
            error_code, response_body)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (delivery_id, number) do nothing returning id""",
        organisation_id,
        delivery_id,
        number,
        utc_now() - timedelta(milliseconds=outcome.duration_ms),
        outcome.duration_ms,
        outcome.status_code,
        outcome.error_code,
        storable_text(body) if body is not None else None,
    )
    return row is not None
