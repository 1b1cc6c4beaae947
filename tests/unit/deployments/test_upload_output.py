"""How `berkas upload` writes what was read, in a terminal and in a pipe."""

import io
import json
import re

import pytest
from rich.console import Console

from deployments.commands.showing import Output, shown
from deployments.commands.upload_output import show, show_json, show_sum
from deployments.commands.upload_runs import UploadResult
from deployments.commands.upload_sources import Source

ROWS = [
    {"date": "2026-03-01", "description": "SETORAN CONTOH", "debit": None, "credit": 113000000, "balance": 113000000.5},
    {"date": None, "description": "x" * 90, "debit": 1500, "credit": None, "balance": None},
]
FIELDS = {"account_holder": "SITI CONTOH", "notes": None, "transactions": ROWS, "attachments": []}


def result(status: str = "extracted", **changes: object) -> UploadResult:
    extraction = {
        "fields": FIELDS,
        "fieldConfidences": {"account_holder": 98, "transactions": 91},
        "confidenceScore": 95,
        "findings": [{"code": "x", "message": "The balance does not follow."}],
    }
    document = {
        "id": "doc_1",
        "type": "rekening_koran",
        "status": status,
        "errorMessage": None,
        "extraction": extraction,
    }
    return UploadResult(Source("folder/statement.pdf", None), document | changes)


def written(one: UploadResult, *, columns: int | None) -> str:
    """In a terminal of some columns; in a pipe without a number."""
    file = io.StringIO()
    console = (
        Console(file=file, width=columns, force_terminal=True, highlight=False)
        if columns
        else Console(file=file, width=80)
    )
    show(one, console)
    return file.getvalue()


def test_a_pipe_gets_a_line_for_each_field_and_row_with_every_cell():
    lines = written(result(), columns=None).splitlines()

    assert lines == [
        "doc_1  rekening_koran  extracted  confidence 95  folder/statement.pdf",
        "account_holder\tSITI CONTOH\t98",
        "notes\t–\t–",
        "transactions\t2 rows\t91",
        "attachments\t0 rows\t–",
        "transactions\t#\tdate\tdescription\tdebit\tcredit\tbalance",
        "transactions\t1\t2026-03-01\tSETORAN CONTOH\t–\t113.000.000\t113.000.000,5",
        f"transactions\t2\t–\t{'x' * 90}\t1.500\t–\t–",
        "! The balance does not follow.",
    ]


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_a_terminal_gets_colours_and_numbers_and_dates_in_one_piece(columns):
    text = written(result(), columns=columns)

    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert plain != text
    assert plain.count("x") >= 90
    assert "…" not in plain
    assert all(whole in plain for whole in ("113.000.000,5", "113.000.000", "2026-03-01", "SITI CONTOH"))
    assert plain.count("–") == 7
    assert max(len(line) for line in plain.splitlines() if "doc_1" not in line) <= columns


@pytest.mark.parametrize("columns", [None, 200])
def test_what_a_document_says_commands_no_terminal_and_breaks_no_line(columns):
    hostile = {"fields": {"notes": "a\x1b[2Jb\tc\nd"}, "fieldConfidences": {}, "confidenceScore": 1, "findings": []}

    text = written(result(extraction=hostile), columns=columns)

    assert "\x1b[2J" not in text
    assert columns or "notes\ta[2Jb c d\t–" in text.splitlines()


@pytest.mark.parametrize("columns", [None, 60])
def test_a_document_without_fields_says_why(columns):
    one = result("failed", extraction=None, type=None, errorMessage="The file is damaged.")

    text = written(one, columns=columns)

    assert "of no type yet" in text
    assert "The file is damaged." in text


def test_what_was_not_taken_is_told_by_its_name():
    one = UploadResult(Source("[bold]x.pdf", None), problem="The file is empty.", problem_code="empty_file")

    assert written(one, columns=None) == "[bold]x.pdf  refused  The file is empty.\n"


def test_json_is_one_line_with_file_document_and_error(capsys):
    show_json(result("requires_review"))
    show_json(UploadResult(Source("x.pdf", None), problem="The file is empty.", problem_code="empty_file"))

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["file"], first["deduped"], first["document"]["status"]) == (
        "folder/statement.pdf",
        False,
        "requires_review",
    )
    assert first["document"]["extraction"]["fields"]["transactions"] == ROWS
    assert second == {"file": "x.pdf", "error": {"code": "empty_file", "message": "The file is empty."}}


def test_the_sum_counts_how_files_ended(capsys):
    late = UploadResult(Source("x.pdf", None), result("parsing").document, problem="later", problem_code="not_read_yet")

    show_sum([result(), result(), result("failed"), late, UploadResult(Source("y.pdf", None), problem="no")], Output())

    assert capsys.readouterr().out == "5 files: 2 extracted, 1 failed, 1 not read yet, 1 refused\n"


@pytest.mark.parametrize(
    ("result_of", "is_read"),
    [
        (result(), True), (result("requires_review"), True), (result("failed"), False), (result("password_required"), False),
        (result("erased"), False), (UploadResult(Source("x.pdf", None), problem="no"), False),
        (UploadResult(Source("x.pdf", None), result("parsing").document, problem="later"), False),
    ],
)  # fmt: skip
def test_only_what_was_read_counts_as_read(result_of, is_read):
    assert result_of.is_read is is_read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (113000000, "113.000.000"), (1500000.5, "1.500.000,5"), (-7, "-7"), (True, "yes"),
        ("0012", "0012"), ("2026-03-01", "2026-03-01"), ("\x1b]0;CONTOH\x07\x9b31m", "]0;CONTOH31m"),
    ],
)  # fmt: skip
def test_values_are_shown_as_indonesians_write_them(value, text):
    assert shown(value) == text


def test_output_that_is_no_terminal_is_not_cut_at_any_width(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)  # who runs the tests may have set it

    Output().print("kata " * 60)

    assert capsys.readouterr().out.count("\n") == 1
