"""What must happen because of a committed change: written with it, taken under a lease, done at least once."""

from dataclasses import dataclass
from typing import Any, Final

from berkas.jobs import NUDGE_CHANNEL, OUTBOX_CHANNEL
from tables.engine import Row, fetch, transaction
from tables.outbox import OutboxKind
from tables.queries.storable import from_json, to_json

LONGEST_BACK_OFF_SECONDS = 300

# in flight: its run was asked for, and is due (those of the release before were asked for early) or has claimed its attempt
_TAKE_DELIVERIES: Final = """
with busy as (
    select organisation_id, count(*) as number from (
        select d.organisation_id from webhook_delivery d
        where d.status = 'pending' and d.flow_run_id is not null and (
            d.next_attempt_at <= now() or d.attempts > 0 and not exists (
                select from webhook_attempt a where a.delivery_id = d.id and a.number = d.attempts
            )
        )
        union all
        select organisation_id from outbox_entry where kind = $1 and done_at is null and leased_until > now()
    ) each_one group by organisation_id
), due as (
    select e.id from organisation o left join busy b on b.organisation_id = o.id cross join lateral (
        select id, due_at from outbox_entry
        where organisation_id = o.id and kind = $1 and done_at is null and due_at <= now()
            and (leased_until is null or leased_until <= now())
        order by due_at, id limit greatest($4 - coalesce(b.number, 0), 0)
        for update skip locked
    ) e order by e.due_at, e.id limit $2
), taken as (
    update outbox_entry e set attempts = attempts + 1, leased_until = now() + make_interval(secs => $3)
    from due where e.id = due.id
    returning e.id, e.organisation_id, e.kind, e.document_id, e.payload, e.attempts, e.due_at
)
select * from taken order by due_at, id
"""


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One thing to do.

    Attributes:
        id: Of the entry.
        organisation_id: Whose document it is.
        kind: What is asked for.
        document_id: For which document; None for what is about no document.
        payload: Ids and handles. What asks for a run holds the parameters of its job in ``berkas.jobs`` that are not the
            document's id and, where they are known, ``request_id`` (for tags), ``queue`` (the run's work
            queue) and ``scheduled_at`` (when it shall start, ISO 8601: deliveries of the release before). A retry of a
            delivery has ``not_before`` (ISO 8601): sooner no end of a pause lets it go.
        attempts: How often it was taken, this time included; who took it before can do nothing with it any more.
    """

    id: int
    organisation_id: str
    kind: OutboxKind
    document_id: str | None
    payload: dict[str, Any]
    attempts: int

    @property
    def back_off_seconds(self) -> int:
        """How long to wait before the next try: 1, 2, 4, … seconds, five minutes at most."""
        return int(min(2 ** min(self.attempts - 1, 20), LONGEST_BACK_OFF_SECONDS))


async def add(
    kind: OutboxKind,
    *,
    organisation_id: str,
    document_id: str | None,
    payload: dict[str, Any],
    delay_seconds: float = 0,
) -> None:
    """Ask for something, within the caller's transaction; listeners hear of it when that commits."""
    await fetch(
        """with added as (
            insert into outbox_entry (organisation_id, kind, document_id, payload, due_at)
            values ($1, $2, $3, $4::jsonb, now() + make_interval(secs => $6))
        )
        select pg_notify($5, $2)""",
        organisation_id,
        kind.value,
        document_id,
        to_json(payload),
        OUTBOX_CHANNEL,
        float(delay_seconds),
    )


async def take(*kinds: OutboxKind, limit: int, lease_seconds: float) -> list[OutboxEntry]:
    """Lease entries that are due, oldest first; nobody else gets them until they are released or the lease is over.

    Args:
        kinds: What the caller can do.
        limit: How many at most.
        lease_seconds: By when the caller will have said ``done`` or ``release``.
    """
    rows = await fetch(
        """with due as (
            select id from outbox_entry
            where kind = any($1) and done_at is null and due_at <= now() and (leased_until is null or leased_until <= now())
            order by due_at, id limit $2
            for update skip locked
        ), taken as (
            update outbox_entry e set attempts = attempts + 1, leased_until = now() + make_interval(secs => $3)
            from due where e.id = due.id
            returning e.id, e.organisation_id, e.kind, e.document_id, e.payload, e.attempts, e.due_at
        )
        select * from taken order by due_at, id""",
        [kind.value for kind in kinds],
        limit,
        float(lease_seconds),
    )
    return [_entry(row) for row in rows]


