"""Names of columns by what their cells are: a column of dates, numbers in order, factors of a product, a running balance.

Headings name most columns. A column whose heading the template does not know, or that has none, is named by its cells where they
leave no doubt, and stays without a name, apart from the others, where they do.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Final

from berkas.extraction.tables.column_state import CENT, Canonical, ColumnState
from berkas.extraction.tables.cutting import Cells, Names
from berkas.extraction.tables.heading_cells import UNKNOWN
from berkas.extraction.tables.kinds import LEAST_SHARE, Kind, has_money, share_of
from berkas.extraction.tables.table_roles import TableRoles
from berkas.model.template import FieldType
from berkas.values.conventions import currency_in
from berkas.values.kinds import TIMES_OF_DAY
from berkas.values.units import is_unit

_LEAST_COMPARED: Final = 2
_OF_PRODUCT: Final = 3
_CLEARLY_BETTER: Final = 0.2
_THOUSANDS: Final = re.compile(r"\d[.,'’ ]\d{3}(?!\d)")
_CONTRADICTED: Final = 0.8


@dataclass(frozen=True, slots=True)
class Naming:
    """Names that cells give to columns.

    Attributes:
        names: New names by the old ones, of columns that are renamed.
        support: By field name, which part of the rows confirms the column by arithmetic, 0-1; none where nothing was compared.
    """

    names: Mapping[Names, Names]
    support: Mapping[str, float]


def name_columns(
    columns: Sequence[Names],
    lines: Sequence[Cells],
    roles: TableRoles,
    canonical: Canonical,
    *,
    sums: Collection[float] = (),
) -> Naming:
    """Name the columns of a table by their cells.

    Args:
        columns: From left to right, as the headings name them.
        lines: Cells of the lines of the table that hold a number or a date.
        roles: Of the columns.
        canonical: Makes values of texts.
        sums: Amounts that are printed below the rows.
    """
    work = _Work(columns, lines, roles, canonical, sums)
    work.by_contradiction()
    work.by_second_part()
    work.by_date()
    work.by_further_date()
    work.by_time()
    work.by_mark()
    work.by_order()
    work.by_unit()
    work.by_discount()
    work.by_product()
    work.by_balance()
    work.by_place()
    work.by_money()
    work.by_text()
    return Naming(work.renamed, work.support)


class _Work(ColumnState):
    """Gives names, the surest first."""

    def by_contradiction(self) -> None:
        """A column of amounts is none of text, whatever stands above it."""
        for column in self.columns:
            fields = [self.fields[name] for name in column if name in self.fields]
            is_text = bool(fields) and all(field.type is FieldType.STRING for field in fields)
            has_amounts = share_of(self.texts(column), Kind.AMOUNT) >= _CONTRADICTED
            counts_rows = not self.roles.numbering.isdisjoint(column)
            is_unit = bool(self.roles.unit) and column == (self.roles.unit,)
            if (
                (is_text and has_amounts)
                or (counts_rows and not self._counts(column))
                or (is_unit and not self._has_letters(column))
            ):
                self.name(column, (f"{UNKNOWN}{column[0]}",))

    def by_second_part(self) -> None:
        """A column of codes whose cells are words is a second part of the free text left of it, as banks print it."""
        free = self.free_text()
        for left, column in pairwise(self.columns):
            texts = self.texts(column)
            if free is None or free.name not in self.now(left) or not self.roles.codes.issuperset(self.now(column)):
                continue
            if texts and sum(map(_is_code, texts)) < len(texts) / 2:
                self.name(column, self.now(left))

    def _has_letters(self, column: Names) -> bool:
        texts = self.texts(column)
        return not texts or sum(any(map(str.isalpha, text)) for text in texts) >= len(texts) / 2

    def _counts(self, column: Names) -> bool:
        """Whether the numbers of a column may count rows: most are one more than the one before."""
        numbers = [int(text.strip(" .)")) for text in self.texts(column) if text.strip(" .)").isdecimal()]
        if len(self.texts(column)) < _LEAST_COMPARED:
            return share_of(self.texts(column), Kind.AMOUNT) == 0
        steps = sum(after - before in {0, 1} for before, after in pairwise(numbers))
        return len(numbers) >= _LEAST_COMPARED and 2 * steps >= len(numbers) - 1

    def by_date(self) -> None:
        """A column of dates begins the rows, where the template wants one and no heading named it."""
        wanted = next((f for f in self.roles.fields if f.name in self.roles.starts and f.type is FieldType.DATE), None)
        if wanted is None or self.column_of(wanted.name) is not None:
            return
        for column in self.unknown():
            if share_of(self.texts(column), Kind.DATE) >= LEAST_SHARE:
                twins = [f.name for f in self.roles.fields if f.headings == wanted.headings]
                self.name(column, tuple(twins))
                return

    def by_further_date(self) -> None:
        """A second column of dates is the other date that the template has."""
        wanted = [f for f in self.roles.fields if f.type is FieldType.DATE and f.name not in self.roles.starts]
        lost = [field.name for field in wanted if self.column_of(field.name) is None]
        for column in list(self.unknown()):
            if lost and share_of(self.texts(column), Kind.DATE) >= LEAST_SHARE:
                self.take(column, lost.pop(0))

    def by_mark(self) -> None:
        """A column of marks says what is a debit and what a credit."""
        mark = self.roles.directions.mark if self.roles.directions else None
        if mark is None or self.filled_column_of(mark) is not None:
            return
        for column in self.unknown():
            if share_of(self.texts(column), Kind.MARK) >= LEAST_SHARE:
                self.take(column, mark)
                return

    def by_time(self) -> None:
        """A column of times is that of the time, which otherwise stands in the column of dates."""
        wanted = next((field for field in self.roles.fields if field.normaliser in TIMES_OF_DAY), None)
        if wanted is None:
            return
        for column in self.unknown():
            if share_of(self.texts(column), Kind.TIME) >= LEAST_SHARE:
                self.take(column, wanted.name)
                return

    def by_order(self) -> None:
        """A column of numbers in order counts the rows."""
        for name in self.roles.numbering:
            if self.column_of(name) is not None:
                continue
            for column in self.unknown():
                numbers = [text.strip(" .)") for text in self.texts(column)]
                count = sum(text == str(position) for position, text in enumerate(numbers, start=1))
                if len(numbers) >= _LEAST_COMPARED and count >= 0.8 * len(numbers):
                    self.name(column, (name,))
                    break

    def by_unit(self) -> None:
        """A column of nothing but units is theirs."""
        if self.roles.unit is None or self.filled_column_of(self.roles.unit) is not None:
            return
        for column in self.unknown():
            texts = self.texts(column)
            if texts and sum(map(is_unit, texts)) >= LEAST_SHARE * len(texts):
                self.take(column, self.roles.unit)
                return

    def by_discount(self) -> None:
        """A column of percentages or amounts that makes the products come out is what is taken off."""
        said = self.roles.product
        if said is None or said.less is None or self.filled_column_of(said.less) is not None:
            return
        named = [self.filled_column_of(name) for name in (*said.factors, said.equals)]
        columns = [column for column in named if column is not None]
        if len(columns) != _OF_PRODUCT:
            return
        now = self.products(*columns)
        kinds = (Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT)
        for column in list(self.unknown()):
            if share_of(self.texts(column), *kinds) < LEAST_SHARE:
                continue
            before = dict(self.renamed)
            self.take(column, said.less)
            found = self.products(*columns)
            if found.support >= LEAST_SHARE and found.support > now.support + _CLEARLY_BETTER:
                return
            self.renamed = before

    def by_product(self) -> None:
        """Columns that multiply in most rows are factors and their product, whatever stands above them."""
        said = self.roles.product
        if said is None or len(said.factors) != 2:
            return
        named = [self.filled_column_of(name) for name in (*said.factors, said.equals)]
        if None not in named:
            now = self.products(*(column for column in named if column is not None))
            if now.support >= 0.5 or not now.count:
                self.support.update(dict.fromkeys((*said.factors, said.equals), now.support) if now.telling else {})
                return
        best = max(self.triples(frozenset(column for column in named if column)), default=None)
        if best is None or best[0] < LEAST_SHARE or (best[0] < 1 and best[2] < _LEAST_COMPARED):
            return
        support, _, _, (first, second, whole) = best
        if self.is_smaller(second, first):
            first, second = second, first
        for column, name in zip((first, second, whole), (*said.factors, said.equals), strict=True):
            self.take(column, name)
        self.support.update(dict.fromkeys((*said.factors, said.equals), support))

    def by_money(self) -> None:
        """A quantity is no money, where no arithmetic says so: what was named one is the product, and money left of it a price.

        One word, such as JUMLAH, means both.
        """
        said = self.roles.product
        if said is None or len(said.factors) != 2:
            return
        quantity, price = said.factors
        column, whole = self.filled_column_of(quantity), self.filled_column_of(said.equals)
        priced = self.filled_column_of(price)
        if column is None or whole is None or not self._is_money(column):
            return
        if priced is not None and self.products(column, priced, whole).support >= LEAST_SHARE:
            return
        if not self._is_money(whole):
            pairs = [
                (self.number(line.get(column), column), self.number(line.get(whole), whole)) for line in self.lines
            ]
            if all(q is not None and a is not None and q > a for q, a in pairs):
                self.renamed[column], self.renamed[whole] = (said.equals,), (quantity,)
        elif self.columns.index(whole) < self.columns.index(column):
            self.take(column, said.equals)
            self.name(whole, (f"{UNKNOWN}{UNKNOWN}{said.equals}",) if priced is not None else (price,))

    def _is_money(self, column: Names) -> bool:
        """Whether cells are money for certain: with thousands apart or a sign; 1,50 may be a quantity."""
        texts = self.texts(column)
        return sum(map(_is_certainly_money, texts)) >= _CONTRADICTED * len(texts)

    def by_balance(self) -> None:
        """Columns of which one runs on by the amounts of the others are a balance and movements."""
        said, split = self.roles.balance, self.roles.directions
        if said is None or not any(True for _ in self.unknown()):
            return
        numeric = self.numeric()
        now = self._followed_now()
        ways: list[tuple[tuple[float, int], tuple[Names, ...], Names]] = [
            (self.follows((m,), b), (m,), b) for b in numeric for m in numeric if m != b
        ]
        ways += [(self.follows((d, c), b), (d, c), b) for d, c, b in permutations(numeric, 3)]
        best = max(ways, key=lambda way: way[0], default=None)
        if best is None or best[0][0] < 0.5 or best[0][0] < now + _CLEARLY_BETTER:
            return
        (support, _), moved, balance = best
        self.take(balance, said.balance)
        moving = (said.debit, said.credit) if len(moved) == 2 else ((split.amount,) if split else (said.debit,))
        for column, name in zip(moved, moving, strict=True):
            self.take(column, name)
        self.support.update(dict.fromkeys((said.balance, *moving), support))

    def _followed_now(self) -> float:
        """In which part of the rows the balance follows by the columns that headings name."""
        said, split = self.roles.balance, self.roles.directions
        balance = self.column_of(said.balance) if said else None
        if said is None or balance is None:
            return 0.0
        pair = [column for name in (said.debit, said.credit) if (column := self.column_of(name)) is not None]
        amount = self.column_of(split.amount) if split else None
        moved = pair if len(pair) == 2 else [amount] if amount is not None else []
        return self.follows(moved, balance)[0] if moved else 0.0

    def by_place(self) -> None:
        """A number that begins every row stands rightmost; of two columns of movements the debits stand first."""
        split = self.roles.directions
        lost = [f for f in self.roles.fields if f.name in self.roles.starts and f.type is FieldType.NUMBER]
        if lost and all(self.column_of(field.name) is None for field in lost):
            amounts = [c for c in self.unknown() if share_of(self.texts(c), Kind.AMOUNT) >= LEAST_SHARE]
            numeric = self.numeric()
            factor = self.filled_column_of(self.roles.product.factors[0]) if self.roles.product else None
            if amounts:
                self.name(amounts[-1], (lost[0].name,))
            elif factor is not None and share_of(self.texts(factor), Kind.AMOUNT) >= _CONTRADICTED:
                self.take(factor, lost[0].name)  # one word means both: JUMLAH
            elif self._is_amount_alone(numeric, lost[0].name):
                self.name(numeric[-1], (lost[0].name,))
        if split is None or any(self.column_of(name) for name in (split.amount, split.debit, split.credit)):
            return
        amounts = [c for c in self.unknown() if share_of(self.texts(c), Kind.AMOUNT) >= LEAST_SHARE]
        if len(amounts) == 1:
            self.name(amounts[0], (split.amount,))

    def _is_amount_alone(self, numeric: Sequence[Names], name: str) -> bool:
        """Whether the last column of numbers is that of amounts: the only one, or one that a printed sum adds up."""
        said = self.roles.product
        if said is None or name != said.equals or not numeric or self._has_money_behind(numeric[-1]):
            return False
        values = [self.number(text, numeric[-1]) or 0 for text in self.texts(numeric[-1])]
        return len(numeric) == 1 or any(abs(sum(values) - total) < CENT for total in self.sums)

    def _has_money_behind(self, column: Names) -> bool:
        """Whether amounts stand right of a column."""
        behind = self.columns[self.columns.index(column) + 1 :]
        return any(has_money(text) for other in behind for text in self.texts(other))

    def by_text(self) -> None:
        """The widest column of text is the free text."""
        free = self.free_text()
        if free is None or self.column_of(free.name) is not None:
            return
        texts = {column: self.texts(column) for column in (*self.unknown(), *self._of_short_texts())}
        wide = [c for c, own in texts.items() if own and share_of(own, Kind.TEXT) >= LEAST_SHARE]
        if wide:
            self.name(max(wide, key=lambda column: sum(map(len, texts[column]))), (free.name,))

    def _of_short_texts(self) -> Iterator[Names]:
        """Columns that are named as codes or units and whose cells are several words each."""
        for column in self.columns:
            names = [name for name in self.now(column) if name in self.fields]
            is_text = bool(names) and all(self.fields[name].type is FieldType.STRING for name in names)
            texts = self.texts(column)
            if is_text and texts and sum(len(text.split()) for text in texts) >= 2 * len(texts):
                yield column


def _is_certainly_money(text: str) -> bool:
    return _THOUSANDS.search(text) is not None or (has_money(text) and currency_in(text) is not None)


def _is_code(text: str) -> bool:
    """Whether a text is one run of digits, perhaps with a few letters, as the code of a branch is."""
    return text.isalnum() and any(map(str.isdigit, text)) and sum(map(str.isalpha, text)) <= len(text) / 2
