"""Marks of a document on a page: the labelled numbers that identify it, the labels around them, the number of the page."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from berkas.extraction.checks.outcomes import CheckContext
from berkas.extraction.checks.registry import VALIDATORS
from berkas.extraction.propose.candidates import canonical, matched
from berkas.layout.cells import Cell, cells_of
from berkas.layout.folding import fold_label
from berkas.layout.lines import Line, Piece, lines_of
from berkas.model.geometry import Page
from berkas.model.template import FieldType, Template, TemplateField
from berkas.values.context import NormaliseContext

_NEAR: Final = 8
"""Lines above and below an identifying number whose labels belong to its document."""

_BELOW: Final = 2.6
"""A value under its label is nearer than this many text heights."""

_ASIDE: Final = 3.0
_SHARED: Final = 2
"""Minimum labels that two documents of one type have in common, beside their number."""

_OUTER: Final = 3
"""First and last lines of a page where a page number without a word may stand."""

_LEAST_PART: Final = 8
"""Characters of a number that another one may end with and be the same."""

_MOST_PAGES: Final = 400
_NUMBERED: Final = re.compile(
    r"\b(?:HALAMAN|HAL|PAGE|LEMBAR|SHEET)\b\.?(?:\s*/\s*(?:PAGE|HALAMAN))?\s*(?:KE\b)?\W{0,3}(\d{1,3})\b"
    r"(?:\s*(?:DARI|OF|/)\s*(\d{1,3})\b)?",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"([1-9]\d{0,2})\s*(?:DARI|OF|/)\s*([1-9]\d{0,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """A labelled number that identifies a document.

    Attributes:
        field: Name of its field.
        value: Canonical.
        line: Index of the line of its label on the page.
        left: Left edge of the label, in widths of the page.
        right: Right edge of the value.
    """

    field: str
    value: str
    line: int
    left: float
    right: float

    def differs(self, other: "Identity") -> bool:
        """Whether it is the number of another document.

        A number that was recognised differently in two places of one document looks like that, too: then a person sees it.
        """
        return self.field == other.field and not _is_part(self.value, other.value)


class Labels:
    """The labels of a template as segments ask for them, folded once."""

    def __init__(self, template: Template, today: date) -> None:
        """Fold them.

        Args:
            template: Whose fields they are.
            today: For values that may not lie in the future.
        """
        self.context = NormaliseContext(today)
        self._check = CheckContext(today)
        fields = [field for field in template.fields if field.items is None and field.labels]
        self.identifying = {field.name: field for field in fields if field.identifies}
        self.numbers = _folded(self.identifying.values())
        plain = [f for f in fields if not f.identifies and f.type is not FieldType.NUMBER]
        self.others = _folded(plain)
        self.periods = frozenset(f.name for f in plain if f.find is not None and f.find.period is not None)
        self.least_shared = min(_SHARED, len(plain))

    def value(self, name: str, text: str) -> str | None:
        """The canonical number that a text is; None where it is none, or its validator refuses it."""
        wanted = self.identifying[name]
        part = matched(wanted, text)
        value = canonical(wanted, part, self.context)[0] if part else None
        if value is None or not any(map(str.isdigit, str(value))):
            return None
        validator = VALIDATORS.get(wanted.validator or "")
        outcome = validator(name, value, self._check) if validator is not None else None
        return str(value) if outcome is None or outcome.agrees else None


class PageMarks:
    """What a page shows of the document that it belongs to; each thing is looked for when it is first asked for."""

    def __init__(self, page: Page, labels: Labels) -> None:
        """Nothing is looked for yet."""
        self.page, self.labels = page, labels

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its lines from top to bottom."""
        return lines_of(self.page)

    @cached_property
    def cells(self) -> list[list[Cell]]:
        """The cells of each line."""
        return cells_of(self.lines)

    @cached_property
    def identities(self) -> list[Identity]:
        """Its identifying numbers from top to bottom, each once."""
        found: list[Identity] = []
        for index, line in enumerate(self.lines):
            folded = "".join(piece.folded for piece in line.pieces)
            if any(label in folded for label in self.labels.numbers):
                found += self._on_line(index)
        return [one for position, one in enumerate(found) if all(one.differs(other) for other in found[:position])]

    @cached_property
    def number(self) -> tuple[int, int | None] | None:
        """The number that is printed on it and that of all pages, where it is."""
        outer = {*range(_OUTER), *range(len(self.lines) - _OUTER, len(self.lines))}
        for index, line in enumerate(self.lines):
            found = _NUMBERED.search(line.text)
            if found is not None:
                return int(found[1]), int(found[2]) if found[2] else None
            for cell in self.cells[index] if index in outer else ():
                bare = _BARE.fullmatch(cell.text.strip(" -|()"))
                if bare is not None and int(bare[1]) <= int(bare[2]) <= _MOST_PAGES:
                    return int(bare[1]), int(bare[2])
        return None

    @cached_property
    def periods(self) -> dict[str, str]:
        """What stands beside the labels of a period, by the name of its field."""
        found: dict[str, str] = {}
        for index in range(len(self.lines)):
            for position, (names, rest) in enumerate(self._labelled[index]):
                text = "".join(piece.text for piece in rest) or self._next_text(index, position)
                found |= {name: text.upper() for name in names & self.labels.periods if text and name not in found}
        return found

    def around(self, index: int) -> frozenset[str]:
        """Names of the fields whose labels stand on the lines around one."""
        lines = range(max(0, index - _NEAR), min(len(self.lines), index + _NEAR + 1))
        return frozenset(name for line in lines for names, _ in self._labelled[line] for name in names)

    @cached_property
    def _labelled(self) -> list[list[tuple[frozenset[str], Sequence[Piece]]]]:
        return [[_labels_of(cell, self.labels.others) for cell in line] for line in self.cells]

    def _on_line(self, index: int) -> Iterator[Identity]:
        cells = self.cells[index]
        for position, cell in enumerate(cells):
            names, rest = _labels_of(cell, self.labels.numbers)
            for name in names:
                pieces = rest or self._beside(index, position)
                value = self.labels.value(name, " ".join(piece.text for piece in pieces)) if pieces else None
                if value is not None:
                    yield Identity(name, value, index, cell.left, pieces[-1].right)

    def _beside(self, index: int, position: int) -> Sequence[Piece]:
        """What stands right of a cell that is but a label, else below it."""
        cells = self.cells[index]
        if position + 1 < len(cells):
            return cells[position + 1].pieces
        return self._below(index, cells[position])

    def _below(self, index: int, label: Cell) -> Sequence[Piece]:
        following = self.cells[index + 1] if index + 1 < len(self.cells) else []
        near = [cell for cell in following if cell.middle - label.middle < _BELOW * max(cell.height, label.height)]
        return next((c.pieces for c in near if abs(c.left - label.left) < _ASIDE * label.height), ())

    def _next_text(self, index: int, position: int) -> str:
        return "".join(piece.text for piece in self._beside(index, position))


def _folded(fields: Iterable[TemplateField]) -> dict[str, frozenset[str]]:
    """Names of fields by each of their folded labels."""
    found: dict[str, set[str]] = {}
    for field in fields:
        for label in field.labels:
            if fold_label(label):
                found.setdefault(fold_label(label), set()).add(field.name)
    return {label: frozenset(names) for label, names in found.items()}


def _labels_of(cell: Cell, labels: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], Sequence[Piece]]:
    """The fields whose label a cell begins with, and what follows it; the longest label counts."""
    joined, best, end = "", frozenset[str](), 0
    for position, piece in enumerate(cell.pieces, start=1):
        joined += piece.folded
        if joined in labels:
            best, end = labels[joined], position
    return best, cell.pieces[end:] if best else ()


def _is_part(one: str, other: str) -> bool:
    """Whether one number ends with the other, as an old number of taxpayers within the new one."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _LEAST_PART and longer.endswith(shorter))
