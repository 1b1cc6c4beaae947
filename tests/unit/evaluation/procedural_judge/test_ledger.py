"""Invented accounts: balances run, nothing is booked outside the period."""

import random

import pytest

from berkas.evaluation.procedural_judge.ledger import make_ledger


@pytest.fixture(scope="module")
def ledgers():
    rng = random.Random(6)
    return [
        make_ledger(rng, language=language, is_whole=is_whole)
        for language in ("id", "en")
        for is_whole in (False, True)
        for _ in range(25)
    ]


def test_balances_run_and_never_fall_below_nothing(ledgers):
    for ledger in ledgers:
        balance = ledger.opening
        for booking in ledger.bookings:
            assert booking.amount
            balance += booking.amount
            assert booking.balance == balance >= 0
        assert ledger.opening + ledger.credits - ledger.debits == ledger.closing


def test_bookings_follow_each_other_within_the_period(ledgers):
    for ledger in ledgers:
        moments = [booking.moment for booking in ledger.bookings]
        assert moments == sorted(moments)
        assert all(ledger.start <= moment.date() <= ledger.end for moment in moments)
        assert all(ledger.start <= booking.value_day <= ledger.end for booking in ledger.bookings)


def test_some_periods_cross_the_year(ledgers):
    assert any(ledger.start.year != ledger.end.year for ledger in ledgers)


def test_whole_amounts_have_no_sen(ledgers):
    for ledger in ledgers[25:50]:
        assert all(booking.balance % 100 == 0 for booking in ledger.bookings)
