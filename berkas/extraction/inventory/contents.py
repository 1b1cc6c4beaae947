"""The tables that gather, as values of fields: rows with the confidence and the box of every cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import Final

from berkas.extraction import confidence
from berkas.extraction.inventory.entities import entities_of
from berkas.extraction.inventory.grid_rows import Grid, text_of
from berkas.extraction.inventory.grids import find_grids
from berkas.extraction.inventory.pairs import pairs_of
from berkas.extraction.inventory.ruled import ruled_grids
from berkas.extraction.stated import UNCERTAIN
from berkas.layout.cells import Pieces
from berkas.layout.folding import fold_label
from berkas.layout.lines import Line, box_of
from berkas.model.extraction import FieldValue, Finding, Scalar, Severity
from berkas.model.gathering import Cells, Entities, Pairs
from berkas.model.geometry import BoundingBox, RuledTable
from berkas.model.template import Template
from berkas.values.context import NormaliseContext

MOST_CHARACTERS: Final = 2000
"""Of one cell; a longer text ends with an ellipsis."""

_ROWS_LEFT_OUT: Final = "The document holds more than the template lists; the rest is in its text alone."


@dataclass(slots=True)
class _Rows:
    """Rows on their way.

    Attributes:
        name: Of the table.
        columns: Names of its columns, in order.
    """

    name: str
    columns: Sequence[str]
    values: list[dict[str, Scalar]] = field(default_factory=list)
    sure: list[dict[str, int]] = field(default_factory=list)
    boxes: list[dict[str, BoundingBox]] = field(default_factory=list)
    rows: list[BoundingBox] = field(default_factory=list)

    def add(self, values: Mapping[str, Scalar], places: Mapping[str, Pieces], sure: Mapping[str, int]) -> None:
        """Add a row; a cell without a place is printed nowhere."""
        boxes = {name: _box(pieces) for name, pieces in places.items() if pieces}
        if not boxes:
            return
        self.values.append({name: _cut(values.get(name)) for name in self.columns})
        self.sure.append(dict(sure))
        self.boxes.append(boxes)
        self.rows.append(_around(list(boxes.values())))

    def value(self) -> FieldValue:
        """The value of the field; None where no row was found."""
        if not self.values:
            return FieldValue(self.name, None, None, 0, None)
        usual = int(median(percent for row in self.sure for percent in row.values()))
        own = tuple({name: percent for name, percent in row.items() if percent != usual} for row in self.sure)
        first = [box for box in self.rows if box.page == self.rows[0].page]
        return FieldValue(
            self.name,
            list(self.values),
            None,
            usual,
            BoundingBox.around(first).rounded(),
            tuple(self.rows),
            own if any(own) else (),
            tuple(self.boxes),
        )


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a document holds.

    Attributes:
        fields: By name of the table, its value.
        findings: About what was left out.
    """

    fields: Mapping[str, FieldValue]
    findings: tuple[Finding, ...]


def gathered(
    template: Template, lines: Sequence[Line], context: NormaliseContext, ruled: Sequence[RuledTable] = ()
) -> Inventory:
    """The tables of a template that gather.

    Args:
        template: Of which other fields are of no interest here.
        lines: In reading order, of all pages.
        context: What normalisers need.
        ruled: Tables with drawn lines.

    Raises:
        TemplateError: A normaliser or validator does not exist.
    """
    wanted = {one.name: (one.gather.arguments, one.items) for one in template.fields if one.gather is not None}
    if not wanted:
        return Inventory({}, ())
    most = max((said.most_tables for said, _ in wanted.values() if isinstance(said, Cells)), default=0)
    grids = _grids(lines, ruled, most=most or Cells.model_fields["most_tables"].default)
    taken = frozenset(index for grid in grids for index in grid.lines)
    fields: dict[str, FieldValue] = {}
    cut = []
    for name, (said, items) in wanted.items():
        rows = _Rows(name, [column.name for column in items.fields] if items is not None else [])
        if isinstance(said, Pairs):
            is_cut = _pairs(rows, said, lines, taken)
        elif isinstance(said, Entities):
            is_cut = _entities(rows, said, lines, context)
        else:
            is_cut = _cells(rows, said, grids)
        fields[name] = rows.value()
        cut += [Finding("rows_left_out", Severity.INFO, (name,), _ROWS_LEFT_OUT)] if is_cut else []
    return Inventory(fields, tuple(cut))


