"""Every document of the judge family: the same for the same seed, legible, and its truth printed, complete and consistent."""

import random
from functools import cache

import numpy as np
import pytest

from berkas.evaluation.procedural_judge import documents, invoice
from berkas.model.template import FieldType
from berkas.values.number_words import parse_words
from templates_registry import registry

SEEDS = range(14)
EVERY = [(kind, seed) for kind in documents.TYPES for seed in SEEDS]
every_document = pytest.mark.parametrize(("kind", "seed"), EVERY)
SMUDGE = 0.4
"""Overlap in points that neighbouring glyphs may have."""


@cache
def drawn(kind, seed):
    return documents.draw(kind, seed=seed)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    for kind in documents.TYPES:
        first = documents.make(kind, seed=3)
        assert documents.make(kind, seed=3) == first
        assert documents.make(kind, seed=4).pdf != first.pdf
        assert first.layout.startswith("judge-")


def test_a_type_of_another_family_is_refused():
    with pytest.raises(KeyError):
        documents.make("ktp", seed=1)


@every_document
def test_every_value_of_the_truth_stands_in_the_text_layer(kind, seed, layer):
    made = drawn(kind, seed)
    text = layer(made.pdf)
    assert "SPECIMENBUKANDOKUMENRESMI" in text
    for field, value in made.draft.truth.items():
        assert (value is not None) == (field in made.draft.printed), field
    for field, texts in made.draft.printed.items():
        for printed in texts:
            assert printed.translate({ord(char): None for char in " ,-\n"}) in text, (field, printed)


@every_document
def test_no_word_lies_on_another_or_leaves_the_page(kind, seed, words):
    for (width, height), found in words(drawn(kind, seed).pdf):
        boxes = np.array([word[:4] for word in found])
        assert boxes[:, :2].min() > 2
        assert boxes[:, 2].max() < width - 2
        assert boxes[:, 3].max() < height - 2
        lows, highs = boxes[:, :2], boxes[:, 2:]
        shared = np.minimum(highs[:, None], highs[None]) - np.maximum(lows[:, None], lows[None])
        pairs = np.argwhere(np.triu((shared > SMUDGE).all(axis=2), 1))
        assert [(found[one][4], found[other][4]) for one, other in pairs] == []


@every_document
def test_the_truth_has_exactly_the_fields_and_columns_of_the_template(kind, seed):
    template = registry.latest(kind)
    columns = {
        field.name: {column.name for column in field.items.fields if not column.internal}
        for field in template.fields
        if field.type is FieldType.ARRAY and field.items
    }
    truth = drawn(kind, seed).draft.truth
    assert set(truth) == {field.name for field in template.fields}
    for name, names in columns.items():
        assert truth[name]
        for row in truth[name]:
            assert set(row) == names


def _invoices():
    return [drawn("invoice", seed) for seed in SEEDS]


def test_amounts_of_lines_follow_from_quantity_price_and_discount():
    for made in _invoices():
        for item in made.sale.items:
            assert abs(item.quantity * item.price - item.reduction - item.amount) <= 1
        for row, item in zip(made.draft.truth["line_items"], made.sale.items, strict=True):
            assert round(row["amount"] * made.sale.scale) == item.amount


def test_sums_of_invoices_lead_to_the_total():
    signs = {
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
    for made in _invoices():
        total = sum(item.amount for item in made.sale.items) + sum(
            signs.get(part.kind, 1) * part.amount for part in made.sale.sums
        )
        assert total == made.sale.total > 0
        assert round(made.draft.truth["total_amount"] * made.sale.scale) == total
        for part in made.sale.sums:
            if part.kind in {"subtotal", "discount", "withholding", "shipping", "down_payment"}:
                assert round(made.draft.truth[part.kind] * made.sale.scale) == part.amount


def test_words_of_rupiah_say_the_total():
    said = 0
    for made in _invoices():
        words = made.draft.truth["amount_in_words"]
        if words and made.draft.how.language == "id":
            said += 1
            assert parse_words(words) == made.draft.truth["total_amount"]
    assert said


def test_nobody_has_to_guess_the_month_in_an_english_date():
    for made in _invoices():
        if made.draft.how.language == "en" and made.draft.how.is_numeric_date:
            assert made.sale.issued.day > 12 or (made.sale.due.day > 12 and made.draft.truth["due_date"])


def test_layouts_repeat_seldom():
    for kind in documents.TYPES:
        assert len({drawn(kind, seed).draft.signature() for seed in SEEDS}) == len(SEEDS)


def _statements():
    return [drawn("rekening_koran", seed) for seed in SEEDS]


def test_balances_run_from_the_opening_to_the_closing_balance():
    for made in _statements():
        ledger = made.ledger
        balance = ledger.opening
        for booking in ledger.bookings:
            balance += booking.amount
            assert booking.balance == balance >= 0
        assert ledger.opening + ledger.credits - ledger.debits == ledger.closing
        for field in ("opening", "closing"):
            assert made.draft.truth[f"{field}_balance"] in {None, getattr(ledger, field) / 100}
        assert made.draft.truth["total_debit"] in {None, ledger.debits / 100}
        assert made.draft.truth["total_credit"] in {None, ledger.credits / 100}


def test_rows_of_statements_are_those_of_the_account_in_one_of_both_orders():
    for made in _statements():
        bookings = made.ledger.bookings
        rows = made.draft.truth["transactions"]
        amounts = [round(((row["credit"] or 0) - (row["debit"] or 0)) * 100) for row in rows]
        expected = [booking.amount for booking in bookings]
        assert amounts in (expected, expected[::-1])
        for row in rows:
            assert (row["debit"] is None) != (row["credit"] is None)
            assert (
                row["date"] is None or made.draft.truth["period_start"] <= row["date"] <= made.draft.truth["period_end"]
            )


def test_three_of_ten_invoices_are_english_and_half_of_these_in_dollars():
    rng = random.Random(7)
    assert 0.25 < sum(invoice.language_and_currency(rng)[0] == "en" for _ in range(2000)) / 2000 < 0.35
    dollars = [invoice.language_and_currency(rng) for _ in range(4000)]
    assert 0.12 < dollars.count(("en", "USD")) / 4000 < 0.18
    assert ("id", "USD") not in dollars
