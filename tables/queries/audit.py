"""The audit log: a chain of hashes per organisation, each signed, so that a missing, altered or forged entry shows."""

import hashlib
import logging
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from berkas.clock import utc_now
from berkas.errors import AuditLogBroken, StorageError
from berkas.refusals import NotFound
from berkas.storage.audit_signing import GENESIS, AuditSigner, SigningStart, entry_text
from tables.audit import AuditEntry
from tables.engine import Row, fetch, fetch_one, transaction
from tables.queries import audit_keys, organisations
from tables.queries.storable import from_json, storable_text, to_json

Detail = str | int | bool | None
"""Of an entry; no floats, for their spelling is not certain to survive the database, and the hash covers it."""

SIGNED_FROM_HERE: Final = "audit.signed_from_here"
"""Action of the entry that follows those of versions that did not sign, and attests them as they were when it was made.

It is made once: the organisation's key then says how many they are and in which hash they end."""

_BATCH = 1000

logger = logging.getLogger(__name__)

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
        signature: Of the organisation over ``entry_text`` of that hash, 64 bytes; None in entries of versions that did not sign.
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
    signature: bytes | None = None

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

    def is_signed_by(self, signer: AuditSigner) -> bool:
        """Whether the signature is the organisation's over this entry's hash."""
        return self.signature is not None and signer.has_signed(entry_text(self.hash), self.signature)


@dataclass(frozen=True, slots=True)
class ChainState:
    """What an examination of a chain found.

    Attributes:
        entries: Entries that are in order, from the first one on.
        unsigned: How many of them, at the beginning, versions wrote that did not sign.
        broken_at: The sequence number at which an entry is missing, altered or not signed; None when the chain is whole.
        is_start_recorded: Whether the organisation's key says where the signatures begin.
    """

    entries: int
    unsigned: int
    broken_at: int | None
    is_start_recorded: bool = True

    @property
    def is_attested(self) -> bool:
        """Whether something that needs a root key vouches for every entry: not so before this version ran for the first time."""
        return self.entries == 0 or self.is_start_recorded


async def append(
    organisation_id: str, *, actor: str, action: str, subject: str, details: Mapping[str, Detail] | None = None
) -> int:
    """Add an entry; its sequence. Inside a transaction do it last: until the end nobody else can append to the same chain.

    Raises:
        KeyUnknown: The root key that wraps the organisation's key is not configured, so nothing can be signed.
        SealBroken: The organisation's key was altered.
        AuditLogBroken: Signed entries were removed or replaced; nothing may be signed behind what is there now.
        NotFound: There is no such organisation.
    """
    origin = asked_from.get()
    facts = {**(details or {}), **({"address": origin} if origin else {})}
    entry = _Entry(
        storable_text(actor), action, subject, {storable_text(n): _kept(value) for n, value in facts.items()}
    )
    async with transaction():
        end = await _locked_end(organisation_id)
        if end.start is None:
            end = await _begin_signing(end)
        return (await _insert(end, entry)).sequence


async def sign_older_chains() -> int:
    """Record where the signatures begin for each organisation whose key does not say so yet; for how many.

    Entries without a signature are attested by a signed one. A broken chain, or one whose key cannot be
    opened here, stays as it is.
    """
    count = 0
    for row in await fetch("select id, wrapped_key, root_key_id from organisation order by id"):
        with suppress(StorageError, AuditLogBroken):
            if audit_keys.stored_key(row).signing_start is None:
                async with transaction():
                    end = await _locked_end(row["id"])
                    if end.start is None:  # nobody was faster
                        await _begin_signing(end)
                        count += 1
    return count


