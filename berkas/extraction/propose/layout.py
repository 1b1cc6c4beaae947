"""What a template sees of a document: its lines, and where the template's labels stand on them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, TypeVar

from berkas.extraction.propose.anchors import Anchor, below, find_anchors, left_of, right_of, under, until_gap
from berkas.extraction.propose.printing import DATED_PLACE, printed_of
from berkas.extraction.tables.rows import Rows
from berkas.layout.cells import Cell, Pieces, cells_of
from berkas.layout.folding import fold
from berkas.layout.lines import Line, Piece
from berkas.model.strategies import PartyPart, Role
from berkas.model.template import FieldType, Near, Prefer, Template, TemplateField

T = TypeVar("T")

_OTHER_COLUMN = 3.5
"""Text further from a label than this many text heights may belong to another column."""

_SKIPPED = 8
"""Maximum lines of other columns between those of a value."""

_LEAST_END = 70
"""A label that so little speaks for ends no value: words stand before and behind it, and letters of it differ."""

NAME_LABELS: Final = frozenset(("NAMA", "NAME", "NAMAPERUSAHAAN", "COMPANY", "COMPANYNAME", "NAMAPKP", "PERUSAHAAN"))
"""Labels of the name in a block under a heading, folded."""

_NAME_LABEL_WORDS = 2
_SENTENCE = 4
"""A value of so many words may be a sentence."""


class Way(StrEnum):
    """Why a value is looked for at a place."""

    LABEL = "label"
    STRATEGY = "strategy"
    PATTERN = "pattern"
    AREA = "area"
    ROW = "row"
    KIND = "kind"


OTHER: Final = TemplateField(name="x", label="Labels of no field", labels=("OTHER",)).model_copy(update={"name": ""})
"""Stands for all labels of a template that belong to none of its fields; no field can have its name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value may stand.

    Attributes:
        pieces: What stands there.
        way: Why it is looked at.
        anchor: The label that leads there.
        side: Where the place is, seen from the label.
        text: What the pieces say, where they are a code; None where it is what is printed.
        sure: How likely that is the field and right, 0-1, where the code proves it by itself; None where evidence is to be weighed.
    """

    pieces: Pieces
    way: Way
    anchor: Anchor | None = None
    side: Near | None = None
    text: str | None = None
    sure: float | None = None


@dataclass(frozen=True, eq=False)
class Layout:
    """Lines of all pages from top to bottom, with the labels found on them.

    What is asked for again and again is made once: many fields look at many places of long documents.

    Attributes:
        lines: Of all pages.
        anchors: By field name, best first.
        template: Whose labels they are.
        taken: Indexes of the lines that belong to tables.
        totals: What stands under a column of a table on the line of totals, by its name alone and by ``table.column``.
        tables: The rows of each table that was found, by its name.
    """

    lines: tuple[Line, ...]
    anchors: dict[str, list[Anchor]]
    template: Template
    taken: frozenset[int] = frozenset()
    totals: Mapping[str, Pieces] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)
    _made: dict[Callable[["Layout"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    @staticmethod
    def of(template: Template, lines: tuple[Line, ...]) -> "Layout":
        """The layout of the lines of all pages under a template."""
        found = {
            # an area may hold the second of two like columns
            field.name: find_anchors(lines, field.anchors, is_repeated=field.area is not None)
            for field in template.fields
            if field.anchors
        }
        if template.other_labels:
            found[OTHER.name] = find_anchors(lines, template.other_labels, is_repeated=True)
        # labels of signatures take no words from others: Penerima at the head is the recipient
        signed = {field.name: found.pop(field.name) for field in template.fields if _is_signature(field, found)}
        return Layout(lines, _without_overlaps(found) | signed, template)

    def beside(self, tables: Mapping[str, Rows | None]) -> "Layout":
        """The layout with no label on the lines of tables, by their names."""
        by_name = {name: rows for name, rows in tables.items() if rows is not None}
        found = tuple(by_name.values())
        taken = frozenset(index for rows in found for index in rows.lines)
        anchors = {name: [a for a in every if a.line not in taken] for name, every in self.anchors.items()}
        totals = {name: pieces for rows in found for name, pieces in rows.totals.items()}
        totals |= {f"{table}.{name}": pieces for table, rows in by_name.items() for name, pieces in rows.totals.items()}
        return Layout(self.lines, anchors, self.template, taken, totals, by_name)

    def once(self, make: Callable[["Layout"], T]) -> T:
        """What a function makes of this layout, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def role_labels(self, role: Role) -> tuple[str, ...]:
        """The labels of the name of a party."""
        return tuple(
            label
            for field in self.template.fields
            if field.find is not None
            and field.find.party is not None
            and field.find.party.part is PartyPart.NAME
            and field.find.party.role is role
            for label in field.labels
        )

    @cached_property
    def other_places(self) -> tuple[Place, ...]:
        """What stands beside labels of no field."""
        return tuple(self.near(OTHER))

    @cached_property
    def cells(self) -> list[list[Cell]]:
        """The cells of each line, from left to right."""
        return cells_of(self.lines)

    @cached_property
    def _by_line(self) -> dict[int, list[Anchor]]:
        found: dict[int, list[Anchor]] = {}
        for every in self.anchors.values():
            for anchor in every:
                found.setdefault(anchor.line, []).append(anchor)
        return found

    @cached_property
    def _label_names(self) -> dict[int, set[str]]:
        """Names of the fields whose label begins at a piece, by the identity of the piece."""
        found: dict[int, set[str]] = {}
        for name, every in self.anchors.items():
            for anchor in every:
                found.setdefault(id(self.lines[anchor.line].pieces[anchor.start]), set()).add(name)
        return found

    @cached_property
    def labelled(self) -> set[int]:
        """Indexes of lines that begin with a label."""
        first = {anchor.line for every in self.anchors.values() for anchor in every if self._begins_line(anchor)}
        return first | self.taken

    def _ends_of(self, left: float) -> set[int]:
        """Indexes of lines that end a column: those that begin with a label in it or left of it."""
        lines = self.lines
        return {n for n in self.labelled if n in self.taken or lines[n].pieces[0].left <= left + 3 * lines[n].height}

    def _ends_between(self, label: float, value: float, indexes: Iterable[int]) -> set[int]:
        """Which lines end a value: those with a label in the column of its own one or of it, whatever other columns hold."""
        return {
            index
            for index in indexes
            if index in self.taken
            or any(
                label - self.lines[index].height < left < value + 3 * self.lines[index].height
                for left in self._label_lefts.get(index, ())
            )
        }

    @cached_property
    def _label_lefts(self) -> Mapping[int, list[float]]:
        """Left edges of the labels of each line."""
        found: dict[int, list[float]] = {}
        for anchor in (anchor for every in self.anchors.values() for anchor in every):
            found.setdefault(anchor.line, []).append(self.lines[anchor.line].pieces[anchor.start].left)
        return found

    def _under_translation(self, anchor: Anchor) -> Pieces:
        """What stands under a title of two lines, the second of which says it in another language."""
        label, index = self.lines[anchor.line].pieces[anchor.start : anchor.end], anchor.line + 1
        cells = self.cells[index] if index < len(self.lines) else []
        title = max(
            cells, key=lambda cell: min(cell.right, label[-1].right) - max(cell.left, label[0].left), default=None
        )
        if title is None or title.page != self.lines[anchor.line].page:
            return ()
        start = self.lines[index].pieces.index(title.pieces[0])
        found = under(self.lines, replace(anchor, line=index, start=start, end=start + len(title.pieces), cut=0))
        return found if _has_digit(found) else ()

    def _begins_line(self, anchor: Anchor) -> bool:
        """Whether nothing but the number of a list stands before a label."""
        return not any(any(map(str.isalpha, piece.text)) for piece in self.lines[anchor.line].pieces[: anchor.start])

    def near(self, field: TemplateField) -> Iterator[Place]:
        """What stands where the field's value should be, likeliest first."""
        anchors = self.anchors.get(field.name, [])
        if field.prefer is Prefer.LAST:
            anchors = sorted(anchors, key=lambda anchor: (-anchor.ratio, -anchor.letters, -anchor.line))
        for anchor in anchors:
            line = self.lines[anchor.line]
            if not self._is_on_page(field, line):
                continue
            for side in self._sides(field, anchor):
                first = self._beside(field, anchor, side)
                if first and self._has_own_label(field, first):
                    continue
                more = self._continued(field, anchor.line + (side is Near.BELOW), first, anchor) if first else []
                # a value may end on any of its lines: which of them is right is not decided here
                for count in range(len(more) + 1 if side is not Near.ABOVE else 1):
                    pieces = _inside(field, first + tuple(piece for line in more[:count] for piece in line))
                    if pieces:
                        yield Place(pieces, Way.LABEL, anchor, side)

    def _sides(self, field: TemplateField, anchor: Anchor) -> tuple[Near, ...]:
        """Where to look; below first under the head of a table, and where the text at the right is another column."""
        line = self.lines[anchor.line]
        is_below = Near.BELOW in field.near and (_is_of_labels(line) or self._is_stacked(field, anchor))
        return (Near.BELOW, *(side for side in field.near if side is not Near.BELOW)) if is_below else field.near

    def _is_stacked(self, field: TemplateField, anchor: Anchor) -> bool:
        """Whether the value stands right under the label although there is something far to the right of it."""
        line = self.lines[anchor.line]
        if anchor.cut or anchor.end >= len(line.pieces) or anchor.line in self.taken:
            return False
        label, right = line.pieces[anchor.start], line.pieces[anchor.end]
        if right.after_colon or right.left - line.pieces[anchor.end - 1].right < _OTHER_COLUMN * line.height:
            return False
        found = below(self.lines, anchor.line, label.left, most=1, taken=self._ends_of(label.left))
        if (
            not found
            or abs(found[0][0].left - label.left) > line.height
            or self._is_label_of_another(found[0][0], field)
        ):
            return False
        # where labels and values stand in two columns, what is below is the next label, unless it has a digit
        following = self.lines[anchor.line + 1]
        lefts = [piece.left for piece in following.pieces]
        is_grid = all(any(abs(left - edge) < line.height for left in lefts) for edge in (label.left, right.left))
        own = cells_of([replace(following, pieces=found[0])])[0][0]
        return not is_grid or any(map(str.isdigit, own.text))

    def _has_own_label(self, field: TemplateField, pieces: Pieces) -> bool:
        """Whether another label of the field leads what stands beside a first one: Kepada Yth. above Tuan/Toko."""
        return any(
            self.lines[anchor.line].pieces[anchor.start] is pieces[0] and anchor.end - anchor.start < len(pieces)
            for anchor in self.anchors.get(field.name, ())
            if not anchor.cut
        )

    def _is_label_of_another(self, piece: Piece, field: TemplateField) -> bool:
        return bool(self._label_names.get(id(piece), set()) - {field.name})

    def matching(self, field: TemplateField) -> Iterator[Place]:
        """Every line of the field's page and area, for fields that are found by their pattern alone."""
        for line in self._lines_of(field):
            yield Place(until_gap(_inside(field, line.pieces), line.height), Way.PATTERN)

    def inside(self, field: TemplateField) -> Iterator[Place]:
        """What stands in the field's area, as many lines as it may have, for fields that are found by their place alone."""
        lines = self._lines_of(field)
        for first in range(len(lines)):
            together = [line for line in lines[first : first + field.lines] if line.page == lines[first].page]
            yield Place(tuple(piece for line in together for piece in _inside(field, line.pieces)), Way.AREA)

    def _lines_of(self, field: TemplateField) -> list[Line]:
        return [line for line in self.lines if self._is_on_page(field, line) and _inside(field, line.pieces)]

    def _is_on_page(self, field: TemplateField, line: Line) -> bool:
        return field.page is None or line.page == (self.lines[-1].page if field.page == -1 else field.page)

    def _beside(self, field: TemplateField, anchor: Anchor, side: Near) -> Pieces:
        line = self.lines[anchor.line]
        everyone = [other for other in self._by_line[anchor.line] if other.ratio >= _LEAST_END]
        if side is Near.RIGHT:
            return _right(field, line, anchor, everyone)
        if side is Near.LEFT:
            return left_of(line, anchor, everyone)
        if side is Near.ABOVE:
            return () if anchor.line - 1 in self.labelled else under(self.lines, anchor, step=-1)
        left = line.pieces[anchor.start].left
        columns = below(self.lines, anchor.line, left, most=1, taken=self._ends_of(left))
        found = columns[0] if columns else under(self.lines, anchor)
        if field.type is FieldType.NUMBER and found and not _has_digit(found):
            found = self._under_translation(anchor) or found
        found = self._behind_name_label(found)
        return () if found and self._is_label_of_another(found[0], field) else found

    def _behind_name_label(self, pieces: Pieces) -> Pieces:
        """What stands behind the label of a name and a colon: a heading is above lines with labels of their own."""
        for end in range(1, min(len(pieces), _NAME_LABEL_WORDS) + 1):
            if fold("".join(piece.text for piece in pieces[:end])) not in NAME_LABELS:
                continue
            rest = pieces[end:]
            if not rest:
                line = next(line for line in self.lines if pieces[-1] in line.pieces)
                rest = until_gap(line.pieces[line.pieces.index(pieces[-1]) + 1 :], line.height)
            return rest if rest and rest[0].after_colon else pieces
        return pieces

    def _continued(self, field: TemplateField, index: int, pieces: Pieces, anchor: Anchor) -> list[Pieces]:
        if field.lines == 1:
            return []
        more = self._more(field, index, pieces, anchor)
        # place and date of a signature go on with nothing
        ends = (number for number, line in enumerate(more) if DATED_PLACE.match(printed_of(line)))
        return more[: next(ends, len(more))]

    def _more(self, field: TemplateField, index: int, pieces: Pieces, anchor: Anchor) -> list[Pieces]:
        label, most = self.lines[anchor.line].pieces[anchor.start], field.lines - 1
        more = below(self.lines, index, pieces[0].left, most=most, taken=self.labelled)
        if not more and index == anchor.line and len(pieces) >= _SENTENCE:
            # a sentence goes on under its label
            more = below(self.lines, index, label.left, most=most, taken=self.labelled)
            more = [line for line in more if not any(piece.after_colon for piece in line)]
        if more:
            return more
        ends = self._ends_between(label.left, pieces[0].left, range(index, index + most + _SKIPPED))
        return below(self.lines, index, pieces[0].left, most=most, taken=ends)


