"""When documents are due: set at upload, set again when the type is known, brought up to date, never earlier under a hold."""

import json
from datetime import timedelta

import pytest

from berkas.refusals import Gone, NotFound
from berkas.retention import DEFAULT_DAYS
from tables.engine import fetch
from tables.erasures import ErasureKind
from tables.queries import audit, documents, erasures, legal_holds, retention
from tables.queries.erasures import Wanted

TEN_YEARS, FIVE_YEARS = 3653, 1827


@pytest.fixture
def days_of(organisation):
    async def days(document):
        row = await documents.find(organisation.id, document.id)
        return None if row.retain_until is None else (row.retain_until - row.created_at) / timedelta(days=1)

    return days


@pytest.fixture
def say(organisation):
    """Let the organisation have days of its own."""

    async def set_days(**days):
        await fetch(
            "update organisation set settings = jsonb_build_object('retention_days', $2::jsonb) where id = $1",
            organisation.id,
            json.dumps(days),
        )

    return set_days


async def test_an_upload_is_kept_by_its_hint_or_by_the_default(store, days_of):
    hinted, unknown = await store(type_hint="invoice"), await store()

    assert (await days_of(hinted), await days_of(unknown)) == (TEN_YEARS, DEFAULT_DAYS)


async def test_the_organisation_decides(store, days_of, say):
    await say(invoice=30, default=None)

    hinted, unknown = await store(type_hint="invoice"), await store()

    assert (await days_of(hinted), await days_of(unknown)) == (30, None)


async def test_the_type_that_is_found_out_decides_anew(parsing, extracted, days_of, say):
    await say(npwp=7)
    document = await parsing()
    assert await days_of(document) == FIVE_YEARS

    await documents.finish(document.id, 1, extracted)

    assert await days_of(document) == 7


async def test_a_changed_policy_reaches_documents_that_are_here_already(store, organisation, days_of, say):
    invoice, ktp = await store(type_hint="invoice"), await store(type_hint="ktp")
    await say(invoice=40)

    assert await retention.apply(organisation.id) == 1
    assert await retention.apply(organisation.id) == 0

    assert (await days_of(invoice), await days_of(ktp)) == (40, FIVE_YEARS)


async def test_a_policy_reaches_documents_that_had_none(store, organisation, days_of):
    document = await store()
    await fetch("update document set retain_until = null")

    await retention.apply(organisation.id)

    assert await days_of(document) == DEFAULT_DAYS


async def test_a_policy_of_one_organisation_is_nobody_elses(store, other_organisation, organisation, days_of, say):
    document = await store(type_hint="invoice")
    await say(invoice=40)

    await retention.apply(other_organisation.id)

    assert await days_of(document) == TEN_YEARS


@pytest.mark.parametrize(("days", "kept"), [(40, TEN_YEARS), (5000, 5000), (None, None)])
async def test_under_hold_a_retention_is_only_lengthened(store, organisation, days_of, say, days, kept):
    document = await store(type_hint="invoice")
    await legal_holds.place(organisation.id, document.id, reason="Case 17", actor="key_1")
    await say(invoice=days)

    await retention.apply(organisation.id)
    assert await days_of(document) == kept

    await legal_holds.release(organisation.id, document.id, actor="key_1")
    assert await days_of(document) == days


async def test_what_is_kept_for_ever_stays_so_under_hold(store, organisation, days_of, say):
    await say(invoice=None)
    document = await store(type_hint="invoice")
    await legal_holds.place(organisation.id, document.id, reason="Case 17", actor="key_1")
    await say(invoice=1)

    await retention.apply(organisation.id)

    assert await days_of(document) is None


async def test_due_documents_come_in_pages_without_those_held_or_being_read(store, organisation, parsing, extracted):
    done = [await parsing() for _ in range(4)]
    for document in done:
        await documents.finish(document.id, 1, extracted)
    await store()
    await fetch("update document set retain_until = now()")
    await store()  # not due
    await legal_holds.place(organisation.id, done[1].id, reason="Case 17", actor="key_1")

    first = await retention.due(None, after="", limit=2)
    rest = await retention.due(organisation.id, after=first[-1].document_id, limit=2)
    counts = await retention.count_due(None)

    expected = sorted(document.id for document in done if document.id != done[1].id)
    assert [row.document_id for row in [*first, *rest]] == expected
    assert [(c.type, c.due, c.held, c.being_read) for c in counts] == [("npwp", 3, 1, 0), (None, 0, 0, 1)]


async def test_holds_are_in_the_audit_log_with_their_reason(store, organisation):
    document = await store()

    await legal_holds.place(organisation.id, document.id, reason="Case 17", actor="key_1")
    await legal_holds.place(organisation.id, document.id, reason="Case 18", actor="key_2")
    await legal_holds.release(organisation.id, document.id, actor="key_1")
    await legal_holds.release(organisation.id, document.id, actor="key_1")

    entries = await audit.list_entries(organisation.id)
    assert [(entry.action, entry.actor, entry.details) for entry in entries] == [
        ("document.hold_placed", "key_1", {"reason": "Case 17"}),
        ("document.hold_placed", "key_2", {"reason": "Case 18"}),
        ("document.hold_released", "key_1", {}),
    ]


async def test_what_is_gone_or_somebody_elses_cannot_be_held(store, organisation, other_organisation):
    document = await store()
    with pytest.raises(NotFound):
        await legal_holds.place(other_organisation.id, document.id, reason="Case 17", actor="key_1")
    await erasures.begin(
        Wanted(
            organisation_id=organisation.id,
            document_id=document.id,
            kind=ErasureKind.ERASE,
            reason="CONTOH",
            actor="key_1",
        )
    )

    with pytest.raises(Gone):
        await legal_holds.place(organisation.id, document.id, reason="Case 17", actor="key_1")
    with pytest.raises(Gone):
        await legal_holds.release(organisation.id, document.id, actor="key_1")
