"""The list of documents: every filter, order, pages by offset and by cursor."""

import pytest

from berkas.model.extraction import Classification, ExtractionResult, FieldValue
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.queries.documents import Ending

COLUMNS = """select column_name from information_schema.columns
    where table_schema = 'public' and table_name = 'document' and is_generated = 'NEVER'"""


@pytest.fixture
def ids(client):
    def find(**filters):
        answer = client.get("/api/documents", params=filters)
        assert answer.status_code == 200, answer.text
        return [document["id"] for document in answer.json()["data"]]

    return find


@pytest.fixture
def uploaded_on(uploaded, server):
    """Uploads a file on a day of May 2026."""

    def send(number, day, **fields):
        document_id = uploaded(number, **fields)["id"]
        moment = f"2026-05-{day:02d}T00:00:00Z"
        server.run(fetch, f"update document set created_at = '{moment}' where id = $1", document_id)
        return document_id

    return send


def test_an_empty_list_has_one_empty_page(client):
    assert client.get("/api/documents").json() == {
        "data": [], "total": 0, "limit": 50, "offset": 0, "page": 1, "meta": {"pages": 0, "nextCursor": None},
    }  # fmt: skip


def test_types_and_statuses_are_lists(uploaded, server, ids):
    ktp, npwp, other = (uploaded(n, type=kind)["id"] for n, kind in enumerate(("ktp", "npwp", "other")))
    server.finish(npwp, Ending(status=DocumentStatus.FAILED, error_code="unreadable_file", stage="unseal"))

    assert ids(type="ktp") == [ktp]
    assert ids(type="ktp,npwp") == [npwp, ktp]
    assert ids(status="failed") == [npwp]
    assert ids(status="failed,queued") == [other, npwp, ktp]
    assert ids(status="queued", type="npwp") == []


def test_words_are_sought_in_filename_reference_customer_values_and_text(uploaded, server, ids):
    document_id = uploaded(1, "Kartu-Budi.pdf", externalRef="LOAN-77", customerName="PT Maju Jaya")["id"]
    uploaded(2, "lain.pdf")
    result = ExtractionResult(
        template_id="ktp",
        template_version=1,
        fields=(
            FieldValue("name", "SITI CONTOH", "SITI CONTOH", 99, None),
            FieldValue("rows", [{"a": "Melati"}], None, 9, None),
        ),
        confidence_score=99,
        flags=(),
        findings=(),
        raw_text="PROVINSI  100%\nJAWA_BARAT",
        review_reasons=(),
    )
    classification = Classification("ktp", 99, ())
    server.finish(document_id, Ending(status=DocumentStatus.EXTRACTED, result=result, classification=classification))

    for q in (
        "budi",
        "loan-77",
        "maju jaya",
        "siti",
        "melati",
        "provinsi",
        "100%",
        "JAWA_barat",
        "barat siti budi",
        " contoh ",
    ):
        assert ids(q=q) == [document_id], q
    for q in ("siti lain", "101%", "jawaxbarat", "j_w%b", "siti ?", "siti ~"):
        assert ids(q=q) == [], q
    for q in ("siti u", "i siti"):
        assert ids(q=q) == [document_id], q


def test_a_customer_is_sought_by_name_or_id(uploaded, ids):
    first, second = uploaded(1, customerName="PT SATU"), uploaded(2, customerName="PT DUA")
    uploaded(3)

    assert ids(customerName=" pt satu") == ids(customerId=first["customer"]["id"]) == [first["id"]]
    assert ids(customerId=second["customer"]["id"]) == [second["id"]]
    assert ids(customerId="cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J") == ids(customerName="PT") == []


def test_a_reference_is_sought_whole(uploaded, ids):
    document_id = uploaded(1, externalRef="loan 1+1&b=%")["id"]

    assert ids(externalRef="loan 1+1&b=%") == [document_id]
    assert ids(externalRef="loan") == []


