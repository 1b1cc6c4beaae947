"""Columns as the headings of a table name them."""

from dataclasses import dataclass

from berkas.extraction.tables.heading_cells import UNKNOWN


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its heading shows it; lengths in widths of the page.

    Attributes:
        name: Of the field that it gives; of a column that the template does not know `UNKNOWN` and a number.
        left: Left edge of the heading.
        right: Right edge of the heading.
        likeness: How alike the heading is to one of the field, 0-100; 0 of an unknown column.
    """

    name: str
    left: float
    right: float
    likeness: float = 0.0

    @property
    def is_known(self) -> bool:
        """Whether the template has a column of this heading."""
        return not self.name.startswith(UNKNOWN)


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of one table.

    Attributes:
        first: Index of its first line.
        last: Index of its last line.
        columns: From left to right; several may share one heading.
        score: How well and how many columns matched.
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    score: float
