"""What the rules of a template say of values, whoever wrote those: a run that read them, or a person who corrected them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from berkas.errors import TemplateError
from berkas.extraction.checks.outcomes import CheckContext, CheckOutcome, PrintedAmount, Values, broken
from berkas.extraction.checks.registry import CHECKS, FINDINGS, VALIDATORS
from berkas.model.geometry import BoundingBox, Code
from berkas.model.rules import Check
from berkas.model.template import FieldType, TemplateField

T = TypeVar("T")

TABLE_MISSING: Final = "table_missing"


@dataclass(frozen=True, slots=True)
class TemplateRules:
    """What a template says of values, without how they are found.

    Attributes:
        fields: In the order of a result.
        checks: Between fields, with their arguments.
    """

    fields: tuple[TemplateField, ...]
    checks: tuple[Check, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the findings that these rules may report; all others come from elsewhere."""
        names = [
            *(check.kind for check in self.checks),
            *(field.validator for field in self.fields if field.validator is not None),
        ]
        return frozenset({TABLE_MISSING}.union(*(FINDINGS.get(name, ()) for name in names)))


@dataclass(frozen=True, slots=True)
class Printed:
    """What is known of a document beside its values, for checks.

    Attributes:
        boxes: Where the values of fields stand, by name.
        amounts: Every amount that stands outside of tables.
    """

    boxes: Mapping[str, BoundingBox]
    amounts: tuple[PrintedAmount, ...]


def outcomes_of(
    rules: TemplateRules,
    values: Values,
    *,
    today: date,
    impossible: Collection[str] = (),
    printed: Printed | None = None,
    codes: tuple[str, ...] = (),
) -> Iterator[CheckOutcome]:
    """What each rule says.

    Args:
        rules: Of the template.
        values: By field name.
        today: For rules about time.
        impossible: Names of fields whose values have no shape that their validators could judge.
        printed: Of the document, where it is at hand.
        codes: What the codes on the document say.

    Raises:
        TemplateError: A validator does not exist.
    """
    seen = printed or Printed({}, ())
    context = CheckContext(today, seen.boxes, seen.amounts, codes)
    for field in rules.fields:
        value = values.get(field.name)
        if field.validator is not None and value is not None and field.name not in impossible:
            outcome = _named(VALIDATORS, field.validator)(field.name, value, context)
            if outcome is not None:
                yield outcome
    for check in rules.checks:
        yield from CHECKS[check.kind](check.arguments, values, context)
    yield from _missing_tables(rules.fields, values)


def contents_of(codes: Iterable[Code]) -> tuple[str, ...]:
    """The texts of codes, for checks."""
    return tuple(code.content for code in codes if code.content is not None)


def _missing_tables(fields: Sequence[TemplateField], values: Values) -> Iterator[CheckOutcome]:
    """A required table that was not found; one that a person left without rows is known to have none."""
    for field in fields:
        if field.type is FieldType.ARRAY and field.required and values.get(field.name) is None:
            yield broken("table_missing", "A table that the document must have was not found.", field.name)


def _named(registry: Mapping[str, T], name: str) -> T:
    try:
        return registry[name]
    except KeyError:
        raise TemplateError from None
