"""The same document in other bytes: found by a keyed fingerprint of what identifies it, within the caller's transaction.

Fingerprints are compared under a lock of the database, so that of two copies that are stored at once the second sees the first.
Whoever calls has locked the document's own row before: everybody takes the two in this order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from berkas.extraction.identity import DUPLICATE, Fingerprint, duplicate_of, fingerprint
from berkas.model.document_types import DocumentType
from berkas.model.extraction import Classification, ExtractionResult, Finding, Value
from tables.engine import Row, fetch, fetch_one
from tables.queries.audit_keys import identity_key_of
from tables.queries.storable import from_json, to_json
from templates_registry import registry

_LOCK_OWN: Final = """
select organisation_id from document where id = $1 and attempt = $2 and status = 'parsing' for update
"""

_NOTE: Final = """
update document set identity = $3, identity_apart = $4::jsonb where organisation_id = $1 and id = $2
    and (identity, identity_apart) is distinct from ($3, $4::jsonb)
"""

_HAS_FINDING: Final = to_json([{"code": DUPLICATE}])

_MOST_LOOKED_AT: Final = 50
"""Documents with the same identity that are older, and as many that are newer: the lock is held while they are looked at."""

_SAME: Final = """
select o.id, o.identity_apart, o.organisation_id, o.created_at from document o
where o.organisation_id = $1 and o.identity = $3 and o.status not in ('erased', 'purged') and (o.created_at, o.id) {side}
    (select d.created_at, d.id from document d where d.organisation_id = $1 and d.id = $2)
order by o.created_at, o.id limit $4
"""

_OLDER: Final = _SAME.format(side="<")

# of a pair the one that was uploaded later has the finding, unless it was stored without it before the other was read
_WITHOUT_FINDING: Final = """
select o.id, o.identity_apart from ({others}) o
left join lateral (
    select x.findings from extraction x where x.organisation_id = o.organisation_id and x.document_id = o.id
    order by x.created_at desc, x.id desc limit 1
) newest on true
where not coalesce(newest.findings, '[]') @> $5::jsonb
order by o.created_at, o.id
"""
_NEWER: Final = _WITHOUT_FINDING.format(others=_SAME.format(side=">"))


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document says of itself.

    Attributes:
        type: Its type; None where it has none.
        values: By field.
        confidences: 0-100 by field.
        is_verified: Whether a person signed the values off.
    """

    type: DocumentType | None
    values: Mapping[str, Value] = field(repr=False)
    confidences: Mapping[str, int]
    is_verified: bool = False


async def of_run(
    document_id: str, attempt: int, classification: Classification | None, result: ExtractionResult | None
) -> Finding | None:
    """Note the identity of what a run is about to store, and find another document that has it.

    Nothing where the run found no values, or has lost its document.
    """
    if classification is None or result is None:
        return None
    row = await fetch_one(_LOCK_OWN, document_id, attempt)
    if row is None:
        return None
    values = {one.name: one.value for one in result.fields}
    confidences = {one.name: one.confidence for one in result.fields}
    return await note(row["organisation_id"], document_id, Stated(classification.type, values, confidences))


async def note(organisation_id: str, document_id: str, stated: Stated) -> Finding | None:
    """Note the identity of a document whose row is locked by the caller; a finding where another document has it.

    Raises:
        KeyUnknown: The root key that wraps the organisation's key is not configured here.
        SealBroken: That key was altered.
    """
    found = await _fingerprint(organisation_id, stated)
    identity, apart = (found.identity, to_json(found.apart)) if found is not None else (None, None)
    await fetch(_NOTE, organisation_id, document_id, identity, apart)
    if found is None:
        return None
    await fetch("select pg_advisory_xact_lock(hashtextextended($1, 0))", found.identity)
    place = (organisation_id, document_id, found.identity, _MOST_LOOKED_AT)
    first = _first_same(found, await fetch(_OLDER, *place))
    if first is None:
        first = _first_same(found, await fetch(_NEWER, *place, _HAS_FINDING))
    return duplicate_of(first) if first is not None else None


def revised(findings: Sequence[Finding], now: Finding | None) -> tuple[Finding, ...]:
    """Findings of a correction with what is found of another document now; one that is known stays as it is, accepted or not."""
    others = [one for one in findings if one.code != DUPLICATE]
    if now is None:
        return tuple(others)
    same = (one for one in findings if one.code == DUPLICATE and one.document_id == now.document_id)
    return (*others, next(same, now))


def unseen(findings: Sequence[Finding], before: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings of another document that nobody accepted, and that were not among those before, so that nobody saw them."""
    seen = {one.document_id for one in before if one.code == DUPLICATE}
    return tuple(
        one for one in findings if one.code == DUPLICATE and not one.is_accepted and one.document_id not in seen
    )


async def _fingerprint(organisation_id: str, stated: Stated) -> Fingerprint | None:
    rule = registry.identity_of(stated.type) if stated.type is not None else None
    if stated.type is None or rule is None or any(stated.values.get(name) is None for name in rule.of):
        return None
    key = await identity_key_of(organisation_id)
    return fingerprint(stated.type, rule, stated.values, stated.confidences, key=key, is_verified=stated.is_verified)


def _first_same(found: Fingerprint, others: Sequence[Row]) -> str | None:
    return next((row["id"] for row in others if not found.differs(_apart(row["identity_apart"]))), None)


def _apart(stored: str | None) -> Mapping[str, str]:
    return from_json(stored, dict[str, str]) if stored else {}