def test_times_are_half_open(uploaded_on, ids):
    first, second, third = (uploaded_on(day, day) for day in (1, 2, 3))

    assert ids(**{"from": "2026-05-02"}) == [third, second]
    assert ids(to="2026-05-02") == [first]
    assert ids(**{"from": "2026-05-01T00:00:00Z", "to": "2026-05-02T07:00:00+07:00"}) == [first]
    assert ids(**{"from": "2026-05-02T00:00:00.001Z"}) == [third]


def test_the_order_can_be_turned_and_pages_cut(uploaded_on, client, ids):
    documents = [uploaded_on(day, day) for day in range(1, 6)]

    page = client.get("/api/documents", params={"limit": 2, "offset": 2}).json()

    assert ids() == documents[::-1]
    assert ids(sort="oldest") == documents
    assert [document["id"] for document in page["data"]] == documents[::-1][2:4]
    assert (page["total"], page["limit"], page["offset"], page["page"], page["meta"]["pages"]) == (5, 2, 2, 2, 3)
    assert ids(limit=1, offset=9) == []


def test_a_page_has_50_documents_and_up_to_200_where_they_are_asked_for(uploaded, server, ids):
    document_id = uploaded(1)["id"]
    # 200 more like it
    columns = [row[0] for row in server.run(fetch, COLUMNS)]
    others = ", ".join(
        {"id": "'doc_' || lpad(n::text, 26, '0')", "dedupe_key": "null"}.get(name, name) for name in columns
    )
    server.run(
        fetch,
        f"insert into document ({', '.join(columns)}) select {others} from document, generate_series(1, 200) n where id = $1",
        document_id,
    )

    assert [len(ids(**asked)) for asked in ({}, {"limit": 200}, {"limit": 200, "offset": 200})] == [50, 200, 1]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_a_cursor_neither_repeats_nor_skips_when_documents_arrive(uploaded_on, client, sort):
    documents = [uploaded_on(number, 10 + number // 3) for number in range(7)]
    seen, cursor, number = [], None, 7
    while True:
        page = client.get(
            "/api/documents", params={"limit": 2, "sort": sort} | ({"cursor": cursor} if cursor else {})
        ).json()
        seen += [document["id"] for document in page["data"]]
        cursor = page["meta"]["nextCursor"]
        if cursor is None:
            break
        uploaded_on(number, 28 if sort == "newest" else 1)
        number += 1

    assert sorted(seen) == sorted(documents)


def test_a_cursor_of_another_order_or_of_nobody_is_refused(uploaded, client):
    uploaded(1)
    uploaded(2)
    cursor = client.get("/api/documents", params={"limit": 1}).json()["meta"]["nextCursor"]

    for given in (
        {"cursor": cursor, "sort": "oldest"},
        {"cursor": "x"},
        {"cursor": "y" * 5000},
    ):
        answer = client.get("/api/documents", params=given)
        assert (answer.status_code, list(answer.json()["details"]["fieldErrors"])) == (400, ["cursor"]), given


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("colour=red", {"colour"}),
        ("type=kartu&status=done&limit=0&offset=-1&from=x&to=y&sort=z&customerId=1",
         {"type", "status", "limit", "offset", "from", "to", "sort", "customerId"}),
        ("limit=201", {"limit"}),
        ("q=a&q=b", {"q"}),
        ("q=a", {"q"}),
        ("q=%25+_+ab+-x-", {"q"}),
        ("q=a%00b", {"q"}),
        ("external_ref=a", {"external_ref"}),
    ],
)  # fmt: skip
def test_what_is_unknown_or_wrong_is_refused_all_at_once(client, query, fields):
    answer = client.get(f"/api/documents?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert set(answer.json()["details"]["fieldErrors"]) == fields


@pytest.mark.parametrize(
    "query",
    [
        "q=abc%ff",
        "q=abc%ed%a0%80",
        "externalRef=%F0%9F%92%B3",
        "q=abc%",
        "q=abc%zz",
        "q=",
        "q=abc%27%22%5C",
        "customerName=%ff",
    ],
)
def test_strange_bytes_in_a_filter_find_nothing_and_break_nothing(client, query):
    answer = client.get(f"/api/documents?{query}")

    assert (answer.status_code, answer.json()["data"]) == (200, [])
