"""What an analyst may write into fields: the types of the template, and nothing beyond them.

Deliberately not checked: patterns, check digits and sums. The analyst sees the paper; refusing what it truly says would be worse.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Final

from berkas.model.template import FieldType, TemplateField

MOST_CHARACTERS: Final = 10_000
MOST_ROWS: Final = 5_000
MOST_MISTAKES: Final = 100
"""Looked for: megabytes of unknown names cost seconds otherwise."""

_LIMIT: Final = 10**18
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHOWN_NAME: Final = 64


class _Enough(Exception):
    """There are as many mistakes as anybody wants to read."""


def mistakes(schema: Sequence[TemplateField], given: Mapping[str, object]) -> dict[str, list[str]]:
    """What is wrong with new values, by wire name: ``fields.<name>``, in a table ``fields.<name>[<row>].<column>``; the first 100.

    Args:
        schema: Fields of the template that made the extraction.
        given: New values by field name; None empties a field.
    """
    found: dict[str, list[str]] = {}

    def blame(place: str, message: str) -> None:
        found.setdefault(place, []).append(message)
        if len(found) >= MOST_MISTAKES:
            raise _Enough

    with suppress(_Enough):
        _check_object(schema, given, "fields", blame)
    return found


def names_of(schema: Sequence[TemplateField]) -> tuple[str, ...]:
    """The fields that a result has, in order."""
    return tuple(field.name for field in schema if not field.internal)


_Blame = Callable[[str, str], None]


def _check_object(schema: Sequence[TemplateField], given: Mapping[str, object], place: str, blame: _Blame) -> None:
    known = {field.name: field for field in schema if not field.internal}
    for name, value in given.items():
        field = known.get(name)
        shown = "".join(char for char in name[:_SHOWN_NAME] if char.isprintable())
        if field is None:
            blame(f"{place}.{shown}", "is not a field of this type")
        elif value is None:
            continue
        elif field.type is FieldType.ARRAY:
            _check_rows(field, value, f"{place}.{name}", blame)
        elif (message := _CHECKS[field.type](field, value)) is not None:
            blame(f"{place}.{name}", message)


def _check_rows(field: TemplateField, value: object, place: str, blame: _Blame) -> None:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        blame(place, "must be a list of objects")
    elif len(value) > MOST_ROWS:
        blame(place, f"must have at most {MOST_ROWS} rows")
    else:
        columns = field.items.fields if field.items else ()
        for number, row in enumerate(value):
            _check_object(columns, row, f"{place}[{number}]", blame)


def _string(_: TemplateField, value: object) -> str | None:
    if not isinstance(value, str):
        return "must be text"
    if len(value) > MOST_CHARACTERS:
        return f"must be at most {MOST_CHARACTERS} characters"
    return "must not contain NUL characters" if "\x00" in value else None


def _date(_: TemplateField, value: object) -> str | None:
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return "is not a day of the calendar"
        return None
    return "must be a date as YYYY-MM-DD"


def _number(_: TemplateField, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "must be a number"
    # far above all sums of papers; a client may send thousands of digits
    return None if -_LIMIT < value < _LIMIT else "must be a number of at most 18 digits"


def _enum(field: TemplateField, value: object) -> str | None:
    # True == 1 in Python, but not in JSON
    if not isinstance(value, bool) and value in field.values:
        return None
    return f"must be one of: {', '.join(str(allowed) for allowed in field.values)}"


_CHECKS: Final[Mapping[FieldType, Callable[[TemplateField, object], str | None]]] = {
    FieldType.STRING: _string,
    FieldType.DATE: _date,
    FieldType.NUMBER: _number,
    FieldType.ENUM: _enum,
}
