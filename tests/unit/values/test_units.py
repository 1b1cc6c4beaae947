"""Units of quantities."""

import pytest

from berkas.values.units import is_unit


@pytest.mark.parametrize("text", ["pcs", "Rim", "m2", "Lbr.", "KG", "box", "jam"])
def test_units(text):
    assert is_unit(text)


@pytest.mark.parametrize("text", ["Kertas", "12", "", "A4", "12 pcs"])
def test_what_is_no_unit(text):
    assert not is_unit(text)
