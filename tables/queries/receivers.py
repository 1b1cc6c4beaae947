"""Receivers that fail: after a few failures in a row the deliveries of a webhook wait together, and one of them tries.

When that one fails, all wait longer; when it arrives, all go on. So a receiver that is dead or slow costs one attempt per pause,
however many events wait for it. docs/webhooks.md tells more.
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
with held as (
    select e.id, d.id as delivery_id, row_number() over (order by e.due_at, e.id) = 1 as tries
    from outbox_entry e
    join webhook_delivery d on d.organisation_id = e.organisation_id and d.id = e.payload ->> 'delivery_id'
    where e.organisation_id = $1 and e.kind = $4 and e.done_at is null and (e.leased_until is null or e.leased_until <= now())
        and d.webhook_id = $2 and d.status = 'pending' and d.event <> $5
        and e.due_at < $3::timestamptz + make_interval(secs => $6)
), moved as (
    update outbox_entry e set due_at = $3::timestamptz + make_interval(secs => case when held.tries then 0 else $6 end)
    from held where e.id = held.id returning held.delivery_id, e.due_at
)
update webhook_delivery d set next_attempt_at = moved.due_at from moved where d.id = moved.delivery_id
"""

_RELEASE: Final = """
with moved as (
    update outbox_entry e set due_at = now() from webhook_delivery d
    where d.organisation_id = e.organisation_id and d.id = e.payload ->> 'delivery_id'
        and e.organisation_id = $1 and e.kind = $3 and e.done_at is null and e.due_at > now()
        and d.webhook_id = $2 and d.status = 'pending'
    returning d.id
)
update webhook_delivery d set next_attempt_at = now() from moved where d.id = moved.id
"""


def pause_seconds(failures: int) -> int:
    """How long a receiver is left alone after so many failures in a row; 0 for none."""
    if failures < FAILURES_BEFORE_PAUSE:
        return 0
    return int(min(FIRST_PAUSE_SECONDS * 2 ** min(failures - FAILURES_BEFORE_PAUSE, 20), LONGEST_PAUSE_SECONDS))


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
    """An attempt arrived: whatever waits for this webhook goes on, in the caller's transaction."""
    rows = await fetch(
        """update webhook set failures = 0, paused_until = null
        where organisation_id = $1 and id = $2 and failures > 0 returning id""",
        organisation_id,
        webhook_id,
    )
    if rows:
        await _release(organisation_id, webhook_id)


async def end_pause(organisation_id: str, webhook_id: str) -> None:
    """Somebody changed a webhook, or asks for a delivery again: what waits tries now, in the caller's transaction.

    The failures still count, so that the next one begins a pause at once.
    """
    await fetch(
        "update webhook set paused_until = null where organisation_id = $1 and id = $2", organisation_id, webhook_id
    )
    await _release(organisation_id, webhook_id)


async def _release(organisation_id: str, webhook_id: str) -> None:
    await fetch(_RELEASE, organisation_id, webhook_id, OutboxKind.DELIVER_WEBHOOK.value)
