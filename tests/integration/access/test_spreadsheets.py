"""What people see who open an export in a spreadsheet: every digit, real dates and numbers, and no formula."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from spreadsheets import INDONESIAN_CSV, saved_again

from berkas.model.extraction import Candidate, Classification, FieldValue, Finding, Severity
from templates_registry import registry

day = datetime.fromisoformat
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EVIL = '=HYPERLINK("http://evil.example","CONTOH")'
KTP = {
    "nik": "3174075508950001", "fullName": EVIL, "dateOfBirth": "1995-08-15", "rtRw": "003/004", "bloodType": "-",
    "address": "JL. MELATI NO. 68\nBLOK \x07A & <B>", "validUntil": "SEUMUR HIDUP", "issueDate": "2020-01-02",
}  # fmt: skip
LINES = [
    {"no": 1, "code": "0007", "description": "@SUM(A1)", "quantity": 2.5, "unit": "KG",
     "unit_price": 113000000, "amount": 282500000},
    {"no": 2, "code": "1-2", "description": "PIPA 6\"", "quantity": 0.125, "unit": None, "unit_price": 1000.5, "amount": 125.06},
]  # fmt: skip
INVOICE = {"invoice_number": "00012", "invoice_date": "2026-02-21", "line_items": LINES, "total_amount": 1234567.89,
           "bank_account_number": "0012345678901234567", "ppn_rate": 11}  # fmt: skip


def ending_of(ending, kind, values):
    """A run that read a document of a type with these values; what is not named was not found."""
    template = registry.latest(kind)
    box = ending.result.fields[0].box

    def value(name):
        found = values.get(name)
        rows = (box,) * len(found) if isinstance(found, list) else ()
        return FieldValue(name, found, None, 90 if found is not None else 0, box if found is not None else None, rows)

    fields = tuple(value(field.name) for field in template.fields)
    result = replace(ending.result, template_id=template.id, template_version=template.version, fields=fields)
    return replace(ending, result=result, classification=Classification(kind, 97, (Candidate(kind, 97),)))


@pytest.fixture
async def exported(access, read_npwp, tmp_path):
    """A KTP and an invoice in every form that spreadsheets open; paths by form."""
    ktp = await access.read(ending=ending_of(read_npwp(), "ktp", KTP), externalRef="000123", customerName="TRUE")
    invoice = await access.read(ending=ending_of(read_npwp(), "invoice", INVOICE), externalRef="=1+1")
    files = {"ktp": ktp, "invoice": invoice}
    for form, query in {
        "book": "format=xlsx",
        "wide": "format=csv&excel=true&layout=wide",
        "long": "format=csv&excel=true",
    }.items():
        answer = await access.http.get(f"/api/documents/export?sort=oldest&{query}")
        assert answer.status_code == 200, answer.text
        files[form] = tmp_path / f"{form}.{'xlsx' if form == 'book' else 'csv'}"
        files[form].write_bytes(answer.content)
    return files


def records(sheet):
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return [dict(zip(head, row, strict=True)) for row in rows]


def formulas(path: Path):
    book = openpyxl.load_workbook(path)
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


async def test_libreoffice_reads_every_value_of_a_workbook_as_it_is(exported, tmp_path):
    [saved] = saved_again([exported["book"]], tmp_path)

    book = openpyxl.load_workbook(saved)
    ktp, invoice = records(book["Documents"])
    first, second = records(book["line_items"])
    assert book.sheetnames == ["Documents", "line_items", "Findings", "Confidences"]
    assert formulas(saved) == []
    assert {name: ktp[name] for name in KTP} == KTP | {
        "dateOfBirth": day("1995-08-15"), "issueDate": day("2020-01-02"),
        "address": "JL. MELATI NO. 68\nBLOK _x0007_A & <B>",
    }  # fmt: skip
    assert (ktp["documentId"], ktp["externalRef"], ktp["customer"]) == (exported["ktp"], "000123", "TRUE")
    assert isinstance(ktp["createdAt"], datetime)
    assert {name: invoice[name] for name in INVOICE} == INVOICE | {
        "invoice_date": day("2026-02-21"),
        "line_items": 2,
    }
    assert (invoice["externalRef"], invoice["fullName"]) == ("=1+1", None)
    assert {name: first[name] for name in LINES[0]} == LINES[0]
    assert {name: second[name] for name in LINES[1]} == LINES[1]
    assert (second["documentId"], second["row"], second["page"]) == (exported["invoice"], 2, 1)
    assert [row["code"] for row in records(book["Findings"])] == ["npwp_check_digit", "line_sum_mismatch"] * 2
    assert records(book["Confidences"])[0]["nik"] == 90


async def test_libreoffice_with_indonesian_settings_reads_every_value_of_csv_for_excel(exported, tmp_path):
    wide, long = saved_again([exported["wide"], exported["long"]], tmp_path, read_as=INDONESIAN_CSV)

    ktp, invoice = records(openpyxl.load_workbook(wide, data_only=True).active)
    assert {name: ktp[name] for name in KTP} == KTP | {
        "fullName": f"'{EVIL}", "dateOfBirth": day("1995-08-15"), "issueDate": day("2020-01-02"),
        "address": "JL. MELATI NO. 68\nBLOK _x0007_A & <B>",
    }  # fmt: skip
    assert (ktp["externalRef"], ktp["customer"]) == ("000123", "TRUE")
    assert isinstance(ktp["createdAt"], datetime)
    assert {name: invoice[name] for name in INVOICE} == INVOICE | {
        "invoice_date": day("2026-02-21"),
        "line_items": 2,
    }
    assert invoice["externalRef"] == "=1+1"
    rows = records(openpyxl.load_workbook(long, data_only=True).active)
    cells = {(row["column"], row["row"]): row["value"] for row in rows if row["field"] == "line_items"}
    assert {name: cells[name, 1] for name in LINES[0]} == LINES[0] | {"description": "'@SUM(A1)"}
    assert {name: cells[name, 2] for name in LINES[1]} == LINES[1]
    assert next(row["value"] for row in rows if row["field"] == "nik") == KTP["nik"]
    # what looks like a formula in the file is a quoted text, and nothing else
    assert all(value.startswith('="') and "HYPERLINK" not in value for value in formulas(wide) + formulas(long))


async def test_csv_for_excel_begins_with_a_mark_and_has_semicolons(exported):
    content = exported["long"].read_bytes()

    assert content.startswith(b"\xef\xbb\xbfdocumentId;type;status;")
    assert b"1234567,89" in content


async def test_a_workbook_has_heads_that_stay_filters_widths_and_is_a_workbook_to_the_client(access, exported):
    answer = await access.http.get(f"/api/documents/{exported['invoice']}/export", params={"format": "xlsx"})

    book = openpyxl.load_workbook(exported["book"])
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{exported["invoice"]}.xlsx"')
    for sheet in book:
        assert sheet.freeze_panes == "B2", sheet.title
        assert sheet.auto_filter.ref == sheet.calculate_dimension(), sheet.title
        assert sheet["A1"].font.b
        assert sheet.column_dimensions["A"].width > 28, sheet.title
    lines = book["line_items"]
    assert lines["I2"].number_format.startswith("#,##0")
    assert lines["G2"].number_format == "@"
    assert book["Documents"]["G2"].number_format == "yyyy-mm-dd hh:mm:ss"


async def test_one_document_as_a_workbook_holds_that_document_alone(access, exported, tmp_path):
    answer = await access.http.get(f"/api/documents/{exported['invoice']}/export", params={"format": "xlsx"})
    (tmp_path / "one.xlsx").write_bytes(answer.content)

    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert [row["documentId"] for row in records(book["Documents"])] == [exported["invoice"]]
    assert len(records(book["line_items"])) == 2


async def test_a_workbook_without_documents_is_one_with_heads_alone(access, tmp_path):
    answer = await access.http.get("/api/documents/export", params={"format": "xlsx"})
    (tmp_path / "none.xlsx").write_bytes(answer.content)

    book = openpyxl.load_workbook(tmp_path / "none.xlsx")
    assert book.sheetnames == ["Documents", "Findings", "Confidences"]
    assert [cell.value for cell in book["Documents"][1]][:2] == ["documentId", "type"]
    assert book["Documents"].max_row == 1


async def test_a_table_called_like_a_sheet_of_ours_has_a_sheet_of_its_own(access, read_npwp, tmp_path):
    ending = read_npwp()
    name = "findings"
    fields = (FieldValue(name, [{"row": "A", "amount": 1}], None, 90, None, ()),)
    await access.read(ending=replace(ending, result=replace(ending.result, fields=fields)))

    answer = await access.http.get("/api/documents/export", params={"format": "xlsx"})

    (tmp_path / "a.xlsx").write_bytes(answer.content)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Documents", "findings_2", "Findings", "Confidences"]
    [row] = records(book["findings_2"])
    assert (row["row"], row["fields.row"], row["amount"]) == (1, "A", 1)
    assert records(book["Documents"])[0]["fields.findings"] == 1


async def test_findings_and_confidences_of_a_table_stand_at_their_cell(access, read_statement, tmp_path):
    ending = read_statement(2)
    table = replace(ending.result.fields[-1], cell_confidences=({}, {"balance": 47}))
    found = Finding(
        "balance_mismatch", Severity.ERROR, ("transactions", "closing_balance"), "Does not follow.", 1, "balance"
    )
    result = replace(ending.result, fields=(*ending.result.fields[:-1], table), findings=(found,))
    document_id = await access.read(ending=replace(ending, result=result))

    csv_file = await access.http.get(f"/api/documents/{document_id}/export", params={"format": "csv"})
    book_file = await access.http.get(f"/api/documents/{document_id}/export", params={"format": "xlsx"})

    rows = list(csv.DictReader(io.StringIO(csv_file.text, newline="")))
    marked = [(row["field"], row["row"], row["column"], row["confidence"]) for row in rows if row["findings"]]
    assert marked == [("closing_balance", "", "", "0"), ("transactions", "2", "balance", "47")]
    (tmp_path / "a.xlsx").write_bytes(book_file.content)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [row["confidence"] for row in records(book["transactions"])] == [table.confidence, 47]
    [finding] = records(book["Findings"])
    assert (finding["code"], finding["fields"], finding["row"], finding["column"], finding["accepted"]) == (
        "balance_mismatch", "transactions, closing_balance", 2, "balance", None,
    )  # fmt: skip


async def test_no_part_of_a_workbook_can_run_anything(exported):
    with zipfile.ZipFile(exported["book"]) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}

    assert not [name for name in parts if "externalLink" in name or "vba" in name.lower()]
    assert not [name for name, text in parts.items() if "<f>" in text or "<f " in text or "<hyperlink" in text]
