"""What the lines of a table hold, and where the table ends."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from berkas.extraction.tables.column_state import CENT, Canonical
from berkas.extraction.tables.cutting import Cells, Edges, Names, runs_over, text_of, words_of
from berkas.extraction.tables.heading_model import Heading
from berkas.extraction.tables.line_roles import (
    LineRoles,
    has_word_of_sums,
    is_sentence,
    is_title_of_group,
    repeated_lines,
)
from berkas.extraction.tables.records import LineKind
from berkas.extraction.tables.table_roles import TableRoles
from berkas.layout.lines import Line, Piece
from berkas.model.template import FieldType
from berkas.values.conventions import is_currency

_PHONE: Final = re.compile(r"(?<![\d.,])(?:\+62|0)\d{2,4}[ -]\d{3,4}[ -]\d{3,5}(?![\d.,])")
"""What tills and letters print below a table is no row of it."""

_SEVERAL: Final = 2
_OUTDENTED: Final = 0.4
"""In text heights: the least distance of text that begins elsewhere than the rows."""

_PARTED: Final = 1.2
"""The least ratio of the white below the last row to that between lines of rows, for what follows to be apart."""


@dataclass(slots=True)
class Body:
    """Lines between a heading and what ends it.

    Attributes:
        heading: Above them.
        lines: Indexes of those that may be rows.
        edges: Between the columns.
        stop: Index of the line that ended the table.
        all_lines: Indexes of all lines down to the next heading.
    """

    heading: Heading
    lines: list[int]
    edges: Edges = ()
    stop: int | None = None
    all_lines: tuple[int, ...] = ()


class BodyLines:
    """Knows of each line of a table what it holds.

    Attributes:
        cells: By index of a line, its cells by column.
        kinds: By index of a line, what it holds.
        skips: Indexes of lines that are no rows whatever they hold.
    """

    def __init__(self, lines: Sequence[Line], roles: TableRoles, canonical: Canonical) -> None:
        """Nothing is known yet.

        Args:
            lines: Of the document.
            roles: Of the columns.
            canonical: Makes values of texts.
        """
        items = roles.table.items
        self._lines, self._roles, self._canonical = lines, roles, canonical
        self._fields = {field.name: field for field in roles.fields}
        stops, skips = (items.stop_labels, items.skip_labels) if items else ((), ())
        self._line_roles = LineRoles((*stops, *roles.closing), (*skips, *roles.opening), roles.labels)
        self._repeated = repeated_lines(lines)
        self.cells: dict[int, Cells] = {}
        self.kinds: dict[int, LineKind] = {}
        self.skips: set[int] = set()

    def look(self, body: Body) -> None:
        """What each line of a body holds."""
        for index in body.lines:
            line, cells = self._lines[index], self.cells[index]
            if self._line_roles.is_skip(line):
                self.skips.add(index)
            filled = {name for names in cells for name in names if self._has_value(name, cells[names])}
            starts = self._starts(body)
            movements = self._roles.movements.intersection(name for _, names in body.edges for name in names)
            numbers = self._roles.numbers - starts
            wanted = movements or numbers
            self.kinds[index] = LineKind(
                bool(filled & starts),
                bool(filled & wanted),
                self._is_text(line, cells, filled & self._roles.numbers),
                frozenset(filled & (starts | self._roles.numbers | self._roles.numbering)),
                *self._places(cells, filled & wanted),
            )
        self._without_footers(body)
        self.skips |= self._of_heading(body)
        self.skips |= self._running(body)

    def end(self, body: Body) -> None:
        """End a body at its first sum; a sum with further whole rows behind it is one within the table."""
        whole = [i for i in body.lines if self.kinds[i].has_start and self.kinds[i].has_numbers and i not in self.skips]
        stops = self._stops(body, whole)
        last = self._last_whole(stops, whole)
        for index in stops:
            if index > last:
                body.stop = index
                break
            self.skips.add(index)
        unlabelled = self._unlabelled_end(body, [index for index in whole if body.stop is None or index < body.stop])
        if unlabelled is not None and (body.stop is None or unlabelled < body.stop):
            body.stop = unlabelled
        if body.stop is not None:
            body.lines = [index for index in body.lines if index < body.stop]

    def is_stop(self, index: int) -> bool:
        """Whether a label that ends the table stands on a line."""
        return self._line_roles.is_stop(self._lines[index])

    def is_known(self, index: int) -> bool:
        """Whether a label of another field, or a word of sums, says what stands on a line."""
        return self._line_roles.is_known(self._lines[index])

    def is_of_text(self, names: Names) -> bool:
        """Whether a column is one of text or dates."""
        return any(name in self._fields and self._fields[name].type is not FieldType.NUMBER for name in names)

    def _of_heading(self, body: Body) -> set[int]:
        """Further lines of the heading, right below it: signs of currencies, and words in columns that hold no free text.

        None that is nearer to the first row, which may have a line above the one of its numbers.
        """
        first = next((i for i in body.lines if self.kinds[i].has_start and self.kinds[i].has_numbers), None)
        has_free = any(self._is_free(names) for _, names in body.edges)
        found: set[int] = set()
        above = body.heading.last
        while first is not None and has_free and above + 1 < first and above + 1 in self.kinds:
            line = self._lines[above + 1]
            is_nearer = line.middle - self._lines[above].middle < self._lines[first].middle - line.middle
            is_sign = all(is_currency(piece.text.strip("()")) for piece in line.pieces)
            is_title = not any(map(str.isdigit, line.text)) and not any(map(self._is_free, self.cells[above + 1]))
            if not (is_nearer and self.kinds[above + 1].is_text and (is_sign or is_title)):
                break
            above += 1
            found.add(above)
        return found

    def _without_footers(self, body: Body) -> None:
        """Text that continues no row: titles over groups of rows, what begins left of all rows below the last, sentences there."""
        whole = [index for index in body.lines if self.kinds[index].has_start and self.kinds[index].has_numbers]
        if len(whole) < _SEVERAL or self._has_dates():
            return
        lefts = [self._lines[index].pieces[0].left for index in whole]
        texts = [p[0].left for index in whole for names, p in self.cells[index].items() if self._is_free(names)]
        edge, text = min(lefts), min(texts, default=min(lefts))
        is_parted = self._is_parted(whole)
        for index in body.lines:
            line, below = self._lines[index], index > whole[-1]
            left, height = line.pieces[0].left, line.height
            is_title = left < text - _OUTDENTED * height and is_title_of_group(line.text)
            is_outdented = below and left < edge - _OUTDENTED * height
            is_apart = below and abs(left - text) > _OUTDENTED * height
            is_footer = is_outdented or (below and (is_apart or is_parted) and is_sentence(line.text))
            if self.kinds[index].is_text and (is_title or is_footer):
                self.kinds[index] = replace(self.kinds[index], is_text=False)

    def _has_dates(self) -> bool:
        """Whether rows begin with a date."""
        return any(self._fields[name].type is FieldType.DATE for name in self._roles.starts)

    def _is_parted(self, whole: Sequence[int]) -> bool:
        """Whether the line below the last row is further from it than lines within the rows are from each other."""
        gaps = [
            self._lines[after].middle - self._lines[before].middle
            for before, after in pairwise(range(whole[0], min(whole[-1] + 2, len(self._lines))))
            if self._lines[after].page == self._lines[before].page
        ]
        return len(gaps) > 1 and gaps[-1] > _PARTED * min(gaps[:-1])

    def _running(self, body: Body) -> set[int]:
        """Repeated lines above the first row of their page or below its last one."""
        rows: dict[int, list[int]] = {}
        for index in body.lines:
            if self.kinds[index].has_start and self.kinds[index].has_numbers:
                rows.setdefault(self._lines[index].page, []).append(index)
        return {
            index
            for index in self._repeated.intersection(body.lines)
            if not (own := rows.get(self._lines[index].page)) or not own[0] <= index <= own[-1]
        }

    def _starts(self, body: Body) -> frozenset[str]:
        """Columns that begin rows; where none of them was found, the rightmost column of numbers does."""
        found = [name for _, names in body.edges for name in names]
        known = self._roles.starts.intersection(found)
        if known or not self._roles.starts:
            return known
        numbers = [name for name in found if name in self._roles.numbers]
        return frozenset(numbers[-1:])

    def _places(self, cells: Cells, numbers: Set[str]) -> tuple[float | None, tuple[float, float] | None]:
        """Where the numbers of a line stand, and where its free text begins and ends."""
        of_numbers = [p.middle for names, pieces in cells.items() if not numbers.isdisjoint(names) for p in pieces]
        of_texts = [p.middle for names, pieces in cells.items() if self._is_free(names) for p in pieces]
        return median(of_numbers) if of_numbers else None, (min(of_texts), max(of_texts)) if of_texts else None

    def _is_free(self, names: Names) -> bool:
        """Whether a column is one of free text."""
        fields = [self._fields[name] for name in names if name in self._fields]
        return any(field.type is FieldType.STRING and field.normaliser is None for field in fields)

    def _has_value(self, name: str, pieces: Sequence[Piece]) -> bool:
        wanted = self._fields.get(name)
        return wanted is not None and self._canonical(wanted, text_of(words_of(pieces))) is not None

    def _is_text(self, line: Line, cells: Cells, numbers: set[str]) -> bool:
        """Whether a line may continue a row: no numbers, and no sentence that runs over columns of numbers."""
        if numbers or runs_over(line, cells):
            return False
        strange = [
            names
            for names in cells
            if any(name in self._roles.numbers for name in names)
            and any(sum(map(str.isalpha, piece.text)) > 2 for piece in cells[names])
        ]
        return not strange or len(line.pieces) < 5

    def _stops(self, body: Body, whole: Sequence[int]) -> list[int]:
        """Lines with a sum that may end the table; none above the first row, as a closing balance is where the newest is first."""
        stops = [i for i in body.lines if i not in self.skips and self._is_end(i)]
        rows = [index for index in whole if index not in stops]
        early = [index for index in stops if rows and index < rows[0]]
        self.skips.update(early)
        return stops[len(early) :]

    def _last_whole(self, stops: Sequence[int], whole: Sequence[int]) -> int:
        """The last row that is as whole as the rows before the first sum; sums below a table are never."""
        if not stops:
            return whole[-1] if whole else -1
        before = [index for index in whole if index < stops[0]]
        if not before:
            return -1
        least = min(len(self.cells[index]) for index in before)
        usual = set.intersection(*({n for names in self.cells[i] for n in names} for i in before))
        later = [
            index
            for index in whole
            if index > stops[0]
            and len(self.cells[index]) >= max(least, 3)
            and usual <= {n for names in self.cells[index] for n in names}
            and not has_word_of_sums(self._lines[index].text)
            and not _PHONE.search(self._lines[index].text)
        ]
        return max([before[-1], *later])

    def _is_end(self, index: int) -> bool:
        """Whether a line ends the table: a label of a sum on it, and no row."""
        kind = self.kinds[index]
        is_row = kind.has_start and kind.has_numbers
        return self._line_roles.is_stop(self._lines[index]) and not (is_row and self._starts_with_text(index))

    def _starts_with_text(self, index: int) -> bool:
        """Whether the value that begins the row is a date: no sum has one."""
        return any(
            self._fields[name].type is FieldType.DATE and self._has_value(name, pieces)
            for names, pieces in self.cells[index].items()
            for name in names
            if name in self._roles.starts
        )

    def _value(self, index: int) -> float | None:
        """The number that begins the row of a line."""
        for names, pieces in self.cells[index].items():
            for name in self._roles.starts.intersection(names):
                value = self._canonical(self._fields[name], text_of(words_of(pieces)))
                if isinstance(value, int | float):
                    return value
        return None

    def _unlabelled_end(self, body: Body, whole: Sequence[int]) -> int | None:
        """Where sums without a known label begin: an amount alone below the last row, with words of sums or in no row's column.

        Rows of goods have a quantity or a price beside their amount. Where the rows have none, all are kept.
        """
        if any(self._fields[name].type is not FieldType.NUMBER for name in self._roles.starts):
            return None
        starts = [index for index in body.lines if self.kinds[index].has_start and index not in self.skips]
        if not whole or 2 * len(whole) < len([index for index in starts if index <= whole[-1]]):
            return None
        texts = set.intersection(*({n for n in self.cells[i] if self.is_of_text(n)} for i in whole))
        rows, last = set(whole), self._last_without_sums(whole)
        total, count = 0.0, 0
        for index in starts:
            value = None if index in rows and index <= last else self._value(index)
            is_sum = (
                count > 0 and bool(value) and not self.kinds[index].has_numbers and abs((value or 0) - total) < CENT
            )
            has_word = has_word_of_sums(self._lines[index].text)
            is_in_place = texts <= self.cells[index].keys()
            if index > last and (
                (is_sum and count >= _SEVERAL) or (index > whole[-1] and (has_word or not is_in_place or is_sum))
            ):
                return index
            if index in rows:
                total, count = total + (self._value(index) or 0), count + 1
        return None

    def _last_without_sums(self, whole: Sequence[int]) -> int:
        """The last of the rows that has no word of sums; a tax with its rate looks like a row."""
        return next((i for i in reversed(whole) if not has_word_of_sums(self._lines[i].text)), whole[-1])
