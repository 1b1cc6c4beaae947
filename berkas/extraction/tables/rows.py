"""Rows of a table by the geometry of its words: line items of an invoice, transactions of a statement.

Text layers and recognised pictures are read alike; drawn lines are not needed. Headings give the order of the columns, the white
between the words of all rows their edges, and a value in a given column the beginning of a row; other lines continue the row.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from berkas.extraction.propose.anchors import find_anchors
from berkas.extraction.tables.column_edges import Coverages
from berkas.extraction.tables.headings import Heading, find_headings
from berkas.layout.folding import fold
from berkas.layout.lines import Line, Piece
from berkas.model.geometry import Word
from berkas.model.template import FieldType, ItemSchema, TemplateField

_NEXT_LINE: Final = 2.3
"""A line that is further away than so many heights does not continue a row."""

_CELL_GAP: Final = 1.0
"""Words closer than so many heights belong to one cell."""

_AMOUNT: Final = re.compile(r"\d[.,]\d{2,3}\b")

_NUMBERING: Final = frozenset({"no"})
"""Columns that count rows."""

_WORDS_OF_SUMS: Final = frozenset(
    ("TOTAL", "SUBTOTAL", "SUB", "JUMLAH", "JML", "PPN", "PPH", "DPP", "VAT", "TAX", "PAJAK", "DISKON", "DISCOUNT", "POTONGAN",
     "DUE", "DIBAYAR", "BAYAR", "TAGIHAN", "NETTO", "NETO", "BRUTO", "NET", "GROSS", "ONGKIR", "ONGKOS", "FREIGHT", "SHIPPING",
     "DP", "UANG", "DEPOSIT", "PAYABLE", "BALANCE", "SISA", "PEMBULATAN", "ROUNDING", "WITHHOLDING", "TERBILANG", "BIAYA")
)  # fmt: skip

Parses = Callable[[TemplateField, str], bool]
"""Whether a text can be a value of a column."""


@dataclass(slots=True)
class Row:
    """A row as printed.

    Attributes:
        page: Page index.
        middle: Height of its first line, in widths of the page.
        texts: Printed text by column name.
        words: Every word of it.
    """

    page: int
    middle: float
    texts: dict[str, str]
    words: list[Word] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as found.

    Attributes:
        rows: From top to bottom, over all pages.
        columns: Names of the columns whose headings were found.
        lines: Indexes of the lines that belong to it, headings included.
        totals: By column name, what stands under a column on the line that ended the table.
    """

    rows: tuple[Row, ...]
    columns: frozenset[str]
    lines: frozenset[int]
    totals: Mapping[str, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class _Body:
    """Lines between a heading and what ends it."""

    heading: Heading
    lines: tuple[int, ...]
    stop: int | None


def find_rows(lines: Sequence[Line], schema: ItemSchema, parses: Parses) -> Rows | None:
    """The rows of a table.

    Args:
        lines: Of all pages.
        schema: Its columns, and what begins, ends and interrupts it.
        parses: Tells whether a text can be a value of a column.

    Returns:
        None when no headings were found.
    """
    headings = find_headings(lines, schema.fields)
    if not headings:
        return None
    bodies = _bodies(lines, headings, schema)
    columns = max(headings, key=lambda heading: heading.score).columns
    by_name = {column.name: column for column in schema.fields}
    rows: list[Row] = []
    totals: dict[str, tuple[Piece, ...]] = {}
    used: set[int] = {index for heading in headings for index in range(heading.first, heading.last + 1)}
    coverages = Coverages(lines, [(body.heading, body.lines) for body in bodies])
    for number, body in enumerate(bodies):
        edges = coverages.edges(number)
        reader = _BodyReader(lines, body, edges, by_name, schema, parses)
        rows += reader.rows()
        used |= reader.used
        if reader.stop is not None:
            totals = _totals(lines[reader.stop], edges)
            used |= {reader.stop} if totals else set()
    return Rows(tuple(rows), frozenset(column.name for column in columns), frozenset(used), totals)


def _totals(line: Line, edges: Sequence[tuple[float, tuple[str, ...]]]) -> dict[str, tuple[Piece, ...]]:
    """Amounts of a line by their column, if several columns have one; of a single amount the column says nothing."""
    cells = {
        names[0]: tuple(pieces)
        for names, pieces in _by_column(line, edges).items()
        if any(_AMOUNT.search(piece.text) for piece in pieces)
    }
    return cells if len(cells) >= 2 else {}


def _bodies(lines: Sequence[Line], headings: Sequence[Heading], schema: ItemSchema) -> list[_Body]:
    stops = {
        anchor.line
        for anchor in find_anchors(lines, schema.stop_labels)
        if _is_whole_cell(lines, anchor.line, anchor.start, anchor.end)
    }
    skips = {anchor.line for anchor in find_anchors(lines, schema.skip_labels)}
    found, taken = [], {index for heading in headings for index in range(heading.first, heading.last + 1)}
    for position, heading in enumerate(headings):
        following = headings[position + 1].first if position + 1 < len(headings) else len(lines)
        inside: list[int] = []
        stop = None
        for index in range(heading.last + 1, following):
            if index in stops:
                stop = index
                break
            if index not in taken and index not in skips:
                inside.append(index)
        # what stands above the repeated heading of a page is the head of that page, not a row
        if position + 1 < len(headings):
            page = lines[headings[position + 1].first].page
            inside = [index for index in inside if lines[index].page != page or page == lines[heading.first].page]
        found.append(_Body(heading, tuple(inside), stop))
    return found


def _is_whole_cell(lines: Sequence[Line], index: int, start: int, end: int) -> bool:
    """Whether a label stands alone in its cell, and no text of another column before it."""
    line = lines[index]
    if start and line.pieces[start - 1].text.endswith("/"):
        # the label begins in another language: Jumlah / Subtotal
        while start and line.pieces[start].left - line.pieces[start - 1].right < _CELL_GAP * line.height:
            start -= 1
    before, after = line.pieces[:start], line.pieces[end:]
    if before and line.pieces[start].left - before[-1].right < _CELL_GAP * line.height:
        return False
    if any(sum(map(str.isalpha, piece.text)) > 2 for piece in before):
        return False
    close = [piece for piece in after[:1] if piece.left - line.pieces[end - 1].right < _CELL_GAP * line.height]
    return not close or not close[0].text[0].isalpha() or len(close[0].text) <= 3


class _BodyReader:
    """Cuts the lines of one body into rows."""

    def __init__(
        self,
        lines: Sequence[Line],
        body: _Body,
        edges: Sequence[tuple[float, tuple[str, ...]]],
        by_name: Mapping[str, TemplateField],
        schema: ItemSchema,
        parses: Parses,
    ) -> None:
        self._lines, self._body, self._edges, self._by_name, self._parses = lines, body, edges, by_name, parses
        self._schema = schema
        self.used: set[int] = set()
        self.stop = body.stop

    def rows(self) -> list[Row]:
        cells = {index: self._cells(self._lines[index]) for index in self._body.lines}
        starts = [index for index in self._body.lines if self._is_start(cells[index])]
        starts = self._without_sums(starts, cells)
        if not starts:
            return []
        is_centred = self._is_centred(starts, cells)
        owners = {start: start for start in starts}
        starts_by_page: dict[int, list[int]] = {}
        for start in starts:
            starts_by_page.setdefault(self._lines[start].page, []).append(start)
        for index in self._body.lines:
            if index not in owners and (self.stop is None or index < self.stop):
                owner = self._nearest(index, starts_by_page) if is_centred else self._above(index, owners)
                if owner is not None:
                    owners[index] = owner
        rows = {start: Row(self._lines[start].page, self._lines[start].middle, {}) for start in starts}
        for index, owner in sorted(owners.items()):
            self._add(rows[owner], cells[index], is_start=index == owner)
            self.used.add(index)
        return list(rows.values())

    def _cells(self, line: Line) -> dict[tuple[str, ...], list[Word]]:
        """The words of a line by column; a column is known by the names that share it."""
        return {names: _words(pieces) for names, pieces in _by_column(line, self._edges).items()}

    def _is_start(self, cells: Mapping[tuple[str, ...], list[Word]]) -> bool:
        return self._begins(cells) and len(cells) >= 2 and any(self._is_text(names) for names in cells)

    def _begins(self, cells: Mapping[tuple[str, ...], list[Word]]) -> bool:
        """Whether a line has a value that begins a row."""
        return any(
            name in self._schema.row_start and self._parses(self._by_name[name], _text(words))
            for names, words in cells.items()
            for name in names
        )

    def _without_sums(
        self, starts: Sequence[int], cells: Mapping[int, Mapping[tuple[str, ...], list[Word]]]
    ) -> list[int]:
        """The beginnings of rows without the sums below the last row: an amount alone, with words of sums or in no row's column.

        Rows of goods have a quantity or a price beside their amount. Where the rows have none, all are kept.
        """
        if any(self._by_name[name].type is not FieldType.NUMBER for name in self._schema.row_start):
            return list(starts)
        whole = [index for index in starts if self._has_more_numbers(cells[index])]
        if not whole or 2 * len(whole) < len([index for index in starts if index <= whole[-1]]):
            return list(starts)
        texts = set.intersection(*({names for names in cells[index] if self._is_text(names)} for index in whole))
        places = set(starts)
        for index in self._body.lines:
            is_in_place = index in places and texts <= cells[index].keys()
            if index > whole[-1] and self._begins(cells[index]) and (self._is_sum(index) or not is_in_place):
                self.stop = index
                break
        return [index for index in starts if self.stop is None or index < self.stop]

    def _has_more_numbers(self, cells: Mapping[tuple[str, ...], list[Word]]) -> bool:
        return any(
            self._by_name[name].type is FieldType.NUMBER
            and name not in self._schema.row_start
            and name not in _NUMBERING
            and self._parses(self._by_name[name], _text(words))
            for names, words in cells.items()
            for name in names
        )

    def _is_sum(self, index: int) -> bool:
        words = {fold(word) for word in re.split(r"[\s/().]+", self._lines[index].text)}
        return not words.isdisjoint(_WORDS_OF_SUMS)

    def _is_text(self, names: tuple[str, ...]) -> bool:
        return any(self._by_name[name].type is not FieldType.NUMBER for name in names)

    def _is_centred(self, starts: Sequence[int], cells: Mapping[int, Mapping[tuple[str, ...], list[Word]]]) -> bool:
        """Whether cells of several lines are centred on their row: then the first row's text begins above its numbers."""
        above = [
            index
            for index in self._body.lines
            if index < starts[0] and self._lines[index].page == self._lines[starts[0]].page
        ]
        if not above:
            return False
        line, start = self._lines[above[-1]], self._lines[starts[0]]
        is_near = start.middle - line.middle < _NEXT_LINE * max(line.height, start.height)
        return is_near and all(self._is_text(names) for names in cells[above[-1]])

    def _nearest(self, index: int, starts_by_page: Mapping[int, Sequence[int]]) -> int | None:
        line = self._lines[index]
        near = starts_by_page.get(line.page, ())
        best = min(near, key=lambda start: abs(self._lines[start].middle - line.middle), default=None)
        if best is None or abs(self._lines[best].middle - line.middle) > 2 * _NEXT_LINE * line.height:
            return None
        return best

    def _above(self, index: int, owners: Mapping[int, int]) -> int | None:
        """The row that the line right above belongs to, if it is near enough."""
        line, above = self._lines[index], index - 1
        if above not in owners or self._lines[above].page != line.page:
            return None
        distance = line.middle - self._lines[above].middle
        return owners[above] if distance < _NEXT_LINE * max(line.height, self._lines[above].height) else None

    def _add(self, row: Row, cells: Mapping[tuple[str, ...], list[Word]], *, is_start: bool) -> None:
        for names, words in cells.items():
            if not is_start and not self._is_text(names):
                continue
            row.words += words
            for name in names:
                row.texts[name] = f"{row.texts.get(name, '')} {_text(words)}".strip()


def _by_column(line: Line, edges: Sequence[tuple[float, tuple[str, ...]]]) -> dict[tuple[str, ...], list[Piece]]:
    cells: dict[tuple[str, ...], list[Piece]] = {}
    for piece in line.pieces:
        middle = (piece.left + piece.right) / 2
        names = next(names for edge, names in edges if middle <= edge)
        cells.setdefault(names, []).append(piece)
    return cells


def _words(pieces: Sequence[Piece]) -> list[Word]:
    """The words of a cell in reading order; two lines of it may stand on one line of the page when other cells are centred."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and piece.middle - rows[-1][0].middle < 0.6 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    words: list[Word] = []
    for row in rows:
        for piece in sorted(row, key=lambda piece: piece.left):
            if not words or words[-1] is not piece.word:
                words.append(piece.word)
    return words


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
