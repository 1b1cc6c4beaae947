"""Judge: how likely each assigned value is right, from its evidence, its rivals and what the checks say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from berkas.extraction import confidence
from berkas.extraction.assign import Assigned, most_of
from berkas.extraction.checks.outcomes import CheckOutcome
from berkas.extraction.evidence.blocks import is_party_name
from berkas.extraction.evidence.features import FEATURES, Matrix
from berkas.extraction.judge_tables import judged_table
from berkas.extraction.stated import stated
from berkas.extraction.tables.table_values import TableValue
from berkas.extraction.trees import Trees
from berkas.model.extraction import FieldValue, Severity
from berkas.model.strategies import Role
from berkas.model.template import TemplateField

FEATURES_OF_JUDGEMENT: Final = (
    *FEATURES, "meant", "rival_meant", "margin", "checks_passed", "checks_warned", "checks_failed", "empty_fields",
    "mean_meant", "sure_fields", "own_name", "other_name", "own_parts",
)  # fmt: skip
"""Names of the columns: those of the evidence, and what is known once every field has its value."""


_RIVAL: Final = 0.5
"""A value that is less likely than this speaks against no code that proves itself, 0-1."""

_POORLY_READ: Final = 60
"""Below it, 0-100, what the characters say bounds what the rest may say."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A field with its value and how sure both are.

    Attributes:
        field: The field.
        value: With its confidence.
        probability: That the value is right, 0-1; of a table that none of its cells is wrong.
    """

    field: TemplateField
    value: FieldValue
    probability: float

    @property
    def whole(self) -> FieldValue:
        """The value with the confidence that it has as a whole: who decides about a review asks for every cell of a table."""
        if self.field.items is None or self.value.value is None:
            return self.value
        return replace(self.value, confidence=round(100 * self.probability))


def judged(
    found: Sequence[tuple[TemplateField, FieldValue]],
    assigned: Mapping[str, Assigned],
    outcomes: Sequence[CheckOutcome],
    arrays: Mapping[str, TableValue],
    models: Mapping[str, Trees],
) -> list[Judged]:
    """Every value with its confidence.

    Args:
        found: Every field with its value.
        assigned: What the fields that are no tables got, by name.
        outcomes: Of every check.
        arrays: The tables, by name.
        models: Trained ones, by name.
    """
    rows = evidence_of_all(assigned, outcomes)
    model = models["judgement"]
    sure = dict(zip(rows, model.probabilities(np.array(list(rows.values()))) if rows else (), strict=True))
    return [
        Judged(field, value, value.confidence / 100)
        if field.gather is not None
        else _of_table(field, arrays[field.name], outcomes, models)
        if field.items is not None
        else _of_placed(field, value, outcomes)
        if field.is_placed
        else _of_field(field, value, _bounded(field.name, sure, assigned, outcomes), outcomes)
        for field, value in found
    ]


def evidence_of_all(assigned: Mapping[str, Assigned], outcomes: Sequence[CheckOutcome]) -> dict[str, Matrix]:
    """By name, a row of `FEATURES_OF_JUDGEMENT` for each field that has a value."""
    chosen = {name: one for name, one in assigned.items() if one.best is not None}
    meant = [one.best.meant for one in chosen.values() if one.best is not None]
    about = (len(assigned) - len(chosen), float(np.mean(meant)) if meant else 0.0, sum(m >= 0.9 for m in meant))
    return {
        name: np.concatenate([_row(name, one, outcomes, about), _of_party(one, list(chosen.values()))])
        for name, one in chosen.items()
    }


def _of_party(one: Assigned, chosen: Sequence[Assigned]) -> Matrix:
    """For a part of a party: how sure its name is, and that of the other party, and how sure its other parts are on average."""
    role = _role(one)
    if role is None:
        return np.zeros(3, dtype=np.float32)
    others = [other for other in chosen if other is not one and other.best is not None]
    names = {_role(other): _meant(other) for other in others if is_party_name(other.field)}
    parts = [_meant(other) for other in others if _role(other) is role and not is_party_name(other.field)]
    own = names.get(role, _meant(one) if is_party_name(one.field) else 0.0)
    other = max((meant for key, meant in names.items() if key is not role), default=0.0)
    return np.array([own, other, sum(parts) / len(parts) if parts else 0.0], dtype=np.float32)


def _role(one: Assigned) -> Role | None:
    find = one.field.find
    return find.party.role if find is not None and find.party is not None else None


def _meant(one: Assigned) -> float:
    return one.best.meant if one.best is not None else 0.0


def _row(name: str, one: Assigned, outcomes: Sequence[CheckOutcome], about: tuple[int, float, int]) -> Matrix:
    best = one.best
    assert best is not None  # noqa: S101 - for the type checker
    passed = sum(outcome.agrees for outcome in outcomes if name in outcome.fields)
    findings = [o.finding for o in outcomes if name in o.fields and o.finding is not None]
    failed = sum(finding.severity is Severity.ERROR for finding in findings)
    rival = one.rival.meant if one.rival is not None else 0.0
    more = (best.meant, rival, best.meant - rival, passed, len(findings) - failed, failed, *about)
    return np.concatenate([best.evidence, np.array(more, dtype=np.float32)])


def _bounded(
    name: str, sure: Mapping[str, float], assigned: Mapping[str, Assigned], outcomes: Sequence[CheckOutcome]
) -> float | None:
    """As sure as the model; where nothing but its shape speaks for a value, no surer than that, unless a check agrees with it."""
    one, probability = assigned.get(name), sure.get(name)
    if probability is None or one is None or one.best is None:
        return None
    if one.best.candidate.sure is not None:
        return one.best.candidate.sure * (1 - _rivalry(one))
    is_confirmed = any(outcome.agrees and len(outcome.fields) > 1 for outcome in outcomes if name in outcome.fields)
    return probability if is_confirmed else min(probability, most_of(one.best.candidate))


def _rivalry(one: Assigned) -> float:
    """What another value takes from one that a code proves, 0-1: what its own label, or another code, makes likely."""
    return one.rival.meant / 2 if one.rival is not None and one.rival.meant >= _RIVAL else 0.0


def _of_field(field: TemplateField, value: FieldValue, sure: float | None, outcomes: Sequence[CheckOutcome]) -> Judged:
    """As the model says; no surer than characters that were read poorly, nor than what a check leaves that it fails by an error."""
    if sure is None or value.value is None:
        return Judged(field, replace(value, confidence=0), 0.0)
    broken = [o for o in outcomes if o.finding is not None and o.finding.severity is Severity.ERROR]
    left = confidence.after_outcomes(100 * sure, field.name, broken) / 100
    probability = min(sure, left, value.confidence / 100 if value.confidence < _POORLY_READ else 1.0)
    return Judged(field, replace(value, confidence=stated(probability)), probability)


def _of_placed(field: TemplateField, value: FieldValue, outcomes: Sequence[CheckOutcome]) -> Judged:
    """A value of which the template says where it stands: as sure as its characters, and what the checks say."""
    percent = confidence.after_outcomes(value.confidence, field.name, outcomes) if value.value is not None else 0
    return Judged(field, replace(value, confidence=percent), percent / 100)


def _of_table(
    field: TemplateField, table: TableValue, outcomes: Sequence[CheckOutcome], models: Mapping[str, Trees]
) -> Judged:
    value, probability = judged_table(field, table, outcomes, models)
    return Judged(field, value, probability)
