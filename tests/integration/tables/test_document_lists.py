"""Filters, order, pages."""

from datetime import UTC, datetime, timedelta

import pytest

from berkas.model.extraction import FieldValue
from berkas.model.statuses import DocumentStatus
from berkas.refusals import ValidationFailed
from tables.engine import fetch, transaction
from tables.queries import customers, documents, uploads
from tables.queries.document_lists import DocumentFilters, Sort, count_documents, list_documents
from tables.queries.documents import Ending

START = datetime(2026, 5, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def ids(organisation):
    """Ids of the documents that filters let through, newest first."""

    async def find(**filters) -> list[str]:
        page = await list_documents(organisation.id, DocumentFilters(**filters), limit=200)
        assert page.total == len(page.documents) == await count_documents(organisation.id, DocumentFilters(**filters))
        return [document.id for document in page.documents]

    return find


async def set_created(document_id: str, moment: datetime) -> None:
    await fetch("update document set created_at = $2 where id = $1", document_id, moment)


async def test_the_newest_come_first_and_equal_times_are_ordered_by_id(store, ids):
    uploaded = [(await store()).id for _ in range(5)]
    for document_id in uploaded[1:4]:
        await set_created(document_id, START)
    await set_created(uploaded[0], START - timedelta(days=1))

    assert await ids() == [uploaded[4], *sorted(uploaded[1:4], reverse=True), uploaded[0]]


@pytest.mark.parametrize("sort", Sort)
async def test_a_cursor_walks_through_all_once_even_when_more_arrive(store, organisation, sort):
    uploaded = [(await store()).id for _ in range(7)]
    for number, document_id in enumerate(uploaded):
        await set_created(document_id, START + timedelta(microseconds=number // 3))
    seen, cursor = [], None
    while True:
        page = await list_documents(organisation.id, DocumentFilters(), limit=2, cursor=cursor, sort=sort)
        seen += [document.id for document in page.documents]
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
        newcomer = await store()
        await set_created(newcomer.id, START + timedelta(days=1 if sort is Sort.NEWEST else -1))

    order = sorted(uploaded, key=lambda document_id: (uploaded.index(document_id) // 3, document_id))
    assert seen == (order[::-1] if sort is Sort.NEWEST else order)
    assert page.total == 10


async def test_offsets_cut_pages_and_the_total_counts_all(store, organisation):
    uploaded = [(await store()).id for _ in range(5)]

    page = await list_documents(organisation.id, DocumentFilters(), limit=2, offset=2)

    assert [document.id for document in page.documents] == uploaded[::-1][2:4]
    assert page.total == 5
    last = await list_documents(organisation.id, DocumentFilters(), limit=2, offset=4)
    assert (len(last.documents), last.next_cursor) == (1, None)


FORGED = ["", "x", "é", "bm90IGEgY3Vyc29y", "b2xkZXN0OjE6ZG9j", "bmV3ZXN0Ojk5OTk5OTk5OTk5OTk5OTk5OTk5OmRvYw"]


@pytest.mark.parametrize("cursor", FORGED)
async def test_a_forged_cursor_is_refused(organisation, cursor):
    with pytest.raises(ValidationFailed):
        await list_documents(organisation.id, DocumentFilters(), limit=2, cursor=cursor)


async def test_the_cursor_of_another_order_is_refused(store, organisation):
    for _ in range(2):
        await store()
    page = await list_documents(organisation.id, DocumentFilters(), limit=1)

    with pytest.raises(ValidationFailed):
        await list_documents(organisation.id, DocumentFilters(), limit=1, cursor=page.next_cursor, sort=Sort.OLDEST)


async def test_a_list_shows_only_its_organisation(store, other_organisation):
    await store("same", external_ref="ref", customer_name="PT Contoh")

    for filters in (
        DocumentFilters(),
        DocumentFilters(q="contoh"),
        DocumentFilters(external_ref="ref"),
        DocumentFilters(customer_name="PT Contoh"),
    ):
        page = await list_documents(other_organisation.id, filters, limit=10)
        assert (page.documents, page.total) == ((), 0)


async def test_filters_by_type_and_status_take_several(store, ids):
    ktp = await store(type_hint="ktp")
    npwp = await store(type_hint="npwp")
    await store(type_hint="invoice")
    await documents.claim(ktp.id, 1, "run")

    assert await ids(types=frozenset({"ktp", "npwp"})) == [npwp.id, ktp.id]
    assert await ids(statuses=frozenset({DocumentStatus.PARSING})) == [ktp.id]
    both = {DocumentStatus.PARSING, DocumentStatus.QUEUED}
    assert await ids(statuses=frozenset(both), types=frozenset({"ktp"})) == [ktp.id]


async def test_a_document_is_found_by_every_reference_and_customer_that_it_was_ever_uploaded_for(
    store, ids, make_upload, organisation
):
    document = await store("same", external_ref="first", customer_name="PT Satu")
    await uploads.record_upload(make_upload("same", external_ref="second", customer_name="PT Dua"))
    await store(external_ref="other", customer_name="PT Tiga")
    first = await customers.name_customer(organisation.id, "pt satu")

    for filters in (
        {"external_ref": "first"},
        {"external_ref": "second"},
        {"customer_name": " pt SATU"},
        {"customer_name": "PT Dua"},
        {"customer_id": first.id},
        {"external_ref": "first", "customer_name": "PT Dua"},
    ):
        assert await ids(**filters) == [document.id]
    assert await ids(external_ref="FIRST") == []
    assert await ids(customer_name="PT") == []


async def test_from_is_included_and_to_is_not(store, ids):
    document = await store()
    await set_created(document.id, START)
    moment = timedelta(microseconds=1)

    assert await ids(created_from=START, created_to=START + moment) == [document.id]
    assert await ids(created_from=START + moment) == []
    assert await ids(created_to=START) == []


@pytest.mark.parametrize(
    "q",
    [
        "npwp-Contoh",
        "PINJAMAN-42",
        "pt sejahtera",
        "091234567890000",
        "wajib POKOK",
        "Straße",
        "strasse npwp",
        "100%",
        "kode a_b",
        "kode",
        "12.5",
    ],
)
async def test_free_text_finds_filename_reference_customer_values_and_text(store, ids, make_result, q):
    await store(filename="other.pdf")
    document = await store(filename="NPWP-contoh.pdf", external_ref="pinjaman-42", customer_name="PT Contoh Sejahtera")
    await documents.claim(document.id, 1, "run")
    found = make_result(
        fields=(
            *make_result().fields,
            FieldValue("lines", [{"code": "KODE a_b", "no": None}], None, 90, None),
        ),
        raw_text="NOMOR POKOK\nWAJIB  PAJAK\f STRASSE 100% ",
    )
    await documents.finish(document.id, 1, Ending(status=DocumentStatus.EXTRACTED, result=found))

    assert await ids(q=q) == [document.id]


@pytest.mark.parametrize("q", ["tidak-ada", "npwp tidak-ada", "axb", "100\\%", "n%wp"])
async def test_free_text_needs_every_word_and_knows_no_wildcards(store, ids, q):
    await store(filename="npwp a_b 100%.pdf")

    assert await ids(q=q) == []


async def test_blank_free_text_finds_all(store, ids):
    document = await store()

    assert await ids(q="  ") == [document.id]


async def test_free_text_uses_the_trigram_indexes(store):
    await store()
    async with transaction():
        await fetch("set local enable_seqscan = off")
        plan = await fetch(
            "explain select 1 from document where search_names like '%contoh%' or search_content like '%contoh%'"
        )

    text = "\n".join(row[0] for row in plan)
    assert "document_names_trigrams" in text
    assert "document_content_trigrams" in text
