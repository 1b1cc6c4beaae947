"""What the documents of a customer state of persons and companies: one query, of the newest documents alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from berkas.model.document_types import DocumentType
from berkas.model.extraction import Flag, Value
from berkas.model.statuses import DocumentStatus
from tables.engine import Row, fetch
from tables.queries.storable import from_json

MOST_DOCUMENTS: Final = 200
"""That are compared; further ones, the oldest, are left out."""

# of the fields only those that any type compares: a statement of account has megabytes of others
_SELECT: Final = """
select d.id as document_id, d.type, d.status, d.created_at, x.id as extraction_id, x.flags, x.created_at as extracted_at,
    x.fields, x.field_confidences, x.cell_confidences
from document d
left join lateral (
    select e.id, e.flags, e.created_at,
        (select json_object_agg(f.key, f.value) from json_each(e.fields) f where f.key = any($3)) as fields,
        (select jsonb_object_agg(f.key, f.value) from jsonb_each(e.field_confidences) f where f.key = any($3))
            as field_confidences,
        (select jsonb_object_agg(f.key, f.value) from jsonb_each(e.cell_confidences) f where f.key = any($3))
            as cell_confidences
    from extraction e where e.organisation_id = d.organisation_id and e.document_id = d.id
    order by e.created_at desc, e.id desc limit 1
) x on d.status in ('extracted', 'requires_review')
where d.organisation_id = $1 and d.status not in ('erased', 'purged')
    and d.id in (select document_id from document_reference where organisation_id = $1 and customer_id = $2)
order by d.created_at desc, d.id desc limit $4
"""


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A document of a customer, and what of its newest extraction is compared.

    Attributes:
        document_id: doc_…
        type: Its type; None until it is known.
        status: Of the document; nothing is stated unless it was read.
        created_at: First upload.
        extraction_id: ext_…; None where nothing is stated.
        is_verified: Whether a person signed the values off.
        fields: Values by field.
        confidences: 0-100 by field.
        cells: By table, confidences of cells by column for each row.
    """

    document_id: str
    type: DocumentType | None
    status: DocumentStatus
    created_at: datetime
    extraction_id: str | None
    is_verified: bool
    fields: Mapping[str, Value] = field(repr=False)
    confidences: Mapping[str, int]
    cells: Mapping[str, Sequence[Mapping[str, int]]]


async def stated_by_documents(
    organisation_id: str, customer_id: str, fields: Collection[str]
) -> tuple[list[StatedRow], bool]:
    """The newest documents that were ever uploaded for a customer, the newest first, and whether there are more.

    Args:
        organisation_id: Whose.
        customer_id: Which customer.
        fields: Names of the fields that any type compares.
    """
    rows = await fetch(_SELECT, organisation_id, customer_id, sorted(fields), MOST_DOCUMENTS + 1)
    return [_stated(row) for row in rows[:MOST_DOCUMENTS]], len(rows) > MOST_DOCUMENTS


def _stated(row: Row) -> StatedRow:
    flags = from_json(row["flags"], tuple[Flag, ...]) if row["flags"] else ()
    return StatedRow(
        row["document_id"],
        row["type"],
        DocumentStatus(row["status"]),
        row["created_at"],
        row["extraction_id"],
        Flag.ANALYST_VERIFIED in flags,
        from_json(row["fields"] or "{}", dict[str, Any]),
        from_json(row["field_confidences"] or "{}", dict[str, int]),
        from_json(row["cell_confidences"] or "{}", dict[str, tuple[dict[str, int], ...]]),
    )
