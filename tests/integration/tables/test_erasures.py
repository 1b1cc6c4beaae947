"""Erasures: unusable from the answer on, removed in steps that may be repeated, counted and certified once."""

import asyncio
import json

import pytest

from berkas.model.statuses import DocumentStatus
from berkas.refusals import Conflict, Gone, LegalHold, NotFound
from tables.engine import fetch, fetch_one, transaction
from tables.erasures import ErasureKind, ErasureStatus
from tables.outbox import OutboxKind
from tables.queries import (
    audit,
    customers,
    documents,
    erasures,
    extractions,
    idempotency,
    legal_holds,
    outbox,
    receipts,
    removals,
    sealed_blobs,
    uploads,
)
from tables.queries.document_lists import DocumentFilters, count_documents
from tables.queries.erasures import Wanted

REASON = "CONTOH: subject asked, ticket 4521"


@pytest.fixture
def wanted(organisation):
    def make(document, **values):
        return Wanted(
            **{
                "organisation_id": organisation.id,
                "document_id": document.id,
                "kind": ErasureKind.ERASE,
                "reason": REASON,
                "actor": "key_1",
                **values,
            }
        )

    return make


@pytest.fixture
def read(parsing, extracted):
    """Record an upload and store what a run read of it."""

    async def make(content=None, **values):
        document = await parsing(content, **values)
        assert await documents.finish(document.id, 1, extracted)
        return document

    return make


async def texts_of_all_tables():
    names = await fetch("select tablename from pg_tables where schemaname = 'public'")
    rows = [row[0] for name in names for row in await fetch(f'select t::text from "{name[0]}" t')]
    return "\n".join(rows)


async def listen(organisation_id):
    """A webhook that wants to hear of the end of documents."""
    await fetch(
        """insert into webhook (id, organisation_id, url, events, sealed_secret)
        values ('whk_end', $1, 'https://contoh.test', array['document.erased', 'document.purged'], 'x')""",
        organisation_id,
    )


async def told():
    """Ends of documents that were announced, by whichever way announcements go."""
    entries = await fetch("select payload from outbox_entry where payload ->> 'event' ~ '(erased|purged)$'")
    deliveries = await fetch("select event from webhook_delivery where webhook_id = 'whk_end'")
    return [json.loads(entry["payload"])["event"] for entry in entries] + [row["event"] for row in deliveries]


async def remove(begun):
    await removals.forget_blob(begun.erasure.id)
    await removals.remove_derived(begun.erasure.id)
    return await removals.certify(begun.erasure.id)


@pytest.mark.parametrize("status", sorted(set(DocumentStatus) - {DocumentStatus.ERASED, DocumentStatus.PURGED}))
async def test_every_document_can_be_erased_wherever_it_is(store, wanted, organisation, status):
    document = await store()
    await fetch("update document set status = $2 where id = $1", document.id, status.value)

    begun = await erasures.begin(wanted(document))

    assert begun.erasure.status is ErasureStatus.REQUESTED
    assert (await documents.find(organisation.id, document.id)).status is DocumentStatus.ERASED


async def test_from_the_answer_on_nobody_can_open_find_or_meet_it(read, wanted, organisation, make_upload):
    document = await read(
        "same bytes", external_ref="pinjaman-1", customer_name="PT CONTOH", metadata={"branch": "JKT"}
    )
    filters = [
        DocumentFilters(q="npwp-contoh"),
        DocumentFilters(q="SEJAHTERA"),
        DocumentFilters(external_ref="pinjaman-1"),
    ]
    filters.append(DocumentFilters(customer_name="pt contoh"))
    assert [await count_documents(organisation.id, each) for each in filters] == [1, 1, 1, 1]

    await erasures.begin(wanted(document))

    assert await sealed_blobs.find_blob(organisation.id, document.id) is None
    assert await documents.claim(document.id, 1, "run-1") is None
    with pytest.raises(Gone):
        await documents.reextract(organisation.id, document.id)
    assert [await count_documents(organisation.id, each) for each in filters] == [0, 0, 0, 0]
    assert await count_documents(organisation.id, DocumentFilters(statuses=frozenset({DocumentStatus.ERASED}))) == 1
    again = await uploads.record_upload(make_upload("same bytes"))
    assert not again.deduped
    assert again.document.id != document.id


