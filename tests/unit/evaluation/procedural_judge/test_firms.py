"""Invented companies: their numbers are valid, their names and places are printed as they are."""

import random

from berkas.evaluation.procedural_judge.firms import make_american, make_firm
from berkas.values.identifiers import npwp


def test_tax_numbers_have_a_right_check_digit():
    rng = random.Random(1)
    assert all(npwp.is_valid(make_firm(rng).npwp) for _ in range(50))


def test_addresses_of_the_web_are_reserved_ones():
    rng = random.Random(2)
    for firm in [make_firm(rng) for _ in range(50)] + [make_american(rng) for _ in range(50)]:
        assert firm.email.endswith(".example")
        assert firm.site.endswith(".example")
        assert "555" in firm.phone


def test_hundreds_of_companies_have_hundreds_of_names():
    rng = random.Random(3)
    assert len({make_firm(rng).name for _ in range(400)}) > 380
