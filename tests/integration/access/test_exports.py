"""Exports: every document once, every value, in little memory, harmless to spreadsheets."""

import csv
import io
import json
import tracemalloc
import uuid
from dataclasses import replace

import pytest
from many_documents import multiply

from api.documents.csv_rows import CsvForm
from api.documents.export_rows import ExportedDocument
from berkas.clock import utc_now
from berkas.refusals import Conflict
from tables.engine import fetch
from tables.queries import audit, exports
from tables.queries.document_lists import DocumentFilters, Sort

HEAD = [
    "documentId", "type", "status", "filename", "externalRef", "customer", "createdAt", "extractionId",
    "field", "row", "column", "value", "confidence", "page", "reviewReasons", "findings",
]  # fmt: skip


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def test_a_document_is_exported_as_it_is_read(access):
    document_id = await access.read(externalRef="ref-1")

    answer = await access.http.get(f"/api/documents/{document_id}/export")

    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{document_id}.json"')
    assert answer.json()["data"] == await access.get(document_id)


async def test_a_document_as_csv_has_a_row_per_value(access):
    document_id = await access.read(externalRef="ref-1", customerName="PT CONTOH")

    answer = await access.http.get(f"/api/documents/{document_id}/export", params={"format": "csv"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.splitlines()[0].split(",") == HEAD
    rows = rows_of(answer.text)
    assert [row["field"] for row in rows][:2] == ["npwp_number", "name"]
    assert {row["documentId"] for row in rows} == {document_id}
    first = rows[0]
    assert (first["type"], first["status"], first["externalRef"], first["customer"]) == (
        "npwp",
        "extracted",
        "ref-1",
        "PT CONTOH",
    )
    assert (first["value"], first["confidence"], first["page"]) == ("091234567890000", "99", "1")
    assert rows[2]["value"] == rows[2]["page"] == ""


async def test_a_table_has_a_row_per_cell(access, read_statement):
    document_id = await access.read(ending=read_statement(2))

    answer = await access.http.get(f"/api/documents/{document_id}/export", params={"format": "csv"})

    cells = [
        (row["row"], row["column"], row["value"]) for row in rows_of(answer.text) if row["field"] == "transactions"
    ]
    assert cells[:5] == [
        ("1", "date", "2026-05-01"),
        ("1", "description", "CONTOH 0"),
        ("1", "debit", "1000"),
        ("1", "credit", ""),
        ("1", "balance", "0"),
    ]
    assert cells[-1] == ("2", "balance", "-1")


async def test_no_value_becomes_a_formula(access, read_npwp):
    ending = read_npwp()
    fields = tuple(replace(field, value='=HYPERLINK("http://evil")') for field in ending.result.fields)
    document_id = await access.read(
        ending=replace(ending, result=replace(ending.result, fields=fields)), externalRef="@x"
    )

    answer = await access.http.get(f"/api/documents/{document_id}/export", params={"format": "csv"})

    rows = rows_of(answer.text)
    assert {row["value"] for row in rows} == {'\'=HYPERLINK("http://evil")'}
    assert {row["externalRef"] for row in rows} == {"'@x"}


async def test_a_byte_order_mark_comes_when_it_is_asked_for(access):
    document_id = await access.read()

    with_mark = await access.http.get("/api/documents/export", params={"bom": "true"})
    without = await access.http.get(f"/api/documents/{document_id}/export", params={"format": "csv"})

    assert with_mark.content.startswith(b"\xef\xbb\xbfdocumentId,")
    assert without.content.startswith(b"documentId,")


async def test_all_documents_of_the_organisation_are_exported_and_no_others(access, stranger, end_failed):
    read, failed, queued = await access.read(), await access.read(ending=end_failed()), (await access.upload())["id"]

    answer = await access.http.get("/api/documents/export")
    foreign = await stranger.get("/api/documents/export")

    rows = rows_of(answer.text)
    assert list(dict.fromkeys(row["documentId"] for row in rows)) == [queued, failed, read]
    assert [(row["status"], row["field"]) for row in rows[:2]] == [("queued", ""), ("failed", "")]
    assert answer.headers["content-disposition"].startswith('attachment; filename="documents-20')
    assert foreign.text == ",".join(HEAD) + "\r\n"


async def test_filters_of_the_list_limit_an_export(access, end_failed):
    wanted = await access.read(externalRef="ref-1")
    await access.read(ending=end_failed(), externalRef="ref-1")
    await access.read()

    answer = await access.http.get(
        "/api/documents/export",
        params={"format": "jsonl", "status": "extracted", "externalRef": "ref-1", "sort": "oldest"},
    )

    [line] = answer.text.splitlines()
    assert answer.headers["content-type"].startswith("application/jsonl")
    assert json.loads(line) == await access.get(wanted)


@pytest.mark.parametrize(
    ("path", "query", "wrong"),
    [
        (
            "/api/documents/export",
            "format=json&limit=5&colour=red&layout=tall",
            {"format", "limit", "colour", "layout"},
        ),
        ("/api/documents/export", "format=csv&format=csv", {"format"}),
        ("/api/documents/export", "bom=1&status=lost", {"bom", "status"}),
        ("/api/documents/export", "excel=yes", {"excel"}),
        ("/api/documents/{id}/export", "format=xml&type=npwp", {"format", "type"}),
    ],
)
async def test_an_unknown_parameter_is_refused(access, path, query, wrong):
    document_id = await access.read()

    answer = await access.http.get(f"{path.replace('{id}', document_id)}?{query}")

    assert answer.status_code == 400
    assert set(answer.json()["details"]["fieldErrors"]) == wrong


async def test_a_stranger_exports_nothing(access, stranger):
    document_id = await access.read()

    assert (await stranger.get(f"/api/documents/{document_id}/export")).status_code == 404


async def test_the_wide_layout_has_a_row_per_document_and_a_column_per_field(access, read_statement, end_failed):
    npwp, failed = await access.read(externalRef="0012"), await access.read(ending=end_failed())
    statement = await access.read(ending=read_statement(2))

    answer = await access.http.get("/api/documents/export", params={"layout": "wide", "sort": "oldest"})

    rows = rows_of(answer.text)
    assert [row["documentId"] for row in rows] == [npwp, failed, statement]
    assert list(rows[0])[:14] == [
        *HEAD[:8],
        "confidenceScore",
        "flags",
        "reviewReasons",
        "findings",
        "errorCode",
        "npwp_number",
    ]
    assert (rows[0]["npwp_number"], rows[0]["externalRef"], rows[0]["transactions"]) == ("091234567890000", "0012", "")
    assert rows[0]["findings"] == "npwp_check_digit, line_sum_mismatch"
    assert rows[0]["reviewReasons"] == "low_confidence"
    assert rows[1]["errorCode"] == "unreadable_file"
    assert json.loads(rows[2]["transactions"])[1] == {
        "date": "2026-05-01", "description": "CONTOH 1", "debit": 1001, "credit": None, "balance": -1,
    }  # fmt: skip


async def test_one_document_can_be_exported_in_the_wide_layout(access):
    document_id = await access.read()

    answer = await access.http.get(f"/api/documents/{document_id}/export", params={"format": "csv", "layout": "wide"})

    [row] = rows_of(answer.text)
    assert (row["documentId"], row["npwp_number"], row["nik"]) == (document_id, "091234567890000", "")


async def test_a_field_that_is_called_like_a_column_of_documents_is_told_apart(access, read_npwp):
    ending = read_npwp()
    fields = (replace(ending.result.fields[0], name="status", value="AKTIF"),)
    await access.read(ending=replace(ending, result=replace(ending.result, fields=fields)))

    answer = await access.http.get("/api/documents/export", params={"layout": "wide"})

    [row] = rows_of(answer.text)
    assert (row["status"], row["fields.status"]) == ("extracted", "AKTIF")


async def test_a_wide_export_breaks_off_rather_than_leave_a_value_out(access, read_npwp):
    """A document that another template read while the export ran has fields without a column."""
    await access.read()
    found = [batch async for batch in exports.export(access.organisation_id, DocumentFilters())]
    [[(row, extraction)]] = found
    document = ExportedDocument(row, extraction, frozenset())
    known = [*await exports.field_names(access.organisation_id, DocumentFilters(), until=utc_now())]

    whole = CsvForm(is_wide=True).document(document, known)

    assert "091234567890000" in whole
    with pytest.raises(Conflict, match="Try again"):
        CsvForm(is_wide=True).document(document, known[1:])


async def test_a_wide_export_shows_what_was_read_when_it_began(access, read_npwp):
    document_id = await access.read()
    until = utc_now()
    known = await exports.field_names(access.organisation_id, DocumentFilters(), until=until)
    await fetch(
        """insert into extraction (id, organisation_id, document_id, attempt, method, confidence_score, fields, field_confidences,
            field_bounding_boxes, findings, flags, review_reasons, created_at)
        select 'ext_later', organisation_id, document_id, attempt + 1, method, 99, '{"other": "x"}', '{}', '{}', '[]', '[]', '[]',
            created_at + interval '1 hour' from extraction where document_id = $1""",
        document_id,
    )

    found = [batch async for batch in exports.export(access.organisation_id, DocumentFilters(), until=until)]

    [[(_, extraction)]] = found
    assert list(extraction.fields) == known
    assert "other" not in known


async def test_rows_say_why_a_document_needs_a_person_and_what_the_rules_found(access):
    await access.read()

    answer = await access.http.get("/api/documents/export")

    rows = {row["field"]: row for row in rows_of(answer.text)}
    assert {row["reviewReasons"] for row in rows.values()} == {"low_confidence"}
    assert (rows["npwp_number"]["findings"], rows["address"]["findings"]) == ("npwp_check_digit", "")


async def test_batches_give_every_document_once_also_when_many_came_in_the_same_moment(access):
    ids = {(await access.upload(b"%PDF-1.7 CONTOH" + uuid.uuid4().bytes))["id"] for _ in range(11)}
    await fetch("update document set created_at = '2026-05-24T00:00:00Z'")

    for sort in Sort:
        seen = [
            document.id
            async for batch in exports.export(access.organisation_id, DocumentFilters(), sort=sort, batch=3)
            for document, _ in batch
        ]

        assert len(seen) == 11
        assert set(seen) == ids


async def test_memory_stays_flat_while_many_documents_are_exported(access, read_statement):
    document_id = await access.read(ending=read_statement(100))
    await multiply(document_id, 250)  # of 100 rows: about 20 MB of CSV
    tracemalloc.start()
    try:
        size = 0
        async with access.http.stream("GET", "/api/documents/export") as answer:
            async for piece in answer.aiter_bytes():
                size += len(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert size > 20_000_000
    assert peak < size / 3  # 5.7 MB of 21; 6.4 of 51


async def test_an_export_of_many_stands_in_the_audit_log(access):
    await access.http.get("/api/documents/export", params={"q": "rahasia"})

    [entry] = await audit.list_entries(access.organisation_id)

    assert (entry.action, entry.actor, entry.details) == (
        "documents.export",
        access.key_id,
        {"format": "csv", "address": "127.0.0.1"},
    )
