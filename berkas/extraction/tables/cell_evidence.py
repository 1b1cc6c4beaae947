"""Evidence about one cell of a table, as numbers, whose names are `FEATURES`; how sure the cell is, is judged from them."""

from dataclasses import dataclass, fields
from typing import Final

from berkas.extraction.tables.column_evidence import Likeness


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
        is_last: 1 in the last row, below which footers stand.
        column: How it looks among the cells of its column.
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
    is_last: float
    column: Likeness

    def vector(self) -> tuple[float, ...]:
        """The numbers in the order of `FEATURES`."""
        *own, column = (getattr(self, field.name) for field in fields(self))
        return (*own, *column.numbers())


FEATURES: Final = (
    *(field.name for field in fields(CellEvidence) if field.name != "column"),
    *(f"column_{field.name}" for field in fields(Likeness)),
)
"""Names of the numbers of a cell."""
