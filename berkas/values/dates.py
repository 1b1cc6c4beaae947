"""Dates as documents print them: 15-08-1995, 17/08/24, 17 Agustus 2024, 17-AGT-2024, 2024-08-17, January 15, 2026.

The day stands first, as everywhere in Indonesia; a document from elsewhere may put the month first, which is decided once for all
of it (`berkas.values.conventions`).

>>> from datetime import date
>>> parse_date("JAKARTA, 15-08-1995", today=date(2026, 1, 1))
datetime.date(1995, 8, 15)
>>> parse_date("17 Agust 2024", today=date(2026, 1, 1))
datetime.date(2024, 8, 17)
>>> parse_date("12 AUG/AOÛT 2024", today=date(2026, 1, 1))
datetime.date(2024, 8, 12)
>>> parse_date("31-02-1995", today=date(2026, 1, 1)) is None
True

A year before 1900 or more than 50 years from now is a misreading, and what it stands in is no date: births and deeds of the papers
that are read lie after 1900, and the ends of loans and land rights within 50 years. Where a time follows without a space, the last
two digits of such a year are its hour.

>>> parse_date("14-02-2619", today=date(2026, 1, 1)) is None
True
>>> parse_date("14/02/2619:08:22", today=date(2026, 1, 1))
datetime.date(2026, 2, 14)
"""

import re
from datetime import date

_MONTHS = (
    ("JAN",), ("FEB", "PEB"), ("MAR", "MRT"), ("APR",), ("MEI", "MAY"), ("JUN",), ("JUL",), ("AGU", "AGT", "AGS", "AUG"),
    ("SEP",), ("OKT", "OCT"), ("NOV", "NOP"), ("DES", "DEC"),
)  # fmt: skip
_MONTH_BY_PREFIX = {prefix: number for number, prefixes in enumerate(_MONTHS, start=1) for prefix in prefixes}

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2}) ?[-/.–] ?(\d{1,2}) ?[-/.–] ?(\d{4}|\d{2})(?!\d)")
_MISREAD = re.compile(r"(?<!\d)(\d{1,2}) ?[-/.:–] ?(\d{1,2}) ?[-/.:–] ?(\d{4})(?!\d)")
"""A dash is often read as a colon; with a year of two digits it would be a time."""
_WITH_TIME = re.compile(r"(\d{1,2}) ?[-/.–] ?(\d{1,2}) ?[-/.–] ?(\d{2})(?:[01]\d|2[0-3]):\d{2}(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})[ ,/-]{0,2}([A-Z]{3,9})(?: ?/ ?[A-ZÀ-Ü]{3,9})?\.?,?[ /-]{0,2}(\d{4}|\d{2}(?![:.]\d))(?!\d)"
)
"""The month may stand in two languages, as in travel documents: 12 AUG/AOÛT 74."""
_MONTH_THEN_DAY = re.compile(r"\b([A-Z]{3,9})\.? {0,2}(\d{1,2})(?:ST|ND|RD|TH)?,? {0,2}(\d{4})(?!\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:ST|ND|RD|TH)\b(?: OF\b)?")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})[-/](\d{1,2})(?![\d/-])")
_DAY_NAMED = re.compile(r"(?<!\d)(\d{1,2})[ -]{0,2}([A-Z]{3,9})\b")
_NAMED_DAY = re.compile(r"\b([A-Z]{3,9})\.? ?(\d{1,2})(?!\d)")
_PIVOT_YEARS = 20
"""A two-digit year is this century's up to so many years from now."""

_FIRST_YEAR = 1900
_YEARS_AHEAD = 50


def is_likely_year(year: int, *, today: date) -> bool:
    """Whether a year may stand on a paper: from 1900 to 50 years from now."""
    return _FIRST_YEAR <= year <= today.year + _YEARS_AHEAD


def parse_date(text: str, *, today: date, is_month_first: bool = False) -> date | None:
    """The first date in a text, or None.

    Args:
        text: As printed.
        today: Of the reading.
        is_month_first: The document puts the month first in dates of numbers; one that cannot be so is read the other way.
    """
    upper = _ORDINAL.sub("", text.upper())
    clear = _clear_date(upper, today, is_month_first=is_month_first)
    if clear is not None:
        return clear
    found = _MISREAD.search(upper)
    return _date(found[3], int(found[2]), found[1], today) if found else None


