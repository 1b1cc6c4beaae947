"""Rules about single values and between fields."""

from datetime import date

import pytest

from berkas.evaluation.specimens import held_out, papers
from berkas.extraction.checks.outcomes import CheckContext, PrintedAmount
from berkas.extraction.checks.registry import CHECKS, VALIDATORS
from berkas.model.extraction import Severity
from berkas.model.geometry import BoundingBox
from berkas.model.rules import Check
from templates_registry import registry

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
BIRTH = {"certificate_number": "3174-LU-24052010-0012", "date_of_birth": "2010-05-24"}
CARD = {"nik": "3174075508950001", "dateOfBirth": "1995-08-15", "gender": "PEREMPUAN", "issueDate": "2013-08-15"}


SAID = {
    "nik_matches": {"nik": "nik", "date_of_birth": "dateOfBirth", "sex": "gender", "female": "PEREMPUAN"},
    "least_age": {"born": "dateOfBirth", "later": "issueDate", "years": 17},
    "dated_number": {"number": "certificate_number", "after": "date_of_birth"},
    "product": {
        "table": "line_items", "factors": ["quantity", "unit_price"], "less": "discount", "equals": "amount"
    },
    "column_sum": {"table": "line_items", "column": "amount", "equals": ["subtotal", "dpp", "total_amount"]},
    "rate": {"base": "dpp", "rate": "ppn_rate", "equals": "ppn_amount"},
    "sum": {
        "of": ["subtotal", "dpp"], "plus": ["ppn_amount", "shipping"],
        "less": ["discount", "withholding", "down_payment"], "equals": "total_amount",
    },
    "words_equal": {"words": "amount_in_words", "number": "total_amount"},
    "date_order": {"first": "invoice_date", "last": "due_date", "days": "payment_terms", "number": "invoice_number"},
    "running_balance": {
        "table": "transactions", "debit": "debit", "credit": "credit", "balance": "balance",
        "opening": "opening_balance", "closing": "closing_balance",
    },
    "debits": {"table": "transactions", "column": "debit", "equals": ["total_debit"], "exact": True},
}  # fmt: skip
KINDS = {"debits": "column_sum"}


def outcomes_of(name, values, context=CONTEXT):
    check = Check.model_validate({KINDS.get(name, name): SAID[name]})
    return CHECKS[check.kind](check.arguments, values, context)


def judged(check, values, context=CONTEXT):
    """Names of the fields it raises, and codes of what is broken."""
    outcomes = outcomes_of(check, values, context)
    raised = {name for outcome in outcomes if outcome.agrees for name in outcome.fields}
    return raised, {outcome.finding.code for outcome in outcomes if outcome.finding}


@pytest.mark.parametrize(
    ("check", "values", "raised"),
    [
        ("nik_matches", CARD, {"nik", "dateOfBirth", "gender"}),
        ("least_age", CARD, set()),
        ("dated_number", BIRTH, set()),
        ("dated_number", BIRTH | {"certificate_number": "123/U/JS/1990"}, set()),
        ("product", INVOICE, {"line_items"}),
        ("column_sum", INVOICE, {"line_items", "subtotal", "total_amount"}),
        ("rate", INVOICE, {"dpp", "ppn_rate", "ppn_amount"}),
        ("words_equal", INVOICE, {"amount_in_words", "total_amount"}),
        ("date_order", DATES, {"invoice_date", "due_date", "payment_terms"}),
        ("date_order", DATES | {"due_date": None, "invoice_number": "INV/CTH/2026/03/0007"}, {"invoice_date"}),
        ("date_order", DATES | {"payment_terms": "14 hari kerja"}, set()),
        ("running_balance", STATEMENT, {"transactions", "opening_balance", "closing_balance"}),
        ("debits", STATEMENT, {"transactions", "total_debit"}),
    ],
)
def test_values_that_agree_raise_each_other(check, values, raised):
    assert judged(check, values) == (raised, set())


