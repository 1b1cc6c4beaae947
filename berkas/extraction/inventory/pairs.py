"""Labels with their values: behind a colon or leaders, beside or below a label that is known, in forms whose lines are alike."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from berkas.extraction.inventory.keys import is_key, is_known, joined, leaders_of, split_at_label
from berkas.layout.cells import Cell, Pieces, cells_of
from berkas.layout.lines import Line

_BEHIND_COLON: Final = 89
_BEHIND_LEADERS: Final = 85
_BESIDE_KNOWN: Final = 80
_IN_FORM: Final = 75
_BELOW: Final = 70
"""The most confidence of a pair, by what shows that it is one; nothing but a check of the value says that it is right."""

_MOST_CELLS: Final = 16
"""Of a line of labels and values."""

_MOST_LINES: Final = 4
"""Of a value."""

_GOES_ON: Final = 1.7
"""The next line of a value is at most this many text heights below."""

_VALUE_BELOW: Final = 2.6
_ALIGNED: Final = 1.5
"""What stands in line differs by at most this many text heights."""

_FORM_LINES: Final = 3
_FORM_WORDS: Final = 5
"""Of a label in the box of a form."""

_SMALLER: Final = 0.85
"""A label that is printed smaller than its value by this ratio stands above it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value.

    Attributes:
        key: Pieces of the label.
        value: Pieces of the value, line by line.
        most: The most confidence, 0-100.
        key_text: Text of the label where that is a part of its pieces.
        value_text: The same of the value.
    """

    key: Pieces
    value: Pieces
    most: int
    key_text: str | None = None
    value_text: str | None = None


def pairs_of(lines: Sequence[Line], taken: AbstractSet[int], labels: AbstractSet[str]) -> Iterator[Pair]:
    """The pairs of a document, in reading order of their lines.

    Args:
        lines: In reading order.
        taken: Indexes of lines that belong to tables.
        labels: Labels that lead to a value without a colon, folded.
    """
    cells = [joined(line) if index not in taken and len(line) <= _MOST_CELLS else []
             for index, line in enumerate(cells_of(lines))]  # fmt: skip
    view = _View(cells, labels)
    for index, line in enumerate(cells):
        if line:
            yield from view.of_line(index)


class _View:
    """The cells of a document with those that serve as a value already."""

    def __init__(self, cells: Sequence[Sequence[Cell]], labels: AbstractSet[str]) -> None:
        self._cells = cells
        self._labels = labels
        self._used: set[int] = set()

    def of_line(self, index: int) -> Iterator[Pair]:
        line = self._cells[index]
        found = list(self._colons(line))
        if not found:
            found = list(self._leaders(line)) or list(self._form(index)) or list(self._above(index))
        found += [
            pair for position, cell in enumerate(line) for pair in self._known(line, position, cell, is_led=bool(found))
        ]
        yield from sorted(found, key=lambda pair: pair.key[0].left)

    def _colons(self, line: Sequence[Cell]) -> Iterator[Pair]:
        """A cell before a colon and the one behind it; one between two colons is a value and a label."""
        position = 0
        while position + 1 < len(line):
            cell, value = line[position], line[position + 1]
            position += 1
            if not value.pieces[0].after_colon:
                continue
            key = cell.pieces
            if id(cell) in self._used:
                continue  # its end was no label that anybody knows
            if not is_key(key):
                continue
            pieces = value.pieces
            if position + 1 < len(line) and line[position + 1].pieces[0].after_colon:
                pieces, label = split_at_label(value, self._labels)
                if label:
                    yield Pair(label, self._with_lines(line[position + 1], line), _BEHIND_COLON)
                self._used.add(id(line[position + 1]))
            self._used |= {id(cell), id(value)}
            if pieces:
                is_whole = len(pieces) == len(value.pieces)
                yield Pair(key, self._with_lines(value, line) if is_whole else pieces, _BEHIND_COLON)
        yield from self._below_colon(line)

    def _below_colon(self, line: Sequence[Cell]) -> Iterator[Pair]:
        """A label with its colon at the end of the line, above its value."""
        last = line[-1]
        if id(last) in self._used or not last.pieces[-1].word.text.endswith(":") or not is_key(last.pieces):
            return
        if last.text[0].islower():
            return  # the end of a sentence
        below = self._under(last)
        # what is a label itself is no value
        own = self._cells[below.line] if below is not None else []
        if below is not None and not any(cell.pieces[0].after_colon for cell in own):
            self._used |= {id(last), id(below)}
            yield Pair(last.pieces, self._with_lines(below, self._cells[below.line]), _BELOW)

    def _leaders(self, line: Sequence[Cell]) -> Iterator[Pair]:
        for key, value, key_text, value_text in leaders_of(line):
            if is_key(key, key_text):
                self._used |= {id(cell) for cell in line}
                yield Pair(key, value, _BEHIND_LEADERS, key_text, value_text)

    def _form(self, index: int) -> Iterator[Pair]:
        """Two cells of lines that are alike: labels that stand in line beside values that do."""
        if not self._is_of_form(index):
            return
        run = [index]
        for step in (-1, 1):
            other = index + step
            while 0 <= other < len(self._cells) and self._is_of_form(other) and self._is_alike(index, other):
                run.append(other)
                other += step
                if len(run) >= _FORM_LINES:
                    break
        if len(run) >= _FORM_LINES:
            key, value = self._cells[index]
            self._used |= {id(key), id(value)}
            yield Pair(key.pieces, value.pieces, _IN_FORM)

    def _is_of_form(self, index: int) -> bool:
        line = self._cells[index]
        if len(line) != 2 or len(line[0].pieces) > _FORM_WORDS:
            return False
        return is_key(line[0].pieces) and not _has_digit(line[0])

    def _is_alike(self, one: int, other: int) -> bool:
        near = _ALIGNED * self._cells[one][0].height
        pairs = zip(self._cells[one], self._cells[other], strict=True)
        return self._cells[one][0].page == self._cells[other][0].page and all(
            abs(a.left - b.left) < near for a, b in pairs
        )

    def _above(self, index: int) -> Iterator[Pair]:
        """Labels above their values: several beside each other with figures below, or one that is printed smaller."""
        line = self._cells[index]
        if any(id(cell) in self._used or not is_key(cell.pieces) or _has_digit(cell) for cell in line):
            return
        own = self._cells[index + 1] if index + 1 < len(self._cells) else []
        if any(cell.pieces[0].after_colon for cell in own):
            return  # labels of their own stand there
        below = [self._under(cell) for cell in line]
        pairs = [(cell, value) for cell, value in zip(line, below, strict=True) if value is not None]
        is_smaller = bool(pairs) and all(cell.height < _SMALLER * value.height for cell, value in pairs)
        is_row = len(pairs) > 1 and len(pairs) == len(line) and any(_has_digit(value) for _, value in pairs)
        if not is_row and not is_smaller:
            return
        for cell, value in pairs:
            self._used |= {id(cell), id(value)}
            yield Pair(cell.pieces, value.pieces, _BELOW)

    def _known(self, line: Sequence[Cell], position: int, cell: Cell, *, is_led: bool) -> Iterator[Pair]:
        """A label that is known, with what stands beside it, else below it."""
        if id(cell) in self._used or not is_known(cell.pieces, self._labels):
            return
        beside = line[position + 1] if position + 1 < len(line) else None
        value = beside if beside is not None else None if is_led else self._under(cell)
        if value is None or id(value) in self._used or is_known(value.pieces, self._labels):
            return
        self._used |= {id(cell), id(value)}
        is_right = value is beside
        yield Pair(
            cell.pieces,
            self._with_lines(value, line) if is_right else value.pieces,
            _BESIDE_KNOWN if is_right else _BELOW,
        )

    def _under(self, cell: Cell) -> Cell | None:
        """What stands right below a cell in the same column."""
        below = self._cells[cell.line + 1] if cell.line + 1 < len(self._cells) else []
        if not below or below[0].page != cell.page:
            return None
        if not 0 < below[0].middle - cell.middle <= _VALUE_BELOW * max(cell.height, below[0].height):
            return None
        near = _ALIGNED * cell.height
        return next(
            (
                one
                for one in below
                if id(one) not in self._used
                and (abs(one.left - cell.left) < near or abs(one.center - cell.center) < near)
            ),
            None,
        )

    def _with_lines(self, value: Cell, line: Sequence[Cell]) -> Pieces:
        """A value with the lines below that go on with it: in line with its left edge, and with nothing left of them."""
        self._used.add(id(value))
        pieces = value.pieces
        above = value
        is_first = line[0] is value
        for _ in range(_MOST_LINES - 1):
            below = self._cells[above.line + 1] if above.line + 1 < len(self._cells) else []
            if not below or below[0].page != value.page or is_first:
                break
            cell = below[0]
            is_near = 0 < cell.middle - above.middle <= _GOES_ON * max(cell.height, above.height)
            has_label = any(other.pieces[0].after_colon for other in below[1:2])
            if not is_near or has_label or abs(cell.left - value.left) > _ALIGNED * value.height:
                break
            self._used.add(id(cell))
            pieces += cell.pieces
            above = cell
        return pieces


def _has_digit(cell: Cell) -> bool:
    return any(map(str.isdigit, cell.text))