async def list_entries(organisation_id: str, *, after: int = 0, limit: int = 100) -> list[AuditRow]:
    """Entries in order, those after a sequence number."""
    rows = await fetch(
        """select organisation_id, sequence, occurred_at, actor, action, subject, details, previous_hash, hash, signature
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


async def head(organisation_id: str) -> AuditRow | None:
    """The last entry of a chain; None when it has none."""
    rows = await fetch("select max(sequence) from audit_entry where organisation_id = $1", organisation_id)
    return await find_entry(organisation_id, rows[0][0]) if rows[0][0] else None


async def signer(organisation_id: str) -> AuditSigner:
    """The key that an organisation's entries are signed with.

    Raises:
        NotFound: There is no such organisation.
        KeyUnknown: The root key that wraps its key is not configured here.
        SealBroken: Its key was altered.
    """
    return (await _signing(organisation_id))[0]


async def examine(organisation_id: str) -> ChainState:
    """Look at every entry of a chain.

    Entries without a signature pass only if the organisation's key names them, or does not say yet where signatures begin.
    What it cannot see is a chain cut off at its end: ``receipts.missing_in_audit`` sees that as far as erasures go, and a head that
    was exported before sees the rest.

    Raises:
        NotFound: There is no such organisation.
        KeyUnknown: The root key that wraps its key is not configured here.
        SealBroken: Its key was altered.
    """
    key, start = await _signing(organisation_id)
    sequence, previous, unsigned = 0, GENESIS, 0
    while rows := await list_entries(organisation_id, after=sequence, limit=_BATCH):
        for row in rows:
            follows = row.sequence == sequence + 1 and row.previous_hash == previous
            # versions before did not sign; since the first signature every entry has one
            is_older = row.signature is None and unsigned == sequence and _may_be_unsigned(row, start)
            if not (follows and row.hash == row.expected_hash and (is_older or row.is_signed_by(key))):
                return ChainState(sequence, unsigned, sequence + 1, start is not None)
            sequence, previous = row.sequence, row.hash
            unsigned += row.signature is None
    is_cut = start is not None and _ends_too_early(sequence, start)
    return ChainState(sequence, unsigned, sequence + 1 if is_cut else None, start is not None)


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a chain that nobody else can append to now."""

    organisation_id: str
    signer: AuditSigner
    start: SigningStart | None
    sequence: int = 0
    hash: bytes = GENESIS
    is_unsigned: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry tells."""

    actor: str
    action: str
    subject: str
    details: Mapping[str, Detail]


def _may_be_unsigned(row: AuditRow, start: SigningStart | None) -> bool:
    if start is None:
        return True
    return row.sequence < start.unsigned or (row.sequence, row.hash) == (start.unsigned, start.hash)


def _ends_too_early(sequence: int, start: SigningStart) -> bool:
    """Whether entries are gone that were there when signing began; that which attests older ones is made along with the record."""
    return start.unsigned > 0 and sequence <= start.unsigned


async def _begin_signing(end: _End) -> _End:
    """Record in the organisation's key where its signatures begin, and attest what a version before wrote; the new end."""
    row = await fetch_one(
        """select o.wrapped_key, o.root_key_id, first.sequence, first.previous_hash from organisation o left join lateral (
            select sequence, previous_hash from audit_entry
            where organisation_id = o.id and signature is not null order by sequence limit 1
        ) first on true where o.id = $1 for no key update of o""",
        end.organisation_id,
    )
    if row is None:
        raise NotFound
    is_signed = row["sequence"] is not None
    if is_signed and end.is_unsigned:
        raise _broken(end)
    start = (
        SigningStart(row["sequence"] - 1, row["previous_hash"]) if is_signed else SigningStart(end.sequence, end.hash)
    )
    await organisations.rewrap(
        end.organisation_id,
        expected=row["wrapped_key"],
        wrapped_key=audit_keys.with_start(row, end.organisation_id, start),
        root_key_id=row["root_key_id"],
    )
    begun = replace(end, start=start)
    if not end.is_unsigned:
        return begun
    return await _insert(
        begun, _Entry("berkas", SIGNED_FROM_HERE, end.organisation_id, {"unsigned_entries": end.sequence})
    )


async def _signing(organisation_id: str) -> tuple[AuditSigner, SigningStart | None]:
    row = await fetch_one("select wrapped_key, root_key_id from organisation where id = $1", organisation_id)
    if row is None:
        raise NotFound
    return audit_keys.signing_of(row, organisation_id)


async def _locked_end(organisation_id: str) -> _End:
    await fetch("select pg_advisory_xact_lock(hashtextextended('audit ' || $1::text, 0))", organisation_id)
    row = await fetch_one(
        """select o.wrapped_key, o.root_key_id, last.* from organisation o left join lateral (
            select sequence, hash, signature is null as is_unsigned from audit_entry
            where organisation_id = o.id order by sequence desc limit 1
        ) last on true where o.id = $1""",
        organisation_id,
    )
    if row is None:
        raise NotFound
    key, start = audit_keys.signing_of(row, organisation_id)
    if row["sequence"] is None:
        end = _End(organisation_id, key, start)
    else:
        end = _End(organisation_id, key, start, row["sequence"], row["hash"], row["is_unsigned"])
    if start is not None and (end.is_unsigned or _ends_too_early(end.sequence, start)):
        raise _broken(end)
    return end


def _broken(end: _End) -> AuditLogBroken:
    fields = {"code": AuditLogBroken.code, "organisation_id": end.organisation_id, "sequence": end.sequence}
    logger.error("the audit log was altered: nothing is added to it", extra={"fields": fields})
    return AuditLogBroken()


async def _insert(end: _End, entry: _Entry) -> _End:
    """Add an entry behind the end of a chain; its new end."""
    row = AuditRow(
        organisation_id=end.organisation_id,
        sequence=end.sequence + 1,
        occurred_at=utc_now(),
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        details=entry.details,
        previous_hash=end.hash,
        hash=b"",
    )
    await AuditEntry.insert(
        AuditEntry(
            organisation_id=row.organisation_id,
            sequence=row.sequence,
            occurred_at=row.occurred_at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            details=to_json(dict(row.details)),
            previous_hash=row.previous_hash,
            hash=row.expected_hash,
            signature=end.signer.sign(entry_text(row.expected_hash)),
        )
    )
    return replace(end, sequence=row.sequence, hash=row.expected_hash, is_unsigned=False)


def _kept(value: Detail) -> Detail:
    return storable_text(value) if isinstance(value, str) else value


def _row(row: Row) -> AuditRow:
    return AuditRow(**dict(row) | {"details": from_json(row["details"], dict[str, Detail])})
