"""What people did to documents, beside the API: bulk runs leave it alone, erasures leave nothing of it."""

import itertools
from dataclasses import replace

import pytest

from berkas.extraction.checks.run import TemplateRules
from tables.engine import fetch
from tables.erasures import ErasureKind
from tables.queries import bulk, corrections, documents, erasures, extractions, removals, retries
from tables.queries.bulk_selection import BulkSelection
from tables.queries.corrections import Correction
from tables.queries.erasures import Wanted

RUN = "bulk-run-1"
NOTE = "CONTOH: rahasia dari telepon"


@pytest.fixture
def read(parsing, extracted):
    """Record an upload and store what a run read of it; no two are the same document."""
    numbers = itertools.count(1)

    async def make():
        document = await parsing()
        number, *others = extracted.result.fields
        fields = (replace(number, value=f"09123456789{next(numbers):04}"), *others)
        ending = replace(extracted, result=replace(extracted.result, fields=fields))
        assert await documents.finish(document.id, 1, ending)
        return document

    return make


@pytest.fixture
def by_hand(organisation):
    """A person corrects or signs off a document."""

    async def correct(document, *, is_sign_off=False):
        correction = Correction(
            fields={"name": "KATA ORANG"},
            rules=TemplateRules(()),
            template=("npwp", 1),
            is_sign_off=is_sign_off,
            note=NOTE,
            actor="key_1",
        )
        return await corrections.correct(organisation.id, document.id, correction)

    return correct


async def test_a_correction_keeps_the_codes_and_the_evidence_of_what_it_did_not_change(read, organisation, extracted):
    document = await read()
    correction = Correction(
        fields={"npwp_number": "099999999990000"},
        rules=TemplateRules(()),
        template=("npwp", 1),
        is_sign_off=False,
        note=None,
        actor="key_1",
    )

    await corrections.correct(organisation.id, document.id, correction)

    newest = await extractions.newest_extraction(organisation.id, document.id, has_evidence=True)
    assert list(newest.evidence) == ["address"]
    assert newest.cell_bounding_boxes["items"][0].keys() == {"no", "amount"}
    assert newest.codes == extracted.result.codes


@pytest.mark.parametrize("is_sign_off", [True, False])
async def test_a_bulk_run_leaves_out_what_people_did_and_counts_it(read, by_hand, is_sign_off):
    plain, kept = await read(), await read()
    await by_hand(kept, is_sign_off=is_sign_off)

    chosen = await bulk.next_chosen(RUN, BulkSelection(), after=None, limit=10)
    groups = await bulk.count_chosen(RUN, BulkSelection())

    assert [document.id for document in chosen] == [plain.id]
    assert [(group.count, group.verified) for group in groups] == [(1, 1)]


async def test_a_bulk_run_that_is_asked_to_reads_them_too(read, by_hand, extracted):
    kept = await read()
    await by_hand(kept, is_sign_off=True)
    selection = BulkSelection(include_verified=True)

    chosen = await bulk.next_chosen(RUN, selection, after=None, limit=10)
    groups = await bulk.count_chosen(RUN, selection)
    is_queued = await bulk.queue(chosen[0], RUN, include_verified=True)
    await documents.claim(kept.id, 2, "run-2")
    await documents.finish(kept.id, 2, extracted)

    newest = await extractions.newest_extraction(chosen[0].organisation_id, kept.id)
    assert [(group.count, group.verified) for group in groups] == [(1, 0)]
    assert (is_queued, newest.fields["name"]) == (True, "CONTOH SEJAHTERA")


async def test_what_is_verified_after_it_was_chosen_is_not_queued(read, by_hand):
    document = await read()
    [chosen] = await bulk.next_chosen(RUN, BulkSelection(), after=None, limit=10)
    await by_hand(document)

    assert await bulk.queue(chosen, RUN) is False
    assert (await fetch("select status, attempt from document where id = $1", document.id))[0]["attempt"] == 1


async def test_a_reading_after_the_last_correction_is_what_counts(read, by_hand, extracted, organisation):
    document = await read()
    await by_hand(document)
    await documents.reextract(organisation.id, document.id, replace_verified=True)
    await documents.claim(document.id, 2, "run-2")
    await documents.finish(document.id, 2, extracted)

    assert [found.id for found in await bulk.next_chosen(RUN, BulkSelection(), after=None, limit=10)] == [document.id]


async def test_the_end_of_a_run_tells_that_a_persons_values_stayed(read, by_hand, extracted):
    kept = await read()
    await by_hand(kept, is_sign_off=True)
    await fetch("update document set status = 'queued', attempt = 2 where id = $1", kept.id)
    await documents.claim(kept.id, 2, "run-2")

    finished = await documents.finish(kept.id, 2, extracted)

    assert (finished.status, finished.has_kept_values) == ("extracted", True)


@pytest.mark.parametrize(("is_permitted", "claimed"), [(False, None), (True, 3)])
async def test_a_failed_run_that_is_retried_reads_what_a_person_verified_only_when_that_is_permitted(
    read, by_hand, organisation, is_permitted, claimed
):
    document = await read()
    await by_hand(document)
    await fetch(
        """update document set status = 'failed', attempt = 2, flow_run_id = 'run-2', replaces_verified = $2
        where id = $1""",
        document.id,
        is_permitted,
    )

    found = await retries.claim_failed(document.id, "run-2")

    now = await documents.find(organisation.id, document.id)
    assert (found and found.attempt) == claimed
    assert (now.status, now.attempt) == (("parsing", 3) if is_permitted else ("failed", 2))


async def test_the_note_of_an_analyst_goes_with_an_erasure_that_keeps_fields(read, by_hand, organisation):
    document = await read()
    await by_hand(document)
    begun = await erasures.begin(
        Wanted(
            organisation_id=organisation.id,
            document_id=document.id,
            kind=ErasureKind.ERASE,
            reason="CONTOH: asked",
            actor="key_1",
            keep_fields=True,
        )
    )

    await removals.forget_blob(begun.erasure.id)
    await removals.remove_derived(begun.erasure.id)
    await removals.certify(begun.erasure.id)

    newest = await extractions.newest_extraction(organisation.id, document.id)
    assert (newest.fields["name"], newest.note) == ("KATA ORANG", None)
    names = await fetch("select tablename from pg_tables where schemaname = 'public'")
    rows = [row[0] for name in names for row in await fetch(f'select t::text from "{name[0]}" t')]
    assert NOTE not in "\n".join(rows)
    [removed] = await fetch("select removed ->> 'notes' as notes from erasure")
    assert removed["notes"] == "1"
