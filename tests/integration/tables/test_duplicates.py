"""The same document in other bytes, as the database knows it: by a fingerprint, one after another, within an organisation."""

import asyncio
from dataclasses import replace

import pytest

from berkas.corrections.corrected import Acceptance
from berkas.extraction.checks.run import TemplateRules
from berkas.model.extraction import Classification, FieldValue
from berkas.model.geometry import BoundingBox
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch, transaction
from tables.erasures import ErasureKind
from tables.queries import corrections, documents, duplicates, erasures, extractions
from tables.queries.corrections import Correction, OpenFindings
from tables.queries.erasures import Wanted

BOX = BoundingBox(0, 0.25, 0.125, 0.5, 0.0625)
NIK = "3273015508950001"


@pytest.fixture
def card(extracted):
    """How a run ends that read a KTP."""

    def make(nik=NIK, issued="2016-09-26", sure=98):
        stated = {"nik": nik, "fullName": "CONTOH SPECIMEN", "issueDate": issued}
        fields = tuple(FieldValue(name, value, value, sure, BOX) for name, value in stated.items())
        return replace(
            extracted,
            result=replace(extracted.result, template_id="ktp", fields=fields, findings=()),
            classification=Classification("ktp", 99, ()),
        )

    return make


@pytest.fixture
def read(parsing, card):
    """Record an upload and store what a run read of it; the document's id, and how the run ended."""

    async def make(owner=None, **said):
        document = await parsing(**({"organisation_id": owner.id} if owner else {}))
        return document.id, await documents.finish(document.id, 1, card(**said))

    return make


@pytest.fixture
def found(organisation):
    """Status, reasons, and the other document of the finding of a document."""

    async def of(document_id):
        document = await documents.find(organisation.id, document_id)
        newest = await extractions.newest_extraction(organisation.id, document_id)
        others = [one.document_id for one in newest.findings if one.code == "probable_duplicate"]
        return document.status, document.review_reasons, others

    return of


@pytest.fixture
def correct(organisation):
    async def by_hand(document_id, fields, **options):
        correction = Correction(
            fields=fields,
            rules=TemplateRules(()),
            template=("ktp", 1),
            note=None,
            actor="key_1",
            **{"is_sign_off": False, **options},
        )
        return await corrections.correct(organisation.id, document_id, correction)

    return by_hand


async def test_the_later_document_goes_to_review_and_names_the_earlier_one(read, found):
    first, ended_first = await read()
    second, ended = await read()

    assert await found(first) == ("extracted", (), [])
    assert await found(second) == ("requires_review", ("probable_duplicate",), [first])
    assert (ended_first.causes, [cause.reason for cause in ended.causes]) == ((), ["probable_duplicate"])
    assert ended.status is DocumentStatus.REQUIRES_REVIEW


@pytest.mark.parametrize("said", [{"nik": "3273015508950002"}, {"issued": "2021-03-03"}, {"sure": 89}])
async def test_other_documents_and_unsure_ones_are_no_duplicates(read, found, said):
    await read()
    other, _ = await read(**said)

    assert await found(other) == ("extracted", (), [])


async def test_another_organisation_sees_nothing(read, other_organisation, found):
    await read(other_organisation)
    ours, _ = await read()

    assert await found(ours) == ("extracted", (), [])
    stored = await fetch("select distinct identity from document")
    assert len(stored) == 2  # the same card, under the key of each
    assert NIK not in str([tuple(row) for row in stored])


async def test_of_copies_that_are_stored_at_once_only_one_passes(parsing, card, found):
    copies = [(await parsing()).id for _ in range(6)]

    await asyncio.gather(*(documents.finish(one, 1, card()) for one in copies))

    statuses = [(await found(one))[0] for one in copies]
    assert statuses.count("extracted") == 1


async def test_a_document_is_no_duplicate_of_its_own_earlier_extraction_nor_of_one_that_names_it(
    read, found, organisation, card
):
    first, _ = await read()
    await read()
    again = await documents.reextract(organisation.id, first)
    assert await documents.claim(first, again.attempt, "run-2")

    await documents.finish(first, again.attempt, card())

    assert await found(first) == ("extracted", (), [])