async def test_a_tombstone_says_nothing_but_that_it_was(read, wanted, organisation):
    document = await read(external_ref="pinjaman-1", customer_name="PT CONTOH", metadata={"branch": "JKT"})

    await erasures.begin(wanted(document))

    now = await documents.find(organisation.id, document.id)
    assert (now.filename, now.sha256, now.external_ref, now.external_refs) == (None, None, None, ())
    assert (now.customer, now.metadata, now.classification, now.confidence_score) == (None, None, None, None)
    assert (now.page_count, now.template_id, now.flow_run_id, now.retain_until) == (None, None, None, None)
    assert (now.type, now.size_bytes, now.created_at) == ("npwp", document.size_bytes, document.created_at)


@pytest.mark.parametrize("keep_fields", [True, False])
async def test_nothing_that_was_read_is_shown_before_the_run_has_removed_it(read, wanted, organisation, keep_fields):
    document = await read()

    await erasures.begin(wanted(document, keep_fields=keep_fields))

    assert await extractions.newest_extraction(organisation.id, document.id) is None
    assert await extractions.list_extractions(organisation.id, document.id) == []


async def test_a_run_that_is_reading_cannot_store_what_it_read(parsing, wanted, extracted, organisation):
    document = await parsing()

    await erasures.begin(wanted(document))

    assert await documents.finish(document.id, 1, extracted) is None
    assert await fetch("select from extraction") == []


async def test_a_run_that_stores_at_the_same_moment_leaves_nothing_behind(parsing, wanted, extracted):
    for _ in range(10):
        document = await parsing()

        _, begun = await asyncio.gather(
            documents.finish(document.id, 1, extracted), erasures.begin(wanted(document)), return_exceptions=True
        )
        await remove(begun)

        assert await fetch("select from extraction where document_id = $1", document.id) == []


async def test_the_slot_of_a_password_is_named_so_that_it_can_be_emptied(store, wanted):
    document = await store(password_handle="slot-1")

    begun = await erasures.begin(wanted(document))

    assert begun.password_handle == "slot-1"
    assert await fetch("select from outbox_entry where kind = 'process_document'") == []


async def test_a_run_is_asked_for_in_the_same_transaction(store, wanted):
    document = await store()

    begun = await erasures.begin(wanted(document, request_id="req_1"))

    [entry] = await outbox.take(OutboxKind.ERASE_DOCUMENT, limit=10, lease_seconds=60)
    assert entry.document_id == document.id
    assert entry.payload == {"erasure_id": begun.erasure.id, "attempt": 1, "request_id": "req_1"}


async def test_reason_actor_and_time_are_in_the_audit_log(store, wanted, organisation):
    document = await store()

    begun = await erasures.begin(wanted(document))

    [entry] = await audit.list_entries(organisation.id)
    assert (entry.actor, entry.action, entry.subject) == ("key_1", "document.erase_begun", document.id)
    assert entry.details == {"erasure_id": begun.erasure.id, "reason": REASON, "keep_fields": False}


async def test_twenty_requests_at_once_are_one_erasure(store, wanted):
    document = await store()

    begun = await asyncio.gather(*(erasures.begin(wanted(document)) for _ in range(20)))

    assert len({one.erasure.id for one in begun}) == 1
    assert len(await fetch("select from outbox_entry where kind = 'erase_document'")) == 1
    assert len(await fetch("select from audit_entry")) == 1


async def test_an_erased_document_is_not_erased_again(store, wanted):
    document = await store()
    await remove(await erasures.begin(wanted(document)))

    with pytest.raises(Conflict):
        await erasures.begin(wanted(document))


async def test_documents_of_others_do_not_exist(store, wanted, other_organisation):
    document = await store()

    with pytest.raises(NotFound):
        await erasures.begin(wanted(document, organisation_id=other_organisation.id))
    assert await receipts.find(other_organisation.id, document.id) is None


