"""What a person's values make of an extraction: only what changed becomes certain, and no check is switched off."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from berkas.corrections.corrected import Acceptance, Extracted, accepted, blocking, corrected
from berkas.extraction.checks.run import TemplateRules
from berkas.model.extraction import Finding, Severity
from berkas.model.geometry import BoundingBox
from templates_registry import registry

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 20, tzinfo=UTC)


def rules(kind):
    template = registry.latest(kind)
    return TemplateRules(template.fields, template.checks)


STATEMENT, KTP, INVOICE = (rules(k) for k in ("rekening_koran", "ktp", "invoice"))


def box(row):
    return BoundingBox(0, 0.1, row / 10, 0.8, 0.05)


def transactions(count, *, wrong=()):
    """Rows of 100 in, whose balances follow, but for those that are wrong."""
    return [
        {"date": f"2026-05-{n + 1:02d}", "description": f"CONTOH {n}", "debit": None, "credit": 100,
         "balance": 1000 + 100 * (n + 1) + (7 if n in wrong else 0)}
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture
def statement():
    """A statement of six rows with a wrong balance in the fourth."""
    rows = transactions(6, wrong=[3])
    known = Extracted(
        fields={"account_holder": "CONTOH", "opening_balance": 1000, "transactions": rows},
        confidences={"account_holder": 90, "opening_balance": 95, "transactions": 88},
        cells={"transactions": ({}, {}, {}, {"balance": 44}, {}, {})},
        boxes={"account_holder": box(9), "transactions": tuple(map(box, range(6)))},
        findings=(),
    )
    return corrected(known, {}, STATEMENT, today=TODAY)


def edited(rows, number, **cells):
    return [*rows[:number], rows[number] | cells, *rows[number + 1 :]]


def places(findings):
    return [(f.code, f.row, f.column) for f in findings]


def test_a_wrong_balance_names_its_row_and_column(statement):
    assert places(statement.findings) == [("balance_mismatch", 3, "balance")]


def test_editing_a_description_does_not_clear_the_error_of_a_balance(statement):
    rows = edited(statement.fields["transactions"], 0, description="SETORAN")

    after = corrected(statement, {"transactions": rows}, STATEMENT, today=TODAY)

    assert after.findings == statement.findings
    assert after.confidences == statement.confidences
    assert after.cells["transactions"] == ({"description": 100}, {}, {}, {"balance": 44}, {}, {})
    assert after.boxes == statement.boxes


def test_the_right_balance_clears_the_error_and_is_certain(statement):
    rows = edited(statement.fields["transactions"], 3, balance=1400)

    after = corrected(statement, {"transactions": rows}, STATEMENT, today=TODAY)

    assert after.findings == ()
    assert after.cells["transactions"] == ({}, {}, {}, {"balance": 100}, {}, {})


def test_a_wrong_number_that_a_person_enters_is_told(statement):
    rows = edited(transactions(6), 1, balance=5)

    after = corrected(statement, {"transactions": rows}, STATEMENT, today=TODAY)

    assert places(after.findings) == [("balance_mismatch", 1, "balance")]


def test_a_row_that_is_removed_shifts_neither_boxes_nor_confidences_nor_findings(statement):
    rows = statement.fields["transactions"][1:]

    after = corrected(statement, {"transactions": rows, "opening_balance": 1100}, STATEMENT, today=TODAY)

    assert after.boxes["transactions"] == tuple(map(box, range(1, 6)))
    assert after.cells["transactions"] == ({}, {}, {"balance": 44}, {}, {})
    assert places(after.findings) == [("balance_mismatch", 2, "balance")]


def test_a_row_that_is_added_is_certain_and_has_no_place(statement):
    added = {"date": "2026-05-03", "description": "BARU", "credit": 0}
    rows = statement.fields["transactions"]

    after = corrected(statement, {"transactions": [*rows[:2], added, *rows[2:]]}, STATEMENT, today=TODAY)

    assert after.boxes["transactions"] == (box(0), box(1), None, *map(box, range(2, 6)))
    assert after.cells["transactions"][2] == {"date": 100, "description": 100, "credit": 100}
    assert after.cells["transactions"][4] == {"balance": 44}
    assert places(after.findings) == [("balance_mismatch", 4, "balance")]


def test_a_table_that_a_person_wrote_as_a_whole_is_certain_as_a_whole():
    known = Extracted(fields={"transactions": None}, confidences={"transactions": 0}, cells={}, boxes={}, findings=())

    after = corrected(known, {"transactions": transactions(2)}, STATEMENT, today=TODAY)

    assert after.confidences["transactions"] == 100


def test_a_missing_table_is_told_until_it_is_there_or_known_to_be_empty():
    known = Extracted(fields={"transactions": None}, confidences={}, cells={}, boxes={}, findings=())

    missing = corrected(known, {"account_holder": "X"}, STATEMENT, today=TODAY)
    empty = corrected(missing, {"transactions": []}, STATEMENT, today=TODAY)

    assert ("table_missing", None, None) in places(missing.findings)
    assert empty.findings == ()


def test_a_field_that_is_sent_as_it_was_is_no_more_sure_than_it_was(statement):
    after = corrected(statement, dict(statement.fields), STATEMENT, today=TODAY)

    assert after == statement


def test_a_nik_of_letters_is_unlikely_until_it_is_one_of_digits():
    known = Extracted(fields={"nik": "3174075508950001"}, confidences={"nik": 90}, cells={}, boxes={}, findings=())

    letters = corrected(known, {"nik": "ABCDEFGHIJKLMNOP"}, KTP, today=TODAY)
    elsewhere = corrected(letters, {"fullName": "CONTOH"}, KTP, today=TODAY)
    digits = corrected(elsewhere, {"nik": "3174075508950001"}, KTP, today=TODAY)

    assert [(f.code, f.severity, f.fields) for f in letters.findings] == [
        ("value_unlikely", Severity.WARNING, ("nik",))
    ]
    assert elsewhere.findings == letters.findings
    assert digits.findings == ()
    assert letters.confidences["nik"] == 100


def test_an_impossible_cell_names_row_and_column_and_stays_while_others_change():
    known = Extracted(fields={"transactions": transactions(3)}, confidences={}, cells={}, boxes={}, findings=())
    rows = edited(transactions(3), 2, time="25:99")

    wrong = corrected(known, {"transactions": rows}, STATEMENT, today=TODAY)
    again = corrected(wrong, {"transactions": edited(rows, 2, description="LAIN")}, STATEMENT, today=TODAY)
    moved = corrected(again, {"transactions": again.fields["transactions"][1:]}, STATEMENT, today=TODAY)

    assert [place for place in places(wrong.findings) if place[0] == "value_unlikely"] == [
        ("value_unlikely", 2, "time")
    ]
    assert [place for place in places(again.findings) if place[0] == "value_unlikely"] == [
        ("value_unlikely", 2, "time")
    ]
    assert [place for place in places(moved.findings) if place[0] == "value_unlikely"] == [
        ("value_unlikely", 1, "time")
    ]


def accept(known, code="balance_mismatch", row=3, column="balance", fields=("transactions",)):
    done = accepted(known.findings, [Acceptance(code, frozenset(fields), row, column)], actor="key_1", at=NOW)
    return replace(known, findings=done)


def test_a_finding_is_accepted_by_whom_and_when_and_no_longer_in_the_way(statement):
    after = accept(statement)

    [finding] = after.findings
    assert (finding.is_accepted, finding.accepted_by, finding.accepted_at) == (True, "key_1", NOW)
    assert (len(blocking(statement.findings)), blocking(after.findings)) == (1, ())


@pytest.mark.parametrize(
    "other", [{"row": 2}, {"row": None}, {"column": None}, {"code": "sum_mismatch"}, {"fields": ("line_items",)}]
)
def test_only_the_very_finding_is_accepted(statement, other):
    assert accept(statement, **other).findings == statement.findings


def test_an_accepted_finding_stays_accepted_while_its_values_do(statement):
    known, rows = accept(statement), statement.fields["transactions"]

    elsewhere = corrected(known, {"transactions": edited(rows, 5, description="X")}, STATEMENT, today=TODAY)
    other_row_before = corrected(known, {"transactions": edited(rows, 2, description="X")}, STATEMENT, today=TODAY)
    itself = corrected(known, {"transactions": edited(rows, 3, balance=8)}, STATEMENT, today=TODAY)
    shifted = corrected(known, {"transactions": rows[1:], "opening_balance": 1100}, STATEMENT, today=TODAY)

    assert [f.is_accepted for f in elsewhere.findings] == [True]
    assert [f.is_accepted for f in other_row_before.findings] == [False]
    assert [f.is_accepted for f in itself.findings] == [False]
    assert [(f.row, f.is_accepted) for f in shifted.findings] == [(2, True)]


def test_what_cannot_be_asked_again_stays_while_its_values_do():
    found = Finding("image_truncated", Severity.WARNING, (), "The end of the picture is missing.")
    about_name = Finding("strange", Severity.WARNING, ("fullName",), "An invented finding.")
    known = Extracted(fields={"fullName": "A"}, confidences={}, cells={}, boxes={}, findings=(found, about_name))

    after = corrected(known, {"address": "X"}, KTP, today=TODAY)
    changed = corrected(known, {"fullName": "B"}, KTP, today=TODAY)

    assert (after.findings, changed.findings) == ((found, about_name), (found,))


def test_errors_and_unlikely_values_are_in_the_way_of_a_sign_off_and_nothing_else():
    found = [Finding(code, severity, (), "X.") for code in ("a", "value_unlikely") for severity in Severity]

    assert [(f.code, f.severity) for f in blocking(found)] == [
        ("a", Severity.ERROR),
        *(("value_unlikely", severity) for severity in Severity),
    ]


def test_the_lines_of_an_invoice_are_named_one_by_one():
    lines = [{"description": "A", "quantity": 2, "unit_price": 10, "amount": a} for a in (20, 21, 500)]
    known = Extracted(fields={"line_items": lines, "subtotal": 40}, confidences={}, cells={}, boxes={}, findings=())

    after = corrected(known, {}, INVOICE, today=TODAY)

    assert places(after.findings) == [
        ("product_mismatch", 2, "amount"),
        ("column_sum_mismatch", None, "amount"),
    ]


@pytest.mark.parametrize(("given", "is_told"), [({"buyer_name": "Y"}, False), ({"total_amount": 7_000_000}, True)])
def test_a_sum_that_printed_amounts_explain_stays_explained_until_it_changes(given, is_told):
    fields = {"subtotal": 5_400_000, "ppn_amount": 594_000, "total_amount": 6_004_000, "buyer_name": "X"}
    bill = Extracted(fields=fields, confidences=dict.fromkeys(fields, 90), cells={}, boxes={}, findings=())

    after = corrected(bill, given, INVOICE, today=TODAY)

    assert ("sum_mismatch" in {finding.code for finding in after.findings}) is is_told


def test_a_changed_cell_loses_its_own_place_and_the_others_keep_theirs_wherever_their_row_goes():
    rows = transactions(4)
    cells = tuple({"date": box(n), "balance": box(n)} for n in range(4))
    known = Extracted(
        fields={"transactions": rows},
        confidences={},
        cells={},
        boxes={},
        cell_boxes={"transactions": cells},
        findings=(),
    )
    given = edited(rows, 1, balance=1)[1:]  # the first row is removed

    after = corrected(known, {"transactions": given}, STATEMENT, today=TODAY)

    assert after.cell_boxes == {"transactions": ({"date": box(1)}, cells[2], cells[3])}
    assert corrected(known, {}, STATEMENT, today=TODAY).cell_boxes == known.cell_boxes
    assert corrected(known, {"transactions": None}, STATEMENT, today=TODAY).cell_boxes == {}


def test_an_added_row_has_no_places():
    rows = transactions(2)
    known = Extracted(
        fields={"transactions": rows},
        confidences={},
        cells={},
        boxes={},
        cell_boxes={"transactions": ({"date": box(0)}, {"date": box(1)})},
        findings=(),
    )
    given = [*rows, {"date": "2026-06-01", "description": "BARU", "debit": None, "credit": 5, "balance": 1205}]

    after = corrected(known, {"transactions": given}, STATEMENT, today=TODAY)

    assert after.cell_boxes["transactions"] == ({"date": box(0)}, {"date": box(1)}, {})