def _is_signature(field: TemplateField, found: Mapping[str, list[Anchor]]) -> bool:
    return field.find is not None and field.find.is_signature and field.name in found


def _has_digit(pieces: Pieces) -> bool:
    return any(any(map(str.isdigit, piece.text)) for piece in pieces)


def _is_of_labels(line: Line) -> bool:
    """Whether a line is nothing but labels, as the head of a table is."""
    return (
        not any(map(str.isdigit, line.text))
        and not any(piece.after_colon for piece in line.pieces)
        and len(cells_of([line])[0]) >= 2
    )


def _right(field: TemplateField, line: Line, anchor: Anchor, everyone: Sequence[Anchor]) -> Pieces:
    """What stands right of a label; a number is in the cell with the most digits, for rates and counts stand near it."""
    if field.type is not FieldType.NUMBER:
        return right_of(line, anchor, everyone)
    stop = min((a.start for a in everyone if a.line == anchor.line and a.start >= anchor.end), default=len(line.pieces))
    rest = replace(line, pieces=line.pieces[anchor.end : stop])
    cells = cells_of([rest])[0] if rest.pieces else []
    best = max(cells, key=lambda cell: sum(map(str.isdigit, cell.text)), default=None)
    if best is None or not any(map(str.isdigit, best.text)):
        return right_of(line, anchor, everyone)
    return best.pieces


def _inside(field: TemplateField, pieces: Pieces) -> Pieces:
    """The pieces whose words have their middle in the field's area."""
    area = field.area
    if area is None:
        return pieces
    return tuple(
        piece
        for piece in pieces
        if area.x <= piece.word.box.center_x <= area.x + area.w and area.y <= piece.word.box.center_y <= area.y + area.h
    )


def _without_overlaps(found: dict[str, list[Anchor]]) -> dict[str, list[Anchor]]:
    """Where fields claim overlapping words as their labels, the better match keeps them; the very same label may serve two."""
    claims = sorted(
        ((anchor, name) for name, anchors in found.items() for anchor in anchors),
        key=lambda claim: (-claim[0].ratio, claim[0].start - claim[0].end),
    )
    kept: dict[str, list[Anchor]] = {name: [] for name in found}
    owners: dict[tuple[int, int], Anchor] = {}
    for anchor, name in claims:
        words = [(anchor.line, position) for position in range(anchor.start, anchor.end)]
        if all(owners.get(word, anchor) == anchor for word in words):
            owners |= dict.fromkeys(words, anchor)
            kept[name].append(anchor)
    return kept
