"""Normalisers: printed text into the canonical value of a field, by the name that a template gives. None when it cannot be one."""

import re
from collections.abc import Mapping
from datetime import date

from berkas.model.extraction import Scalar
from berkas.values import commerce, registers
from berkas.values.context import NormaliseContext, Normaliser
from berkas.values.dates import parse_date
from berkas.values.dates_in_words import parse_spoken_date
from berkas.values.identifiers import npwp
from berkas.values.occupations import known_occupation
from berkas.values.regions import with_known_spaces

_READ_AS_DIGIT = str.maketrans({"O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "L": "1", "|": "1", "?": "7", "Z": "2",
                                "S": "5", "s": "5", "G": "6", "b": "6", "B": "8"})  # fmt: skip
_FOR_LIFE = re.compile(r"SEU?MUR\W*H?I?DUP", re.IGNORECASE)


def text(value: str, _context: NormaliseContext) -> Scalar:
    """One line with single spaces, without punctuation at its ends."""
    return " ".join(value.split()).strip(" :;,=_|'`\"•·") or None


def upper_text(value: str, context: NormaliseContext) -> Scalar:
    """As ``text``, in capitals."""
    plain = text(value, context)
    return plain.upper() if isinstance(plain, str) else None


def name(value: str, context: NormaliseContext) -> Scalar:
    """A person's or company's name in capitals; titles and degrees stay."""
    plain = upper_text(value, context)
    return plain if isinstance(plain, str) and sum(map(str.isalpha, plain)) >= 2 else None


def place(value: str, context: NormaliseContext) -> Scalar:
    """A place in capitals, without what follows a comma or a date; regions with their right spaces."""
    cut = re.split(r",|\d", value, maxsplit=1)[0]
    plain = name(cut.rstrip(" .-"), context)
    return with_known_spaces(plain) if isinstance(plain, str) else None


def tax_office(value: str, context: NormaliseContext) -> Scalar:
    """The kind of a tax office and its place in capitals; regions with their right spaces."""
    plain = upper_text(value, context)
    found = re.match(r"(PRATAMA|MADYA)\s*(.+)", plain) if isinstance(plain, str) else None
    return f"{found[1]} {with_known_spaces(found[2])}" if found else None


def occupation(value: str, context: NormaliseContext) -> Scalar:
    """An occupation of the civil registry's list, or what is printed."""
    plain = upper_text(value, context)
    return known_occupation(plain) if isinstance(plain, str) else None


def iso_date(value: str, context: NormaliseContext) -> Scalar:
    """A date as YYYY-MM-DD; where none stands in figures, one in words."""
    found = _date(value, context)
    return found.isoformat() if found else None


def date_of_birth(value: str, context: NormaliseContext) -> Scalar:
    """A date of the past as YYYY-MM-DD; where none stands in figures, one in words."""
    found = _date(value, context)
    if found is None or found > context.today:
        return None
    return found.isoformat()


def _date(value: str, context: NormaliseContext) -> date | None:
    in_figures = parse_date(value, today=context.today, is_month_first=context.conventions.is_month_first)
    return in_figures or parse_spoken_date(value, today=context.today)


def valid_until(value: str, context: NormaliseContext) -> Scalar:
    """A date, or SEUMUR HIDUP."""
    return "SEUMUR HIDUP" if _FOR_LIFE.search(value) else iso_date(value, context)


def nik(value: str, _context: NormaliseContext) -> Scalar:
    """Sixteen digits; letters that are usual misreadings of digits are taken as such."""
    digits = re.sub(r"\D", "", value.translate(_READ_AS_DIGIT))
    return digits if len(digits) == 16 else None


def npwp_number(value: str, _context: NormaliseContext) -> Scalar:
    """Fifteen digits as printed on cards, or sixteen digits."""
    found = re.search(r"(?:[\dOIlSB][ .\-–]{0,2}){15,16}", value)
    digits = npwp.compact(found.group().translate(_READ_AS_DIGIT)) if found else ""
    if len(digits) == 15:
        return npwp.format_15(digits)
    return digits if len(digits) == 16 else None


def digits_only(value: str, _context: NormaliseContext) -> Scalar:
    """All digits of the text."""
    return re.sub(r"\D", "", value) or None


def rt_rw(value: str, _context: NormaliseContext) -> Scalar:
    """Neighbourhood and its group as NNN/NNN; the slash may be read as a letter, a one or nothing."""
    found = re.search(r"(\d{1,3})\s*[/IVl|\\-]\s*(\d{1,3})", value) or re.search(r"(\d{3})\D?(\d{3})", value)
    return f"{int(found[1]):03d}/{int(found[2]):03d}" if found else None


NORMALISERS: Mapping[str, Normaliser] = {
    "text": text,
    "upper_text": upper_text,
    "name": name,
    "place": place,
    "tax_office": tax_office,
    "occupation": occupation,
    "address": upper_text,
    "date": iso_date,
    "date_of_birth": date_of_birth,
    "valid_until": valid_until,
    "nik": nik,
    "npwp": npwp_number,
    "digits": digits_only,
    "rt_rw": rt_rw,
    **commerce.NORMALISERS,
    **registers.NORMALISERS,
}
"""By name; docs/templates.md lists them."""
