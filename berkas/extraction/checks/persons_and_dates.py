"""Checks of days: what a NIK holds, ages, dates that follow each other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from berkas.extraction.checks.outcomes import CheckContext, CheckOutcome, Values, broken, broken_rows, kept
from berkas.layout.folding import fold
from berkas.model import rules
from berkas.model.extraction import Severity
from berkas.values.identifiers import birth_certificate
from berkas.values.identifiers import nik as nik_number


def nik_matches(said: rules.NikMatches, values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    """The date of birth (up to the century) and the sex that are printed are those inside the NIK; with a table, in each row."""
    if said.table is not None:
        rows = values.get(said.table)
        found = enumerate(rows if isinstance(rows, list) else ())
        return [outcome for index, row in found for outcome in _of_row(said, said.table, index, row, context)]
    return _nik_matches(said, values, context)


def _of_row(
    said: rules.NikMatches, table: str, index: int, row: Values, context: CheckContext
) -> Iterator[CheckOutcome]:
    """What is wrong in a row, by its table; a number that fits says nothing of the others."""
    for outcome in _nik_matches(said, row, context):
        if outcome.finding is not None:
            finding = replace(outcome.finding, fields=(table,), row=index, column=said.nik)
            yield replace(outcome, fields=(table,), finding=finding)


def _nik_matches(said: rules.NikMatches, values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    parsed = nik_number.parse(str(values.get(said.nik) or ""), today=context.today)
    if parsed is None:
        return ()
    outcomes = []
    born = values.get(said.date_of_birth) if said.date_of_birth else None
    if said.date_of_birth and isinstance(born, str):
        if parsed.date_of_birth.isoformat()[2:] == born[2:]:
            outcomes.append(kept(said.nik, said.date_of_birth))
        else:
            message = "The NIK holds another date of birth."
            outcomes.append(
                broken("nik_birth_date_mismatch", message, said.nik, said.date_of_birth, severity=Severity.ERROR)
            )
    sex = values.get(said.sex) if said.sex else None
    if said.sex and sex is not None:
        if (sex == said.female) == parsed.is_female:
            outcomes.append(kept(said.sex))
        else:
            message = "The NIK belongs to the other gender."
            outcomes.append(broken("nik_gender_mismatch", message, said.nik, said.sex, severity=Severity.ERROR))
    return outcomes


def least_age(said: rules.LeastAge, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """Enough years lie between; a warning, for laws have exceptions (a KTP before 17 for the married: UU 24/2013, art. 63)."""
    born, later = values.get(said.born), values.get(said.later)
    if not isinstance(born, str) or not isinstance(later, str):
        return ()
    years = int(later[:4]) - int(born[:4]) - (later[5:] < born[5:])
    if years < said.years:
        return (broken("below_age", f"A date lies before the age of {said.years}.", said.born, said.later),)
    return ()


def marked_row(said: rules.MarkedRow, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """One row alone is marked, and says what the field says; spaces and punctuation do not count."""
    rows = values.get(said.table)
    if not isinstance(rows, list) or not any(row.get(said.column) for row in rows):
        return ()
    marked = [index for index, row in enumerate(rows) if row.get(said.column) == said.value]
    if len(marked) != 1:
        message = "Not one row of a table is marked as its head."
        return (broken("marked_row_count", message, said.table, column=said.column),)
    named, own = values.get(said.equals), rows[marked[0]].get(said.holds)
    if named is None or own is None:
        return ()
    if fold(str(named)) == fold(str(own)):
        return (kept(said.equals, said.table),)
    message = "The head of a table is another one than the document names."
    return (broken("marked_row_mismatch", message, said.equals, said.table, row=marked[0], column=said.holds),)


def distinct(said: rules.Distinct, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """A value that stands twice was misread in one of both rows, or belongs to a document that somebody made."""
    rows = values.get(said.table)
    found = [row.get(said.column) for row in rows] if isinstance(rows, list) else []
    counts = Counter(value for value in found if value is not None)
    twice = [index for index, value in enumerate(found) if value is not None and counts[value] > 1]
    message = "A number stands in two rows of a table."
    return broken_rows("value_repeated", message, said.table, twice, column=said.column, severity=Severity.ERROR)


def dated_number(said: rules.DatedNumber, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """What a registry numbers by the day of registration happened on that day or before; older numbers hold no day."""
    day, after = birth_certificate.registered_on(str(values.get(said.number) or "")), _date(values, said.after)
    if day is None or after is None or day >= after:
        return ()
    return (
        broken("dates_out_of_order", "The day inside a number lies before what it registers.", said.number, said.after),
    )


def date_order(said: rules.DateOrder, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """The last date is the first and the days between; a number often names year and month of the first; nothing ends before."""
    first, last = (_date(values, name) for name in (said.first, said.last))
    if first is None:
        return ()
    outcomes = []
    days = re.search(r"\d+", str(values.get(said.days) or "")) if said.days else None
    if last is not None and last < first:
        outcomes.append(broken("dates_out_of_order", "A date lies before the one it follows.", said.first, said.last))
    elif last is not None and days and said.days and (last - first).days == int(days[0]):
        outcomes.append(kept(said.first, said.last, said.days))
    number = str(values.get(said.number) or "") if said.number else ""
    if re.search(rf"{first:%Y}\W?{first:%m}|{first:%m}\W{first:%Y}", number):
        outcomes.append(kept(said.first))
    return outcomes


def _date(values: Values, name: str) -> date | None:
    value = values.get(name)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:  # for life, or a text of one's own template
        return None
