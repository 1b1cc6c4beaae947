"""Numbers of driving licences."""

from datetime import date

import pytest

from berkas.values.identifiers import sim

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize("text", ["901234567890", "1234-5678-901234", "3174 0755 0895 0001"])
def test_the_numbers_of_three_generations_are_valid(text):
    assert sim.is_valid(text, today=TODAY)
    assert sim.validate(text, today=TODAY) == sim.compact(text)


@pytest.mark.parametrize("text", ["", "12345", "1234567890123", "3174073002950001", "31740755089500010"])
def test_another_length_and_sixteen_digits_that_are_no_nik_are_not(text):
    assert not sim.is_valid(text, today=TODAY)


def test_fourteen_digits_are_printed_in_groups():
    assert sim.format("12345678901234") == "1234-5678-901234"
    assert sim.format("9012 3456 7890") == "901234567890"
