"""Comparing what was read with what is true: fields one by one, tables cell by cell."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, Self

from berkas.model.extraction import FieldValue, Scalar, Value

CONFIDENT: Final = 90
"""Confidence 0-100 from which a value claims to be right."""

_SHORT: Final = 3
"""Texts up to this length, such as blood types, are not folded: their punctuation means something."""

_BANKS: Final = frozenset({"bank", "bank_name"})
"""Fields that hold the name of a bank."""

_BANK: Final = re.compile(r"\b(?:PT|PERSERO|TBK|BANK)\b", re.IGNORECASE)
_BRANCH: Final = re.compile(r"\b(?:KCP|KCU|KC|CABANG|CAB|BRANCH)\b", re.IGNORECASE)

Row = Mapping[str, Scalar]


@dataclass(slots=True)
class Tally:
    """Counts of values. A value that is neither true nor found, nothing for nothing, is not counted at all.

    Attributes:
        values: True or found ones.
        exact: Equal to the character.
        right: Equal when folded.
        expected: True ones.
        found: Found ones.
        confident: Found ones with a confidence of `CONFIDENT` or more.
        confident_wrong: Those of them that are not right.
    """

    values: int = 0
    exact: int = 0
    right: int = 0
    expected: int = 0
    found: int = 0
    confident: int = 0
    confident_wrong: int = 0

    def __iadd__(self, other: Self) -> Self:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self

    def figures(self) -> dict[str, float | int | None]:
        """Rates between 0 and 1, None where nothing was counted, and the counts behind them."""
        return {
            "exact": _rate(self.exact, self.values), "normalised": _rate(self.right, self.values),
            "precision": _rate(self.right, self.found), "recall": _rate(self.right, self.expected),
            "wrong_but_confident": _rate(self.confident_wrong, self.confident), "values": self.values,
            "confident": self.confident,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value.

    Attributes:
        field: Name of the field; for cells with the position of the row from 0, as in ``line_items.0.amount``.
        expected: What is true.
        found: What was read.
        confidence: 0-100; of a cell its own where it has one, else that of its table.
        is_cell: Whether it belongs to a table.
    """

    field: str
    expected: Scalar
    found: Scalar
    confidence: int
    is_cell: bool = False

    @property
    def column(self) -> str:
        """The field, of cells without the row."""
        return re.sub(r"\.\d+\.", ".", self.field)

    @property
    def is_right(self) -> bool:
        """Whether both are the same when folded."""
        return same(self.expected, self.found, self.column)

    def tally(self) -> Tally:
        """As counts."""
        if self.expected is None and self.found is None:
            return Tally()
        is_found = self.found is not None
        is_confident = is_found and self.confidence >= CONFIDENT
        return Tally(
            values=1, exact=self.expected == self.found, right=self.is_right, expected=self.expected is not None,
            found=is_found, confident=is_confident, confident_wrong=is_confident and not self.is_right,
        )  # fmt: skip


def same(expected: Scalar, found: Scalar, name: str = "") -> bool:
    """Whether two values of a field or column say the same.

    Case, accents, punctuation and repeated spaces do not count in texts; spaces do not count at all in addresses and in texts
    of digits only; of the name of a bank neither the word Bank, its legal form nor its
    branch count.

    >>> same("PT Bank Mandiri Tbk KCP Solo", "BANK MANDIRI", "bank_name")
    True
    >>> same("BRI", "Bank BRI", "bank_name")
    True
    >>> same("Jl. Melati No. 1", "JL MELATI NO 1"), same("93.004.490.4-521.000", "930044904521000"), same("A+", "A")
    (True, True, False)
    """
    if expected is None or found is None:
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) < 0.005
    one, other = str(expected), str(found)
    if name in _BANKS:
        one, other = (_BANK.sub(" ", _BRANCH.split(text)[0]).strip() for text in (one, other))
    if min(len(one), len(other)) <= _SHORT:
        return one.casefold() == other.casefold()
    is_address = "address" in name
    return _folded(one, is_address=is_address) == _folded(other, is_address=is_address)


def compare(truth: Mapping[str, Value], found: Sequence[FieldValue]) -> Iterator[Comparison]:
    """Every field that the truth names; what the truth does not name is not judged."""
    by_name = {field.name: field for field in found}
    for name, expected in truth.items():
        field = by_name.get(name)
        value, confidence = (field.value, field.confidence) if field else (None, 0)
        if isinstance(expected, list):
            yield from _cells(name, expected, field)
        else:
            # a list where a single value is expected is as wrong as any other text
            yield Comparison(name, expected, str(value) if isinstance(value, list) else value, confidence)


def _cells(name: str, expected: Sequence[Row], found: FieldValue | None) -> Iterator[Comparison]:
    nothing: Row = {}
    rows = found.value if found is not None and isinstance(found.value, list) else []
    for number, (wanted, index) in enumerate(_aligned(expected, rows)):
        row = rows[index] if index is not None else None
        for column in (wanted if wanted is not None else row) or nothing:
            one, other = (wanted or nothing).get(column), (row or nothing).get(column)
            sure = 0 if found is None or index is None else _confidence_of_cell(found, index, column)
            yield Comparison(f"{name}.{number}.{column}", one, other, sure, is_cell=True)


def right_cells(expected: Sequence[Row], found: Sequence[Row]) -> dict[tuple[int, str], bool]:
    """By index of the found row and column, whether each stated cell is right; a row that should not be there has no right cell."""
    nothing: Row = {}
    pairs = [(wanted or nothing, index) for wanted, index in _aligned(expected, found) if index is not None]
    return {
        (index, name): same(wanted.get(name), value)
        for wanted, index in pairs
        for name, value in found[index].items()
        if value is not None and (name in wanted or not wanted)
    }


def _confidence_of_cell(table: FieldValue, row: int, column: str) -> int:
    """That of the cell where it is more or less sure than its table."""
    own = table.cell_confidences
    return own[row].get(column, table.confidence) if row < len(own) else table.confidence


def _aligned(expected: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row | None, int | None]]:
    """Rows side by side in their order such that as many cells as possible agree: one lost row costs only itself.

    Gives each true row with the index of the found one beside it, None for a row that only one side has.
    """
    height, width = len(expected), len(found)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    alike = [[_agreement(one, other) for other in found] for one in expected]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    pairs: list[tuple[Row | None, int | None]] = []
    i = j = 0
    while i < height and j < width:
        if best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs.append((expected[i], j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((expected[i], None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    pairs += [(row, None) for row in expected[i:]]
    return pairs + [(None, index) for index in range(j, width)]


def _agreement(expected: Row, found: Row) -> float:
    """Cells that agree, and a little for any pair so that wrong rows still stand beside each other."""
    return 0.01 + sum(
        value is not None and same(value, found.get(name), name) for name, value in expected.items()
    )  # fmt: skip


def _folded(text: str, *, is_address: bool) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[^\w]|_", " ", plain).split()
    return ("" if is_address or not re.search(r"[^\W\d_]", plain) else " ").join(words)


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
