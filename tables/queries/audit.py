"""The audit log: a chain of hashes per organisation, so that a missing or altered entry shows."""

import hashlib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

import msgspec

from berkas.clock import utc_now
from tables.audit import AuditEntry
from tables.engine import Row, fetch, fetch_one, transaction
from tables.queries.storable import from_json, storable_text, to_json

Detail = str | int | bool | None
"""Of an entry; no floats, for their spelling is not certain to survive the database, and the hash covers it."""

GENESIS = bytes(32)
"""What the first entry of a chain carries as the hash of the one before."""

_BATCH = 1000

asked_from: ContextVar[str | None] = ContextVar("asked_from", default=None)
"""Address of the client whose request is being served; stands in the entries that it causes."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry.

    Attributes:
        organisation_id: Whose chain.
        sequence: From 1, without gaps.
        occurred_at: When.
        actor: Who: the id of a key, or the name of a part of Berkas.
        action: What was done.
        subject: To what: an id.
        details: Further facts, without secrets.
        previous_hash: Of the entry before; 32 bytes.
        hash: SHA-256 over the entry before and this one; 32 bytes.
    """

    organisation_id: str
    sequence: int
    occurred_at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Detail]
    previous_hash: bytes
    hash: bytes

    @property
    def hashed(self) -> bytes:
        """What the hash covers beside the hash before: a JSON array, compact, names in order, in UTF-8."""
        facts = (
            self.organisation_id,
            self.sequence,
            self.occurred_at.isoformat(timespec="microseconds"),
            self.actor,
            self.action,
            self.subject,
            dict(self.details),
        )
        return msgspec.json.encode(facts, order="deterministic")

    @property
    def expected_hash(self) -> bytes:
        """What ``hash`` must be if nothing of the entry was altered."""
        return hashlib.sha256(self.previous_hash + self.hashed).digest()


async def append(
    organisation_id: str, *, actor: str, action: str, subject: str, details: Mapping[str, Detail] | None = None
) -> int:
    """Add an entry; its sequence. Inside a transaction do it last: until the end nobody else can append to the same chain."""
    origin = asked_from.get()
    facts = {**(details or {}), **({"address": origin} if origin else {})}
    kept = {storable_text(name): _kept(value) for name, value in facts.items()}
    async with transaction():
        await fetch("select pg_advisory_xact_lock(hashtextextended('audit ' || $1::text, 0))", organisation_id)
        last = await fetch_one(
            "select sequence, hash from audit_entry where organisation_id = $1 order by sequence desc limit 1",
            organisation_id,
        )
        row = AuditRow(
            organisation_id=organisation_id,
            sequence=last["sequence"] + 1 if last else 1,
            occurred_at=utc_now(),
            actor=storable_text(actor),
            action=action,
            subject=subject,
            details=kept,
            previous_hash=last["hash"] if last else GENESIS,
            hash=b"",
        )
        await AuditEntry.insert(
            AuditEntry(
                organisation_id=organisation_id,
                sequence=row.sequence,
                occurred_at=row.occurred_at,
                actor=row.actor,
                action=action,
                subject=subject,
                details=to_json(kept),
                previous_hash=row.previous_hash,
                hash=row.expected_hash,
            )
        )
    return row.sequence


async def list_entries(organisation_id: str, *, after: int = 0, limit: int = 100) -> list[AuditRow]:
    """Entries in order, those after a sequence number."""
    rows = await fetch(
        """select organisation_id, sequence, occurred_at, actor, action, subject, details, previous_hash, hash
        from audit_entry where organisation_id = $1 and sequence > $2 order by sequence limit $3""",
        organisation_id,
        after,
        limit,
    )
    return [_row(row) for row in rows]


async def find_entry(organisation_id: str, sequence: int) -> AuditRow | None:
    """The entry of that number, or None."""
    found = await list_entries(organisation_id, after=sequence - 1, limit=1)
    return found[0] if found and found[0].sequence == sequence else None


async def count_entries(organisation_id: str) -> int:
    """How many entries the chain has."""
    rows = await fetch("select count(*) from audit_entry where organisation_id = $1", organisation_id)
    return int(rows[0][0])


async def first_broken(organisation_id: str) -> int | None:
    """The sequence number at which the chain breaks: an entry is missing or altered; None when it is whole.

    What it cannot see is a chain cut off at its end; ``receipts.missing_in_audit`` sees that as far as erasures go.
    """
    sequence, previous = 0, GENESIS
    while rows := await list_entries(organisation_id, after=sequence, limit=_BATCH):
        for row in rows:
            if row.sequence != sequence + 1 or row.previous_hash != previous or row.hash != row.expected_hash:
                return sequence + 1
            sequence, previous = row.sequence, row.hash
    return None


def _kept(value: Detail) -> Detail:
    return storable_text(value) if isinstance(value, str) else value


def _row(row: Row) -> AuditRow:
    return AuditRow(**dict(row) | {"details": from_json(row["details"], dict[str, Detail])})