def test_the_total_of_an_invoice_follows_from_its_parts():
    raised, codes = judged("sum", INVOICE)
    assert raised == {
        "subtotal",
        "discount",
        "ppn_amount",
        "shipping",
        "withholding",
        "down_payment",
        "total_amount",
    }
    assert codes == set()


@pytest.mark.parametrize(
    ("check", "values", "code"),
    [
        ("nik_matches", CARD | {"dateOfBirth": "1995-08-16"}, "nik_birth_date_mismatch"),
        ("nik_matches", CARD | {"gender": "LAKI-LAKI"}, "nik_gender_mismatch"),
        ("least_age", CARD | {"issueDate": "2012-08-14"}, "below_age"),
        ("dated_number", BIRTH | {"date_of_birth": "2010-05-25"}, "dates_out_of_order"),
        ("sum", INVOICE | {"total_amount": 1010}, "sum_mismatch"),
        ("rate", INVOICE | {"ppn_amount": 90}, "rate_mismatch"),
        ("product", INVOICE | {"line_items": [{"quantity": 2, "unit_price": 5, "amount": 12}]}, "product_mismatch"),
        ("column_sum", INVOICE | {"subtotal": 7000, "dpp": None, "total_amount": None}, "column_sum_mismatch"),
        ("words_equal", INVOICE | {"amount_in_words": "dua ribu rupiah"}, "words_mismatch"),
        ("running_balance", STATEMENT | {"opening_balance": 1}, "balance_mismatch"),
        ("debits", STATEMENT | {"total_debit": 1}, "column_sum_mismatch"),
        ("running_balance", STATEMENT | {"closing_balance": 1}, "closing_balance_mismatch"),
    ],
)
def test_values_that_disagree_are_found(check, values, code):
    assert code in judged(check, values)[1]


def box(y):
    return BoundingBox(0, 0.7, y, 0.1, 0.01)


BILL = {"subtotal": 5_400_000, "ppn_amount": 594_000, "total_amount": 6_004_000}
PLACES = {"subtotal": box(0.5), "ppn_amount": box(0.52), "total_amount": box(0.6)}


@pytest.mark.parametrize(
    ("amounts", "codes"),
    [
        ([(0.54, 10_000)], set()),
        ([(0.54, 15_000), (0.56, 5_000)], set()),  # a service and a rounding down
        ([(0.54, 9_000)], {"sum_mismatch"}),
        ([(0.64, 10_000)], {"sum_mismatch"}),  # below the sum
        ([(0.4, 10_000)], {"sum_mismatch"}),
        ([], {"sum_mismatch"}),
    ],
)
def test_amounts_without_a_field_between_the_parts_may_explain_a_sum(amounts, codes):
    printed = tuple(PrintedAmount(value, box(y)) for y, value in amounts)

    assert judged("sum", BILL, CheckContext(CONTEXT.today, PLACES, printed))[1] == codes


def test_the_value_of_a_field_explains_nothing():
    places = PLACES | {"bank_account_number": box(0.54)}
    printed = (PrintedAmount(10_000, box(0.54)),)

    assert judged("sum", BILL, CheckContext(CONTEXT.today, places, printed))[1] == {"sum_mismatch"}


def test_the_newest_row_may_stand_first():
    newest_first = STATEMENT | {"transactions": STATEMENT["transactions"][::-1]}

    assert judged("running_balance", newest_first) == judged("running_balance", STATEMENT)


def test_cents_are_not_rounded_away():
    line = {"quantity": 3, "unit_price": 1.1, "amount": 3.4}

    assert judged("product", {"line_items": [line]})[1] == {"product_mismatch"}


def test_nothing_is_due_before_it_is_billed():
    assert judged("date_order", DATES | {"due_date": "2026-02-11"}) == (set(), {"dates_out_of_order"})


