"""Invented sales add up to the last rupiah or cent, whatever they consist of."""

import random
from decimal import Decimal

import pytest

from berkas.evaluation.procedural_judge.sales import make_sale

SIGNS = {
    "discount": -1,
    "withholding": -1,
    "down_payment": -1,
    "dpp": 0,
    "dpp_other": 0,
    "net": 0,
    "gross": 0,
    "total": 0,
    "subtotal": 0,
}


@pytest.fixture(scope="module")
def sales():
    rng = random.Random(5)
    kinds = [("id", False), ("en", False), ("en", True)]
    return [
        make_sale(rng, language=language, is_in_dollars=is_in_dollars, has_line_discounts=number % 4 == 0)
        for language, is_in_dollars in kinds
        for number in range(120)
    ]


def test_lines_and_sums_lead_to_the_total(sales):
    for sale in sales:
        lines = sum(item.amount for item in sale.items)
        assert lines + sum(SIGNS.get(part.kind, 1) * part.amount for part in sale.sums) == sale.total > 0
        if sale.has("subtotal"):
            assert sale.sum_of("subtotal").amount == lines
        for item in sale.items:
            assert abs(item.quantity * item.price - item.reduction - item.amount) <= 1


def test_tax_follows_from_its_base_and_rate(sales):
    bases = 0
    for sale in sales:
        for base in ("dpp", "dpp_other"):
            if sale.has(base):
                bases += 1
                tax = sale.sum_of("ppn")
                assert abs(sale.sum_of(base).amount * tax.percent / Decimal(100) - tax.amount) <= 1
                assert tax.percent == (12 if base == "dpp_other" else 11)
    assert bases > 30


def test_what_is_only_a_step_agrees_with_what_follows(sales):
    for sale in sales:
        if sale.has("net"):
            assert sale.sum_of("net").amount == sale.sum_of("subtotal").amount - sale.sum_of("discount").amount
        if sale.has("gross"):
            assert sale.sum_of("gross").amount - sale.sum_of("down_payment").amount == sale.total


def test_indonesian_tax_is_not_charged_in_dollars(sales):
    for sale in sales:
        if sale.currency == "USD":
            assert not any(sale.has(kind) for kind in ("dpp", "dpp_other", "withholding", "stamp"))
