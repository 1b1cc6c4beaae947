"""How surely a cell is what its column says: evidence as numbers, and a plain estimate from them.

`read` says how surely its characters were read, `meant` how surely they are the value of this row and column. The names of the
numbers are `FEATURES`; a trained model may take the place of `meant` and gets the same numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Final

_BY_HEADING: Final = ((97.0, 0.975), (90.0, 0.95), (75.0, 0.92), (1.0, 0.88), (0.0, 0.82))
"""Least likeness of the heading, and how sure the column then is; 0 where cells alone named it."""

_DOUBT_LEFT: Final = 0.25
"""By arithmetic that holds in the row."""

_KEPT_AGAINST: Final = 0.6
_KEPT_DERIVED: Final = 0.9
_KEPT_CUT: Final = 0.85
_KEPT_WRAPPED: Final = 0.985
_LEAST_SETTLED: Final = 0.7
_KEPT_UNSETTLED: Final = 0.9
_KEPT_LEFT_OVER: Final = 0.93
_LEAST_FIT: Final = 0.5


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """Evidence about one cell; every number is 0-1.

    Attributes:
        read: How surely its characters were read.
        heading: Likeness of the heading of its column; 0 where the cells named it.
        fits: Which part of the column's printed cells can be values of it.
        confirmed: 1 where arithmetic of the row with this cell holds, 0 where it fails, .5 where nothing was compared.
        support: Which part of the rows confirms the column by arithmetic.
        derived: 1 where a rule made the value and no cell says it alone.
        lines: Lines of the cell beyond the first, by their reciprocal: 1 for one line, .5 for two.
        clear: 1 where white parts it from the next cell, 0 where its edge was guessed within a run of words.
        settled: How clearly the lines of text around the row are parted; 1 for columns without text.
        start: 1 where the row has what begins rows.
        left_over: 1 where lines of the table are left over.
    """

    read: float
    heading: float
    fits: float
    confirmed: float
    support: float
    derived: float
    lines: float
    clear: float
    settled: float
    start: float
    left_over: float

    def vector(self) -> tuple[float, ...]:
        """The numbers in the order of `FEATURES`."""
        return astuple(self)

    @property
    def meant(self) -> float:
        """How surely the cell is the value of its row and column, 0-1, set by hand until a model is trained."""
        sure = next(value for least, value in _BY_HEADING if 100 * self.heading >= least)
        if self.support >= _LEAST_FIT:
            sure = max(sure, 0.9)
        if self.confirmed == 1:
            sure = 1 - (1 - sure) * _DOUBT_LEFT
        elif self.confirmed == 0:
            sure *= _KEPT_AGAINST
        if self.fits < _LEAST_FIT:
            sure *= 0.5 + self.fits
        for keeps, factor in (
            (self.derived == 1, _KEPT_DERIVED),
            (self.clear == 0, _KEPT_CUT),
            (self.lines < 1, _KEPT_WRAPPED),
            (self.settled < _LEAST_SETTLED, _KEPT_UNSETTLED),
            (self.left_over == 1 and self.confirmed < 1, _KEPT_LEFT_OVER),
        ):
            sure *= factor if keeps else 1
        return sure

    @property
    def confidence(self) -> int:
        """Of the cell, 0-100."""
        return round(100 * self.read * self.meant)


FEATURES: Final = tuple(field.name for field in fields(CellEvidence))
"""Names of the numbers of a cell."""


def sparse(cells: Sequence[Mapping[str, int]], table: int) -> tuple[dict[str, int], ...]:
    """Of the confidences of all cells those that differ from their table's; empty when none does."""
    found = tuple({name: sure for name, sure in row.items() if abs(sure - table) >= _DIFFERENCE} for row in cells)
    return found if any(found) else ()


_DIFFERENCE: Final = 3
