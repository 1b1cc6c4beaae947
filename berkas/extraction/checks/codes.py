"""Checks of what machine-readable codes say against what is printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from berkas.extraction.checks.outcomes import CODE_CONTRADICTS, CheckContext, CheckOutcome, Values, broken, kept
from berkas.model import rules
from berkas.model.extraction import Scalar, Severity
from berkas.model.patterns import compiled
from berkas.values.amounts import parse_amount
from berkas.values.dates import parse_date

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_WITHOUT_MARKS: Final = re.compile(r"\d{8}", re.ASCII)
_LEAST_OF_END: Final = 4
"""Characters of an end that are compared: fewer agree by chance."""


def code_agrees(said: rules.CodeAgrees, values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    """A code that fits the pattern says what is printed. Of several such codes one that agrees is enough.

    A file may hold further documents with codes of their own, so a code that contradicts counts only where none agrees.
    """
    compared = [found for content in context.codes if (found := _compared(said, content, values, context))]
    if not compared:
        return ()
    agreeing = next((found for found in compared if all(found.values())), None)
    if agreeing is not None:
        return (kept(*agreeing),)
    wrong = [name for name, is_equal in compared[0].items() if not is_equal]
    message = "A code on the document says something else than is printed."
    return (broken(CODE_CONTRADICTS, message, *wrong, severity=Severity(said.severity)),)


def _compared(said: rules.CodeAgrees, content: str, values: Values, context: CheckContext) -> dict[str, bool]:
    """By field, whether the code says the same; nothing for a code of another kind, and for fields without a value."""
    found = compiled(said.pattern).search(content)
    parts: Mapping[str, str | None] = found.groupdict() if found else {}
    return dict(_fields_of(said, parts, values, context))


def _fields_of(
    said: rules.CodeAgrees, parts: Mapping[str, str | None], values: Values, context: CheckContext
) -> Iterator[tuple[str, bool]]:
    for name in said.groups:
        part, value = parts.get(name), values.get(name)
        if not part or value is None or isinstance(value, list):
            continue
        is_equal = _is_equal(value, part, context, is_end=name in said.ends)
        if is_equal is not None:
            yield name, is_equal


def _is_equal(value: Scalar, part: str, context: CheckContext, *, is_end: bool) -> bool | None:
    """Whether a value is what a code says: as amounts, as days or as letters and digits; None where they cannot be compared."""
    if isinstance(value, int | float):
        amount = parse_amount(part)
        return None if amount is None else abs(float(amount) - value) < 0.005
    one, other = _plain(str(value)), _plain(part)
    if is_end:
        length = min(len(one), len(other))
        return one[-length:] == other[-length:] if length >= _LEAST_OF_END else None
    if one == other:
        return True
    if not _DAY.fullmatch(str(value)):
        return False
    day = parse_date(part, today=context.today)
    if day is not None:
        return day.isoformat() == value
    return False if _DAY_WITHOUT_MARKS.fullmatch(part) else None


def _plain(text: str) -> str:
    """Letters and digits alone, in one case."""
    return "".join(character for character in text.casefold() if character.isalnum())