def _grids(lines: Sequence[Line], ruled: Sequence[RuledTable], *, most: int) -> list[Grid]:
    """The tables with drawn lines and, on the other lines, those without, in order; one more than wanted tells of others."""
    drawn: list[Grid] = []
    for grid in islice(ruled_grids(lines, ruled), most + 1):
        if all(grid.lines.isdisjoint(other.lines) for other in drawn):
            drawn.append(grid)
    taken = frozenset(index for grid in drawn for index in grid.lines)
    return sorted([*drawn, *find_grids(lines, taken, most=most + 1)], key=lambda grid: min(grid.lines))


def _pairs(rows: _Rows, said: Pairs, lines: Sequence[Line], taken: frozenset[int]) -> bool:
    labels = frozenset(folded for label in said.labels if (folded := fold_label(label)))
    for pair in pairs_of(lines, taken, labels):
        if len(rows.values) == said.most:
            return True
        key = pair.key_text if pair.key_text is not None else text_of(pair.key)
        value = pair.value_text if pair.value_text is not None else text_of(pair.value)
        sure = {said.key: min(pair.most, _read(pair.key)), said.value: min(pair.most, _read(pair.value))}
        rows.add({said.key: key.strip(" :.*"), said.value: value}, {said.key: pair.key, said.value: pair.value}, sure)
    return False


def _entities(rows: _Rows, said: Entities, lines: Sequence[Line], context: NormaliseContext) -> bool:
    for one in entities_of(lines, said.kinds, context):
        if len(rows.values) == said.most:
            return True
        values: dict[str, Scalar] = {said.kind: one.kind, said.value: one.value, said.text: one.text}
        if said.unit is not None:
            values[said.unit] = one.unit
        names = [name for name, value in values.items() if value is not None]
        rows.add(
            values,
            {name: one.pieces for name in names if name != said.kind},
            dict.fromkeys(names, one.confidence),
        )
    return False


def _cells(rows: _Rows, said: Cells, grids: Sequence[Grid]) -> bool:
    for number, grid in enumerate(grids, start=1):
        if number > said.most_tables:
            return True
        for row, cells in _numbered(grid):
            if len(rows.values) == said.most:
                return True
            title = grid.title if row == (0 if grid.headings is not None else 1) else ()
            places = {name: pieces for name, pieces in _by_column(said.columns, cells) if pieces}
            texts: dict[str, Scalar] = {name: text_of(pieces) for name, pieces in places.items()}
            texts |= {said.table: number, said.row: row, said.title: text_of(title) or None}
            sure = {name: min(UNCERTAIN, _read(pieces)) for name, pieces in places.items()}
            rows.add(texts, {**places, said.title: title}, sure)
    return False


def _numbered(grid: Grid) -> Iterator[tuple[int, tuple[Pieces, ...]]]:
    if grid.headings is not None:
        yield 0, grid.headings
    yield from enumerate(grid.rows, start=1)


def _by_column(names: Sequence[str], cells: Sequence[Pieces]) -> Iterator[tuple[str, Pieces]]:
    """The cells by the names of columns; the last one has all that stands in further columns."""
    last = len(names) - 1
    yield from zip(names[:last], cells, strict=False)
    if len(cells) > last:
        yield names[last], tuple(piece for cell in cells[last:] for piece in cell)


def _read(pieces: Pieces) -> int:
    return round(confidence.of_words(piece.word for piece in pieces))


def _box(pieces: Pieces) -> BoundingBox:
    """Around a cell; of one that goes on behind the page that part which is on its first page."""
    page = pieces[0].word.box.page
    return box_of(tuple(piece for piece in pieces if piece.word.box.page == page)).rounded()


def _around(boxes: Sequence[BoundingBox]) -> BoundingBox:
    return BoundingBox.around([box for box in boxes if box.page == boxes[0].page]).rounded()


def _cut(value: Scalar) -> Scalar:
    if isinstance(value, str) and len(value) > MOST_CHARACTERS:
        return f"{value[: MOST_CHARACTERS - 1]}…"
    return value
