"""A document with all proposals, seen as a whole, for evidence to look at."""

import statistics
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from berkas.extraction.propose.candidates import Proposals
from berkas.extraction.propose.kinds import Kind, kind_of, spans_of
from berkas.extraction.propose.layout import Layout, Place
from berkas.layout.cells import Cell
from berkas.layout.folding import fold, fold_label
from berkas.layout.lines import Piece
from berkas.model.extraction import Scalar
from berkas.model.geometry import Page
from berkas.model.strategies import Role
from berkas.model.template import Near, TemplateField

SIDE_STRENGTH: Final = {Near.RIGHT: 1.0, Near.BELOW: 0.8, Near.ABOVE: 0.5, Near.LEFT: 0.5}

_PLAIN: Final = frozenset({Kind.DATE, Kind.EMAIL})
"""Kinds that no other kind looks like."""


@dataclass(frozen=True, slots=True)
class Claim:
    """How strongly a label claims the text beside it.

    Attributes:
        field: Name of the label's field; empty for a label of no field.
        label: Identities of the label's pieces.
        strength: 0-1.
    """

    field: str
    label: frozenset[int]
    strength: float


@dataclass(eq=False)
class Scene:
    """A document with all proposals, seen as a whole; what many candidates ask for is made once.

    Attributes:
        layout: Lines and labels, tables taken out.
        pages: All pages in order.
        proposals: By field name.
        column_sums: Sums of the columns of amounts of the tables.
        words_amounts: Amounts that stand in words.
        parties: Of each party whose name is known by now the cells where it stands.
        validity: What the validator of a field says of a value: 1 right, -1 wrong, 0 nothing.
    """

    layout: Layout
    pages: Sequence[Page]
    proposals: Mapping[str, Proposals]
    column_sums: frozenset[float] = frozenset()
    words_amounts: frozenset[float] = frozenset()
    parties: Mapping[Role, Sequence[Cell]] = field(default_factory=dict)
    validity: Callable[[TemplateField, Scalar], float] = lambda _field, _value: 0.0

    @cached_property
    def claims(self) -> dict[int, list[Claim]]:
        """What labels claim, by the identity of each piece's word and place."""
        found: dict[int, list[Claim]] = {}
        kinds = {one.name: kind_of(one) for one in self.layout.template.fields}
        for name, proposals in self.proposals.items():
            places = [place for candidate in proposals.candidates for place in candidate.places]
            for place in (*places, *proposals.unreadable):
                if not self._is_of_other_kind(kinds[name], place):
                    self._add(found, name, place)
        for place in self.layout.other_places:
            self._add(found, "", place)
        return found

    def _is_of_other_kind(self, own: Kind, place: Place) -> bool:
        """Whether what stands beside a label is plainly of another kind: a date beside the title INVOICE is not its number."""
        kinds = self.kinds.get(key_of(place.pieces[0]), set())
        return own is not Kind.TEXT and own not in kinds and not kinds.isdisjoint(_PLAIN)

    def _add(self, found: dict[int, list[Claim]], name: str, place: Place) -> None:
        if place.anchor is None or place.side is None:
            return
        line = self.layout.lines[place.anchor.line]
        label = line.pieces[place.anchor.start : place.anchor.end]
        fills = 1.0 if self.starts_cell(label[0]) else 0.4
        strength = place.anchor.ratio / 100 * SIDE_STRENGTH[place.side] * fills
        claim = Claim(name, frozenset(id(piece) for piece in label), strength)
        # a label claims what stands first beside it; what follows further away less
        for number, piece in enumerate(place.pieces):
            weaker = claim if number < 6 else Claim(name, claim.label, strength * 0.5)
            found.setdefault(key_of(piece), []).append(weaker)

    def starts_cell(self, piece: Piece) -> bool:
        """Whether a cell begins with a piece."""
        return id(piece) in self._cell_starts

    @cached_property
    def _cell_starts(self) -> set[int]:
        return {id(cell.pieces[0]) for cells in self.layout.cells for cell in cells}

    @cached_property
    def cell_of(self) -> dict[int, Cell]:
        """The cell of each piece, by the piece's key."""
        return {key_of(piece): cell for cells in self.layout.cells for cell in cells for piece in cell.pieces}

    @cached_property
    def label_texts(self) -> frozenset[str]:
        """Folded labels of the template, headings and foreign labels."""
        template = self.layout.template
        labels = {fold_label(label) for one in template.fields for label in one.labels}
        labels |= {
            fold_label(label)
            for one in template.fields
            if one.items
            for column in one.items.fields
            for label in column.headings
        }
        labels |= {fold_label(label) for label in template.other_labels}
        return frozenset(labels - {""})

    @cached_property
    def label_words(self) -> frozenset[str]:
        """Folded words of the labels of the template and of those of no field."""
        template = self.layout.template
        labels = [label for one in template.fields for label in one.labels] + list(template.other_labels)
        return frozenset(fold_label(word) for label in labels for word in label.split()) - {""}

    @cached_property
    def folded_cells(self) -> list[list[str]]:
        """The folded text of each cell of each line."""
        return [[fold(cell.text) for cell in cells] for cells in self.layout.cells]

    @cached_property
    def heights(self) -> dict[int, float]:
        """The usual height of text by page."""
        by_page: dict[int, list[float]] = {}
        for line in self.layout.lines:
            by_page.setdefault(line.page, []).append(line.height)
        return {page: statistics.median(heights) for page, heights in by_page.items()}

    @cached_property
    def texts(self) -> Counter[str]:
        """How often each folded cell or line of cells occurs."""
        return Counter(compact(cell.text) for cells in self.layout.cells for cell in cells)

    @cached_property
    def all_text(self) -> str:
        """All text, squeezed."""
        return " ".join(compact(line.text) for line in self.layout.lines)

    @cached_property
    def kinds(self) -> dict[int, set[Kind]]:
        """Kinds of the spans that cover each piece."""
        found: dict[int, set[Kind]] = {}
        for span in spans_of(self.layout):
            for piece in span.pieces:
                found.setdefault(key_of(piece), set()).add(span.kind)
        return found

    @cached_property
    def table(self) -> tuple[int, int] | None:
        """First and last line of all tables."""
        taken = self.layout.taken
        return (min(taken), max(taken)) if taken else None

    @cached_property
    def line_of(self) -> dict[int, int]:
        """Index of the line of each piece."""
        return {key_of(piece): index for index, line in enumerate(self.layout.lines) for piece in line.pieces}

    @cached_property
    def amounts(self) -> list[float]:
        """The values of the amounts below the tables, from top to bottom, each once by its place."""
        seen: dict[tuple[int, float], float] = {}
        for name, proposals in self.proposals.items():
            field = next(one for one in self.layout.template.fields if one.name == name)
            if kind_of(field) is not Kind.AMOUNT:
                continue
            for candidate in proposals.candidates:
                if isinstance(candidate.value, int | float):
                    line = self.line_of.get(key_of(candidate.pieces[0]), 0)
                    seen[line, float(candidate.value)] = float(candidate.value)
        return [seen[key] for key in sorted(seen)]

    @cached_property
    def closing(self) -> frozenset[float]:
        """Amounts that follow from others: a sum of two or three of them, or their difference."""
        values = sorted({abs(value) for value in self.amounts if value} | {abs(v) for v in self.column_sums if v})[-24:]
        known = set(values)
        found: set[float] = set()
        for i, one in enumerate(values):
            for other in values[i + 1 :]:
                if is_near(one + other, known):
                    found |= {one, other, nearest(one + other, known)}
                for third in values:
                    if (
                        third not in (one, other)
                        and is_near(one + other - third, known)
                        and one + other - third not in (one, other)
                    ):
                        found.add(nearest(one + other - third, known))
        return frozenset(found)


def key_of(piece: Piece) -> int:
    """Identity of a piece: parts of one word differ by their places."""
    return hash((id(piece.word), round(piece.left, 6)))


def compact(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return "".join(char for char in text.upper() if char.isalnum())


def is_near(value: float, known: Collection[float]) -> bool:
    """Whether an amount is one of those that are known, within one unit."""
    return value in known or any(abs(value - other) <= 1.0 for other in known)


def nearest(value: float, known: Collection[float]) -> float:
    """The known amount next to a value."""
    return min(known, key=lambda other: abs(other - value))