@pytest.mark.parametrize(
    ("check", "values", "severity"),
    [
        ("nik_matches", CARD | {"dateOfBirth": "1995-08-16"}, Severity.ERROR),
        ("nik_matches", CARD | {"gender": "LAKI-LAKI"}, Severity.ERROR),
        ("sum", INVOICE | {"total_amount": 1010}, Severity.ERROR),
        ("running_balance", STATEMENT | {"opening_balance": 1}, Severity.ERROR),
        ("running_balance", STATEMENT | {"closing_balance": 1}, Severity.ERROR),
        ("least_age", CARD | {"issueDate": "2012-08-14"}, Severity.WARNING),
        ("words_equal", INVOICE | {"amount_in_words": "dua ribu rupiah"}, Severity.WARNING),
    ],
)
def test_a_value_that_must_be_wrong_is_an_error_and_what_honest_papers_do_a_warning(check, values, severity):
    outcomes = outcomes_of(check, values)

    assert {outcome.finding.severity for outcome in outcomes if outcome.finding} == {severity}


@pytest.mark.parametrize("check", SAID)
def test_missing_values_are_no_disagreement(check):
    nothing = dict.fromkeys((*INVOICE, *STATEMENT, *CARD))
    assert judged(check, nothing) == (set(), set())
    assert judged(check, {}) == (set(), set())


@pytest.mark.parametrize("source", [papers, held_out])
def test_the_truth_of_every_specimen_obeys_every_rule(source):
    for kind, layouts in source.LAYOUTS.items():
        for layout in layouts:
            truth = source.make(kind, layout=layout, seed=7).truth
            for check in registry.latest(kind).checks:
                outcomes = CHECKS[check.kind](check.arguments, truth, CONTEXT)
                assert not [outcome.finding for outcome in outcomes if outcome.finding], layout


def test_findings_never_quote_a_value():
    for check in SAID:
        for values in (
            CARD | {"gender": "LAKI-LAKI"},
            INVOICE | {"total_amount": 987654},
            STATEMENT | {"total_debit": 987654},
        ):
            for outcome in outcomes_of(check, values):
                assert outcome.finding is None or not any(map(str.isdigit, outcome.finding.message.replace("17", "")))


def test_a_tax_number_with_a_wrong_check_digit_is_a_warning_and_an_impossible_nik_an_error():
    assert VALIDATORS["npwp"]("npwp_number", "91.603.119.8-353.000", CONTEXT).agrees
    assert VALIDATORS["npwp"]("npwp_number", "12.345.678.9-012.000", CONTEXT).finding.severity is Severity.WARNING
    assert VALIDATORS["nik"]("nik", CARD["nik"], CONTEXT) is None
    assert VALIDATORS["nik"]("nik", "3174073002950001", CONTEXT).finding.severity is Severity.ERROR


@pytest.mark.parametrize(("base", "agrees"), [(900, True), (825, True), (800, False)])
def test_a_rate_may_be_one_of_several_of_a_base_less_what_is_taken_away(base, agrees):
    check = Check.model_validate(
        {"rate": {"base": "subtotal", "less": ["discount", "x"], "one_of": [100, 275 / 3], "equals": "dpp"}}
    )
    (outcome,) = CHECKS[check.kind](check.arguments, INVOICE | {"dpp": base}, CONTEXT)

    assert outcome.agrees is agrees
    assert outcome.fields == ("subtotal", "discount", "dpp")


@pytest.mark.parametrize("rates", [{}, {"rate": "ppn_rate", "one_of": [11]}])
def test_a_rate_is_printed_or_known(rates):
    with pytest.raises(ValueError, match="oneOf"):
        Check.model_validate({"rate": {"base": "dpp", "equals": "ppn_amount", **rates}})


@pytest.mark.parametrize(
    ("tax", "total", "codes"), [(5450, 55000, set()), (5500, 60500, set()), (5450, 57000, {"sum_mismatch"})]
)
def test_a_tax_may_be_within_the_prices_or_on_top_of_them(tax, total, codes):
    check = Check.model_validate({"sum": {"of": ["s"], "plus": ["t"], "within": ["t"], "equals": "a"}})

    found = CHECKS[check.kind](check.arguments, {"s": 55000, "t": tax, "a": total}, CONTEXT)

    assert {outcome.finding.code for outcome in found if outcome.finding} == codes
