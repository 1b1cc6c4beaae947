"""Dates, day first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, MONTHS, SHORT_MONTHS, long_date
from berkas.values.dates import all_dates, month_of, parse_date, parse_day

TODAY = date(2026, 11, 24)
DAY = date(2026, 3, 7)


@pytest.mark.parametrize(
    "printed",
    [
        "07-03-2026", "07/03/2026", "07.03.2026", "7-3-2026", "7 Maret 2026", "07 MARET 2026", "7-MAR-2026", "07 Mar 26",
        "2026-03-07", "JAKARTA, 07-03-2026", "Jakarta, 7 Maret 2026", "07/03/26 14:02:11", "07 Mrt 2026", "07 - 03 - 2026",
        "07:03:2026", "07–03–2026", "Sabtu, 7 March 2026", "7Mar2026", "07,Mar 2026",
    ],
)  # fmt: skip
def test_forms_of_a_date(printed):
    assert parse_date(printed, today=TODAY) == DAY


@pytest.mark.parametrize(
    "printed", ["", "31-02-2026", "07-13-2026", "3174075508950001", "14:02:11", "7 Foo 2026", "2026"]
)
def test_what_is_no_date(printed):
    assert parse_date(printed, today=TODAY) is None


@pytest.mark.parametrize(("year", "is_read"), [(1899, False), (1900, True), (2076, True), (2077, False), (2619, False)])
def test_years_that_no_paper_has_are_misreadings(year, is_read):
    day = date(year, 2, 14)
    for printed in (f"14/02/{year}", f"14:02:{year}", long_date(day), day.isoformat()):
        assert (parse_date(printed, today=TODAY) == day) is is_read
        assert (all_dates(printed, today=TODAY) == [day]) is (is_read and ":" not in printed)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("14/02/2619:08:22", date(2026, 2, 14)), ("14-02-2600:08", date(2026, 2, 14)), ("14/02/2631:08", None),
        ("31/02/2619:08", None), ("14/02/2619 08 22", None), ("14/02/2619", None), ("14/02/2019:08", date(2019, 2, 14)),
    ],
)  # fmt: skip
def test_a_day_and_a_time_that_run_together_never_give_a_year_of_both(printed, day):
    assert parse_date(printed, today=TODAY) == day
    assert parse_day(printed, today=TODAY) == (day.isoformat() if day else None)


@pytest.mark.parametrize(
    ("printed", "year"), [("01-01-99", 1999), ("01-01-46", 2046), ("01-01-47", 1947), ("01-01-00", 2000)]
)
def test_two_digit_years_turn_twenty_years_from_now(printed, year):
    assert parse_date(printed, today=TODAY) == date(year, 1, 1)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2035, 1, 1)))
def test_every_printed_date_is_read_back(day):
    for printed in (f"{day:%d-%m-%Y}", f"{day:%d/%m/%Y}", long_date(day), long_date(day, ENGLISH_MONTHS), day.isoformat(),
                    long_date(day, SHORT_MONTHS)):  # fmt: skip
        assert parse_date(printed, today=TODAY) == day


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Pebruari", 2),
        ("AGT", 8),
        ("Agustus", 8),
        ("Nopember", 11),
        ("Oct", 10),
        ("Mei", 5),
        ("May", 5),
        ("Dec", 12),
        ("Foo", None),
    ],
)
def test_months_by_name(name, number):
    assert month_of(name) == number


def test_all_months_are_known():
    assert [month_of(name) for name in MONTHS] == [month_of(name) for name in ENGLISH_MONTHS] == list(range(1, 13))


@pytest.mark.parametrize(
    "printed",
    ["01/03/2026 - 31/03/2026", "01/03/2026-31/03/2026", "1 Maret 2026 s/d 31 Maret 2026", "01-Mar-2026 to 31-Mar-2026",
     "2026-03-01/2026-03-31"],
)  # fmt: skip
def test_two_dates_are_found_in_their_order(printed):
    start = date(2026, 3, 1)
    assert all_dates(printed, today=TODAY) == [start, start + timedelta(days=30)]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("03/02 TRSF", "--02-03"), ("03-02", "--02-03"), ("3 Feb", "--02-03"), ("29/02", "--02-29"), ("31/02", None),
        ("03/02/2026", "2026-02-03"), ("07/03/26 14:02:11", "2026-03-07"), ("TRSF", None), ("7 Mar", "--03-07"),
    ],
)  # fmt: skip
def test_days_without_a_year(printed, day):
    assert parse_day(printed, today=TODAY) == day
