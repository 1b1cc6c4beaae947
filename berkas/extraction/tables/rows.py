"""Rows of a table by the geometry of its words: line items of an invoice, transactions of a statement.

Text layers and recognised pictures are read alike; drawn lines are not needed. Headings give the order of the columns, the white
between the words of all rows their edges, cells the names of columns whose heading nobody knows, and a value in a given column with
the numbers beside it a row; lines of text belong to the row that they stand nearest to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from berkas.extraction.tables import kinds
from berkas.extraction.tables.body_lines import Body, BodyLines
from berkas.extraction.tables.column_edges import Coverages
from berkas.extraction.tables.column_state import Canonical, is_known
from berkas.extraction.tables.cutting import Cells, Edges, Names, cut, is_crowded, text_of, with_short_counts, words_of
from berkas.extraction.tables.heading_cells import UNKNOWN, runs_of
from berkas.extraction.tables.heading_model import Heading
from berkas.extraction.tables.headings import find_headings
from berkas.extraction.tables.inner_columns import with_inner
from berkas.extraction.tables.naming import Naming, name_columns
from berkas.extraction.tables.records import Align, Record, anchors_of, is_near, with_texts
from berkas.extraction.tables.table_roles import TableRoles
from berkas.extraction.tables.unheaded import unheaded
from berkas.layout.lines import Line, Piece
from berkas.model.geometry import Word
from berkas.model.template import FieldType

_FEW: Final = 2
"""Known headings that are enough where a table with more of them was not found."""

_LEAST_LETTERS: Final = 3
"""A row without what begins rows has at least so many letters of text."""

_SEVERAL: Final = 2
_NUMERIC: Final = frozenset({kinds.Kind.AMOUNT, kinds.Kind.NUMBER, kinds.Kind.DATE, kinds.Kind.PERCENT})
_LEAST_SUPPORT: Final = 0.6
_ROW_GAINS: Final = 0.25
_MOST_ROWS_GAIN: Final = 8


@dataclass(slots=True)
class Row:
    """A row as printed.

    Attributes:
        page: Page index.
        middle: Height of its first line, in widths of the page.
        height: Of the text of that line, in widths of the page.
        cells: Words of each cell by column name, in reading order; columns without a field have names of their own.
        has_start: Whether it has a value that begins rows.
        cut: Names of columns whose cell was cut from its neighbour within a run of words.
        settled: How clearly its lines of text are its own, 0-1.
        apart: Names of columns whose cells stand in another grid.
    """

    page: int
    middle: float
    height: float
    cells: dict[str, list[Word]] = field(default_factory=dict)
    has_start: bool = True
    cut: set[str] = field(default_factory=set)
    settled: float = 1.0
    apart: set[str] = field(default_factory=set)

    @property
    def texts(self) -> dict[str, str]:
        """Printed text by the name of the field."""
        return {name: text_of(words) for name, words in self.cells.items() if not name.startswith(UNKNOWN)}

    @property
    def words(self) -> list[Word]:
        """Every word of it, once; without those of other grids."""
        own = (words for name, words in self.cells.items() if name not in self.apart)
        return list({id(word): word for words in own for word in words}.values())


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as found.

    Attributes:
        rows: From top to bottom, over all pages.
        columns: Names of the columns that were found.
        lines: Indexes of the lines that belong to it, headings included.
        totals: By column name, what stands under a column on the line that ended the table.
        left_over: Indexes of lines within the table that hold a date or an amount and are no row, no sum and no known label.
        likeness: By column name, how alike its heading is to one of the field, 0-100; 0 where the cells named it.
        support: By column name, which part of the rows confirms it by arithmetic, 0-1.
    """

    rows: tuple[Row, ...]
    columns: frozenset[str]
    lines: frozenset[int]
    totals: Mapping[str, tuple[Piece, ...]]
    left_over: tuple[int, ...] = ()
    likeness: Mapping[str, float] = field(default_factory=dict)
    support: Mapping[str, float] = field(default_factory=dict)


