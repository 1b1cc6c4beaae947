"""Rules that complete the rows of a table."""

import pytest

from berkas.extraction.tables.row_rules import ROW_RULES, TableRow

MARCH = {"period_start": "2026-03-01", "period_end": "2026-03-31"}


def rows(*given):
    return [TableRow(values, printed) for values, printed in given]


def values(rule, given, others=None):
    return [dict(row.values) for row in ROW_RULES[rule](given, others or {})]


def test_dates_without_a_year_get_that_of_the_period():
    given = rows(({"date": "--03-07", "value_date": None}, {}), ({"date": "2026-03-08", "value_date": "--03-07"}, {}))
    assert values("dates_of_period", given, MARCH) == [
        {"date": "2026-03-07", "value_date": None},
        {"date": "2026-03-08", "value_date": "2026-03-07"},
    ]


def test_a_period_over_new_year_gives_december_the_old_year_and_january_the_new():
    given = rows(({"date": "--12-31"}, {}), ({"date": "--01-02"}, {}))
    others = {"period_start": "2025-12-16", "period_end": "2026-01-15"}
    assert [row["date"] for row in values("dates_of_period", given, others)] == ["2025-12-31", "2026-01-02"]


@pytest.mark.parametrize("others", [{}, {"period_start": None, "period_end": None}])
def test_without_a_period_a_date_without_a_year_is_none(others):
    assert values("dates_of_period", rows(({"date": "--03-07"}, {})), others)[0]["date"] is None


def test_a_date_outside_the_period_is_none():
    assert values("dates_of_period", rows(({"date": "--09-07"}, {})), MARCH)[0]["date"] is None


def test_the_running_balance_decides_the_direction_even_against_the_mark():
    given = rows(
        ({"amount": 500, "balance": 1500}, {"amount": "500"}),
        ({"amount": 200, "balance": 1300}, {"amount": "200"}),
        ({"amount": 100, "balance": 1400}, {"amount": "100 DB"}),
    )
    found = values("directions", given, {"opening_balance": 1000})
    assert [(row["debit"], row["credit"]) for row in found] == [(None, 500), (200, None), (None, 100)]


def test_without_balances_the_mark_or_the_sign_decides_and_no_mark_is_a_credit():
    given = rows(
        ({"amount": 500}, {"amount": "500.00 DB"}), ({"amount": -200}, {"amount": "-200"}), ({"amount": 100}, {"amount": "100"}),
        ({"amount": 7}, {"amount": "7", "mark": "D"}),
    )  # fmt: skip
    found = values("directions", given)
    assert [(row["debit"], row["credit"]) for row in found] == [(500, None), (200, None), (None, 100), (7, None)]


def test_a_zero_beside_a_movement_is_no_movement():
    found = values("directions", rows(({"debit": 0, "credit": 500, "balance": 1500}, {})))
    assert (found[0]["debit"], found[0]["credit"]) == (None, 500)


def test_the_word_beside_a_quantity_is_its_unit():
    given = rows(
        ({"unit": None}, {"quantity": "12 pcs"}),
        ({"unit": "BOX"}, {"quantity": "3 x"}),
        ({"unit": None}, {"quantity": "3"}),
    )
    assert [row["unit"] for row in values("units_of_quantities", given)] == ["PCS", "BOX", None]


def test_numbers_in_order_before_the_leftmost_text_are_the_numbers_of_the_rows():
    given = rows(*(({"no": None, "code": f"{n} BRG-{n}", "description": "X"}, {}) for n in (1, 2, 3)))
    assert [(row["no"], row["code"]) for row in values("leading_numbers", given)] == [
        (1, "BRG-1"),
        (2, "BRG-2"),
        (3, "BRG-3"),
    ]


def test_numbers_that_belong_to_the_text_stay():
    given = rows(
        *(({"no": None, "code": None, "description": text}, {}) for text in ("3 kg beras", "5 kg gula", "1 lusin"))
    )
    assert [row["description"] for row in values("leading_numbers", given)] == ["3 kg beras", "5 kg gula", "1 lusin"]


def test_a_row_whose_number_was_not_read_gets_its_position_where_half_the_rows_have_theirs():
    assert [row["no"] for row in values("numbered_in_order", rows(({"no": None}, {}), ({"no": 2}, {})))] == [1, 2]
    assert [row["no"] for row in values("numbered_in_order", rows(({"no": 7}, {}), ({"no": None}, {})))] == [7, None]


PRICED = ({"quantity": 3, "unit_price": 100, "amount": 300}, {})
LOST = ({"quantity": None, "unit_price": 250, "amount": 1750}, {})


def test_a_quantity_that_was_not_read_is_the_amount_divided_by_the_price():
    assert [row["quantity"] for row in values("lost_quantities", rows(PRICED, LOST))] == [3, 7]


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        ({"quantity": 3, "unit_price": 100, "amount": 270}, {}),
        ({"quantity": None, "unit_price": 100, "amount": 300}, {}),
        ({"quantity": 3, "unit_price": 100, "amount": 300}, {"amount": 1751}),
        ({"quantity": 3, "unit_price": 100, "amount": 300}, {"discount": 5}),
        ({"quantity": 3, "unit_price": 100, "amount": 300}, {"unit_price": None}),
    ],
)
def test_a_quantity_is_not_guessed_where_the_other_rows_or_the_division_are_not_plain(other, changed):
    lost = ({**LOST[0], **changed}, {})
    assert values("lost_quantities", rows((other, {}), lost))[1]["quantity"] is None
