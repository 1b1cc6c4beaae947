"""Closed lists."""

import pytest

from berkas.values.enumerations import closest

GENDERS = ("LAKI-LAKI", "PEREMPUAN")
BLOOD = ("A", "B", "AB", "O", "A+", "B+", "-")
RELIGIONS = ("ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDDHA", "KHONGHUCU")
MARITAL = ("BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI")


@pytest.mark.parametrize(
    ("printed", "values", "value"),
    [
        ("LAKI-LAKI", GENDERS, "LAKI-LAKI"), ("LAKILAKI", GENDERS, "LAKI-LAKI"), ("L", GENDERS, "LAKI-LAKI"),
        ("PEREMPUAM", GENDERS, "PEREMPUAN"), ("A", BLOOD, "A"), ("AB", BLOOD, "AB"), ("0", BLOOD, "O"), ("A+", BLOOD, "A+"),
        ("-", BLOOD, "-"), ("Budha", RELIGIONS, "BUDDHA"), ("KONGHUCU", RELIGIONS, "KHONGHUCU"), ("lSLAM", RELIGIONS, "ISLAM"),
        ("BELUMKAWIN", MARITAL, "BELUM KAWIN"), ("KAWIN TERCATAT", MARITAL, "KAWIN"), ("CERAI HIDUP", MARITAL, "CERAI HIDUP"),
    ],
)  # fmt: skip
def test_the_value_that_is_meant(printed, values, value):
    found = closest(printed, values)
    assert found is not None
    assert found[0] == value
    assert 0.75 <= found[1] <= 1.0


@pytest.mark.parametrize(("printed", "values"), [("C", BLOOD), ("JAKARTA", RELIGIONS), ("XY", GENDERS), ("AC", BLOOD)])
def test_no_value_is_better_than_a_far_one(printed, values):
    assert closest(printed, values) is None


def test_a_repaired_value_is_less_alike_than_an_exact_one():
    exact, repaired = closest("ISLAM", RELIGIONS), closest("ISLAH", RELIGIONS)
    assert exact is not None
    assert repaired is not None
    assert repaired[1] < exact[1] == 1.0