def find_rows(lines: Sequence[Line], roles: TableRoles, canonical: Canonical) -> Rows | None:
    """The rows of a table.

    Args:
        lines: Of all pages.
        roles: Its columns, and what they are to each other.
        canonical: Makes values of texts; None where a text can be no value of a column.

    Returns:
        None when neither headings nor arithmetic show one.
    """
    best: tuple[float, Rows] | None = None
    for least in (3, _FEW):
        for headings in find_headings(lines, roles.fields, least=least):
            found = _Table(lines, headings, roles, canonical).read()
            score = max(heading.score for heading in headings) + _ROW_GAINS * min(len(found.rows), _MOST_ROWS_GAIN)
            if best is None or score > best[0]:
                best = score, found
        if best is not None and best[1].rows:
            return best[1]
    return _without_headings(lines, roles, canonical) or (best[1] if best is not None else None)


def _without_headings(lines: Sequence[Line], roles: TableRoles, canonical: Canonical) -> Rows | None:
    """A table whose columns only arithmetic tells: its rows multiply, or its balance runs on."""
    heading = unheaded(lines) if roles.product or roles.balance else None
    if heading is None:
        return None
    found = _Table(lines, [heading], roles, canonical).read()
    is_told = any(support >= _LEAST_SUPPORT for support in found.support.values())
    return found if is_told and len(found.rows) > 1 else None


def _renamed(cells: Cells, names: Mapping[Names, Names]) -> Cells:
    """The cells under their new names; those of columns that became one are one, from left to right."""
    found: Cells = {}
    for own, pieces in cells.items():
        name = names.get(own, own)
        found[name] = found.get(name, ()) + pieces
    return found


