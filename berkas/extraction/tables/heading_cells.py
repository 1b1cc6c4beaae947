"""Headings by cells: what stands in each cell of a head of a table, also wrapped over lines and in two languages.

A cell that no column of the template knows is a column nevertheless: it keeps its text apart from that of its neighbours.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from berkas.layout.folding import fold, fold_label
from berkas.layout.lines import Line, Piece
from berkas.model.template import TemplateField

UNKNOWN: Final = "~"
"""Begins the name of a column that the template does not know; no field has such a name."""

_CELL_GAP: Final = 0.9
"""A gap wider than this many text heights parts two headings."""

_OVERLAP: Final = 0.3
"""Cells of stacked lines are one heading when they share so much of the narrower one's width."""

_LEAST_FUZZY: Final = 6
_LEAST_RATIO: Final = 86
_LEAST_ENDING: Final = 4
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_CURRENCIES: Final = re.compile(r"\b(?:IDR|RP|USD|SGD|EUR|RUPIAH)\b\.?", re.IGNORECASE)
_LANGUAGES: Final = re.compile(r"\s*[/|]\s*|\s+-\s+")

_SAID_TWICE: Final = 1.0
_MOST_LETTERS: Final = 60
_MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head of a table.

    Attributes:
        texts: Of each of its lines, from top to bottom.
        left: Left edge in widths of the page.
        right: Right edge.
    """

    texts: tuple[str, ...]
    left: float
    right: float

    @property
    def center(self) -> float:
        """Middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def text(self) -> str:
        """All its lines."""
        return " ".join(self.texts)


class HeadLabels:
    """The headings of columns, folded once for all lines, and how well cells fit them."""

    def __init__(self, fields: Sequence[TemplateField]) -> None:
        """Fold them; those without letters, such as #, stay as they are."""
        self._names: dict[str, list[str]] = {}
        for field in fields:
            for label in field.headings:
                names = self._names.setdefault(fold_label(label) or label.strip(), [])
                if field.name not in names:
                    names.append(field.name)
        self._long = [label for label in self._names if len(label) >= _LEAST_FUZZY]
        self._known: dict[tuple[str, ...], dict[str, float]] = {}

    def matches(self, cell: HeadCell) -> dict[str, float]:
        """How well a cell is the heading of each column, 0-100; columns that it cannot be are left out."""
        if cell.texts not in self._known:
            self._known[cell.texts] = self._found(cell) if _may_be_heading(cell.text) else {}
        return self._known[cell.texts]

    def _found(self, cell: HeadCell) -> dict[str, float]:
        best: dict[str, float] = {}
        labels: dict[str, set[str]] = {}
        for label, score in self._likenesses(cell):
            for name in self._names[label]:
                best[name] = max(score, best.get(name, 0.0))
                labels.setdefault(name, set()).add(label)
        # a heading that says the same in two languages leaves less doubt
        return {name: min(100.0, score + _SAID_TWICE * (len(labels[name]) > 1)) for name, score in best.items()}

    def _likenesses(self, cell: HeadCell) -> Iterator[tuple[str, float]]:
        """Labels that a cell is like, each with its likeness."""
        sign = cell.text.strip(" .:")
        whole, variants = fold(cell.text), _variants(cell)
        for text in (sign, whole):
            if text in self._names:
                yield text, 100.0
        yield from ((variant, 98.0) for variant in variants if variant in self._names)
        for text in {whole, *variants}:
            if len(text) >= _LEAST_FUZZY:
                for label, ratio, _ in process.extract(text, self._long, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO):
                    yield label, ratio - 2
        words = [fold(word) for word in cell.text.split()]
        for begin, end, score in _ends(words):
            label = "".join(words[begin:end])
            if len(label) >= _LEAST_ENDING and label in self._names:
                yield label, score + 20 * len(label) / max(1, len(whole))


def head_cells(lines: Sequence[Line], gap: float = _CELL_GAP) -> list[HeadCell]:
    """The cells of a head of one or more lines, from left to right.

    Args:
        lines: One to four.
        gap: A wider one, in heights of the text, parts two cells.
    """
    groups: list[list[tuple[int, list[Piece]]]] = []
    for number, line in enumerate(lines):
        for run in runs_of(line.pieces, gap * line.height):
            near = [group for group in groups if any(n != number and _overlap(run, other) for n, other in group)]
            joined = [item for group in near for item in group] + [(number, run)]
            groups = [group for group in groups if group not in near] + [joined]
    return sorted((_cell(group) for group in groups), key=lambda cell: cell.left)


def runs_of(pieces: Iterable[Piece], gap: float) -> Iterator[list[Piece]]:
    """Pieces that follow each other with gaps of at most so much."""
    run: list[Piece] = []
    for piece in pieces:
        if run and piece.left - max(p.right for p in run[-3:]) > gap:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _ends(words: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """The first words and the last words of a cell, as begin and end, and how much that counts."""
    for count in range(1, min(len(words), _MOST_WORDS)):
        yield 0, count, 66.0
        yield len(words) - count, len(words), 62.0


def _may_be_heading(text: str) -> bool:
    return len(text) <= _MOST_LETTERS and 2 * sum(map(str.isdigit, text)) <= len(text)


def _variants(cell: HeadCell) -> tuple[str, ...]:
    """Other readings of a heading: without brackets and currency, one line or one language of it alone."""
    texts = [cell.text, *cell.texts]
    plain = [_CURRENCIES.sub(" ", _IN_BRACKETS.sub(" ", text)) for text in texts]
    parts = [part for text in plain for part in (text, *_LANGUAGES.split(text))]
    return tuple(dict.fromkeys(folded for part in parts if (folded := fold(part))))


def _cell(group: Sequence[tuple[int, Sequence[Piece]]]) -> HeadCell:
    ordered = sorted(group, key=lambda item: (item[0], item[1][0].left))
    lines: dict[int, list[str]] = {}
    for number, run in ordered:
        lines.setdefault(number, []).extend(piece.text for piece in run)
    pieces = [piece for _, run in group for piece in run]
    texts = tuple(" ".join(words) for words in lines.values())
    return HeadCell(texts, min(p.left for p in pieces), max(p.right for p in pieces))


def _overlap(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    left, right = max(one[0].left, other[0].left), min(one[-1].right, other[-1].right)
    return right - left > _OVERLAP * min(one[-1].right - one[0].left, other[-1].right - other[0].left)
