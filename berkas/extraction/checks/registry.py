"""Validators of single values, by the names that templates give, and checks between fields, by their kinds.

An outcome says whether values agree with a rule; that raises or lowers the confidence of the fields. Findings never show a value.
"""

from collections.abc import Mapping
from typing import Final

from berkas.extraction.checks import arithmetic, balances, codes, persons_and_dates
from berkas.extraction.checks.outcomes import Check, CheckContext, CheckOutcome, Validator, broken, kept
from berkas.model.extraction import Severity, Value
from berkas.values.identifiers.rules import RULES, IdentifierRule


def _validator(rule: IdentifierRule) -> Validator:
    """A validator of an identifier by its own rule."""

    def validate(field: str, value: Value, context: CheckContext) -> CheckOutcome | None:
        if not rule.holds(str(value), context.today):
            severity = Severity.ERROR if rule.is_law else Severity.WARNING
            return broken(rule.code, rule.message, field, severity=severity)
        return kept(field) if rule.corroborates else None

    return validate


VALIDATORS: Final[Mapping[str, Validator]] = {name: _validator(rule) for name, rule in RULES.items()}
CHECKS: Final[Mapping[str, Check]] = {
    "product": arithmetic.product_of_rows,
    "column_sum": arithmetic.column_sum,
    "sum": arithmetic.sum_of_fields,
    "rate": arithmetic.rate_of_base,
    "words_equal": arithmetic.words_equal,
    "running_balance": balances.running_balance,
    "date_order": persons_and_dates.date_order,
    "nik_matches": persons_and_dates.nik_matches,
    "least_age": persons_and_dates.least_age,
    "marked_row": persons_and_dates.marked_row,
    "distinct": persons_and_dates.distinct,
    "dated_number": persons_and_dates.dated_number,
    "code_agrees": codes.code_agrees,
}
"""By the kind of a check in `berkas.model.rules`."""

FINDINGS: Final[Mapping[str, frozenset[str]]] = {
    **{name: frozenset({rule.code}) for name, rule in RULES.items()},
    "product": frozenset({"product_mismatch"}),
    "column_sum": frozenset({"column_sum_mismatch"}),
    "sum": frozenset({"sum_mismatch"}),
    "rate": frozenset({"rate_mismatch"}),
    "words_equal": frozenset({"words_mismatch"}),
    "running_balance": frozenset({"balance_mismatch", "closing_balance_mismatch"}),
    "date_order": frozenset({"dates_out_of_order"}),
    "nik_matches": frozenset({"nik_birth_date_mismatch", "nik_gender_mismatch"}),
    "least_age": frozenset({"below_age"}),
    "marked_row": frozenset({"marked_row_count", "marked_row_mismatch"}),
    "distinct": frozenset({"value_repeated"}),
    "dated_number": frozenset({"dates_out_of_order"}),
    "code_agrees": frozenset({"code_contradicts"}),
}
"""By the name of a validator or kind of check, its codes: of those a finding is true only while the rule repeats it."""
