"""Findings about tables: which row and column, and how much doubt they cast on the rest."""

import re
from datetime import date
from pathlib import Path

import pytest

from berkas.extraction import confidence as judge
from berkas.extraction.apply import apply_template
from berkas.extraction.checks import arithmetic, balances, codes, persons_and_dates
from berkas.extraction.checks import registry as validate
from berkas.extraction.checks.outcomes import CODE_CONTRADICTS, MOST_ROWS_NAMED, CheckContext, broken, broken_rows
from berkas.extraction.checks.registry import CHECKS, FINDINGS, VALIDATORS
from berkas.model.extraction import Flag, Severity
from berkas.model.rules import ColumnSum, RunningBalance
from berkas.values.identifiers.rules import RULES
from templates_registry import registry

TODAY = date(2026, 11, 26)
STATEMENT = """
BANK CONTOH                          REKENING KORAN
No. Rekening : 1234567890            Periode : 01/05/2026 - 31/05/2026
Nama : CONTOH SPECIMEN

Tanggal       Keterangan          Debet          Kredit         Saldo
              SALDO AWAL                                        1.000.000,00
01/05/2026    SETORAN SATU                       100.000,00     1.100.000,00
02/05/2026    TARIK TUNAI         50.000,00                     1.050.000,00
03/05/2026    SETORAN DUA                        200.000,00     {wrong}
04/05/2026    BIAYA ADMIN         10.000,00                     1.240.000,00
"""


def rows(*balances):
    """Movements of 10 in, with these printed balances."""
    return {"opening_balance": 0, "transactions": [{"credit": 10, "balance": balance} for balance in balances]}


BALANCE = RunningBalance(
    table="transactions", debit="debit", credit="credit", balance="balance", opening="opening_balance"
)
CREDITS = ColumnSum(table="transactions", column="credit", equals=("total_credit",), exact=True)


def wrong_rows(values):
    outcomes = CHECKS["running_balance"](BALANCE, values, CheckContext(TODAY))
    return [(o.finding.row, o.finding.column, o.finding.severity) for o in outcomes if o.finding]


@pytest.mark.parametrize(
    ("balances", "wrong"),
    [
        ((10, 20, 30), []),
        ((10, 27, 30, 40), [1]),  # the rows after it go on from what it should be
        ((10, 20, 37), [2]),
        ((10, 27, 37, 47), [1]),  # a movement is wrong: all the rest follows from the printed balance
        ((17, 20, 30), [0]),
        ((10, None, 37, 40), [2]),
        ((11, 20, 33, 40), [0, 2]),
    ],
)
def test_each_balance_that_does_not_follow_is_named(balances, wrong):
    assert wrong_rows(rows(*balances)) == [(row, "balance", Severity.ERROR) for row in wrong]


def test_where_most_rows_are_wrong_no_single_one_is():
    wild = rows(*range(7, 7 * (MOST_ROWS_NAMED + 5), 7))

    assert wrong_rows(wild) == [(None, "balance", Severity.ERROR)]


def test_totals_that_do_not_fit_name_the_column():
    values = rows(10, 20) | {"total_credit": 25, "total_debit": 0}

    [finding] = [o.finding for o in CHECKS["column_sum"](CREDITS, values, CheckContext(TODAY)) if o.finding]

    assert (finding.fields, finding.row, finding.column) == (("transactions", "total_credit"), None, "credit")


def test_a_rule_that_several_rows_break_counts_once():
    several = broken_rows("x", "X.", "t", [1, 2, 3], column="a", severity=Severity.ERROR)

    assert judge.after_outcomes(90, "t", several) == judge.after_outcomes(90, "t", several[:1]) == 45
    assert judge.after_outcomes(90, "t", [*several, broken("y", "Y.", "t")]) == 34


def test_cells_that_break_a_rule_are_doubtful_and_no_others():
    outcomes = [
        *broken_rows("x", "X.", "t", [1], column="a", severity=Severity.ERROR),
        broken("y", "Y.", "t", row=1, column="a"),
        broken("z", "Z.", "t", column="a"),
        broken("u", "U.", "other", row=0, column="a"),
    ]

    assert judge.of_cells(90, "t", outcomes, 3) == ({}, {"a": 45}, {})
    assert judge.of_cells(90, "t", outcomes[2:], 3) == ()


def read(page, **options):
    template = registry.latest("rekening_koran")
    return apply_template(template, [page], threshold=70, today=TODAY, **options)


def table_of(result):
    return next(field for field in result.fields if field.name == "transactions")


def test_one_wrong_balance_sends_the_document_to_review_and_leaves_the_other_rows_as_sure_as_they_were(page_of):
    wrong = read(page_of(STATEMENT.format(wrong="1.260.000,00")))
    right = read(page_of(STATEMENT.format(wrong="1.250.000,00")))

    assert len(table_of(right).value) == 4
    assert "rule_broken" not in right.review_reasons
    sure = table_of(right).cell_confidences
    assert all(percent >= 90 for cells in sure for percent in cells.values())
    assert [(f.code, f.row, f.column) for f in wrong.findings] == [("balance_mismatch", 2, "balance")]
    assert "rule_broken" in wrong.review_reasons
    assert table_of(wrong).confidence >= 80
    cells = table_of(wrong).cell_confidences
    assert all(percent >= 80 for row in (0, 1, 3) for percent in cells[row].values())
    assert cells[2]["balance"] < 70


def test_a_required_table_that_was_not_found_is_a_finding(page_of):
    result = read(page_of(STATEMENT.partition("\n\n")[0]))

    assert table_of(result).value is None
    assert [(f.code, f.fields) for f in result.findings] == [("table_missing", ("transactions",))]
    assert next(cause for cause in result.review_causes).fields[-1] == "transactions"


@pytest.mark.parametrize(
    ("field", "flags"),
    [({}, ()), ({"usuallyPrinted": True}, (Flag.TEMPLATE_PARTIAL,)), ({"required": True}, (Flag.TEMPLATE_PARTIAL,))],
)
def test_only_what_is_required_or_usually_printed_makes_a_document_partial(page_of, field, flags):
    template = registry.latest("ktp").model_copy(
        update={"checks": (), "fields": (registry.latest("ktp").fields[0].model_validate(
            {"name": "a", "label": "Tidak ada", **field}
        ),)}
    )  # fmt: skip

    result = apply_template(template, [page_of("SELAMAT DATANG")], threshold=0, today=TODAY)

    assert result.flags == flags


def test_every_rule_says_which_findings_it_may_report():
    """What is missing here would be taken for a finding that no rule repeats, and stay for ever."""
    sources = "".join(
        Path(module.__file__).read_text(encoding="utf-8")
        for module in (arithmetic, balances, codes, persons_and_dates, validate)
    )

    assert set(FINDINGS) == {*VALIDATORS, *CHECKS}
    named = re.findall(r'broken(?:_rows)?\(\s*"(\w+)"', sources)
    reported = {*named, CODE_CONTRADICTS, *(rule.code for rule in RULES.values())}
    assert frozenset().union(*FINDINGS.values()) == reported


def test_a_cell_that_can_be_no_value_of_its_column_is_empty_and_named(page_of):
    result = read(page_of(STATEMENT.format(wrong="1.2X0.0?0,00")))

    assert table_of(result).value[2]["balance"] is None
    assert ("value_unreadable", 2, "balance") in [(f.code, f.row, f.column) for f in result.findings]
