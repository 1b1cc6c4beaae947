"""Normalisers of commercial papers: money, companies, addresses, periods, accounts."""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from berkas.model.extraction import Scalar
from berkas.values.amounts import parse_amount, parse_percent, parse_quantity
from berkas.values.banks import bank_of_product
from berkas.values.context import NormaliseContext, Normaliser
from berkas.values.conventions import is_currency
from berkas.values.dates import all_dates, is_likely_year, month_of, parse_day
from berkas.values.number_words import parse_words

_CURRENCIES: Final = {
    "IDR": ("IDR", "RUPIAH", "RP"), "SGD": ("SGD", "S$", "SG$"), "AUD": ("AUD", "A$", "AU$"), "HKD": ("HKD", "HK$"),
    "USD": ("USD", "US$", "DOLLAR", "DOLLARS", "$"), "EUR": ("EUR", "EURO", "€"), "GBP": ("GBP", "£"), "JPY": ("JPY", "YEN", "¥"),
    "MYR": ("MYR", "RM", "RINGGIT"), "CNY": ("CNY", "RMB"), "CHF": ("CHF",), "THB": ("THB", "฿"), "INR": ("INR", "₹"),
}  # fmt: skip
WORDS_OF_RUPIAH: Final = frozenset(
    {"HARGA", "JUMLAH", "TAGIHAN", "PEMBAYARAN", "BAYAR", "TERBILANG", "POTONGAN", "DISKON", "ONGKIR"}
)
"""Words before amounts; where no currency is printed, they mean rupiah, as the law asks (Law 7/2011, art. 21)."""

_QUANTITY: Final = re.compile(r"\d[\d.,]*\s+\S")
_CODE_WORDS: Final = 3
_DATE_BEFORE: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_TIME: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?(?!\d)(?![:.]\d)")
_HALF: Final = re.compile(r"\s*([AP])\.?M\b", re.IGNORECASE)
_NOON: Final = 12
FURTHER_CONTACTS: Final = (
    r"\b(?:MOBILE|HOTLINE|CALL|SUREL|POS-EL|TELEFAX|FAKSIMILI|FACSIMILE|CELL|WHATSAPP|WEBSITE|KONTAK)\b"
    r"(?=\s*[.:]|\s+[+(\d])"
)
"""Words before contacts that stand in names and streets too: only where a mark or a number follows."""

_CONTACT: Final = re.compile(
    r"\b(?:TELP?|TELEPON|PHONE|TLP|HP|FAX|WA|E-?MAIL|NPWP|WWW|ATTN|UP)\b[.:]?|\S+@\S+|\(\+?\d[\d -]{5,}|"
    + FURTHER_CONTACTS,
    re.IGNORECASE,
)
_BARE_PHONE: Final = re.compile(r"\s*[-–,/]?\s*(?<![\d.])(?:\+62|0)\d(?:[ -]?\d){7,12}\s*$")
"""A telephone number at the end of an address, without a word that says so."""

_PLACE_OF_BUSINESS: Final = re.compile(r"\W*#?\s*(?<!\d)\d{22}(?!\d)")
"""A NITKU behind an address."""

_STREET: Final = re.compile(r"\bJ[I1|]\.")
"""Jl. (jalan) with its l misread."""

_PHONE: Final = re.compile(
    r"(?<![\w/.,-])(?:(?:\+62[ -]?\(?|\(?0)\d[\d ()./-]{6,18}\d|\+\d{1,3}[ -]?\(?\d[\d ()./-]{5,16}\d"
    r"|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b)"
)
_EMAIL: Final = re.compile(r"[\w.+-]+ ?@[\w-]+(?:\.[\w-]+)+")
"""Recognition puts a space before the sign."""

_ACCOUNT: Final = re.compile(r"\d[\d .-]{4,24}\d")
_BETWEEN: Final = re.compile(
    r"\s+(?:-|–|S/?D\.?|SAMPAI(?: DENGAN)?|TO|HINGGA|UNTIL)\s+|(?<=\d)\s*(?:–|S/D|~)\s*(?=\d)", re.IGNORECASE
)
_MONTH_OF_YEAR: Final = re.compile(r"\b([A-Z]{3,9})\W{0,3}(\d{4})\b")
_NUMBERED_MONTH: Final = re.compile(r"(?<![\d/-])(?:(\d{1,2})\s?[-/.]\s?(\d{4})|(\d{4})\s?[-/]\s?(\d{1,2}))(?![\d/-])")
_HOLDER: Final = re.compile(r"A[./]\s?N\b|ATAS NAMA\b|ACCOUNT NAME\b")
"""What follows is the holder of an account, not its bank."""

