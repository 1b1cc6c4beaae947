"""What the database refuses, whoever asks."""

import asyncpg
import pytest

from tables.engine import fetch
from tables.queries import customers, extractions
from tables.queries.extractions import ReadBy


@pytest.mark.parametrize(
    "assignment",
    [
        "status = 'unknown'",
        "type = 'unknown'",
        "type_hint = 'unknown'",
        "attempt = 0",
        "size_bytes = 0",
        "confidence_score = 101",
        "confidence_score = -1",
        "status = 'erased'",
        "status = 'purged'",
    ],
)
async def test_a_document_cannot_hold(store, assignment):
    await store()

    with pytest.raises(asyncpg.CheckViolationError):
        await fetch(f"update document set {assignment}")


@pytest.mark.parametrize("column", ["status", "organisation_id", "content_type", "size_bytes", "attempt"])
async def test_a_document_always_has(store, column):
    await store()

    with pytest.raises(asyncpg.NotNullViolationError):
        await fetch(f"update document set {column} = null")


async def test_a_document_cannot_belong_to_the_customer_of_another_organisation(store, other_organisation):
    await store()
    foreign = await customers.name_customer(other_organisation.id, "PT Contoh")

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await fetch("update document set customer_id = $1", foreign.id)


@pytest.mark.parametrize("table", ["blob_key", "document_reference", "outbox_entry"])
async def test_what_belongs_to_a_document_cannot_move_to_another_organisation(store, other_organisation, table):
    await store(external_ref="ref")

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await fetch(f"update {table} set organisation_id = $1", other_organisation.id)


async def test_a_run_stores_one_extraction_per_attempt_and_corrections_may_follow(parsing, organisation, make_result):
    document = await parsing()
    where = {"organisation_id": organisation.id, "document_id": document.id, "attempt": 1, "reading": ReadBy()}
    await extractions.add_result(make_result(), **where)

    with pytest.raises(asyncpg.UniqueViolationError):
        await extractions.add_result(make_result(), **where)

    await fetch(
        """insert into extraction (id, organisation_id, document_id, attempt, method, confidence_score)
        select 'ext_correction', organisation_id, document_id, attempt, 'manual_correction', 100 from extraction"""
    )
    assert len(await extractions.list_extractions(organisation.id, document.id)) == 2
