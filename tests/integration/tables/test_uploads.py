"""One document per file and organisation; every reference kept."""

import asyncio
from dataclasses import replace

import pytest

from berkas.model.statuses import DocumentStatus
from berkas.refusals import ValidationFailed
from tables.engine import fetch
from tables.outbox import OutboxKind
from tables.queries import customers, documents, organisations, outbox, sealed_blobs, uploads


async def count(table: str) -> int:
    return (await fetch(f"select count(*) from {table}"))[0][0]


async def test_an_upload_makes_a_queued_document_that_waits_for_its_first_run(make_upload, organisation):
    upload = make_upload(
        type_hint="npwp",
        external_ref="ref-1",
        customer_name="PT Contoh",
        metadata={"z": 1, "a": [None, 2.5]},
    )

    recorded = await uploads.record_upload(upload)

    assert recorded.deduped is False
    document = recorded.document
    assert document == await documents.find(organisation.id, upload.document_id)
    assert document.status is DocumentStatus.QUEUED
    assert (document.type, document.type_hint) == ("npwp", "npwp")
    assert (document.external_ref, document.external_refs) == ("ref-1", ("ref-1",))
    assert document.customer.name == "PT Contoh"
    assert list(document.metadata or {}) == ["z", "a"]
    assert document.attempt == 1
    [entry] = await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=10, lease_seconds=60)
    assert (entry.document_id, entry.payload) == (document.id, {"attempt": 1, "password_handle": None})


async def test_fifty_simultaneous_uploads_of_the_same_bytes_make_one_document_and_keep_every_reference(
    make_upload, organisation
):
    batch = [make_upload("same", external_ref=f"ref-{n}", customer_name=f"Nasabah {n % 5}") for n in range(50)]

    recorded = await asyncio.gather(*(uploads.record_upload(upload) for upload in batch))

    assert sum(not answer.deduped for answer in recorded) == 1
    assert len({answer.document.id for answer in recorded}) == 1
    assert [answer.document.external_ref for answer in recorded] == [upload.external_ref for upload in batch]
    document = await documents.find(organisation.id, recorded[0].document.id)
    assert set(document.external_refs) == {f"ref-{n}" for n in range(50)}
    assert (await count("document"), await count("blob_key"), await count("customer")) == (1, 1, 5)
    assert await outbox.pending(OutboxKind.PROCESS_DOCUMENT) == 1


async def test_a_deduped_upload_leaves_the_first_original_and_its_key_alone(make_upload, organisation):
    first, second = make_upload("same"), make_upload("same")
    await uploads.record_upload(first)

    recorded = await uploads.record_upload(second)

    assert recorded.deduped
    assert recorded.document.id == first.document_id
    blob = await sealed_blobs.find_blob(organisation.id, first.document_id)
    assert blob.blob_name == first.blob_name
    assert await sealed_blobs.find_blob(organisation.id, second.document_id) is None


async def test_the_same_reference_twice_is_kept_once(make_upload, organisation):
    for _ in range(2):
        recorded = await uploads.record_upload(make_upload("same", external_ref="ref"))

    assert recorded.document.external_refs == ("ref",)
    assert await count("document_reference") == 1


async def test_organisations_never_share_a_document(make_upload, other_organisation):
    upload = make_upload("same")
    await uploads.record_upload(upload)

    other = await uploads.record_upload(replace(make_upload("same"), organisation_id=other_organisation.id))

    assert other.deduped is False
    assert await documents.find(other_organisation.id, upload.document_id) is None
    assert await sealed_blobs.find_blob(other_organisation.id, upload.document_id) is None


async def test_the_bytes_of_an_erased_document_make_a_new_one(make_upload, store):
    erased = await store("same")
    await fetch("update document set status = 'erased', dedupe_key = null where id = $1", erased.id)

    recorded = await uploads.record_upload(make_upload("same"))

    assert recorded.deduped is False
    assert recorded.document.id != erased.id


async def test_uploads_and_erasures_of_the_same_bytes_at_once_leave_one_living_document_at_most(make_upload):
    async def erase() -> None:
        for _ in range(15):
            await fetch("update document set status = 'erased', dedupe_key = null where dedupe_key is not null")
            await asyncio.sleep(0.005)

    batch = [make_upload("same", external_ref=f"ref-{n}") for n in range(60)]
    recorded, _ = await asyncio.gather(asyncio.gather(*(uploads.record_upload(upload) for upload in batch)), erase())

    made = [answer for answer in recorded if not answer.deduped]
    assert len(made) == await count("document") == await count("blob_key")
    assert await count("document where dedupe_key is not null") <= 1
    assert await count("document_reference") == 60


async def test_one_customer_per_name_however_it_is_written(make_upload, organisation):
    names = ["PT Contoh Sejahtera", "  pt  CONTOH sejahtera ", "PT CONTOH SEJAHTERA"]

    recorded = [await uploads.record_upload(make_upload(customer_name=name)) for name in names]

    assert len({answer.document.customer.id for answer in recorded}) == 1
    rows, total = await customers.list_customers(organisation.id, limit=10)
    assert (total, [row.name for row in rows]) == (1, ["PT Contoh Sejahtera"])


async def test_customer_id_and_name_must_agree(make_upload, organisation):
    customer = await customers.name_customer(organisation.id, "PT Contoh")

    agreeing = await uploads.record_upload(make_upload(customer_id=customer.id, customer_name="pt contoh"))

    assert agreeing.document.customer == customer
    with pytest.raises(ValidationFailed) as refusal:
        await uploads.record_upload(make_upload(customer_id=customer.id, customer_name="PT Lain"))
    assert list(refusal.value.field_errors) == ["customerId"]


async def test_a_customer_of_another_organisation_is_refused_and_nothing_is_stored(make_upload, other_organisation):
    foreign = await customers.name_customer(other_organisation.id, "PT Contoh")

    with pytest.raises(ValidationFailed):
        await uploads.record_upload(make_upload(customer_id=foreign.id))

    assert (await count("document"), await count("outbox_entry")) == (0, 0)


async def test_only_the_handle_of_a_password_is_kept_and_only_until_the_document_is_finished(parsing):
    document = await parsing(password_handle="slot-7f3a")

    kept = await fetch("select payload::text from outbox_entry where payload::text like '%slot-7f3a%'")
    await documents.finish(document.id, 1, documents.Ending(status=DocumentStatus.FAILED, error_code="x"))

    assert len(kept) == 1
    for table in ("document", "blob_key", "outbox_entry", "document_reference"):
        assert await fetch(f"select 1 from {table} t where t::text like '%slot-7f3a%'") == []


async def test_text_that_postgresql_cannot_hold_is_mended(make_upload):
    recorded = await uploads.record_upload(make_upload(filename="a\x00b\ud800.pdf"))

    assert recorded.document.filename == "ab\ufffd.pdf"


async def test_a_threshold_of_an_organisation_is_given_to_its_runs(store, organisation):
    await organisations.set_threshold(organisation.id, 85)
    document = await store()

    claimed = await documents.claim(document.id, 1, "run-1")

    assert claimed.requires_review_threshold == 85