@pytest.mark.parametrize("keep_fields", [False, True])
async def test_an_erased_document_is_not_found_and_leaves_no_fingerprint(read, found, organisation, keep_fields):
    first, _ = await read()
    wanted = Wanted(
        organisation_id=organisation.id,
        document_id=first,
        kind=ErasureKind.ERASE,
        reason="CONTOH: subject asked",
        actor="key_1",
        keep_fields=keep_fields,
    )

    await erasures.begin(wanted)
    second, _ = await read()

    [row] = await fetch("select identity, identity_apart from document where id = $1", first)
    assert tuple(row) == (None, None)
    assert await found(second) == ("extracted", (), [])


async def test_corrections_bring_the_identity_up_to_date(read, found, correct):
    first, _ = await read()
    second, _ = await read()

    await correct(second, {"nik": "3273015508950002"})
    assert (await found(second))[1:] == (("sign_off_missing",), [])
    await correct(second, {"nik": NIK})
    assert (await found(second))[1:] == (("probable_duplicate",), [first])

    await correct(second, {"nik": "3273015508950003"})
    assert (await found(second))[2] == []
    third, _ = await read(nik="3273015508950003")
    assert (await found(third))[2] == [second]


async def test_a_sign_off_settles_it_and_what_was_accepted_stays_accepted(read, found, correct, organisation):
    first, _ = await read()
    second, _ = await read()

    accepted = Acceptance("probable_duplicate", frozenset())
    await correct(second, {}, acceptances=(accepted,))
    assert await found(second) == ("requires_review", ("sign_off_missing",), [first])

    await correct(second, {"fullName": "SPECIMEN CONTOH"}, is_sign_off=True)
    assert await found(second) == ("extracted", (), [first])
    newest = await extractions.newest_extraction(organisation.id, second)
    assert [one.accepted_by for one in newest.findings] == ["key_1"]


@pytest.mark.parametrize("is_signed_off", [True, False])
async def test_another_document_that_nobody_saw_is_shown_before_values_are_trusted(
    read, found, correct, is_signed_off, organisation
):
    """Values that were unsure, or others, become sure: by a sign-off, or by a correction of an extracted document."""
    first, _ = await read()
    second, _ = await read(**({"sure": 80} if is_signed_off else {"nik": "3273015508950002"}))
    before = await found(second)
    again = {"document_id": second, "fields": {} if is_signed_off else {"nik": NIK}, "is_sign_off": is_signed_off}
    blind, named = (Acceptance("probable_duplicate", frozenset(), document_id=one) for one in (None, first))

    for accepted in ((), (blind,)):
        with pytest.raises(OpenFindings) as refused:
            await correct(**again, acceptances=accepted)
        assert [one.document_id for one in refused.value.findings] == [first]
    assert await found(second) == before

    await correct(**again, acceptances=(named,))
    assert await found(second) == ("extracted", (), [first])
    await correct(second, {"fullName": "SPECIMEN CONTOH"})
    assert await found(second) == ("extracted", (), [first])
    newest = await extractions.newest_extraction(organisation.id, second)
    assert [one.accepted_by for one in newest.findings] == ["key_1"]


async def test_an_extracted_document_has_no_reason_for_what_was_shown_before_its_sign_off(read, found, correct):
    first, _ = await read()
    second, _ = await read()
    await correct(second, {}, is_sign_off=True)

    await correct(second, {"fullName": "SPECIMEN CONTOH"})

    assert await found(second) == ("extracted", (), [first])


async def test_what_a_sign_off_makes_sure_is_known_from_then_on(read, found, correct):
    first, _ = await read(sure=80)
    await correct(first, {}, is_sign_off=True)

    second, _ = await read()

    assert (await found(second))[2] == [first]


async def test_the_index_is_used(read):
    await read()

    async with transaction():
        await fetch("set local enable_seqscan = off")
        plan = await fetch(
            "explain select id from document where organisation_id = 'org_x' and identity = repeat('a', 64)"
        )

    assert "document_identity" in "".join(row[0] for row in plan)


async def test_only_some_of_many_with_one_identity_are_looked_at(read, found, monkeypatch):
    """Those before the bound are found all the same."""
    monkeypatch.setattr(duplicates, "_MOST_LOOKED_AT", 2)
    first, *_ = [(await read())[0] for _ in range(4)]

    last, _ = await read()

    assert (await found(last))[2] == [first]
