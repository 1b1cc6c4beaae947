"""What a document of no known type holds: its pairs, entities and tables, noted while it is drawn."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from berkas.evaluation.specimens.drawing import Column, Sheet, Truth
from berkas.model.extraction import Scalar

COLUMNS: Final = 12
"""Of the rows of tables."""


@dataclass(slots=True)
class Contents:
    """The truth of a document on its way; rows stand in reading order."""

    pairs: list[dict[str, Scalar]] = field(default_factory=list)
    entities: list[dict[str, Scalar]] = field(default_factory=list)
    tables: list[dict[str, Scalar]] = field(default_factory=list)
    _count: int = 0

    def pair(self, key: str, value: str) -> None:
        """A label with its value."""
        self.pairs.append({"key": key, "value": value})

    def entity(self, kind: str, value: str, currency: str | None = None) -> None:
        """An identifier, amount, date or contact."""
        self.entities.append({"kind": kind, "value": value, "currency": currency})

    def day(self, day: date) -> None:
        """A date."""
        self.entity("date", day.isoformat())

    def rupiah(self, amount: int) -> None:
        """An amount with its sign."""
        self.entity("amount", str(amount), "IDR")

    def table(self, title: str | None, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table; a cell without text holds nothing."""
        self._count += 1
        for number, row in enumerate((headings, *rows)):
            cells = {f"column_{n}": None for n in range(1, COLUMNS + 1)} | {
                f"column_{n}": text or None for n, text in enumerate(row, start=1)
            }
            self.tables.append({"table": self._count, "title": title if number == 0 else None, "row": number, **cells})

    def truth(self) -> Truth:
        """As the API gives it."""
        return {
            "key_values": self.pairs or None, "entities": self.entities or None, "table_rows": self.tables or None,
        }  # fmt: skip


def a_day(rng: random.Random) -> date:
    """A day of two years."""
    return date(2025, 1, 6) + timedelta(days=rng.randrange(700))


def ruled_table(
    sheet: Sheet,
    y: float,
    columns: Sequence[Column],
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    leading: float = 18,
) -> float:
    """A table with every line drawn; gives the y below it."""
    left, right = columns[0].left, columns[-1].right
    top = y
    for number, texts in enumerate((headings, *rows)):
        sheet.rule(left, y, right)
        for column, text in zip(columns, texts, strict=True):
            sheet.cell(column, y + leading * 0.68, text, bold=number == 0)
        y += leading
    sheet.rule(left, y, right)
    for column in columns:
        sheet.upright(column.left, top, y)
    sheet.upright(right, top, y)
    return y


def open_table(
    sheet: Sheet,
    y: float,
    columns: Sequence[Column],
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    leading: float = 14,
) -> float:
    """A table with lines above and below its headings alone; gives the y below it."""
    left, right = columns[0].left, columns[-1].right
    sheet.rule(left, y - leading * 0.8, right)
    for number, texts in enumerate((headings, *rows)):
        for column, text in zip(columns, texts, strict=True):
            sheet.cell(column, y, text, bold=number == 0)
        if number == 0:
            sheet.rule(left, y + leading * 0.4, right)
        y += leading * (1.3 if number == 0 else 1)
    sheet.rule(left, y - leading * 0.5, right)
    return y + 6