async def test_a_hold_forbids_it_and_its_end_allows_it(read, wanted, organisation):
    document = await read()
    await legal_holds.place(organisation.id, document.id, reason="Case 17", actor="key_1")

    with pytest.raises(LegalHold):
        await erasures.begin(wanted(document))
    assert (await documents.find(organisation.id, document.id)).filename == document.filename

    await legal_holds.release(organisation.id, document.id, actor="key_1")
    assert await erasures.begin(wanted(document))


async def test_everything_derived_is_gone_and_counted(read, wanted, organisation):
    document = await read(
        external_ref="pinjaman-77",
        filename="surat-rahasia.pdf",
        customer_name="PT CONTOH RAHASIA",
        metadata={"a": "meta-77"},
    )
    await idempotency.begin(organisation.id, "once", ["0" * 64])
    await idempotency.finish(organisation.id, "once", status=201, body=b'"surat-rahasia.pdf"', subject=document.id)
    await _deliver(organisation.id, document.id, body="body surat-rahasia.pdf", response="echo surat-rahasia.pdf")
    secrets = [
        "CONTOH SEJAHTERA",
        "091234567890000",
        "pinjaman-77",
        "surat-rahasia.pdf",
        "rahasia",
        "meta-77",
        "JALAN LEMAH 7",
        "09.999.RIVAL",
        "KODE-RAHASIA",
        document.sha256,
    ]
    before = await texts_of_all_tables()
    assert all(secret in before for secret in secrets)

    await remove(await erasures.begin(wanted(document)))

    after = await texts_of_all_tables()
    assert [secret for secret in secrets if secret.lower() in after.lower()] == []
    receipt = await receipts.find(organisation.id, document.id)
    assert {name: count for name, count in receipt.removed.items() if name != "outbox_entries"} == {
        "data_keys": 1,
        "document_values": 6,
        "references": 1,
        "extractions": 1,
        "fields": 3,
        "bounding_boxes": 5,
        "evidence": 2,
        "codes": 2,
        "raw_texts": 1,
        "notes": 0,
        "findings": 1,
        "customers": 1,
        "webhook_bodies": 1,
        "webhook_responses": 1,
        "idempotent_answers": 1,
    }


async def test_kept_fields_are_all_that_is_kept(read, wanted, organisation):
    document = await read(external_ref="pinjaman-77", filename="surat-rahasia.pdf")

    await remove(await erasures.begin(wanted(document, keep_fields=True)))

    row = await extractions.newest_extraction(organisation.id, document.id, has_evidence=True)
    assert (row.fields["name"], row.field_confidences["name"], row.confidence_score) == ("CONTOH SEJAHTERA", 97, 91)
    assert (row.field_bounding_boxes, row.raw_text, row.findings, row.review_reasons) == ({}, None, (), ())
    assert (row.cell_bounding_boxes, row.evidence, row.codes) == ({}, None, ())
    text = await texts_of_all_tables()
    assert "LEMAH" not in text
    assert "RIVAL" not in text
    assert "KODE-RAHASIA" not in text
    assert "pinjaman-77" not in text
    assert "surat-rahasia" not in text
    assert "Halaman dua" not in text
    receipt = await receipts.find(organisation.id, document.id)
    assert receipt.keep_fields
    assert "fields" not in receipt.removed


async def test_repeated_steps_count_once(read, wanted, organisation):
    begun = await erasures.begin(wanted(await read()))
    await removals.note_at_least(begun.erasure.id, original_copies=3, flow_runs=1)
    await removals.remove_derived(begun.erasure.id)
    first = (await receipts.get(begun.erasure.id)).removed

    # a run was killed after removing and before noting, and the next one begins again
    await removals.note_at_least(begun.erasure.id, original_copies=0, flow_runs=0)
    await removals.remove_derived(begun.erasure.id)

    assert (await receipts.get(begun.erasure.id)).removed == first
    assert (first["original_copies"], first["fields"]) == (3, 3)


