"""The rules that identifiers keep, by the names that templates give as ``validator``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from berkas.values.identifiers import (
    birth_certificate,
    bpkb,
    kk,
    marriage_certificate,
    mrz,
    nib,
    nik,
    nitku,
    npwp,
    nsfp,
    plate,
    sim,
    vin,
)


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
    # only its shape and its transaction can be checked, and transactions are added by regulation
    "nsfp": IdentifierRule(
        lambda value, _today: nsfp.is_valid(value),
        code="nsfp_invalid",
        message="The serial number of a tax invoice has another shape or transaction than there are.",
        is_law=False,
        corroborates=False,
    ),
    "nitku": IdentifierRule(
        lambda value, _today: nitku.is_valid(value),
        code="nitku_invalid",
        message="The NITKU's length, or the check digit of the NPWP in it, does not fit.",
        is_law=False,
        corroborates=True,
    ),
    # no issuing state prints a wrong one, so one of the characters was misread, or changed by somebody
    "mrz": IdentifierRule(
        lambda value, _today: mrz.is_valid_line(value),
        code="mrz_check_digit",
        message="A check digit of the machine-readable zone does not fit.",
        is_law=True,
        corroborates=True,
    ),
    # a warning, for what foreign and military licences have no public rule says
    "sim": IdentifierRule(
        lambda value, today: sim.is_valid(value, today=today),
        code="sim_number_invalid",
        message="The number has not the length of a driving licence's, or is no NIK.",
        is_law=False,
        corroborates=False,
    ),
    # the day of registration exists and the serial is not 0000
    "kk": IdentifierRule(
        lambda value, _today: kk.is_valid(value),
        code="kk_invalid",
        message="The day or serial inside the number of a family card cannot be right.",
        is_law=True,
        corroborates=False,
    ),
    # warnings, for old and imported vehicles have other numbers
    "vin": IdentifierRule(
        lambda value, _today: vin.is_valid(value),
        code="vin_invalid",
        message="The frame number has not 17 characters that end with four digits.",
        is_law=False,
        corroborates=True,
    ),
    "plate": IdentifierRule(
        lambda value, _today: plate.is_valid(value),
        code="plate_unknown",
        message="The area of the registration number is not known.",
        is_law=False,
        corroborates=True,
    ),
    "bpkb": IdentifierRule(
        lambda value, _today: bpkb.is_valid(value),
        code="bpkb_number_invalid",
        message="The number of the vehicle ownership book has another shape.",
        is_law=False,
        corroborates=False,
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
