"""What a rule about values says, and the shapes of rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from berkas.model.extraction import Finding, Severity, Value


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may need beside the values."""

    today: date


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

Values = Mapping[str, Value]
Validator = Callable[[str, Value, CheckContext], CheckOutcome | None]
"""Takes the field's name and value."""

Check = Callable[[Values, CheckContext], Sequence[CheckOutcome]]


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
