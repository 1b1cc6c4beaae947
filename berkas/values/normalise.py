"""Normalisers: printed text into the canonical value of a field, by the name that a template gives. None when it cannot be one."""

import re
from collections.abc import Mapping
from datetime import date

from berkas.model.extraction import Scalar
from berkas.values import commerce, registers
from berkas.values.context import NormaliseContext, Normaliser
from berkas.values.countries import code_of
from berkas.values.dates import parse_date
from berkas.values.dates_in_words import parse_spoken_date
from berkas.values.identifiers import bpkb, nitku, npwp, nsfp, passport, plate, sim, vin
from berkas.values.occupations import known_occupation
from berkas.values.regions import with_known_spaces

_READ_AS_DIGIT = str.maketrans({"O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "L": "1", "|": "1", "?": "7", "Z": "2",
                                "S": "5", "s": "5", "G": "6", "b": "6", "B": "8"})  # fmt: skip
_ONE = r"[\dOIlSB]"
_NSFP = re.compile(
    rf"(?<!\d){_ONE}{{3}}[ .\-–]{{0,2}}{_ONE}{{3}}[ .\-–]{{0,2}}{_ONE}{{2}}[ .\-–]{{0,2}}{_ONE}{{8,9}}(?!\d)"
)
_NITKU = re.compile(rf"(?<!\d){_ONE}{{22}}(?!\d)")
_FIRST_MADE = 1950
_MOST_DIGITS = 15
"""Of a whole number; JSON keeps no more of them exactly."""

_FOR_LIFE = re.compile(r"SEU?MUR\W*H?I?DUP", re.IGNORECASE)


def text(value: str, _context: NormaliseContext) -> Scalar:
    """One line with single spaces, without punctuation at its ends; a dash alone says that there is nothing."""
    plain = " ".join(value.split()).strip(" :;,=_|'`\"•·")
    return plain if plain.strip("-–—") else None


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
    """A date of the past as YYYY-MM-DD, in figures or words; of a year of two digits that of the past century."""
    found = _date(value, context)
    if found is not None and found > context.today and re.search(r"\d", value) and str(found.year) not in value:
        found = found.replace(year=found.year - 100)
    if found is None or found > context.today:
        return None
    return found.isoformat()


def country(value: str, _context: NormaliseContext) -> Scalar:
    """The three letters of a country, of its code or its name."""
    return code_of(value)


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
    found = re.search(r"(?<!\d)(?:[\dOIlSB][ .\-–]{0,2}){15,16}(?!\d)", value)
    digits = npwp.compact(found.group().translate(_READ_AS_DIGIT)) if found else ""
    if len(digits) == 15:
        return npwp.format_15(digits)
    return digits if len(digits) == 16 else None


def nsfp_number(value: str, _context: NormaliseContext) -> Scalar:
    """The serial number of a tax invoice: 16 digits with their marks, or 17 digits."""
    digits = _nsfp_digits(value)
    return nsfp.format(digits) if digits else None


def nsfp_transaction(value: str, _context: NormaliseContext) -> Scalar:
    """The two digits of the transaction in the serial number of a tax invoice, or by themselves."""
    digits = _nsfp_digits(value)
    return nsfp.validate(digits).transaction if nsfp.is_valid(digits) else _two_digits(value)


def nsfp_status(value: str, _context: NormaliseContext) -> Scalar:
    """The status in the serial number of a tax invoice as two digits, or by itself: 00 is ordinary, more replaces an invoice."""
    digits = _nsfp_digits(value)
    return nsfp.validate(digits).status.zfill(2) if nsfp.is_valid(digits) else _two_digits(value)


def _two_digits(value: str) -> str | None:
    found = re.fullmatch(r"\s*(\d{2})\s*", value)
    return found[1] if found else None


def _nsfp_digits(value: str) -> str:
    found = _NSFP.search(value)
    return nsfp.compact(found[0].translate(_READ_AS_DIGIT)) if found else ""


def nitku_number(value: str, _context: NormaliseContext) -> Scalar:
    """The 22 digits of a place of business."""
    found = _NITKU.search(value)
    return nitku.format(nitku.compact(found[0].translate(_READ_AS_DIGIT))) if found else None


_LICENCE = re.compile(r"(?<![\dA-Za-z])[\dOIlSB]{4}(?:[ .\-–]{0,2}[\dOIlSB]{2,6}){1,4}(?![\dA-Za-z])")
"""Groups of two digits and more: a single letter beside them is the class of the licence."""


def passport_number(value: str, _context: NormaliseContext) -> Scalar:
    """Letters and digits of the number of a passport; None for texts of another shape."""
    return passport.compact(value) if passport.is_valid(value) else None


def licence_number(value: str, _context: NormaliseContext) -> Scalar:
    """12, 14 or 16 digits; letters that are usual misreadings of digits are taken as such."""
    found = _LICENCE.search(value)
    digits = sim.compact(found.group().translate(_READ_AS_DIGIT)) if found else ""
    return digits if len(digits) in sim.LENGTHS else None


def vin_number(value: str, _context: NormaliseContext) -> Scalar:
    """The number of a frame: 17 letters and digits; shorter ones of old vehicles from 8 on."""
    found = vin.compact(value)
    if vin.is_valid(found):
        return found
    plain = serial_number(value, _context)
    return plain if isinstance(plain, str) and 8 <= len(plain) <= 17 else None


def serial_number(value: str, _context: NormaliseContext) -> Scalar:
    """Letters and digits of the number of an engine, in capitals without spaces; a text without digits is none."""
    found = re.sub(r"[^A-Z0-9/-]", "", value.upper()).strip("/-")
    return found if 5 <= len(found) <= 20 and sum(map(str.isdigit, found)) >= 3 else None


def plate_number(value: str, _context: NormaliseContext) -> Scalar:
    """A plate as printed, B 1234 CTH; None for a text of another shape."""
    return plate.format(value) if plate.parts(value) is not None else None


def book_number(value: str, _context: NormaliseContext) -> Scalar:
    """The number of a vehicle ownership book without its dash."""
    return bpkb.compact(value) if bpkb.is_valid(value) else None


def year(value: str, context: NormaliseContext) -> Scalar:
    """A year of make, from 1950 to the next one; the first four digits that can be one."""
    years = (int(found) for found in re.findall(r"(?<!\d)\d{4}(?!\d)", value.translate(_READ_AS_DIGIT)))
    return next((one for one in years if _FIRST_MADE <= one <= context.today.year + 1), None)


def whole_number(value: str, _context: NormaliseContext) -> Scalar:
    """The first whole number of a text, without its unit; a dot or comma before three digits parts thousands."""
    found = re.search(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+", value)
    return int(re.sub(r"\D", "", found.group())) if found and len(found.group()) <= _MOST_DIGITS else None


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
    "nsfp": nsfp_number,
    "nsfp_transaction": nsfp_transaction,
    "nsfp_status": nsfp_status,
    "nitku": nitku_number,
    "digits": digits_only,
    "rt_rw": rt_rw,
    "country": country,
    "passport_number": passport_number,
    "vin": vin_number,
    "serial_number": serial_number,
    "plate": plate_number,
    "bpkb_number": book_number,
    "year": year,
    "whole_number": whole_number,
    "licence_number": licence_number,
    **commerce.NORMALISERS,
    **registers.NORMALISERS,
}
"""By name; docs/templates.md lists them."""
