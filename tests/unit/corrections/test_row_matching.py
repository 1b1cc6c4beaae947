"""Which row became which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkas.corrections.row_matching import match_rows

ROWS = [{"day": f"2026-05-{n:02d}", "text": f"CONTOH {n}", "amount": n} for n in range(1, 7)]


@pytest.mark.parametrize(
    ("after", "before", "unchanged"),
    [
        (ROWS, (0, 1, 2, 3, 4, 5), {0, 1, 2, 3, 4, 5}),
        (ROWS[1:], (1, 2, 3, 4, 5), {0, 1, 2, 3, 4}),
        ([*ROWS[:2], *ROWS[3:]], (0, 1, 3, 4, 5), {0, 1, 2, 3, 4}),
        ([*ROWS[:2], {"text": "BARU"}, *ROWS[2:]], (0, 1, None, 2, 3, 4, 5), {0, 1, 3, 4, 5, 6}),
        ([*ROWS[:2], ROWS[2] | {"amount": 99}, *ROWS[3:]], (0, 1, 2, 3, 4, 5), {0, 1, 3, 4, 5}),
        ([ROWS[0], ROWS[2] | {"amount": 99}, *ROWS[3:]], (0, 2, 3, 4, 5), {0, 2, 3, 4}),
        ([*ROWS[:2], {"text": "BARU"}, ROWS[2] | {"amount": 99}, *ROWS[3:]], (0, 1, None, 2, 3, 4, 5), {0, 1, 4, 5, 6}),
        ([ROWS[5], *ROWS[:5]], (5, 0, 1, 2, 3, 4), {0, 1, 2, 3, 4, 5}),
        ([{"text": "LAIN"}], (None,), set()),
        ([], (), set()),
    ],
)
def test_removed_added_edited_and_moved_rows_are_told_apart(after, before, unchanged):
    found = match_rows(ROWS, after)

    assert (found.before, found.unchanged) == (before, unchanged)


def test_an_empty_cell_is_like_one_that_is_missing():
    assert match_rows([{"a": 1, "b": None}], [{"a": 1}]).unchanged == {0}


def test_of_equal_rows_the_later_ones_go():
    same = {"text": "BIAYA ADMIN", "amount": 2500}

    assert match_rows([ROWS[0], same, ROWS[1], same], [ROWS[0], same, ROWS[1]]).before == (0, 1, 2)


def test_of_equal_rows_far_apart_the_one_stays_that_stands_between_the_same_neighbours():
    same = {"text": "BIAYA ADMIN", "amount": 2500}

    assert match_rows([same, *ROWS, same], [*ROWS, same]).before == (1, 2, 3, 4, 5, 6, 7)


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_no_row_is_taken_twice_and_what_is_unchanged_holds_the_same(old, new):
    before, after = [{"a": n, "b": n // 2} for n in old], [{"a": n, "b": n // 2} for n in new]

    found = match_rows(before, after)

    taken = [row for row in found.before if row is not None]
    assert len(found.before) == len(after)
    assert len(set(taken)) == len(taken)
    assert all(before[found.before[row]] == after[row] for row in found.unchanged)
    assert len(found.unchanged) == sum(min(old.count(n), new.count(n)) for n in range(4))


def test_rows_that_are_made_to_be_slow_are_not():
    """Cells that are compared, not seconds: a row by row comparison of these tables would look at 25 million pairs."""
    compared = 0

    class Counted(dict):
        def get(self, *asked):
            nonlocal compared
            compared += 1
            return super().get(*asked)

    before = [{"a": n % 2, "c": -n} for n in range(5000)]
    after = [Counted(a=(n + 1) % 2, c=n + 1) for n in range(5000)]

    found = match_rows(before, after)

    assert len(found.before) == 5000
    assert compared < 50_000
