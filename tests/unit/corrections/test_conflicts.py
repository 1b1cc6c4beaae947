"""What somebody else changed since a person opened an extraction."""

import pytest

from berkas.corrections.conflicts import Change, changes_between

ROWS = [{"text": f"CONTOH {n}", "amount": n} for n in range(4)]


@pytest.mark.parametrize(
    ("before", "newest", "sent", "changes"),
    [
        ({"a": 1}, {"a": 1}, {"a": 2}, []),
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {}, [("a", None, None, 1, 2, None, False)]),
        ({"a": 1}, {"a": None}, {"a": 3}, [("a", None, None, 1, None, 3, True)]),
        ({}, {"a": 1}, {}, [("a", None, None, None, 1, None, False)]),
        ({"t": None}, {"t": ROWS[:1]}, {}, [("t", None, None, None, ROWS[:1], None, False)]),
        (
            {"t": ROWS},
            {"t": [ROWS[0], ROWS[1] | {"amount": 9}, *ROWS[2:]]},
            {"t": [ROWS[1] | {"amount": 5}, *ROWS[2:]]},
            [("t", 1, "amount", 1, 9, 5, True)],
        ),
        (
            {"t": ROWS},
            {"t": [*ROWS[:2], {"text": "BARU"}, *ROWS[2:]]},
            {},
            [("t", 2, None, None, {"text": "BARU"}, None, False)],
        ),
        (
            {"t": ROWS},
            {"t": ROWS[1:]},
            {"t": [ROWS[0] | {"amount": 7}, *ROWS[1:]]},
            [("t", None, None, ROWS[0], None, ROWS[0] | {"amount": 7}, True)],
        ),
        (
            {"t": ROWS},
            {"t": [ROWS[0] | {"amount": 8}, *ROWS[1:]]},
            {"t": None},
            [("t", 0, "amount", 0, 8, None, True)],
        ),
    ],
)
def test_every_change_is_told_once_beside_what_is_sent(before, newest, sent, changes):
    assert changes_between(before, newest, sent) == [Change(*change) for change in changes]


def test_values_stay_out_of_what_a_log_would_show():
    assert "RAHASIA" not in repr(Change("name", before="RAHASIA", theirs="RAHASIA", yours="RAHASIA"))