class _Table:
    """One table on its way: its bodies, the cells of their lines, the names of its columns."""

    def __init__(
        self, lines: Sequence[Line], headings: Sequence[Heading], roles: TableRoles, canonical: Canonical
    ) -> None:
        self._lines, self._headings, self._roles, self._canonical = lines, headings, roles, canonical
        self._body = BodyLines(lines, roles, canonical)
        self._counts: dict[int, int] = {}

    def read(self) -> Rows:
        """Cut, name, group."""
        bodies = self._bodies()
        # sums and notes below the rows have columns of their own
        rows = [(body.heading, self._like_rows(body)) for body in bodies]
        edges = Coverages(self._lines, rows, self._roles.codes)
        for number, body in enumerate(bodies):
            whole = [index for index in self._like_rows(body) if self._number_count(index) >= _SEVERAL]
            body.edges = self._with_inner(body, edges.edges(number), whole)
            self._body.cells.update(self._cut(body.lines, whole, body.edges))
        naming = self._named(bodies)
        for body in bodies:
            self._body.look(body)
            self._body.end(body)
        records = self._records(bodies)
        return self._result(bodies, records, naming)

    def _cut(self, indexes: Sequence[int], rows: Sequence[int], edges: Edges) -> dict[int, Cells]:
        cells = {index: cut(self._lines[index], edges) for index in indexes}
        return with_short_counts(cells, rows, edges, self._roles.numbering, self._roles.texts)

    def _with_inner(self, body: Body, edges: Edges, rows: Sequence[int]) -> Edges:
        return with_inner(edges, body.heading, self._cut(rows, rows, edges), self._lines, self._roles.texts)

    def _bodies(self) -> list[Body]:
        """The lines below each heading, up to the next one; what stands above it on its page is the head of that page."""
        taken = {index for heading in self._headings for index in range(heading.first, heading.last + 1)}
        found = []
        for heading, following in zip(self._headings, [*self._headings[1:], None], strict=True):
            end = following.first if following else len(self._lines)
            page = self._lines[following.first].page if following else None
            own = self._lines[heading.first].page
            inside = [
                index
                for index in range(heading.last + 1, end)
                if index not in taken and (page is None or self._lines[index].page != page or page == own)
            ]
            found.append(Body(heading, inside, all_lines=tuple(inside)))
        return found

    def _like_rows(self, body: Body) -> list[int]:
        """The lines from the first to the last one with several numbers or dates, and the text right below it."""
        lines = list(self._before_stop(body))
        counts = {index: self._number_count(index) for index in lines}
        whole = [index for index in lines if counts[index] >= _SEVERAL]
        if not whole:
            return lines
        last = whole[-1]
        while last + 1 in counts and not counts[last + 1] and is_near(self._lines, last, last + 1):
            last += 1
        return [index for index in lines if index <= last]

    def _number_count(self, index: int) -> int:
        if index not in self._counts:
            line = self._lines[index]
            texts = (" ".join(piece.text for piece in run) for run in runs_of(line.pieces, line.height))
            self._counts[index] = sum(kinds.kind_of(text) in _NUMERIC for text in texts)
        return self._counts[index]

    def _named(self, bodies: Sequence[Body]) -> Naming:
        """Name the columns by their cells, and rename them in every line."""
        columns = list(dict.fromkeys(names for body in bodies for _, names in body.edges))
        lines = [index for body in bodies for index in self._before_stop(body) if self._is_numbered(index)]
        # sums whose labels nobody knows have one number, rows several
        whole = [index for index in lines if self._number_count(index) >= _SEVERAL]
        numbered = [self._body.cells[index] for index in whole or lines]
        naming = name_columns(columns, numbered, self._roles, self._canonical, sums=self._sums(bodies))
        for body in bodies:
            body.edges = [(edge, naming.names.get(names, names)) for edge, names in body.edges]
        self._body.cells = {index: _renamed(cells, naming.names) for index, cells in self._body.cells.items()}
        return naming

    def _sums(self, bodies: Sequence[Body]) -> list[float]:
        """Amounts that stand alone on the lines below the rows."""
        wanted = next((field for field in self._roles.fields if field.name in self._roles.starts), None)
        if wanted is None or wanted.type is not FieldType.NUMBER:
            return []
        rows = {index for body in bodies for index in self._before_stop(body)}
        below = [index for body in bodies for index in body.lines if index not in rows]
        texts = (text_of(words_of(pieces)) for index in below for pieces in self._body.cells[index].values())
        values = (self._canonical(wanted, text) for text in texts if kinds.has_money(text))
        return [value for value in values if isinstance(value, int | float)]

    def _before_stop(self, body: Body) -> Iterator[int]:
        has_rows = False
        for index in body.lines:
            if self._body.is_stop(index) and not kinds.begins_with_date(self._lines[index].text):
                if has_rows:
                    return
                continue
            has_rows = has_rows or self._number_count(index) >= _SEVERAL
            yield index

    def _is_numbered(self, index: int) -> bool:
        """Whether a line may be of a row: two cells at least, a number or a date among them."""
        cells = self._body.cells[index]
        return len(cells) >= 2 and any(
            any(map(str.isdigit, piece.text)) for pieces in cells.values() for piece in pieces
        )

    def _records(self, bodies: Sequence[Body]) -> list[tuple[Body, Record]]:
        """The rows of all bodies, each with its lines."""
        owner: dict[int, Body] = {}
        anchors: list[Record] = []
        indexes: list[int] = []
        for body in bodies:
            own = [index for index in body.lines if index not in self._body.skips]
            names = {name for _, every in body.edges for name in every}
            has_numbers = bool((self._roles.numbers - self._roles.starts) & names)
            starts_alone = not (self._roles.movements & names) or not has_numbers
            for record in anchors_of(own, self._body.kinds, self._lines, starts_alone=starts_alone):
                if self._is_row(record):
                    anchors.append(record)
                    owner[id(record)] = body
            indexes += own
        if anchors:
            align = with_texts(anchors, indexes, self._body.kinds, self._lines)
            self._continue_pages(anchors, indexes, align)
        return [(owner[id(record)], record) for record in anchors]

    def _is_row(self, record: Record) -> bool:
        """Whether an anchor is a row: text beside its numbers, or a value that begins a row and a number."""
        cells = [names for index in record.anchors for names in self._body.cells[index]]
        filled = {name for names in cells for name in names}
        if not record.has_start:
            movements = bool(self._roles.movements & filled)
            texts = (
                text_of(words_of(pieces))
                for index in record.anchors
                for names, pieces in self._body.cells[index].items()
                if self._body.is_of_text(names)
            )
            return (
                movements and any(sum(map(str.isalpha, text)) >= _LEAST_LETTERS for text in texts) and len(filled) >= 2
            )
        return len(set(cells)) >= 2 and any(self._body.is_of_text(names) or not is_known(names) for names in cells)

    def _continue_pages(self, records: Sequence[Record], indexes: Sequence[int], align: Align) -> None:
        """Text right below the heading of a further page belongs to the last row of the page before, if rows begin at their top."""
        if align is not Align.TOP:
            return
        taken = {index for record in records for index in record.lines}
        for heading in self._headings[1:]:
            last = max((r for r in records if r.lines[-1] < heading.first), key=lambda r: r.lines[-1], default=None)
            index = heading.last + 1
            above = heading.last
            while (
                last is not None
                and index in indexes
                and index not in taken
                and self._body.kinds[index].is_text
                and is_near(self._lines, above, index)
                and self._lines[last.lines[-1]].page + 1 == self._lines[index].page
            ):
                last.texts.append(index)
                above, index = index, index + 1

    def _result(self, bodies: Sequence[Body], records: Sequence[tuple[Body, Record]], naming: Naming) -> Rows:
        rows, used = [], {i for heading in self._headings for i in range(heading.first, heading.last + 1)}
        for _, record in records:
            rows.append(self._row(record))
            used.update(record.lines)
        totals: dict[str, tuple[Piece, ...]] = {}
        for body in bodies:
            if body.stop is not None and body.stop not in used:
                found = self._totals(self._body.cells[body.stop])
                totals = found or totals
                used |= {body.stop} if found else set()
        best = max(self._headings, key=lambda heading: heading.score)
        named = {name for body in bodies for _, names in body.edges for name in names if not name.startswith(UNKNOWN)}
        likeness = {column.name: column.likeness for column in best.columns if column.name in named}
        renamed = {name for names in naming.names.values() for name in names}
        likeness |= dict.fromkeys(renamed & named, 0.0)
        return Rows(
            tuple(rows),
            frozenset(named),
            frozenset(used),
            totals,
            self._left_over(bodies, used, [record for _, record in records]),
            likeness,
            naming.support,
        )

    def _left_over(self, bodies: Sequence[Body], used: set[int], rows: Sequence[Record]) -> tuple[int, ...]:
        """Lines between rows with a date or an amount, and lines beside them with both, that are no row and have no known label."""
        places: dict[int, list[int]] = {}
        for record in rows:
            places.setdefault(self._lines[record.anchors[0]].page, []).extend(record.lines)
        return tuple(
            index
            for body in bodies
            for index in body.all_lines
            if index not in used
            and index not in self._body.skips
            and self._is_like_row(index, places.get(self._lines[index].page, []))
            and not self._body.is_known(index)
        )

    def _is_like_row(self, index: int, rows: Sequence[int]) -> bool:
        text, kind = self._lines[index].text, self._body.kinds[index]
        if rows and min(rows) < index < max(rows):
            return kind.has_start or kinds.has_money(text)
        return kind.has_start and kind.has_numbers

    def _row(self, record: Record) -> Row:
        first = self._lines[record.anchors[0]]
        row = Row(first.page, first.middle, first.height, has_start=record.has_start, settled=record.settled)
        for index in record.lines:
            is_anchor = index in record.anchors
            for names, pieces in self._body.cells[index].items():
                if not is_anchor and any(name in self._roles.numbers for name in names):
                    continue
                words = words_of(pieces)
                for name in names:
                    row.cells.setdefault(name, []).extend(words)
                if is_crowded(self._lines[index], pieces):
                    row.cut.update(names)
        return row

    def _totals(self, cells: Cells) -> dict[str, tuple[Piece, ...]]:
        """Amounts of a line by their column, if several columns have one; of a single amount the column says nothing."""
        found = {names[0]: pieces for names, pieces in cells.items() if kinds.has_money(text_of(words_of(pieces)))}
        return found if len(found) >= 2 else {}