def all_dates(text: str, *, today: date, is_month_first: bool = False) -> list[date]:
    """Every date in a text in its order, also of those that stand in one word: 01/08/2026-31/08/2026."""
    upper = _ORDINAL.sub("", text.upper())
    found: list[tuple[int, date]] = []
    for match in _ISO.finditer(upper):
        found += _placed(match.start(), _date(match[1], int(match[2]), match[3], today))
    # the day of one ISO date and the year of the next look like a date too
    upper = _ISO.sub(lambda match: " " * len(match[0]), upper)
    for match in _NUMERIC.finditer(upper):
        found += _placed(match.start(), _numeric(match, today, is_month_first=is_month_first))
    for match in _MONTH_THEN_DAY.finditer(upper):
        month = _MONTH_BY_PREFIX.get(match[1][:3])
        if month is not None:
            found += _placed(match.start(), _date(match[3], month, match[2], today))
    for match in _NAMED.finditer(upper):
        month = _MONTH_BY_PREFIX.get(match[2][:3])
        if month is not None:
            found += _placed(match.start(), _date(match[3], month, match[1], today))
    return [day for _, day in sorted(found)]


def _placed(place: int, day: date | None) -> list[tuple[int, date]]:
    return [(place, day)] if day is not None else []


def _numeric(found: re.Match[str], today: date, *, is_month_first: bool) -> date | None:
    """A date of numbers; where the month stands first, unless it cannot."""
    if is_month_first and (american := _date(found[3], int(found[1]), found[2], today)):
        return american
    return _date(found[3], int(found[2]), found[1], today)


def _clear_date(upper: str, today: date, *, is_month_first: bool) -> date | None:
    if found := _ISO.search(upper):
        return _date(found[1], int(found[2]), found[3], today)
    for found in _MONTH_THEN_DAY.finditer(upper):
        month = _MONTH_BY_PREFIX.get(found[1][:3])
        if month is not None:
            return _date(found[3], month, found[2], today)
    for found in _NAMED.finditer(upper):
        month = _MONTH_BY_PREFIX.get(found[2][:3])
        if month is not None:
            return _date(found[3], month, found[1], today)
    found = _NUMERIC.search(upper)
    if found and not is_likely_year(_full_year(found[3], today), today=today):
        found = _WITH_TIME.match(upper, found.start())
    return _numeric(found, today, is_month_first=is_month_first) if found else None


def parse_day(text: str, *, today: date, is_month_first: bool = False) -> str | None:
    """The first date in a text as YYYY-MM-DD, or as --MM-DD (ISO 8601) when it has no year; None when there is none.

    >>> parse_day("03/02 TRSF E-BANKING", today=date(2026, 1, 1))
    '--02-03'
    """
    upper = _ORDINAL.sub("", text.upper())
    full = _clear_date(upper, today, is_month_first=is_month_first)
    if full is not None:
        return full.isoformat()
    if found := _DAY_MONTH.search(upper):
        american = _day(int(found[2]), int(found[1])) if is_month_first else None
        return american or _day(int(found[1]), int(found[2]))
    for found in _DAY_NAMED.finditer(upper):
        month = _MONTH_BY_PREFIX.get(found[2][:3])
        if month is not None:
            return _day(int(found[1]), month)
    for found in _NAMED_DAY.finditer(upper):
        month = _MONTH_BY_PREFIX.get(found[1][:3])
        if month is not None:
            return _day(int(found[2]), month)
    return None


def month_of(name: str) -> int | None:
    """Number of a month by its Indonesian or English name or abbreviation, 1-12; None when it is none."""
    return _MONTH_BY_PREFIX.get(name.upper()[:3])


def _day(day: int, month: int) -> str | None:
    try:
        date(2024, month, day)  # a leap year
    except ValueError:
        return None
    return f"--{month:02d}-{day:02d}"


def _date(year: str, month: int, day: str, today: date) -> date | None:
    full = _full_year(year, today)
    if not is_likely_year(full, today=today):
        return None
    try:
        return date(full, month, int(day))
    except ValueError:
        return None


def _full_year(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= today.year % 100 + _PIVOT_YEARS else 1900)