_BEHIND_BANK: Final = re.compile(
    r",|\d{5}|[ (](?:NO(?:MOR)?\b|ACC?(?:OUNT)?\b|A/C\b|REK(?:ENING)?\b|CAB(?:ANG)?\b|KCP\b|BRANCH\b|A[./]N\b)",
    re.IGNORECASE,
)
_LEGAL_FORM: Final = re.compile(
    r"^(?:PT|PD|PERSEROAN TERBATAS)\.?\s+|[ ,]+(?:TBK|PERSERO)\.?$|\(PERSERO\)", re.IGNORECASE
)


def amount(value: str, context: NormaliseContext) -> Scalar:
    """Money as a number: whole rupiah as an int, negative in parentheses or with a minus."""
    return _money(value, context)


def magnitude(value: str, context: NormaliseContext) -> Scalar:
    """Money without its sign, for amounts whose label says that they are taken away."""
    found = _money(value, context)
    return None if found is None else abs(found)


def tax_amount(value: str, context: NormaliseContext) -> Scalar:
    """Money; a rate in percent that stands before it is left out, and alone it is none."""
    return _money(re.sub(r"\(?\d+(?:[.,]\d+)?\s*%\)?", " ", value), context)


def quantity(value: str, context: NormaliseContext) -> Scalar:
    """A quantity as a number, without its unit."""
    return parse_quantity(value, context.locale)


def unit(value: str, _context: NormaliseContext) -> Scalar:
    """A unit of quantities in capitals, without the sign of a currency beside it, which belongs to the price.

    None for a number, and for a number with a unit, which is a quantity.
    """
    words = value.split()
    while words and is_currency(words[-1]):
        words.pop()
    plain = " ".join(words).strip(" :;,=_|'`\"").upper()
    return plain if any(map(str.isalpha, plain)) and not _QUANTITY.match(plain) else None


def item_code(value: str, _context: NormaliseContext) -> Scalar:
    """The code of goods in capitals: one word, or up to three with digits among them; more words are a description."""
    words = value.strip(" :;,=_|'`\"").upper().split()
    is_code = len(words) == 1 or (len(words) <= _CODE_WORDS and any(map(str.isdigit, "".join(words))))
    return " ".join(words) if is_code else None


def percent(value: str, _context: NormaliseContext) -> Scalar:
    """A percentage as a number of 0-100."""
    return parse_percent(value)


def discount(value: str, context: NormaliseContext) -> Scalar:
    """A discount as printed, in percent or in money."""
    found = parse_percent(value)
    return found if found is not None else magnitude(value, context)


def currency(value: str, context: NormaliseContext) -> Scalar:
    """The code of ISO 4217 of a currency that Indonesian documents name; a bare dollar sign is that of the document's country.

    A word for amounts in Indonesian is rupiah.
    """
    words = re.split(r"[^A-Z$€£¥₹฿]+", value.upper())
    if "$" in words:
        return context.conventions.dollar
    code = next((code for code, names in _CURRENCIES.items() if any(name in words for name in names)), None)
    return code or ("IDR" if WORDS_OF_RUPIAH.intersection(words) else None)


def day(value: str, context: NormaliseContext) -> Scalar:
    """A date as YYYY-MM-DD, or as --MM-DD when the year is not printed."""
    return parse_day(value, today=context.today, is_month_first=context.conventions.is_month_first)


def clock_time(value: str, _context: NormaliseContext) -> Scalar:
    """A time of the day as HH:MM:SS, or HH:MM when no seconds are printed; PM is the second half of the day."""
    found = _TIME.search(_DATE_BEFORE.sub(" ", value))
    if found is None:
        return None
    hour = int(found[1])
    half = _HALF.match(value[value.index(found[0]) + len(found[0]) :])
    if half is not None and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half[1].upper() == "P" else 0)
    return ":".join(part.zfill(2) for part in (str(hour), found[2], found[3]) if part is not None)


def period_start(value: str, context: NormaliseContext) -> Scalar:
    """The first day of a period: of two dates, or of a month with its year."""
    found = _period(value, context)
    return found[0].isoformat() if found else None


def period_end(value: str, context: NormaliseContext) -> Scalar:
    """The last day of a period: of two dates, or of a month with its year."""
    found = _period(value, context)
    return found[1].isoformat() if found else None


def month(value: str, context: NormaliseContext) -> Scalar:
    """A month as YYYY-MM: one that is named or numbered with its year, or that of the last day of a period."""
    found = _period(value, context)
    if found is not None:
        return f"{found[1]:%Y-%m}"
    numbered = _NUMBERED_MONTH.search(value)
    if numbered is None:
        return None
    year, number = int(numbered[2] or numbered[3]), int(numbered[1] or numbered[4])
    return f"{year}-{number:02d}" if 1 <= number <= 12 and is_likely_year(year, today=context.today) else None


