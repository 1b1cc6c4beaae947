"""Families of layouts."""

import itertools

import pytest

from berkas.evaluation.procedural import families
from berkas.evaluation.procedural.families import FAMILIES

PAIRS = list(itertools.combinations(FAMILIES, 2))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_families_share_less_than_half_of_the_labels_that_are_not_common_to_all(one, other):
    for words in ("labels", "statement_labels"):
        first, second = (getattr(FAMILIES[name], words).own_labels() for name in (one, other))
        assert len(first & second) < 0.5 * min(len(first), len(second))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_families_share_no_typeface_and_no_arrangement_of_the_head(one, other):
    first, second = FAMILIES[one], FAMILIES[other]
    assert not set(first.faces) & set(second.faces)
    assert not set(first.heads) & set(second.heads)
    assert set(first.facts) != set(second.facts)
    assert set(first.sums) != set(second.sums)


def test_a_title_never_stands_last_or_below_the_numbers_of_its_column():
    for arranged in families.head_arrangements():
        assert sorted(c for c in arranged if c.isalpha()) == sorted("STFB")
        assert not arranged.endswith("T")
        assert "F+T" not in arranged
