"""Whether a phrase is printed on a line, however it was read: case, spaces, punctuation and small reading errors do not matter."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process

from berkas.layout.folding import fold

LEAST_LIKENESS: Final = 85
_EXACT_BELOW: Final = 6
"""Phrases of fewer letters must be read exactly."""


def likeness(phrase: str, folded_lines: Sequence[str]) -> float:
    """How alike the line that holds a phrase best is to it, 0-100; 0 when no line holds it.

    Args:
        phrase: As printed.
        folded_lines: Lines as ``layout.folding.fold`` gives them.
    """
    return likeness_of_folded(fold(phrase), folded_lines)


def likeness_of_folded(wanted: str, folded_lines: Sequence[str]) -> float:
    """The same of a phrase that was folded before, as the lines were."""
    if len(wanted) < _EXACT_BELOW:
        return 100.0 if wanted and any(wanted in line for line in folded_lines) else 0.0
    lines = [line for line in folded_lines if len(line) >= len(wanted) - 2]
    best = process.extractOne(wanted, lines, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LIKENESS)
    return float(best[1]) if best is not None else 0.0
