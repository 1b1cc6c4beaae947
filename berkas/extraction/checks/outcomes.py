"""What a rule about values says, and the shapes of rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from berkas.model.extraction import Finding, Severity, Value
from berkas.model.geometry import BoundingBox


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """An amount somewhere on the document.

    Attributes:
        value: As a number, without its sign.
        box: Around it.
    """

    value: float
    box: BoundingBox


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may need beside the values.

    Attributes:
        today: For rules about time.
        boxes: Where the values of fields stand, by name; empty when nobody knows.
        amounts: Every amount that stands outside of tables.
        codes: What the QR codes, bar codes and the like of the document say.
    """

    today: date
    boxes: Mapping[str, BoundingBox] = field(default_factory=dict)
    amounts: tuple[PrintedAmount, ...] = ()
    codes: tuple[str, ...] = field(default=(), repr=False)

    def unknown_amounts(self, first: str, last: str) -> list[float]:
        """Amounts that are printed between the values of two fields and are the value of none."""
        above, below = self.boxes.get(first), self.boxes.get(last)
        if above is None or below is None:
            return []
        top, bottom = (above.page, above.center_y), (below.page, below.center_y)
        return [
            amount.value
            for amount in self.amounts
            if top < (amount.box.page, amount.box.center_y) < bottom
            and not any(_meet(amount.box, box) for box in self.boxes.values())
        ]


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What one rule says.

    Attributes:
        fields: Names of the fields it is about.
        agrees: True raises their confidence, False lowers it.
        finding: For the analyst, when the rule is broken.
    """

    fields: tuple[str, ...]
    agrees: bool
    finding: Finding | None = None


MOST_ROWS_NAMED: Final = 20
"""Rows that break the same rule and are still named one by one."""

CODE_CONTRADICTS: Final = "code_contradicts"
"""Code of the finding about a QR or bar code that says something else than is printed."""

EXPLAINED_BY_PRINT: Final = frozenset({"sum_mismatch"})
"""Codes of rules that a run may find kept by what is printed and is the value of no field."""

Values = Mapping[str, Value]
Validator = Callable[[str, Value, CheckContext], CheckOutcome | None]
"""Takes the field's name and value."""

Check = Callable[[Any, Values, CheckContext], Sequence[CheckOutcome]]
"""Takes its arguments, the values of the document, and what else is known."""


def kept(*fields: str) -> CheckOutcome:
    """The values of these fields obey the rule."""
    return CheckOutcome(fields, agrees=True)


def broken(
    code: str,
    message: str,
    *fields: str,
    severity: Severity = Severity.WARNING,
    row: int | None = None,
    column: str | None = None,
) -> CheckOutcome:
    """They do not: a warning where honest papers may break the rule, an error where one of the values must be wrong.

    Args:
        code: Stable name of the rule.
        message: A sentence for a person, without field values.
        *fields: Names of the fields.
        severity: How much it weighs.
        row: Index of the row of the table among them, 0-based, where one row breaks the rule.
        column: Name of the column of that table, where one column is wrong.
    """
    return CheckOutcome(fields, agrees=False, finding=Finding(code, severity, fields, message, row, column))


def broken_rows(
    code: str, message: str, table: str, rows: Sequence[int], *, column: str, severity: Severity = Severity.WARNING
) -> list[CheckOutcome]:
    """An outcome for each row of a table that breaks a rule; one for the column where many do, for then no single row is wrong."""
    if len(rows) > MOST_ROWS_NAMED:
        return [broken(code, message, table, severity=severity, column=column)]
    return [broken(code, message, table, severity=severity, row=row, column=column) for row in rows]


def _meet(one: BoundingBox, other: BoundingBox) -> bool:
    """Whether two boxes share some of a page."""
    return (
        one.page == other.page
        and min(one.x + one.w, other.x + other.w) > max(one.x, other.x)
        and min(one.y + one.h, other.y + other.h) > max(one.y, other.y)
    )
