"""Documents with their newest extractions in batches, for exports of any length in little memory."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Final

from tables.queries.document_lists import DocumentFilters, Sort, conditions_of, rows_of
from tables.queries.document_rows import SELECT_DOCUMENTS, DocumentRow, document_row
from tables.queries.extractions import SHOWN, ExtractionRow, newest_extractions

BATCH: Final = 100
"""Documents per statement."""

WHOLE: Final = 10
"""Extractions in memory at once: one may hold a table of thousands of rows."""

Exported = tuple[DocumentRow, ExtractionRow | None]
"""A document and its newest extraction, whose text is left out unless it has nothing else."""


async def export(
    organisation_id: str,
    filters: DocumentFilters,
    *,
    sort: Sort = Sort.NEWEST,
    batch: int = BATCH,
    until: datetime | None = None,
) -> AsyncGenerator[list[Exported], None]:
    """Documents in order, a few at a time.

    Each batch is read by statements of its own that go on where the ones before ended: no transaction stays open while a client
    reads slowly. What is uploaded meanwhile may or may not be in it; what was there and stays is in it exactly once.

    Args:
        organisation_id: Whose.
        filters: Which documents.
        sort: In which order.
        batch: Documents per statement.
        until: Extractions that were stored later do not count, so that none has a field that ``field_names`` did not see.
    """
    direction, after = ("desc", "<") if sort is Sort.NEWEST else ("asc", ">")
    last: tuple[datetime, str] | None = None
    while True:
        conditions = conditions_of(organisation_id, filters)
        if last is not None:
            conditions.add(f"(d.created_at, d.id) {after} ({{}}, {{}})", *last)
        sql = (
            f"{SELECT_DOCUMENTS} where {conditions.sql} order by d.created_at {direction}, d.id {direction}"
            f" limit {conditions.name(batch)}"
        )
        rows = await rows_of(organisation_id, filters, sql, *conditions.values)
        documents = [document_row(row) for row in rows]
        for start in range(0, len(documents), WHOLE):
            part = documents[start : start + WHOLE]
            newest = await newest_extractions(organisation_id, [document.id for document in part], until=until)
            yield [(document, newest.pop(document.id, None)) for document in part]
        if documents:
            last = (documents[-1].created_at, documents[-1].id)
        if len(documents) < batch:
            return


async def field_names(organisation_id: str, filters: DocumentFilters, *, until: datetime) -> list[str]:
    """Every field that the extractions that were the newest then have, each once: in their templates' order, the oldest first."""
    conditions = conditions_of(organisation_id, filters)
    moment = conditions.name(until)
    rows = await rows_of(
        organisation_id,
        filters,
        f"""
        select names from (
            select newest.names, min(d.created_at) as first from document d
            cross join lateral (
                select array(select json_object_keys(extraction.fields)) as names from extraction
                where organisation_id = d.organisation_id and document_id = d.id and {SHOWN} and created_at <= {moment}
                order by created_at desc, id desc limit 1
            ) newest
            where {conditions.sql} group by newest.names
        ) found order by first, names
        """,  # noqa: S608 - conditions name their values by number
        *conditions.values,
    )
    return list(dict.fromkeys(name for row in rows for name in row["names"]))