async def test_two_runs_at_once_certify_once(read, wanted, organisation):
    await listen(organisation.id)
    begun = await erasures.begin(wanted(await read()))

    async def run():
        await removals.remove_derived(begun.erasure.id)
        return await removals.certify(begun.erasure.id)

    assert sorted(await asyncio.gather(*(run() for _ in range(5)))) == [False] * 4 + [True]

    receipt = await receipts.get(begun.erasure.id)
    assert (receipt.status, receipt.removed["fields"]) == (ErasureStatus.COMPLETED, 3)
    assert await told() == ["document.erased"]


async def test_the_receipt_names_the_entry_that_proves_it(read, wanted, organisation):
    document = await read()
    begun = await erasures.begin(wanted(document))
    await remove(begun)

    receipt = await receipts.find(organisation.id, document.id)
    entry = await audit.find_entry(organisation.id, receipt.audit_sequence)

    assert entry.hash == receipt.audit_hash == entry.expected_hash
    assert (entry.action, entry.subject) == ("document.erased", document.id)
    assert entry.details["fields"] == 3
    assert receipt.completed_at is not None
    assert (await audit.examine(organisation.id)).broken_at is None
    assert await receipts.missing_in_audit(organisation.id) == []


async def test_a_log_that_was_cut_off_is_noticed_by_its_receipts(read, wanted, organisation, behind_the_triggers):
    begun = await erasures.begin(wanted(await read()))
    await remove(begun)

    await behind_the_triggers("delete from audit_entry where sequence = 2")

    assert (await audit.examine(organisation.id)).broken_at is None
    assert await receipts.missing_in_audit(organisation.id) == [begun.erasure.id]


async def test_an_answer_stored_late_is_removed_with_the_proof(read, wanted, organisation):
    document = await read()
    await idempotency.begin(organisation.id, "once", ["0" * 64])
    begun = await erasures.begin(wanted(document))
    await removals.remove_derived(begun.erasure.id)
    await idempotency.finish(organisation.id, "once", status=201, body=b"late", subject=document.id)

    await removals.certify(begun.erasure.id)

    assert await fetch("select from idempotency_key") == []


async def test_news_of_the_erasure_itself_is_delivered(read, wanted, organisation):
    document = await read()
    begun = await erasures.begin(wanted(document))
    await _deliver(organisation.id, document.id, event="document.erased", body="erased", response=None)

    await remove(begun)

    assert (await fetch_one("select body from webhook_delivery"))["body"] == "erased"


async def test_a_customer_goes_with_the_last_document_that_names_it(read, wanted, organisation):
    first, second = [await read(customer_name="PT CONTOH DUA KALI") for _ in range(2)]

    await remove(await erasures.begin(wanted(first)))
    assert await fetch("select from customer")
    await remove(await erasures.begin(wanted(second)))

    assert await fetch("select from customer") == []
    assert (await receipts.find(organisation.id, first.id)).removed["customers"] == 0
    assert (await receipts.find(organisation.id, second.id)).removed["customers"] == 1


async def test_a_customer_that_was_made_on_purpose_stays(read, wanted, organisation):
    document = await read(customer_name="PT CONTOH TETAP")
    customer, is_new = await customers.find_or_make_customer(organisation.id, "pt contoh tetap")
    assert not is_new

    await remove(await erasures.begin(wanted(document)))

    assert await customers.find_customer(organisation.id, customer.id) == customer


async def test_an_upload_that_names_the_customer_meanwhile_keeps_it(read, wanted, organisation, make_upload):
    """The upload has resolved the name but not stored its document when the customer's last document is removed."""
    begun = await erasures.begin(wanted(await read(customer_name="PT CONTOH")))

    async def upload():
        async with transaction():
            await customers.name_customer(organisation.id, "PT CONTOH")
            held.set()
            await asyncio.sleep(0.3)
            return await uploads.record_upload(make_upload(customer_name="PT CONTOH"))

    held = asyncio.Event()
    uploading = asyncio.create_task(upload())
    await held.wait()
    await removals.remove_derived(begun.erasure.id)
    recorded = await uploading

    assert recorded.document.customer.name == "PT CONTOH"
    assert len(await fetch("select from customer")) == 1


