"""Numbers of family cards."""

import pytest

from berkas.values.identifiers import kk


def test_a_number_with_a_day_of_registration_is_valid():
    assert kk.is_valid("No. 3174 0715 0812 0001")
    assert kk.validate("3174071508120001") == kk.format("3174071508120001") == "3174071508120001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "317407150812000",
        "3174075508120001",
        "3174073002120001",
        "3174071513120001",
        "3174071508120000",
        "3100071508120001",
    ],
)
def test_another_length_no_day_no_serial_and_no_district_are_not(text):
    assert not kk.is_valid(text)
