"""Invented sales."""

import random
from decimal import Decimal

import pytest

from berkas.evaluation.procedural.families import FAMILIES
from berkas.evaluation.procedural.sales import make_sale, quantum
from berkas.values.identifiers import npwp

SALES = [make_sale(random.Random(seed), family.trade) for family in FAMILIES.values() for seed in range(150)]


def test_a_line_is_quantity_times_price_less_its_discount():
    for sale in SALES:
        for item in sale.items:
            assert abs(item.quantity * item.price - item.discount - item.amount) <= quantum(sale.currency)


def test_the_sums_close():
    for sale in SALES:
        assert sale.amount("subtotal") == sum(item.amount for item in sale.items)
        added = [line for line in sale.sums[:-1] if line.key not in {"dpp", "dpp_other", "grand_total"}]
        total = sum((line.amount for line in added), Decimal())
        tax = sale.amount("ppn") or Decimal()
        # a tax that the prices contain is not added
        assert sale.sums[-1].amount in {total, total - tax}


def test_the_tax_follows_from_its_base():
    for sale in SALES:
        base = sale.amount("dpp_other") or sale.amount("dpp")
        tax = next((line for line in sale.sums if line.key == "ppn"), None)
        if base and tax:
            assert abs(base * tax.rate / 100 - tax.amount) <= quantum(sale.currency)


def test_what_is_paid_in_advance_leaves_the_total():
    paid = [sale for sale in SALES if sale.amount("down_payment")]
    assert paid
    for sale in paid:
        assert sale.amount("grand_total") + sale.amount("down_payment") == sale.amount("total")


@pytest.mark.parametrize("role", ["seller", "buyer"])
def test_tax_numbers_have_a_right_check_digit(role):
    for sale in SALES:
        party = getattr(sale, role)
        assert npwp.is_valid(party.npwp_value)
        assert npwp.compact(party.npwp) == npwp.compact(party.npwp_value)


def test_seller_and_buyer_are_not_the_same():
    assert all(sale.seller.name != sale.buyer.name for sale in SALES)
