"""Kinds of values, and which kind each normaliser gives: what is one kind by its shape is no other."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a printed text is by its shape."""

    DATE = "date"
    AMOUNT = "amount"
    PERCENT = "percent"
    TAX_ID = "tax_id"
    PHONE = "phone"
    EMAIL = "email"
    CODE = "code"
    DIGITS = "digits"
    NAME = "name"
    ADDRESS = "address"
    WORDS = "words"
    ENUM = "enum"
    TEXT = "text"


KINDS_OF_NORMALISERS: Final[Mapping[str, Kind]] = {
    "amount": Kind.AMOUNT, "magnitude": Kind.AMOUNT, "tax_amount": Kind.AMOUNT, "percent": Kind.PERCENT,
    "npwp": Kind.TAX_ID, "nik": Kind.DIGITS, "digits": Kind.DIGITS, "account_number": Kind.DIGITS, "phone": Kind.PHONE,
    "email": Kind.EMAIL, "document_number": Kind.CODE, "company": Kind.NAME, "name": Kind.NAME, "place": Kind.NAME,
    "bank": Kind.NAME, "tax_office": Kind.NAME, "postal_address": Kind.ADDRESS, "address": Kind.ADDRESS,
    "words_of_amount": Kind.WORDS, "period_start": Kind.DATE, "period_end": Kind.DATE, "month": Kind.DATE, "day": Kind.DATE,
    "date_of_birth": Kind.DATE, "valid_until": Kind.DATE, "rt_rw": Kind.DIGITS, "quantity": Kind.AMOUNT,
    "passport_number": Kind.CODE, "licence_number": Kind.DIGITS, "vin": Kind.CODE, "serial_number": Kind.CODE,
    "plate": Kind.CODE, "bpkb_number": Kind.CODE, "year": Kind.DIGITS, "whole_number": Kind.DIGITS,
    "nib": Kind.DIGITS, "kbli": Kind.DIGITS, "certificate_number": Kind.CODE, "ordinal": Kind.WORDS, "unit_scale": Kind.WORDS,
}  # fmt: skip
"""By name; what is not here follows the type of its field."""

TIMES_OF_DAY: Final = frozenset({"time"})
"""Normalisers that give a time of the day."""