def company(value: str, _context: NormaliseContext) -> Scalar:
    """The name of a company or person in capitals; a contact behind it is left out."""
    plain = _CONTACT.split(" ".join(value.split()))[0].strip(" :;,=_|'`\"-–()").upper()
    letters = sum(map(str.isalpha, plain))
    # the number of a paper is no name
    return plain if letters >= 3 and letters > 2 * sum(map(str.isdigit, plain)) else None


def bank(value: str, context: NormaliseContext) -> Scalar:
    """The name of a bank in capitals, without its legal form, its branch and the account behind it; a product gives its bank."""
    of_product = bank_of_product(value)
    if of_product is not None:
        return of_product
    plain = company(_BEHIND_BANK.split(value, maxsplit=1)[0], context)
    if not isinstance(plain, str) or _HOLDER.match(plain):
        return None
    return _LEGAL_FORM.sub("", _LEGAL_FORM.sub("", plain)).strip() or None


def postal_address(value: str, _context: NormaliseContext) -> Scalar:
    """An address on one line, without the phone or tax number behind it."""
    plain = re.sub(r"^\W*ALAMAT\W*", "", " ".join(value.split()), flags=re.IGNORECASE)
    plain = _BARE_PHONE.sub("", _PLACE_OF_BUSINESS.split(plain)[0])
    plain = _STREET.sub("Jl.", _CONTACT.split(plain)[0].strip(" :;,=_|'`\"-"))
    return plain if sum(map(str.isalpha, plain)) >= 4 else None


def phone(value: str, _context: NormaliseContext) -> Scalar:
    """A telephone number as printed."""
    found = _PHONE.search(_DATE_BEFORE.sub(" ", value))
    return found.group().strip() if found and len(re.sub(r"\D", "", found.group())) <= 15 else None


def email(value: str, _context: NormaliseContext) -> Scalar:
    """An e-mail address in small letters."""
    found = _EMAIL.search(value)
    return found.group().replace(" ", "").lower() if found else None


def account_number(value: str, _context: NormaliseContext) -> Scalar:
    """The digits of a bank account, 6 to 20."""
    found = _ACCOUNT.search(value)
    digits = re.sub(r"\D", "", found.group()) if found else ""
    return digits if 6 <= len(digits) <= 20 else None


def document_number(value: str, _context: NormaliseContext) -> Scalar:
    """The number of a paper as printed; a date or an amount of money is none."""
    plain = value.strip(" :;,.#")
    if _DATE_BEFORE.fullmatch(plain):
        return None
    return plain or None


def words_of_amount(value: str, _context: NormaliseContext) -> Scalar:
    """An amount in words as printed, up to the currency and without the signs around it."""
    said = re.split(r"(?<=RUPIAH)\b", value, maxsplit=1, flags=re.IGNORECASE)[0]
    plain = " ".join(said.split()).strip(" :;,.=#*_|-()\"'")
    return plain if parse_words(plain) is not None or plain.upper().endswith("RUPIAH") else None


NORMALISERS: Final[Mapping[str, Normaliser]] = {
    "amount": amount,
    "magnitude": magnitude,
    "tax_amount": tax_amount,
    "quantity": quantity,
    "unit": unit,
    "item_code": item_code,
    "percent": percent,
    "discount": discount,
    "currency": currency,
    "day": day,
    "time": clock_time,
    "period_start": period_start,
    "period_end": period_end,
    "month": month,
    "company": company,
    "bank": bank,
    "postal_address": postal_address,
    "address_block": postal_address,
    "phone": phone,
    "email": email,
    "account_number": account_number,
    "document_number": document_number,
    "words_of_amount": words_of_amount,
}
"""By name; docs/templates.md lists them."""


def _money(value: str, context: NormaliseContext) -> int | float | None:
    return parse_amount(value, context.locale, groups_by_space=context.conventions.groups_by_space)


def _period(value: str, context: NormaliseContext) -> tuple[date, date] | None:
    today = context.today
    dates = all_dates(value, today=today, is_month_first=context.conventions.is_month_first)
    if len(dates) >= 2:
        return (dates[0], dates[1]) if dates[0] <= dates[1] else None
    parts = [part for part in _BETWEEN.split(value.strip()) if part]
    if len(parts) >= 2 and dates:  # 1 - 31 Januari 2026
        first = re.match(r"\D*(\d{1,2})\b", parts[0])
        if first and 1 <= int(first[1]) <= dates[0].day:
            return dates[0].replace(day=int(first[1])), dates[0]
    for named in _MONTH_OF_YEAR.finditer(value.upper()):
        month, year = month_of(named[1]), int(named[2])
        if month is not None and is_likely_year(year, today=today):
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return None
