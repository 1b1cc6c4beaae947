"""Invented bank accounts."""

import random

from berkas.evaluation.procedural.books import make_book
from berkas.evaluation.procedural.families import FAMILIES

BOOKS = [
    make_book(random.Random(seed), family.banking, family.trade, has_cents=seed % 2 == 0)
    for family in FAMILIES.values()
    for seed in range(100)
]


def test_every_balance_follows_from_the_one_before_and_none_is_negative():
    for book in BOOKS:
        balance = book.opening
        for movement in book.movements:
            balance += movement.amount
            assert movement.balance == balance >= 0
        assert book.opening + book.credits - book.debits == book.closing


def test_movements_are_within_the_period_in_order():
    for book in BOOKS:
        moments = [(movement.day, movement.clock) for movement in book.movements]
        assert moments == sorted(moments)
        assert book.start <= moments[0][0] <= moments[-1][0] <= book.end


def test_some_periods_cross_the_end_of_a_year():
    assert any(book.start.year < book.end.year for book in BOOKS)
