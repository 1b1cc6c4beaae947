"""Dates in words. All of them are invented."""

from datetime import date

import pytest

from berkas.values.dates_in_words import parse_spoken_date

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("DUA PULUH EMPAT MEI tahun DUA RIBU SEPULUH", date(2010, 5, 24)),
        ("Senin, tanggal dua belas bulan Agustus tahun dua ribu dua puluh empat", date(2024, 8, 12)),
        ("tanggal SATU JANUARI SERIBU SEMBILAN RATUS SEMBILAN PULUH SEMBILAN telah", date(1999, 1, 1)),
        ("pada tanggal 17 Agustus tahun dua ribu", date(2000, 8, 17)),
        ("DUAPULUH EMPAT MEI tahun DUARIBU SEPULUH", date(2010, 5, 24)),
    ],
)
def test_a_day_and_a_year_in_words_around_a_month_are_a_date(text, value):
    assert parse_spoken_date(text, today=TODAY) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MEI",
        "dua puluh Mei",
        "TIGA PULUH FEBRUARI DUA RIBU",
        "lima Mei tiga ribu",
        "17 Mei 2010",
        "lima belas orang",
    ],
)
def test_what_lacks_a_part_or_does_not_exist_is_none(text):
    assert parse_spoken_date(text, today=TODAY) is None
