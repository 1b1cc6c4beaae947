"""The columns of a table on their way to names: their cells, their numbers, and what these are to each other."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from berkas.extraction.tables.cutting import Cells, Names, text_of, words_of
from berkas.extraction.tables.heading_cells import UNKNOWN
from berkas.extraction.tables.kinds import LEAST_SHARE, Kind, share_of
from berkas.extraction.tables.table_roles import TableRoles
from berkas.model.extraction import Scalar
from berkas.model.template import FieldType, TemplateField

Canonical = Callable[[TemplateField, str], Scalar]
"""The value of a printed text in a field; None when it cannot be one."""

Number = int | float

_MOST_COLUMNS: Final = 7
_MOST_LINES: Final = 60
_CLOSE: Final = 1.0
CENT: Final = 0.011


def is_known(names: Names) -> bool:
    """Whether a column has the name of a field."""
    return not names[0].startswith(UNKNOWN)


@dataclass(frozen=True, slots=True)
class Products:
    """Rows in which columns multiply: the part of those compared, how many were, and in how many no factor is one."""

    support: float
    count: int
    telling: int


class ColumnState:
    """Columns with the names that they have by now.

    Attributes:
        columns: From left to right, as the headings name them.
        roles: What they are to each other.
        fields: Of the template, by name.
        lines: Texts of the cells of each line.
        sums: Amounts that are printed below the rows.
        renamed: New names by the old ones.
        support: By field, which part of the rows confirms its column by arithmetic.
    """

    def __init__(
        self,
        columns: Sequence[Names],
        lines: Sequence[Cells],
        roles: TableRoles,
        canonical: Canonical,
        sums: Collection[float],
    ) -> None:
        self.sums = sums
        self.columns, self.roles, self.canonical = list(columns), roles, canonical
        self.fields = {field.name: field for field in roles.fields}
        self.lines = [
            {names: text_of(words_of(pieces)) for names, pieces in cells.items()} for cells in lines[:_MOST_LINES]
        ]
        self.renamed: dict[Names, Names] = {}
        self.support: dict[str, float] = {}

    def unknown(self) -> Iterator[Names]:
        """Columns without a field."""
        return (column for column in self.columns if not is_known(self.now(column)))

    def now(self, column: Names) -> Names:
        """The names that a column has by now."""
        return self.renamed.get(column, column)

    def column_of(self, name: str) -> Names | None:
        """The column of a field."""
        return next((column for column in self.columns if name in self.now(column)), None)

    def filled_column_of(self, name: str) -> Names | None:
        """The column of a field, if it has cells."""
        column = self.column_of(name)
        return column if column is not None and self.texts(column) else None

    def name(self, column: Names, names: Names) -> None:
        """Name a column."""
        self.renamed[column] = names

    def take(self, column: Names, name: str) -> None:
        """Give a column a name, and take it from the column that has it."""
        other = self.column_of(name)
        if other is not None and other != column:
            rest = tuple(own for own in self.now(other) if own != name)
            self.renamed[other] = rest or (f"{UNKNOWN}{UNKNOWN}{name}",)
        self.renamed[column] = (name,)

    def free_text(self) -> TemplateField | None:
        """The field of free text, which no rule narrows."""
        return next(
            (
                field
                for field in self.roles.fields
                if field.type is FieldType.STRING and not (field.normaliser or field.regex or field.internal)
            ),
            None,
        )

    def texts(self, column: Names) -> list[str]:
        """Its cells."""
        return [line[column] for line in self.lines if column in line]

    def numeric(self) -> list[Names]:
        """Columns of numbers that do not count rows, from left to right."""
        kinds = (Kind.AMOUNT, Kind.NUMBER)
        found = [
            column
            for column in self.columns
            if not self.roles.numbering.intersection(self.now(column))
            and share_of(self.texts(column), *kinds) >= LEAST_SHARE
        ]
        return found[-_MOST_COLUMNS:]

    def triples(self, named: frozenset[Names]) -> Iterator[tuple[float, int, int, tuple[Names, Names, Names]]]:
        """Columns that may multiply: support, how many keep their names, rows that tell something, and the columns."""
        said = self.roles.product
        if said is None:
            return
        numeric = self.numeric()
        for whole in numeric:
            parts = [column for column in numeric if column != whole]
            for position, first in enumerate(parts):
                for second in parts[position + 1 :]:
                    found = self.products(first, second, whole)
                    kept = sum(
                        name in self.now(column)
                        for column, name in ((first, said.factors[0]), (second, said.factors[1]), (whole, said.equals))
                    )
                    # among the columns that the headings name, a factor of one tells which is which
                    if found.telling or (found.count and {first, second, whole} == named):
                        yield found.support, kept, found.telling, (first, second, whole)

    def products(self, first: Names, second: Names, whole: Names) -> Products:
        """How many rows multiply; a factor of one tells little."""
        said = self.roles.product
        compared = right = telling = 0
        for line in self.lines:
            a, b, c = (self.number(line.get(column), column) for column in (first, second, whole))
            if a is None or b is None or c is None or 0 in (a, b, c):
                continue
            compared += 1
            telling += 1 not in (a, b)
            less = self.discount(line, said.less) if said else 0
            nets = (a * b, a * b - less, a * b * (1 - less / 100))
            right += any(abs(net - c) <= (_CLOSE if isinstance(c, int) else CENT) for net in nets)
        return Products(right / compared if compared else 0.0, compared, telling)

    def discount(self, line: Mapping[Names, str], name: str | None) -> Number:
        """What is taken off in a row."""
        column = self.column_of(name) if name else None
        text = line.get(column) if column else None
        value = self.canonical(self.fields[name], text) if text and name else None
        return abs(value) if isinstance(value, Number) else 0

    def number(self, text: str | None, column: Names) -> Number | None:
        """The value of a cell."""
        if text is None:
            return None
        said = self.roles.product
        names = [name for name in self.now(column) if name in self.fields]
        wanted = self.fields[names[0]] if names else None
        if wanted is None or wanted.type is not FieldType.NUMBER:
            name = said.equals if said else next(iter(self.roles.numbers), None)
            wanted = self.fields.get(name or "")
        if wanted is None:
            return None
        value = self.canonical(wanted, text)
        return value if isinstance(value, Number) else None

    def is_smaller(self, one: Names, other: Names) -> bool:
        """Whether a column looks more like a quantity than another: fewer amounts, smaller numbers."""
        said = self.roles.product
        if said and (said.factors[0] in self.now(other) or said.factors[1] in self.now(one)):
            return False
        if said and (said.factors[0] in self.now(one) or said.factors[1] in self.now(other)):
            return True
        shares = [share_of(self.texts(column), Kind.AMOUNT) for column in (one, other)]
        if shares[0] != shares[1]:
            return shares[0] < shares[1]
        sums = [sum(self.number(text, c) or 0 for text in self.texts(c)) for c in (one, other)]
        return sums[0] < sums[1]

    def follows(self, moved: Sequence[Names], balance: Names) -> tuple[float, int]:
        """In which part of the rows a column runs on by the amounts of others, in either order of time, and in how many."""
        rows = []
        for line in self.lines:
            printed = self.number(line.get(balance), balance)
            amounts = [self.number(line.get(column), column) for column in moved]
            if printed is not None and any(amounts):
                rows.append((printed, [abs(amount or 0) for amount in amounts]))
        pairs = list(pairwise(rows))
        if not pairs:
            return 0.0, 0
        down = sum(_is_step(after[0] - before[0], after[1]) for before, after in pairs)
        up = sum(_is_step(before[0] - after[0], before[1]) for before, after in pairs)
        return max(down, up) / len(pairs), max(down, up)


def _is_step(step: Number, amounts: Sequence[Number]) -> bool:
    if len(amounts) == 1:
        return abs(abs(step) - amounts[0]) < CENT
    return abs(amounts[1] - amounts[0] - step) < CENT
