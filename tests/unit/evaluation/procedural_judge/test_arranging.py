"""Blocks at the head are arranged in very many ways, and none is lost."""

import random

from berkas.evaluation.procedural_judge import invoice, statement
from berkas.evaluation.procedural_judge.arranging import arrange


def test_two_hundred_heads_are_arranged_in_very_many_ways():
    for weights in (invoice.WEIGHTS, statement.WEIGHTS):
        found = {arrange(random.Random(seed), weights) for seed in range(200)}
        assert len(found) >= 120
        assert {arrangement[0][0][0] for arrangement in found} == set(weights)


def test_every_block_is_placed_once():
    for seed in range(50):
        arrangement = arrange(random.Random(seed), invoice.WEIGHTS)
        assert sorted(name for row in arrangement for column in row for name in column) == sorted(invoice.WEIGHTS)


def test_a_single_block_has_a_row_of_its_own():
    assert arrange(random.Random(1), {"title": 1.0}) == ((("title",),),)
