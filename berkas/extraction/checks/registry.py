"""Validators of single values and cross-checks between fields, by the names that templates give.

An outcome says whether values agree with a rule; that raises or lowers the confidence of the fields. Findings never show a value.
"""

from collections.abc import Mapping, Sequence

from berkas.extraction.checks import sums
from berkas.extraction.checks.outcomes import Check, CheckContext, CheckOutcome, Validator, Values, broken, kept
from berkas.model.extraction import Severity, Value
from berkas.values.identifiers import nik as nik_number
from berkas.values.identifiers import npwp as npwp_number


def nik(field: str, value: Value, context: CheckContext) -> CheckOutcome | None:
    """The date inside a NIK exists and its serial is not 0000."""
    if nik_number.parse(str(value), today=context.today) is None:
        return broken(
            "nik_invalid", "The NIK's date of birth or serial cannot be right.", field, severity=Severity.ERROR
        )
    return None


def npwp(field: str, value: Value, _context: CheckContext) -> CheckOutcome | None:
    """The check digit of an NPWP; a wrong one is a warning, for published examples have wrong ones too."""
    if not npwp_number.is_valid(str(value)):
        return broken("npwp_check_digit", "The NPWP's check digit does not fit.", field)
    return kept(field)


def nik_birth_date(values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    """The date of birth that is printed is the one inside the NIK, up to the century."""
    parsed = nik_number.parse(str(values.get("nik") or ""), today=context.today)
    printed = values.get("dateOfBirth")
    if parsed is None or not isinstance(printed, str):
        return ()
    if parsed.date_of_birth.isoformat()[2:] == printed[2:]:
        return (kept("nik", "dateOfBirth"),)
    message = "The NIK holds another date of birth."
    return (broken("nik_birth_date_mismatch", message, "nik", "dateOfBirth", severity=Severity.ERROR),)


def nik_gender(values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    """The gender that is printed is the one inside the NIK."""
    parsed = nik_number.parse(str(values.get("nik") or ""), today=context.today)
    printed = values.get("gender")
    if parsed is None or printed is None:
        return ()
    if (printed == "PEREMPUAN") == parsed.is_female:
        return (kept("gender"),)
    message = "The NIK belongs to the other gender."
    return (broken("nik_gender_mismatch", message, "nik", "gender", severity=Severity.ERROR),)


def issued_to_adult(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """A KTP is issued from 17 years of age (UU 24/2013, art. 63), or earlier to the married; hence a warning."""
    born, issued = values.get("dateOfBirth"), values.get("issueDate")
    if not isinstance(born, str) or not isinstance(issued, str):
        return ()
    years = int(issued[:4]) - int(born[:4]) - (issued[5:] < born[5:])
    if years < 17:
        return (broken("issued_before_17", "The card was issued before the age of 17.", "dateOfBirth", "issueDate"),)
    return ()


VALIDATORS: Mapping[str, Validator] = {"nik": nik, "npwp": npwp}
CHECKS: Mapping[str, Check] = {
    "nik_birth_date": nik_birth_date,
    "nik_gender": nik_gender,
    "issued_to_adult": issued_to_adult,
    "line_amounts": sums.line_amounts,
    "invoice_total": sums.invoice_total,
    "amount_in_words": sums.amount_in_words,
    "dates_of_invoice": sums.dates_of_invoice,
    "running_balance": sums.running_balance,
    "statement_totals": sums.statement_totals,
}
FINDINGS: Mapping[str, frozenset[str]] = {
    "nik": frozenset({"nik_invalid"}),
    "npwp": frozenset({"npwp_check_digit"}),
    "nik_birth_date": frozenset({"nik_birth_date_mismatch"}),
    "nik_gender": frozenset({"nik_gender_mismatch"}),
    "issued_to_adult": frozenset({"issued_before_17"}),
    "line_amounts": frozenset({"line_amount_mismatch", "line_sum_mismatch"}),
    "invoice_total": frozenset({"ppn_mismatch", "total_mismatch"}),
    "amount_in_words": frozenset({"words_mismatch"}),
    "dates_of_invoice": frozenset({"due_before_issued"}),
    "running_balance": frozenset({"balance_mismatch"}),
    "statement_totals": frozenset({"statement_total_mismatch", "closing_balance_mismatch"}),
}
"""By the name of a validator or check, the codes that it may report: of those a finding is true only while the rule repeats it."""