async def take_deliveries(*, limit: int, lease_seconds: float, per_organisation: int) -> list[OutboxEntry]:
    """Lease deliveries that are due, oldest first, but of each organisation only so many that no more are in flight.

    Args:
        limit: How many at most.
        lease_seconds: By when the caller will have said ``done`` or ``release``.
        per_organisation: Most deliveries of one organisation whose runs were asked for and have not ended.
    """
    async with transaction():
        # two dispatchers that count at the same moment would each take what is left
        await fetch("select pg_advisory_xact_lock(hashtextextended('deliveries', 0))")
        rows = await fetch(
            _TAKE_DELIVERIES,
            OutboxKind.DELIVER_WEBHOOK.value,
            limit,
            float(lease_seconds),
            per_organisation,
        )
    return [_entry(row) for row in rows]


async def wake_dispatchers() -> None:
    """Let them look into the outbox when the caller's transaction commits."""
    await fetch("select pg_notify($1, '')", OUTBOX_CHANNEL)


async def renew(entry: OutboxEntry, *, lease_seconds: float) -> bool:
    """Begin the lease of an entry anew; False when somebody else has taken it since, or it is gone."""
    rows = await fetch(
        """update outbox_entry set leased_until = now() + make_interval(secs => $3)
        where id = $1 and attempts = $2 and done_at is null returning id""",
        entry.id,
        entry.attempts,
        float(lease_seconds),
    )
    return bool(rows)


async def done(entry: OutboxEntry) -> None:
    """Note that it happened. An entry for a run stays until the document is finished, for a lost run is asked for again from it."""
    await fetch(
        """with kept as (
            update outbox_entry set done_at = now(), leased_until = null where id = $1 and attempts = $3 and kind = $2
        )
        delete from outbox_entry where id = $1 and attempts = $3 and kind <> $2""",
        entry.id,
        OutboxKind.PROCESS_DOCUMENT.value,
        entry.attempts,
    )


async def release(entry: OutboxEntry, *, delay_seconds: float) -> None:
    """Give an entry back that could not be done now; it is due again after the delay."""
    await fetch(
        """update outbox_entry set leased_until = null, due_at = now() + make_interval(secs => $2)
        where id = $1 and attempts = $3 and done_at is null""",
        entry.id,
        float(delay_seconds),
        entry.attempts,
    )


async def nudge() -> None:
    """Tell the workers that new runs wait."""
    await fetch("select pg_notify($1, '')", NUDGE_CHANNEL)


async def pending(kind: OutboxKind) -> int:
    """How many entries wait, leased ones included."""
    rows = await fetch("select count(*) from outbox_entry where kind = $1 and done_at is null", kind.value)
    return int(rows[0][0])


async def close_runs(document_id: str) -> dict[str, Any]:
    """Drop what asked for runs of a document; the payload of the newest of them, empty where there was none."""
    rows = await fetch(
        """with dropped as (
            delete from outbox_entry where document_id = $1 and kind = $2 returning id, payload
        )
        select payload from dropped order by id desc""",
        document_id,
        OutboxKind.PROCESS_DOCUMENT.value,
    )
    return from_json(rows[0]["payload"], dict[str, Any]) if rows else {}


def _entry(row: Row) -> OutboxEntry:
    return OutboxEntry(
        id=row["id"],
        organisation_id=row["organisation_id"],
        kind=OutboxKind(row["kind"]),
        document_id=row["document_id"],
        payload=from_json(row["payload"], dict[str, Any]),
        attempts=row["attempts"],
    )
