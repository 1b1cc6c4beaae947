"""The rules that identifiers keep, by the names that templates give as ``validator``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from berkas.values.identifiers import birth_certificate, marriage_certificate, nib, nik, npwp


@dataclass(frozen=True, slots=True)
class IdentifierRule:
    """What must hold of an identifier, and what it means when it does not.

    Attributes:
        holds: Whether it does; takes the canonical value and the day of the reading.
        code: Of the finding where it does not; docs/errors.md explains it.
        message: For a person, without the value.
        is_law: No real number breaks it: an error. Else a warning.
        corroborates: What keeps it is surer by that, as with a check digit.
    """

    holds: Callable[[str, date], bool]
    code: str
    message: str
    is_law: bool
    corroborates: bool


RULES: Final[Mapping[str, IdentifierRule]] = {
    # the date inside exists and the serial is not 0000
    "nik": IdentifierRule(
        lambda value, today: nik.parse(value, today=today) is not None,
        code="nik_invalid",
        message="The NIK's date of birth or serial cannot be right.",
        is_law=True,
        corroborates=False,
    ),
    # a warning, for published examples have wrong check digits too
    "npwp": IdentifierRule(
        lambda value, _today: npwp.is_valid(value),
        code="npwp_check_digit",
        message="The NPWP's check digit does not fit.",
        is_law=False,
        corroborates=True,
    ),
    "nib": IdentifierRule(
        lambda value, _today: nib.is_valid(value),
        code="nib_invalid",
        message="The number of a business does not have 13 digits.",
        is_law=True,
        corroborates=False,
    ),
    # a warning, for offices have numbered in ways of their own
    "birth_certificate": IdentifierRule(
        lambda value, _today: birth_certificate.is_valid(value),
        code="certificate_number",
        message="The number of the certificate holds a day that does not exist.",
        is_law=False,
        corroborates=False,
    ),
    "marriage_certificate": IdentifierRule(
        lambda value, _today: marriage_certificate.is_valid(value),
        code="marriage_number",
        message="The number of the certificate holds a month or a day that does not exist.",
        is_law=False,
        corroborates=False,
    ),
}
