"""Every normaliser that has a kind exists."""

from berkas.values.kinds import KINDS_OF_NORMALISERS, TIMES_OF_DAY
from berkas.values.normalise import NORMALISERS


def test_kinds_are_those_of_normalisers_that_exist():
    assert {*KINDS_OF_NORMALISERS, *TIMES_OF_DAY} <= set(NORMALISERS)