async def test_only_the_present_attempt_may_go_on(store, wanted):
    begun = await erasures.begin(wanted(await store()))

    assert (await erasures.claim(begun.erasure.id, 1, "run-1")).flow_run_id == "run-1"
    assert await erasures.ask_again(begun.erasure.id, 1) == 2
    assert await erasures.claim(begun.erasure.id, 1, "run-1") is None
    assert (await erasures.claim(begun.erasure.id, 2, "run-2")).attempt == 2


async def test_a_completed_erasure_is_claimed_and_asked_for_by_nobody(store, wanted):
    begun = await erasures.begin(wanted(await store()))
    await remove(begun)

    assert await erasures.claim(begun.erasure.id, 1, "run-1") is None
    assert await erasures.ask_again(begun.erasure.id, 1) is None


async def test_an_erasure_whose_run_is_lost_is_stuck_and_asked_for_once(store, wanted):
    begun = await erasures.begin(wanted(await store()))
    await fetch("update erasure set requested_at = requested_at - interval '5 minutes'")
    assert await erasures.stuck(120) == []  # the dispatcher has not come to it
    for entry in await outbox.take(OutboxKind.ERASE_DOCUMENT, limit=10, lease_seconds=60):
        await outbox.done(entry)
    assert [row.id for row in await erasures.stuck(120)] == [begun.erasure.id]

    attempts = await asyncio.gather(*(erasures.ask_again(begun.erasure.id, 1) for _ in range(10)))

    assert sorted(attempts, key=str) == [2, *[None] * 9]
    assert await outbox.pending(OutboxKind.ERASE_DOCUMENT) == 1
    assert await erasures.stuck(120) == []


async def test_later_attempts_wait_longer_but_never_end(store, wanted):
    begun = await erasures.begin(wanted(await store()))

    for attempt in range(1, 31):
        assert await erasures.ask_again(begun.erasure.id, attempt) == attempt + 1

    rows = await fetch(
        """select extract(epoch from due_at - created_at)::int as wait from outbox_entry
        where kind = 'erase_document' order by id"""
    )
    waits = [row["wait"] for row in rows]
    assert waits[:6] == [0, 0, 0, 30, 60, 120]
    assert max(waits) == 3600


async def test_a_purge_takes_only_what_is_due(read, store, wanted, organisation):
    await listen(organisation.id)
    early, due, waiting = await read(), await read(), await store()
    for document in (due, waiting):
        await fetch("update document set retain_until = now() - interval '1 day' where id = $1", document.id)

    for document in (early, waiting):
        with pytest.raises(Conflict):
            await erasures.begin(wanted(document, kind=ErasureKind.PURGE, flow_run_id="run-1"))
    begun = await erasures.begin(wanted(due, kind=ErasureKind.PURGE, flow_run_id="run-1"))
    await remove(begun)

    assert (await documents.find(organisation.id, due.id)).status is DocumentStatus.PURGED
    assert await fetch("select from outbox_entry where kind = 'erase_document'") == []
    assert await told() == ["document.purged"]
    [count] = await receipts.count_of_run("run-1")
    assert (count.type, count.completed, count.unfinished) == ("npwp", 1, 0)


async def _deliver(organisation_id, document_id, *, body, response, event="document.extracted"):
    suffix = event[-3:]
    await fetch(
        "insert into webhook (id, organisation_id, url, sealed_secret) values ($2, $1, 'https://contoh.test', 'x')",
        organisation_id,
        f"whk_{suffix}",
    )
    await fetch(
        """insert into webhook_delivery (id, organisation_id, webhook_id, event_id, event, document_id, body)
        values ($2, $1, $3, 'evt_1', $5, $4, $6)""",
        organisation_id,
        f"whd_{suffix}",
        f"whk_{suffix}",
        document_id,
        event,
        body,
    )
    await fetch(
        "insert into webhook_attempt (organisation_id, delivery_id, number, response_body) values ($1, $2, 1, $3)",
        organisation_id,
        f"whd_{suffix}",
        response,
    )
