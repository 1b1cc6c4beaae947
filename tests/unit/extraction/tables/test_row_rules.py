"""Rules that complete the rows of a table."""

import pytest

from berkas.extraction.tables.row_rules import ROW_RULES, TableRow
from berkas.model.rules import RowRule

MARCH = {"period_start": "2026-03-01", "period_end": "2026-03-31"}


def rows(*given):
    return [TableRow(values, printed) for values, printed in given]


SAID = {
    "dates_of_period": {"columns": ["date", "value_date"], "start": "period_start", "end": "period_end"},
    "inherited_dates": {"columns": ["date"]},
    "directions": {
        "amount": "amount", "mark": "mark", "debit": "debit", "credit": "credit", "balance": "balance",
        "opening": "opening_balance",
    },
    "units_of_quantities": {"quantity": "quantity", "unit": "unit", "price": "unit_price"},
    "leading_numbers": {"number": "no", "texts": ["code", "description"]},
    "numbered_in_order": {"number": "no"},
    "lost_factor": {"factor": "quantity", "other": "unit_price", "equals": "amount", "less": "discount"},
}  # fmt: skip


def completed(rule, given, others=None):
    said = RowRule.model_validate({rule: SAID[rule]})
    return ROW_RULES[said.kind](said.arguments, given, others or {})


def values(rule, given, others=None):
    return [dict(row.values) for row in completed(rule, given, others)]


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


def test_a_word_behind_a_quantity_that_is_no_unit_begins_a_description():
    given = rows(
        *(({"unit": None}, {"quantity": text}) for text in ("1 Mechanical keyboard", "10 Vanilla beans", "2 pcs"))
    )
    assert [row["unit"] for row in values("units_of_quantities", given)] == [None, None, "PCS"]


def test_a_word_behind_several_quantities_is_a_unit_though_nobody_knows_it():
    given = rows(*(({"unit": None}, {"quantity": text}) for text in ("1 wadah", "10 wadah")))
    assert [row["unit"] for row in values("units_of_quantities", given)] == ["WADAH", "WADAH"]


def test_a_column_of_codes_that_counts_the_rows_is_their_numbers():
    given = rows(*(({"no": None, "code": text, "description": "X"}, {}) for text in ("1", "2.", "03")))
    found = values("leading_numbers", given)
    assert [(row["no"], row["code"]) for row in found] == [(1, None), (2, None), (3, None)]


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
    assert [row["quantity"] for row in values("lost_factor", rows(PRICED, LOST))] == [3, 7]


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
    assert values("lost_factor", rows((other, {}), lost))[1]["quantity"] is None


def test_a_row_with_a_blank_date_has_that_of_the_row_above_and_is_less_sure():
    given = rows(
        ({"date": "2026-03-07", "amount": 1}, {"date": "07/03"}),
        ({"date": None, "amount": 2}, {}),
        ({"date": None, "amount": 3}, {"date": "PEND"}),
    )

    found = completed("inherited_dates", given)

    assert [row.values["date"] for row in found] == ["2026-03-07", "2026-03-07", None]
    assert [row.derived for row in found] == [frozenset(), frozenset({"date"}), frozenset()]


def test_the_balance_before_a_row_is_below_it_where_the_newest_stands_first():
    given = rows(
        ({"amount": 100, "balance": 1400}, {"amount": "100"}),
        ({"amount": 200, "balance": 1300}, {"amount": "200"}),
        ({"amount": 500, "balance": 1500}, {"amount": "500"}),
    )

    found = values("directions", given, {"opening_balance": 1000})

    assert [(row["debit"], row["credit"]) for row in found] == [(None, 100), (200, None), (None, 500)]


def test_the_word_behind_the_slash_of_a_price_is_the_unit():
    given = rows(({"unit": None}, {"quantity": "12", "unit_price": "Rp 55.000/rim"}))

    assert values("units_of_quantities", given)[0]["unit"] == "RIM"


@pytest.mark.parametrize("sign", ["Rp", "Rp.", "IDR", "USD"])
def test_the_sign_before_the_price_is_no_unit_of_the_quantity_beside_it(sign):
    given = rows(({"unit": None}, {"quantity": f"2 {sign}", "unit_price": "55.000/rim"}))

    assert values("units_of_quantities", given)[0]["unit"] == "RIM"


def test_a_word_behind_a_quantity_is_a_unit_where_most_rows_have_known_ones():
    given = rows(*(({"unit": None}, {"quantity": text}) for text in ("1 pcs", "10 box", "2 gln")))
    assert [row["unit"] for row in values("units_of_quantities", given)] == ["PCS", "BOX", "GLN"]
