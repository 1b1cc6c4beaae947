"""What a rule about values says, and the shapes of rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


def kept(*fields: str) -> CheckOutcome:
    """The values of these fields obey the rule."""
    return CheckOutcome(fields, agrees=True)


def broken(code: str, message: str, *fields: str, severity: Severity = Severity.WARNING) -> CheckOutcome:
    """They do not: a warning where honest papers may break the rule, an error where one of the values must be wrong."""
    return CheckOutcome(fields, agrees=False, finding=Finding(code, severity, fields, message))
