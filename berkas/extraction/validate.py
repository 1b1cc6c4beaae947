"""Validators of single values and cross-checks between fields, by the names that templates give.

An outcome says whether values agree with a rule; that raises or lowers the confidence of the fields. Findings never show a value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from berkas.extraction.identifiers import nik as nik_number
from berkas.extraction.identifiers import npwp as npwp_number
from berkas.model.extraction import Finding, Severity, Value


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may need beside the values."""

    today: date


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What one rule says.

    Attributes:
        fields: Names of the fields it is about.
        agrees: True raises their confidence, False lowers it.
        finding: For the analyst, when the rule is broken.
    """

    fields: tuple[str, ...]
    agrees: bool
    finding: Finding | None = None


Values = Mapping[str, Value]
Validator = Callable[[str, Value, CheckContext], CheckOutcome | None]
"""Takes the field's name and value."""

Check = Callable[[Values, CheckContext], Sequence[CheckOutcome]]


def _broken(code: str, message: str, *fields: str, severity: Severity = Severity.WARNING) -> CheckOutcome:
    return CheckOutcome(fields, agrees=False, finding=Finding(code, severity, fields, message))


def nik(field: str, value: Value, context: CheckContext) -> CheckOutcome | None:
    """The date inside a NIK exists and its serial is not 0000."""
    if nik_number.parse(str(value), today=context.today) is None:
        return _broken(
            "nik_invalid", "The NIK's date of birth or serial cannot be right.", field, severity=Severity.ERROR
        )
    return None


def npwp(field: str, value: Value, _context: CheckContext) -> CheckOutcome | None:
    """The check digit of an NPWP; a wrong one is a warning, for published examples have wrong ones too."""
    if not npwp_number.is_valid(str(value)):
        return _broken("npwp_check_digit", "The NPWP's check digit does not fit.", field)
    return CheckOutcome((field,), agrees=True)


def nik_birth_date(values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    """The date of birth that is printed is the one inside the NIK, up to the century."""
    parsed = nik_number.parse(str(values.get("nik") or ""), today=context.today)
    printed = values.get("dateOfBirth")
    if parsed is None or not isinstance(printed, str):
        return ()
    if parsed.date_of_birth.isoformat()[2:] == printed[2:]:
        return (CheckOutcome(("nik", "dateOfBirth"), agrees=True),)
    return (_broken("nik_birth_date_mismatch", "The NIK holds another date of birth.", "nik", "dateOfBirth"),)


def nik_gender(values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    """The gender that is printed is the one inside the NIK."""
    parsed = nik_number.parse(str(values.get("nik") or ""), today=context.today)
    printed = values.get("gender")
    if parsed is None or printed is None:
        return ()
    if (printed == "PEREMPUAN") == parsed.is_female:
        return (CheckOutcome(("gender",), agrees=True),)
    return (_broken("nik_gender_mismatch", "The NIK belongs to the other gender.", "nik", "gender"),)


def issued_to_adult(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """A KTP is issued from 17 years of age (UU 24/2013, art. 63), or earlier to the married; hence a warning."""
    born, issued = values.get("dateOfBirth"), values.get("issueDate")
    if not isinstance(born, str) or not isinstance(issued, str):
        return ()
    years = int(issued[:4]) - int(born[:4]) - (issued[5:] < born[5:])
    if years < 17:
        return (_broken("issued_before_17", "The card was issued before the age of 17.", "dateOfBirth", "issueDate"),)
    return ()


VALIDATORS: Mapping[str, Validator] = {"nik": nik, "npwp": npwp}
CHECKS: Mapping[str, Check] = {
    "nik_birth_date": nik_birth_date,
    "nik_gender": nik_gender,
    "issued_to_adult": issued_to_adult,
}
