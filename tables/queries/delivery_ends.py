"""Deliveries that end without another attempt: those that waited too long, and those that ended long ago."""

from tables.engine import fetch
from tables.outbox import OutboxKind


async def end_overdue() -> int:
    """Give up deliveries that wait for a receiver longer than deliveries are tried; how many."""
    rows = await fetch(
        """with overdue as (
            select id from webhook_delivery
            where status = 'pending' and give_up_at < now() and flow_run_id is null
            order by id for update skip locked
        ), ended as (
            update webhook_delivery d set status = 'failed', next_attempt_at = null, finished_at = now()
            from overdue where d.id = overdue.id returning d.organisation_id, d.id
        ), entries as (
            select e.id from outbox_entry e join ended
                on e.organisation_id = ended.organisation_id and e.kind = $1 and e.payload ->> 'delivery_id' = ended.id
            order by e.id for update of e skip locked
        ), dropped as (
            delete from outbox_entry e using entries where e.id = entries.id
        )
        select count(*) from ended""",
        OutboxKind.DELIVER_WEBHOOK.value,
    )
    return int(rows[0][0])


async def forget_finished(older_than_days: int, *, limit: int = 5000) -> int:
    """Drop deliveries that ended so long ago, with their attempts; how many."""
    rows = await fetch(
        """with old as (
            select id from webhook_delivery
            where status <> 'pending' and finished_at < now() - make_interval(days => $1) order by finished_at limit $2
            for update skip locked
        ), dropped as (delete from webhook_delivery d using old where d.id = old.id returning 1)
        select count(*) from dropped""",
        older_than_days,
        limit,
    )
    return int(rows[0][0])
