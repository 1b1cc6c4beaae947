"""Rows without headings and without columns, as tills print them: an amount at the end, its factors written out before or below it.

A name may stand on the line above its factors (``3 x 22.000   66.000``), the factors on the line below name and amount, or a count
alone before the name (``2x Es Teh``). What the numbers are, only arithmetic tells: the rows are taken for a table when the factors
multiply, or when the amounts add up to one that is printed below.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from berkas.extraction.tables import kinds
from berkas.extraction.tables.column_state import Canonical
from berkas.extraction.tables.line_roles import LineRoles, has_word_of_sums
from berkas.extraction.tables.records import is_near
from berkas.extraction.tables.rows import Row, Rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.layout.lines import Line
from berkas.model.geometry import Word
from berkas.model.template import TemplateField

_NUMBER: Final = r"(?:(?:RP|RM|IDR)\.?\s?|\$)?(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,3})?)"
_FACTORS: Final = re.compile(
    rf"(?<![\w.,]){_NUMBER}\s?(?:[A-Z]{{2,4}}\s?)?(?:[X×*]\s?@?|@)\s?{_NUMBER}(?![\w.,])", re.IGNORECASE
)
_AMOUNT: Final = re.compile(
    r"(?:^|\s)(?:(?:RP|RM|IDR)\.?\s?|\$)?(-?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|-?\d+[.,]\d{2})(?:\s[A-Z]{1,3})?$",
    re.IGNORECASE,
)
"""At the end of a line; a code of its tax may stand behind it."""

_BARE_AMOUNT: Final = re.compile(r"(?:^|\s)(\d{3,7})$")
"""Without separators: only where factors say that it is one."""

_COUNT: Final = re.compile(r"^(\d{1,3})\s?X\s+(?=[^\W\d_])|^(\d{1,3})\s+(?=[^\W\d_]{2})", re.IGNORECASE)
_LEAST_LETTERS: Final = 2
_LEAST_SHARE: Final = 0.6
_BETWEEN: Final = 3
"""Lines that may stand between two rows of one table."""

_CLOSE: Final = 1.0
_FEW: Final = 2


@dataclass(slots=True)
class _Found:
    """A row on its way, with the words of its cells."""

    lines: list[int]
    name: list[Word]
    amount: list[Word]
    quantity: list[Word]
    price: list[Word]


def slip_rows(lines: Sequence[Line], roles: TableRoles, canonical: Canonical) -> Rows | None:
    """The rows of a table that has two factors and an amount; None where none are found that arithmetic confirms.

    Args:
        lines: Of all pages.
        roles: Its columns, and what they are to each other.
        canonical: Makes values of texts.
    """
    product = roles.product
    text = next((field for field in roles.fields if field.name in roles.texts and field.normaliser is None), None)
    if product is None or text is None or len(product.factors) != _FEW:
        return None
    ends = LineRoles(roles.table.items.stop_labels if roles.table.items else (), (), roles.labels)
    for found in sorted(_groups(_rows(lines, ends)), key=len, reverse=True):
        by_name = {field.name: field for field in roles.fields}
        number = _Numbers(canonical, by_name[product.factors[0]], by_name[product.factors[1]], by_name[product.equals])
        support = number.support(found)
        below = lines[found[-1].lines[-1] + 1 :]
        is_whole = len(found) >= _FEW and number.is_sum(found, below)
        if support >= _LEAST_SHARE or is_whole:
            names = (text.name, *product.factors, product.equals)
            return _result(found, lines, names, 1.0 if is_whole else support)
    return None


class _Numbers:
    """What the numbers of rows say."""

    def __init__(
        self, canonical: Canonical, quantity: TemplateField, price: TemplateField, amount: TemplateField
    ) -> None:
        self._canonical, self._quantity, self._price, self._amount = canonical, quantity, price, amount

    def support(self, found: Sequence[_Found]) -> float:
        """Which part of the rows has factors that give its amount, 0-1."""
        held = 0
        for row in found:
            quantity, price = self._value(self._quantity, row.quantity), self._value(self._price, row.price)
            amount = self._value(self._amount, row.amount)
            if quantity is not None and price is not None and amount is not None:
                held += abs(quantity * price - amount) <= _CLOSE
        return held / len(found)

    def is_sum(self, found: Sequence[_Found], below: Sequence[Line]) -> bool:
        """Whether the amounts add up to one that ends a line below them."""
        amounts = [self._value(self._amount, row.amount) for row in found]
        whole = sum(amount for amount in amounts if amount is not None)
        printed = (_AMOUNT.search(line.text) for line in below)
        values = (self._canonical(self._amount, match[1]) for match in printed if match)
        return any(isinstance(value, int | float) and abs(value - whole) <= _CLOSE for value in values)

    def _value(self, column: TemplateField, words: Sequence[Word]) -> float | None:
        value = self._canonical(column, " ".join(word.text for word in words)) if words else None
        return float(value) if isinstance(value, int | float) else None


def _rows(lines: Sequence[Line], ends: LineRoles) -> list[_Found]:
    """Lines with an amount and a name or factors, each with the line of its name above or of its factors below it."""
    found: list[_Found] = []
    name: int | None = None
    for index, line in enumerate(lines):
        if _is_other(line, ends):
            name = None
            continue
        row = _row(line, index)
        if row is None:
            is_factors = found and found[-1].lines[-1] == index - 1 and not found[-1].price
            if is_factors and (below := _FACTORS.fullmatch(line.text.strip())):
                found[-1].lines.append(index)
                found[-1].quantity, found[-1].price = _factors(line, below)
                name = None
            else:
                name = index if sum(map(str.isalpha, line.text)) >= _LEAST_LETTERS else None
            continue
        if not row.name and name is not None and is_near(lines, name, index):
            row.lines.insert(0, name)
            row.name = _words(lines[name], 0, len(lines[name].text))
        if row.name:
            found.append(row)
        name = None
    return found


def _is_other(line: Line, ends: LineRoles) -> bool:
    """Whether a line holds a sum, a date or a label of something else."""
    if ends.is_stop(line) or ends.is_known(line) or ends.is_skip(line) or has_word_of_sums(line.text):
        return True
    return any(kinds.kind_of(piece.text) is kinds.Kind.DATE for piece in line.pieces) and not _FACTORS.search(line.text)


def _row(line: Line, index: int) -> _Found | None:
    """A row that stands on one line, its name perhaps above it; None where no amount ends the line."""
    text = line.text
    factors = _FACTORS.search(text)
    amount = _AMOUNT.search(text) or (_BARE_AMOUNT.search(text) if factors else None)
    if amount is None or (factors and factors.end() > amount.start(1)):
        return None
    begin, end = 0, amount.start()
    quantity: list[Word] = []
    price: list[Word] = []
    if factors:
        quantity, price = _factors(line, factors)
        is_first = not text[: factors.start()].strip()
        begin, end = (factors.end(), end) if is_first else (0, factors.start())
    elif count := _COUNT.match(text):
        group = 1 if count[1] else 2
        quantity, begin = _words(line, *count.span(group)), count.end()
    own = text[begin:end]
    name = _words(line, begin, end) if sum(map(str.isalpha, own)) >= _LEAST_LETTERS else []
    return _Found([index], name, _words(line, *amount.span(1)), quantity, price) if name or factors else None


def _factors(line: Line, found: re.Match[str]) -> tuple[list[Word], list[Word]]:
    """Quantity and price: the quantity is the smaller number, whichever stands first."""
    one, other = (float(re.sub(r"[.,](?=\d{3})|[.,]\d{1,2}$", "", found[group])) for group in (1, 2))
    first, last = _words(line, *found.span(1)), _words(line, *found.span(2))
    return (last, first) if other < one else (first, last)


def _words(line: Line, begin: int, end: int) -> list[Word]:
    """The words of a part of a line's text; of a word that is cut there, the part that belongs to it."""
    found, position = [], 0
    for piece in line.pieces:
        start, stop = max(begin - position, 0), min(end - position, len(piece.text))
        if start < stop and (part := piece.text[start:stop].strip()):
            box = piece.word.box
            share = box.w / len(piece.word.text)
            at = piece.word.text.find(piece.text) + start
            is_whole = part == piece.word.text
            found.append(
                piece.word
                if is_whole
                else replace(piece.word, text=part, box=replace(box, x=box.x + at * share, w=len(part) * share))
            )
        position += len(piece.text) + 1
    return found


def _groups(rows: Sequence[_Found]) -> Iterator[list[_Found]]:
    """Rows that follow each other."""
    group: list[_Found] = []
    for row in rows:
        if group and row.lines[0] - group[-1].lines[-1] > _BETWEEN:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _result(found: Sequence[_Found], lines: Sequence[Line], names: Sequence[str], support: float) -> Rows:
    name, quantity, price, amount = names
    rows = []
    for row in found:
        first = lines[row.lines[0]]
        cells = {name: row.name, quantity: row.quantity, price: row.price, amount: row.amount}
        rows.append(Row(first.page, first.middle, first.height, {key: words for key, words in cells.items() if words}))
    columns = frozenset(key for row in rows for key in row.cells)
    used = frozenset(index for row in found for index in row.lines)
    return Rows(
        tuple(rows), columns, used, {}, (), dict.fromkeys(columns, 0.0), dict.fromkeys(columns - {name}, support)
    )
