"""The rules of identifiers, by name."""

from datetime import date

import pytest

from berkas.values.identifiers.rules import RULES

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("nik", "3174075508950001", True),
        ("nik", "3174073002950001", False),
        ("nik", "3174075508950000", False),
        ("npwp", "01.300.066.6-091.000", True),
        ("npwp", "12.345.678.9-012.000", False),
        ("nsfp", "010.002-24.12345678", True),
        ("nsfp", "04002500012345678", True),
        ("nsfp", "99002500012345678", False),
        ("nitku", "0013000666091000000000", True),
        ("nitku", "3174075508950001000001", True),
        ("nitku", "0013000667091000000000", False),
        ("nib", "9120304567891", True),
        ("nib", "1111111111111", False),
        ("birth_certificate", "3174-LU-24052010-0012", True),
        ("birth_certificate", "3174-LT-31022010-0012", False),
        ("birth_certificate", "123/U/JS/1990", True),
        ("marriage_certificate", "0123/045/VI/2020", True),
        ("marriage_certificate", "0123/045/XIII/2020", False),
        ("marriage_certificate", "3174-KW-17082020-0001", True),
        ("marriage_certificate", "3174-KW-17132020-0001", False),
    ],
)
def test_a_rule_holds_of_right_numbers_only(name, value, holds):
    assert RULES[name].holds(value, TODAY) is holds


def test_what_no_real_number_breaks_is_law_and_only_a_check_digit_corroborates():
    assert (RULES["nik"].is_law, RULES["nik"].corroborates) == (True, False)
    assert (RULES["npwp"].is_law, RULES["npwp"].corroborates) == (False, True)
    assert (RULES["nsfp"].is_law, RULES["nsfp"].corroborates) == (False, False)
    assert (RULES["nitku"].is_law, RULES["nitku"].corroborates) == (False, True)


def test_codes_differ():
    assert len({rule.code for rule in RULES.values()}) == len(RULES)
