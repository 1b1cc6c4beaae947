"""Workbooks of many documents: little memory, nothing on a disk, and clear refusals."""

import tempfile
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from many_documents import multiply

from api.documents import sheets, workbook
from api.documents.export_files import TURNS


async def test_memory_stays_small_and_no_file_is_written_while_a_workbook_of_many_rows_is_made(
    access, read_statement, monkeypatch, tmp_path
):
    await multiply(await access.read(ending=read_statement(100)), 100)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))  # who writes a temporary file fails
    await access.http.get("/api/documents/export", params={"format": "xlsx", "from": "2100-01-01"})  # what is made once
    tracemalloc.start()
    try:
        content = bytearray()
        async with access.http.stream("GET", "/api/documents/export", params={"format": "xlsx"}) as answer:
            async for piece in answer.aiter_bytes():
                content += piece
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    with zipfile.ZipFile(BytesIO(content)) as book:
        rows = book.read("xl/worksheets/sheet2.xml")
    assert rows.count(b"<row ") == 101 * 100 + 1
    assert peak < len(rows)  # XlsxWriter's own rows take five times as much
    assert answer.status_code == 200


async def test_documents_that_do_not_fit_into_a_workbook_are_refused_before_the_file_begins(
    access, read_statement, monkeypatch
):
    document_id = await access.read(ending=read_statement(5))
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)

    answers = [
        await access.http.get(f"/api/documents/{path}", params={"format": "xlsx"})
        for path in ("export", f"{document_id}/export")
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "export_too_large")] * 2
    assert "Choose fewer documents by filters, or export CSV." in answers[0].json()["error"]


async def test_rows_that_take_too_much_memory_are_refused(access, read_statement, monkeypatch):
    await multiply(await access.read(ending=read_statement(100)), 20)
    monkeypatch.setattr(workbook, "MOST_SPOOLED_BYTES", 10_000)

    answer = await access.http.get("/api/documents/export", params={"format": "xlsx"})

    assert (answer.status_code, answer.json()["code"]) == (422, "export_too_large")


async def test_an_organisation_makes_few_workbooks_at_once_and_others_are_not_kept_waiting(access, stranger):
    with TURNS.turn(access.organisation_id), TURNS.turn(access.organisation_id), TURNS.turn(access.organisation_id):
        refused = await access.http.get("/api/documents/export", params={"format": "xlsx"})
        lines = await access.http.get("/api/documents/export", params={"format": "csv"})
        foreign = await stranger.get("/api/documents/export", params={"format": "xlsx"})
    again = [await access.http.get("/api/documents/export", params={"format": "xlsx"}) for _ in range(4)]

    assert (refused.status_code, refused.json()["bucket"]) == (429, "documents.export")
    assert int(refused.headers["retry-after"]) > 0
    assert [lines.status_code, foreign.status_code] == [200, 200]
    assert [answer.status_code for answer in again] == [200] * 4


@pytest.mark.parametrize("query", ["format=xlsx", "format=csv&layout=wide", "format=csv&excel=true"])
async def test_strangers_get_none_of_the_values(access, stranger, query):
    document_id = await access.read(externalRef="RAHASIA")

    one = await stranger.get(f"/api/documents/{document_id}/export?{query}")
    many = await stranger.get(f"/api/documents/export?{query}")

    assert one.status_code == 404
    assert many.status_code == 200
    assert b"RAHASIA" not in many.content
    if "xlsx" in query:
        with zipfile.ZipFile(BytesIO(many.content)) as book:
            assert not any(b"RAHASIA" in book.read(name) for name in book.namelist())
