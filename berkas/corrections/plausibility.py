"""Whether a value that a person typed can be one of its field: its shape, its pattern, its range.

Only what is impossible for every document of the type is told; what a rule thinks of a possible value is the rule's to say. A
pattern with a group may describe what stands around a value, so the value alone is not compared with it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from berkas.model.extraction import Finding, Scalar, Severity
from berkas.model.patterns import compiled
from berkas.model.template import FieldType, TemplateField
from berkas.values.dates import is_likely_year

VALUE_UNLIKELY: Final = "value_unlikely"


def is_possible(field: TemplateField, value: Scalar, *, today: date) -> bool:
    """Whether a value that has the type of its field may stand there; nothing is always possible."""
    if value is None:
        return True
    if field.type is FieldType.STRING and isinstance(value, str):
        return _has_shape(field.normaliser, value, today) and _has_pattern(field.regex, value)
    if field.type is FieldType.DATE and isinstance(value, str):
        return _is_day(value, today, is_past=field.normaliser == "date_of_birth")
    if field.normaliser == "percent" and isinstance(value, int | float):
        return 0 <= value <= 100
    return True


def impossible(field: str, *, row: int | None = None, column: str | None = None) -> Finding:
    """The finding about a value that is none of its field."""
    message = "A value does not look like one of its field."
    return Finding("value_unlikely", Severity.WARNING, (field,), message, row, column)


def impossible_cells(table: str) -> Finding:
    """The finding about a table of which many cells hold what is none of their columns."""
    return Finding("value_unlikely", Severity.WARNING, (table,), "Many values of a table do not look like ones of it.")


def _is_day(value: str, today: date, *, is_past: bool = False) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return is_likely_year(day.year, today=today) and not (is_past and day > today)


def _has_shape(normaliser: str | None, value: str, today: date) -> bool:
    if normaliser == "valid_until":
        return value == "SEUMUR HIDUP" or _is_day(value, today)
    check = _SHAPES.get(normaliser or "")
    return check is None or check(value)


def _has_pattern(pattern: str | None, value: str) -> bool:
    if pattern is None or compiled(pattern).groups:
        return True
    return compiled(pattern).fullmatch(value) is not None


def _matches(pattern: str) -> Callable[[str], bool]:
    shape = re.compile(pattern, re.ASCII)
    return lambda value: shape.fullmatch(value) is not None


def _has_letters(value: str) -> bool:
    return any(map(str.isalpha, value))


def _is_npwp(value: str) -> bool:
    return re.fullmatch(r"[\d .\-]+", value, re.ASCII) is not None and sum(map(str.isdigit, value)) in {15, 16}


_SHAPES: Final[Mapping[str, Callable[[str], bool]]] = {
    "nik": _matches(r"\d{16}"),
    "npwp": _is_npwp,
    "digits": _matches(r"\d+"),
    "rt_rw": _matches(r"\d{3}/\d{3}"),
    "account_number": _matches(r"\d{6,20}"),
    "time": _matches(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"),
    "currency": _matches(r"[A-Z]{3}"),
    "email": _matches(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+"),
    "phone": _matches(r"\+?[\d ()./\-]{6,24}"),
    "name": _has_letters,
    "place": _has_letters,
    "company": _has_letters,
    "bank": _has_letters,
}
"""Shapes of canonical values, by the normaliser that makes them."""
