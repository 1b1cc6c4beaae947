"""Receivers that fail: after a few failures in a row the deliveries of a webhook wait together, and one of them tries.

When that one fails, all wait longer; when it arrives, all go on. So a receiver that is dead or slow costs one attempt per pause,
however many events wait for it. docs/webhooks.md tells more.

Locks. Who locks more than one row of deliveries takes them in this order, so that no two transactions wait for each other: the
webhook, its deliveries by id, entries of the outbox by id, anything else, the end of the audit log last. A new delivery locks its
webhook, too (its foreign key), so an event is emitted before deliveries of its document are locked. What can do without a row that
somebody else holds skips it (``skip locked``): dispatchers, the sweep, and the beginning and the end of a pause; a delivery that a
pause has skipped is not sent either, for its run looks at the pause.
"""

from datetime import datetime, timedelta
from typing import Final

from berkas.webhooks import TEST_EVENT
from tables.engine import fetch, fetch_one
from tables.outbox import OutboxKind

FAILURES_BEFORE_PAUSE: Final = 3
FIRST_PAUSE_SECONDS: Final = 30
LONGEST_PAUSE_SECONDS: Final = 900

ALONE_SECONDS: Final = 60
"""How long after a pause the one that tries has the receiver to itself; by then it has been recorded, or its run was lost."""

_HOLD: Final = """
with waiting as (
    select e.id, d.id as delivery_id, e.due_at
    from webhook_delivery d
    join outbox_entry e on e.organisation_id = d.organisation_id and e.payload ->> 'delivery_id' = d.id
    where e.organisation_id = $1 and e.kind = $4 and e.done_at is null and (e.leased_until is null or e.leased_until <= now())
        and d.webhook_id = $2 and d.status = 'pending' and d.event <> $5
        and e.due_at < $3::timestamptz + make_interval(secs => $6)
    order by d.id, e.id for update of d, e skip locked
), held as (
    select id, delivery_id, greatest(min(due_at) over (), $3::timestamptz) as tries_at,
        row_number() over (order by due_at, id) = 1 as tries
    from waiting
), moved as (
    update outbox_entry e set due_at = held.tries_at + make_interval(secs => case when held.tries then 0 else $6 end)
    from held where e.id = held.id returning held.delivery_id, e.due_at
)
update webhook_delivery d set next_attempt_at = moved.due_at from moved where d.id = moved.delivery_id
"""

# a retry waits for its own time, whatever becomes of the pause
_RELEASE: Final = """
with waiting as (
    select e.id, d.id as delivery_id, greatest(now(), (e.payload ->> 'not_before')::timestamptz) as due_at
    from webhook_delivery d
    join outbox_entry e on e.organisation_id = d.organisation_id and e.payload ->> 'delivery_id' = d.id
    where e.organisation_id = $1 and e.kind = $3 and e.done_at is null and e.due_at > now()
        and d.webhook_id = $2 and d.status = 'pending'
    order by d.id, e.id for update of d, e skip locked
), moved as (
    update outbox_entry e set due_at = waiting.due_at from waiting
    where e.id = waiting.id and e.due_at > waiting.due_at returning waiting.delivery_id, e.due_at
)
update webhook_delivery d set next_attempt_at = moved.due_at from moved where d.id = moved.delivery_id
"""


def pause_seconds(failures: int) -> int:
    """How long a receiver is left alone after so many failures in a row; 0 for none."""
    if failures < FAILURES_BEFORE_PAUSE:
        return 0
    return int(min(FIRST_PAUSE_SECONDS * 2 ** min(failures - FAILURES_BEFORE_PAUSE, 20), LONGEST_PAUSE_SECONDS))


async def lock(organisation_id: str, webhook_id: str) -> None:
    """Lock a webhook until the end of the caller's transaction, before any of its deliveries; new ones may come meanwhile."""
    await fetch(
        "select from webhook where organisation_id = $1 and id = $2 for no key update", organisation_id, webhook_id
    )


async def lock_of(delivery_id: str) -> None:
    """Lock the webhook of a delivery until the end of the caller's transaction, before the delivery."""
    await fetch(
        """select from webhook where (organisation_id, id) = (
            select organisation_id, webhook_id from webhook_delivery where id = $1
        ) for no key update""",
        delivery_id,
    )


async def paused_until(organisation_id: str, webhook_id: str) -> datetime | None:
    """Until when nothing is sent to a webhook; None when it is not paused."""
    row = await fetch_one(
        "select paused_until from webhook where organisation_id = $1 and id = $2 and paused_until > now()",
        organisation_id,
        webhook_id,
    )
    return row["paused_until"] if row else None


async def note_failure(organisation_id: str, webhook_id: str) -> None:
    """Count an attempt that failed, and let the deliveries of a webhook wait that fails too often; in the caller's transaction."""
    row = await fetch_one(
        "update webhook set failures = failures + 1 where organisation_id = $1 and id = $2 returning failures, now() as moment",
        organisation_id,
        webhook_id,
    )
    if row is None or not (seconds := pause_seconds(row["failures"])):
        return
    until = row["moment"] + timedelta(seconds=seconds)
    await fetch("update webhook set paused_until = $2 where id = $1", webhook_id, until)
    await fetch(
        _HOLD,
        organisation_id,
        webhook_id,
        until,
        OutboxKind.DELIVER_WEBHOOK.value,
        TEST_EVENT,
        float(ALONE_SECONDS),
    )


async def note_success(organisation_id: str, webhook_id: str) -> None:
    """An attempt arrived: whatever waits for this webhook goes on, retries when they are due; in the caller's transaction."""
    rows = await fetch(
        """update webhook set failures = 0, paused_until = null
        where organisation_id = $1 and id = $2 and failures > 0 returning id""",
        organisation_id,
        webhook_id,
    )
    if rows:
        await _release(organisation_id, webhook_id)


async def end_pause(organisation_id: str, webhook_id: str) -> None:
    """Somebody changed a webhook, or asks for a delivery again: what the pause holds tries now, in the caller's transaction.

    The failures still count, so that the next one begins a pause at once.
    """
    await fetch(
        "update webhook set paused_until = null where organisation_id = $1 and id = $2", organisation_id, webhook_id
    )
    await _release(organisation_id, webhook_id)


async def _release(organisation_id: str, webhook_id: str) -> None:
    await fetch(_RELEASE, organisation_id, webhook_id, OutboxKind.DELIVER_WEBHOOK.value)
