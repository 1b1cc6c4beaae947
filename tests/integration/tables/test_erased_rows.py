"""What the rows of an erased document still hold: no key, no trace of a failure; and races with uploads of the same bytes."""

import asyncio

import pytest

from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.erasures import ErasureKind
from tables.queries import documents, erasures, removals, uploads
from tables.queries.documents import Ending
from tables.queries.erasures import Wanted


@pytest.fixture
def begin(organisation):
    async def make(document, **values):
        wanted = {"kind": ErasureKind.ERASE, "reason": "CONTOH: subject asked", "actor": "key_1", **values}
        return await erasures.begin(Wanted(organisation_id=organisation.id, document_id=document.id, **wanted))

    return make


async def keys_of(document_id):
    return await fetch("select from blob_key where document_id = $1", document_id)


@pytest.mark.parametrize("keep_fields", [False, True])
async def test_no_key_of_an_erased_original_is_left_and_that_of_another_stays(store, begin, keep_fields):
    erased, other = await store(), await store()

    begun = await begin(erased, keep_fields=keep_fields)

    assert await keys_of(erased.id) == []
    assert len(await keys_of(other.id)) == 1
    assert begun.erasure.removed["data_keys"] == 1


async def test_no_key_of_a_purged_original_is_left(parsing, begin, extracted):
    document = await parsing()
    assert await documents.finish(document.id, 1, extracted)
    await fetch("update document set retain_until = now() - interval '1 day' where id = $1", document.id)

    await begin(document, kind=ErasureKind.PURGE, flow_run_id="run-2")

    assert await keys_of(document.id) == []


@pytest.mark.parametrize("status", [DocumentStatus.FAILED, DocumentStatus.PASSWORD_REQUIRED])
async def test_a_tombstone_does_not_say_why_and_where_the_document_failed(parsing, begin, organisation, status):
    document = await parsing()
    ending = Ending(status=status, error_code="unreadable_file", error_message="CONTOH SENTENCE", stage="unseal")
    assert await documents.finish(document.id, 1, ending)
    before = await documents.find(organisation.id, document.id)
    assert (before.error_code, before.error_message, before.stage) == ("unreadable_file", "CONTOH SENTENCE", "unseal")

    await begin(document)

    row = await documents.find(organisation.id, document.id)
    assert (row.status, row.error_code, row.error_message, row.stage) == (DocumentStatus.ERASED, None, None, None)
    [stored] = await fetch("select document::text from document where id = $1", document.id)
    assert "CONTOH SENTENCE" not in stored[0]


async def test_of_uploads_and_erasures_of_one_file_at_once_nothing_is_lost_or_left(
    store, begin, make_upload, organisation
):
    for number in range(10):
        document = await store("bytes", customer_name="PT CONTOH", external_ref=f"first-{number}")

        async def erase(document=document):
            begun = await begin(document)
            await removals.forget_blob(begun.erasure.id)
            await removals.remove_derived(begun.erasure.id)
            assert await removals.certify(begun.erasure.id)

        sent = [make_upload("bytes", customer_name="PT CONTOH", external_ref=f"again-{number}-{n}") for n in range(4)]
        _, *recorded = await asyncio.gather(erase(), *(uploads.record_upload(upload) for upload in sent))

        # an upload met the document before its end, or made a new one: never a tombstone
        assert {each.document.status for each in recorded} == {DocumentStatus.QUEUED}
        tombstone = await documents.find(organisation.id, document.id)
        assert (tombstone.status, tombstone.customer, tombstone.external_refs) == (DocumentStatus.ERASED, None, ())
        assert await keys_of(document.id) == []
        later = [each for each in recorded if each.document.id != document.id]
        assert [each.deduped for each in later].count(False) == min(1, len(later))
        references = {
            upload.external_ref for upload, each in zip(sent, recorded, strict=True) if each.document.id != document.id
        }
        for fresh_id in {each.document.id for each in later}:
            row = await documents.find(organisation.id, fresh_id)
            assert (row.status, row.customer.name) == (DocumentStatus.QUEUED, "PT CONTOH")
            assert set(row.external_refs) == references
            assert len(await keys_of(fresh_id)) == 1
            await erase(row)
        assert await fetch("select from customer") == []
        assert await fetch("select from document_reference") == []
        assert await fetch("select from blob_key") == []
        assert await fetch("select from outbox_entry where kind = 'process_document' and done_at is null") == []
