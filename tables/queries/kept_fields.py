"""Fields that an erasure kept: they go when the retention of their document would have ended.

The document stays erased, its receipt and the audit entry that ends it as they are; another entry says what went and when.
"""

from dataclasses import dataclass
from typing import Final

from berkas.retention import policy
from tables.engine import fetch, transaction
from tables.queries import audit, retention
from templates_registry import document_types

ACTION: Final = "document.kept_fields_purged"

# the end is reckoned anew, for an erased document has none any more
_DUE: Final = """
select d.organisation_id, d.id as document_id, e.id as erasure_id
from erasure e
join document d on d.organisation_id = e.organisation_id and d.id = e.document_id
join unnest($2::text[], $3::int[]) as p (type, days) on p.type = coalesce(d.type, 'default')
where e.organisation_id = $1 and e.keep_fields and e.status = 'completed' and d.status = 'erased'
    and d.created_at + make_interval(days => p.days) <= now()
    and exists (select from extraction x where x.organisation_id = d.organisation_id and x.document_id = d.id)
order by d.id
"""

_MEASURE: Final = """
select count(*) as extractions,
    coalesce(sum((select count(*) from json_each_text(fields) f where f.value is not null)), 0) as fields
from extraction where organisation_id = $1 and document_id = $2
"""


@dataclass(frozen=True, slots=True)
class KeptFields:
    """Kept fields whose time is over.

    Attributes:
        organisation_id: org_…
        document_id: Of the erased document.
        erasure_id: That kept them.
    """

    organisation_id: str
    document_id: str
    erasure_id: str


async def due(organisation_id: str) -> list[KeptFields]:
    """Erased documents whose kept fields are due by the organisation's policy of now, by id."""
    days = policy(document_types.retention_days(), await retention.overrides_of(organisation_id))
    rows = await fetch(_DUE, organisation_id, list(days), list(days.values()))
    return [KeptFields(**dict(row)) for row in rows]


async def remove(kept: KeptFields, *, actor: str, reason: str) -> bool:
    """Remove the extractions of an erased document, and note it in the audit log.

    Returns:
        False when they are removed already.
    """
    async with transaction():
        await fetch("select from erasure where id = $1 for update", kept.erasure_id)
        [counts] = await fetch(_MEASURE, kept.organisation_id, kept.document_id)
        if not counts["extractions"]:
            return False
        await fetch(
            "delete from extraction where organisation_id = $1 and document_id = $2",
            kept.organisation_id,
            kept.document_id,
        )
        await fetch(
            """update document set confidence_score = null, template_id = null, template_version = null
            where organisation_id = $1 and id = $2""",
            kept.organisation_id,
            kept.document_id,
        )
        await audit.append(
            kept.organisation_id,
            actor=actor,
            action=ACTION,
            subject=kept.document_id,
            details={
                "erasure_id": kept.erasure_id,
                "reason": reason,
                **{name: int(count) for name, count in dict(counts).items()},
            },
        )
    return True
