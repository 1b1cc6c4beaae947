"""Rules about single values and between fields."""

from datetime import date

import pytest

from berkas.evaluation.specimens import held_out, papers
from berkas.extraction.checks.outcomes import CheckContext
from berkas.extraction.checks.registry import CHECKS, VALIDATORS
from berkas.model.extraction import Severity

CONTEXT = CheckContext(date(2026, 11, 24))
INVOICE = {
    "line_items": [
        {"quantity": 2, "unit_price": 500, "discount": 100, "amount": 900},
        {"quantity": 1, "unit_price": 100, "discount": None, "amount": 100},
    ],
    "subtotal": 1000, "discount": 100, "dpp": 900, "ppn_rate": 11, "ppn_amount": 99, "shipping": 51, "withholding": 20,
    "down_payment": 30, "total_amount": 1000, "amount_in_words": "seribu rupiah",
}  # fmt: skip
STATEMENT = {
    "opening_balance": 1000, "closing_balance": 1250.5, "total_debit": 249.5, "total_credit": 500,
    "transactions": [
        {"debit": None, "credit": 500, "balance": 1500}, {"debit": 200, "credit": None, "balance": None},
        {"debit": 49.5, "credit": None, "balance": 1250.5},
    ],
}  # fmt: skip
DATES = {"invoice_date": "2026-03-12", "due_date": "2026-04-11", "payment_terms": "Net 30", "invoice_number": "INV-7"}
CARD = {"nik": "3174075508950001", "dateOfBirth": "1995-08-15", "gender": "PEREMPUAN", "issueDate": "2013-08-15"}


def judged(check, values):
    """Names of the fields it raises, and codes of what is broken."""
    outcomes = CHECKS[check](values, CONTEXT)
    raised = {name for outcome in outcomes if outcome.agrees for name in outcome.fields}
    return raised, {outcome.finding.code for outcome in outcomes if outcome.finding}


@pytest.mark.parametrize(
    ("check", "values", "raised"),
    [
        ("nik_birth_date", CARD, {"nik", "dateOfBirth"}),
        ("nik_gender", CARD, {"gender"}),
        ("issued_to_adult", CARD, set()),
        ("line_amounts", INVOICE, {"line_items", "subtotal", "total_amount"}),
        ("amount_in_words", INVOICE, {"amount_in_words", "total_amount"}),
        ("dates_of_invoice", DATES, {"invoice_date", "due_date", "payment_terms"}),
        ("dates_of_invoice", DATES | {"due_date": None, "invoice_number": "INV/CTH/2026/03/0007"}, {"invoice_date"}),
        ("dates_of_invoice", DATES | {"payment_terms": "14 hari kerja"}, set()),
        ("running_balance", STATEMENT, {"transactions", "opening_balance"}),
        (
            "statement_totals",
            STATEMENT,
            {"transactions", "opening_balance", "closing_balance", "total_debit", "total_credit"},
        ),
    ],
)
def test_values_that_agree_raise_each_other(check, values, raised):
    assert judged(check, values) == (raised, set())


def test_the_total_of_an_invoice_follows_from_its_parts():
    raised, codes = judged("invoice_total", INVOICE)
    assert raised >= {
        "subtotal",
        "discount",
        "ppn_amount",
        "shipping",
        "withholding",
        "down_payment",
        "total_amount",
        "dpp",
    }
    assert codes == set()


@pytest.mark.parametrize(
    ("check", "values", "code"),
    [
        ("nik_birth_date", CARD | {"dateOfBirth": "1995-08-16"}, "nik_birth_date_mismatch"),
        ("nik_gender", CARD | {"gender": "LAKI-LAKI"}, "nik_gender_mismatch"),
        ("issued_to_adult", CARD | {"issueDate": "2012-08-14"}, "issued_before_17"),
        ("invoice_total", INVOICE | {"total_amount": 1010}, "total_mismatch"),
        ("invoice_total", INVOICE | {"ppn_amount": 90}, "ppn_mismatch"),
        ("line_amounts", INVOICE | {"subtotal": 7000, "dpp": None, "total_amount": None}, "line_sum_mismatch"),
        ("amount_in_words", INVOICE | {"amount_in_words": "dua ribu rupiah"}, "words_mismatch"),
        ("running_balance", STATEMENT | {"opening_balance": 1}, "balance_mismatch"),
        ("statement_totals", STATEMENT | {"total_debit": 1}, "statement_total_mismatch"),
        ("statement_totals", STATEMENT | {"closing_balance": 1}, "closing_balance_mismatch"),
    ],
)
def test_values_that_disagree_are_found(check, values, code):
    assert code in judged(check, values)[1]


def test_nothing_is_due_before_it_is_billed():
    assert judged("dates_of_invoice", DATES | {"due_date": "2026-02-11"}) == (set(), {"due_before_issued"})


@pytest.mark.parametrize(
    ("check", "values", "severity"),
    [
        ("nik_birth_date", CARD | {"dateOfBirth": "1995-08-16"}, Severity.ERROR),
        ("nik_gender", CARD | {"gender": "LAKI-LAKI"}, Severity.ERROR),
        ("invoice_total", INVOICE | {"total_amount": 1010}, Severity.ERROR),
        ("running_balance", STATEMENT | {"opening_balance": 1}, Severity.ERROR),
        ("statement_totals", STATEMENT | {"closing_balance": 1}, Severity.ERROR),
        ("issued_to_adult", CARD | {"issueDate": "2012-08-14"}, Severity.WARNING),
        ("amount_in_words", INVOICE | {"amount_in_words": "dua ribu rupiah"}, Severity.WARNING),
    ],
)
def test_a_value_that_must_be_wrong_is_an_error_and_what_honest_papers_do_a_warning(check, values, severity):
    outcomes = CHECKS[check](values, CONTEXT)

    assert {outcome.finding.severity for outcome in outcomes if outcome.finding} == {severity}


@pytest.mark.parametrize("check", CHECKS)
def test_missing_values_are_no_disagreement(check):
    nothing = dict.fromkeys((*INVOICE, *STATEMENT, *CARD))
    assert judged(check, nothing) == (set(), set())
    assert judged(check, {}) == (set(), set())


@pytest.mark.parametrize("source", [papers, held_out])
def test_the_truth_of_every_specimen_obeys_every_rule(source):
    for kind, layouts in source.LAYOUTS.items():
        for layout in layouts:
            truth = source.make(kind, layout=layout, seed=7).truth
            assert not {check: found for check in CHECKS if (found := judged(check, truth)[1])}, layout


def test_findings_never_quote_a_value():
    for check in CHECKS:
        for values in (
            CARD | {"gender": "LAKI-LAKI"},
            INVOICE | {"total_amount": 987654},
            STATEMENT | {"total_debit": 987654},
        ):
            for outcome in CHECKS[check](values, CONTEXT):
                assert outcome.finding is None or not any(map(str.isdigit, outcome.finding.message.replace("17", "")))


def test_a_tax_number_with_a_wrong_check_digit_is_a_warning_and_an_impossible_nik_an_error():
    assert VALIDATORS["npwp"]("npwp_number", "91.603.119.8-353.000", CONTEXT).agrees
    assert VALIDATORS["npwp"]("npwp_number", "12.345.678.9-012.000", CONTEXT).finding.severity is Severity.WARNING
    assert VALIDATORS["nik"]("nik", CARD["nik"], CONTEXT) is None
    assert VALIDATORS["nik"]("nik", "3174073002950001", CONTEXT).finding.severity is Severity.ERROR
