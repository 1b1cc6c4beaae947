"""How a cell looks among the cells of its column: one that got words of a neighbour, or a line of a footer, stands out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from statistics import median
from typing import Final

from berkas.extraction.tables.rows import Row
from berkas.model.extraction import Scalar
from berkas.model.geometry import Word
from berkas.values.units import is_unit

_UNKNOWN: Final = 0.5
_LEAST_HEIGHT: Final = 1e-4
_SAME_LINE: Final = 0.6
"""In text heights: the maximum distance between the middles of words of one line."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A cell beside those of its column; every number is 0-1, 1 is as the others are, .5 is where nothing was printed.

    Attributes:
        words: How near its number of words is to the usual one.
        place: How near its first line stands to where the others do, by its left edge, its right one or its middle.
        shape: Part of the cells that have letters, digits and a single word as it has.
        repeats: Part of the cells with the same value.
        below: How near its further lines stand to its first one, by their left edges or their middles.
        reach: How little its further lines reach beyond all first lines of the column.
        listed: 1 for a known unit, 0 for any other word; .5 in columns of anything else.
    """

    words: float = _UNKNOWN
    place: float = _UNKNOWN
    shape: float = _UNKNOWN
    repeats: float = _UNKNOWN
    below: float = _UNKNOWN
    reach: float = _UNKNOWN
    listed: float = _UNKNOWN

    def numbers(self) -> tuple[float, ...]:
        """In the order of the attributes."""
        return astuple(self)


def likenesses(
    rows: Sequence[Row], values: Sequence[Mapping[str, Scalar]], unit: str | None
) -> list[dict[str, Likeness]]:
    """For each row, by column, every cell that has a value.

    Args:
        rows: As printed.
        values: Of each of them.
        unit: Name of the column of units.
    """
    found: list[dict[str, Likeness]] = [{} for _ in rows]
    for name in dict.fromkeys(name for row in values for name, value in row.items() if value is not None):
        filled = [index for index, row in enumerate(values) if row.get(name) is not None]
        cells = {index: lines for index in filled if (lines := _lines(rows[index].cells.get(name, ())))}
        column = _Column.of(list(cells.values())) if cells else None
        same = Counter(str(values[index][name]) for index in filled)
        for index in filled:
            value = str(values[index][name])
            repeats = same[value] / len(filled)
            listed = float(is_unit(value)) if name == unit else _UNKNOWN
            own = cells.get(index)
            if column is None or own is None:
                found[index][name] = Likeness(repeats=repeats, listed=listed)
            else:
                found[index][name] = column.likeness(own, max(rows[index].height, _LEAST_HEIGHT), repeats, listed)
    return found


Lines = Sequence[Sequence[Word]]
"""The words of a cell by lines, from top to bottom."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What is usual in a column.

    Attributes:
        words: Number of words of a cell.
        left: Edge of first lines.
        right: Edge of first lines.
        middle: Of first lines.
        reach: The furthest right edge of a first line.
        shapes: How many cells have each shape.
    """

    words: float
    left: float
    right: float
    middle: float
    reach: float
    shapes: Counter[tuple[bool, bool, bool]]

    @staticmethod
    def of(cells: Sequence[Lines]) -> "_Column":
        sides = [_sides(lines[0]) for lines in cells]
        return _Column(
            median(sum(map(len, lines)) for lines in cells),
            median(left for left, _ in sides),
            median(right for _, right in sides),
            median((left + right) / 2 for left, right in sides),
            max(right for _, right in sides),
            Counter(map(_shape, cells)),
        )

    def likeness(self, lines: Lines, height: float, repeats: float, listed: float) -> Likeness:
        count = sum(map(len, lines))
        left, right = _sides(lines[0])
        off = min(abs(left - self.left), abs(right - self.right), abs((left + right) / 2 - self.middle))
        further = [_sides(line) for line in lines[1:]]
        below = max((min(abs(a - left), abs((a + b) - (left + right)) / 2) for a, b in further), default=0.0)
        beyond = max((b - self.reach for _, b in further), default=0.0)
        return Likeness(
            words=min(count, self.words) / max(count, self.words),
            place=_near(off / height),
            shape=self.shapes[_shape(lines)] / self.shapes.total(),
            repeats=repeats,
            below=_near(below / height),
            reach=_near(max(beyond, 0.0) / height),
            listed=listed,
        )


def _near(distance: float) -> float:
    return 1 / (1 + distance)


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1].box if found else None
        is_same = last is not None and last.page == word.box.page
        if is_same and last is not None and abs(last.center_y - word.box.center_y) < _SAME_LINE * word.box.h:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _sides(line: Sequence[Word]) -> tuple[float, float]:
    return min(word.box.x for word in line), max(word.box.right for word in line)


def _shape(lines: Lines) -> tuple[bool, bool, bool]:
    text = "".join(word.text for line in lines for word in line)
    return any(map(str.isalpha, text)), any(map(str.isdigit, text)), sum(map(len, lines)) == 1
