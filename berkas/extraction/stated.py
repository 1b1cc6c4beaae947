"""From a probability to the confidence that a value is stated with."""

from typing import Final

_MOST: Final = 99
"""No reading is certain."""

_CERTAIN: Final = 0.97
"""What is stated with 90 or more must be right: a value less likely than this is stated with at most `UNCERTAIN`, for hints that
nothing corroborates end here."""

UNCERTAIN: Final = 89

UNLIKELY: Final = 40
"""A required value that is stated with less leads to a person, whatever floor its template names."""


def stated(probability: float) -> int:
    """The confidence 0-99 of a value that is right with a probability of 0-1."""
    percent = min(_MOST, round(100 * probability))
    return percent if probability >= _CERTAIN else min(percent, UNCERTAIN)
