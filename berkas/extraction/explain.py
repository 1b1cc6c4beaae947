"""Explain: why each field has its value, in words that stay with the extraction.

The names are those of the trace, which shows an author every place that was looked at; here is the one that was taken, with what
else speaks for it and the strongest other value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from berkas.extraction.assign import Assigned, Scored
from berkas.extraction.checks.outcomes import CheckOutcome
from berkas.extraction.evidence.features import FEATURES
from berkas.extraction.evidence.scene import Scene
from berkas.extraction.evidence.views import View
from berkas.extraction.judge import Judged
from berkas.extraction.propose.candidates import Candidate
from berkas.extraction.propose.layout import Place, Way
from berkas.extraction.tables.table_values import TableValue
from berkas.extraction.unreadable import unreadable_place
from berkas.layout.lines import box_of
from berkas.model.extraction import MOST_EVIDENCE_CHARACTERS, Corroboration, FieldEvidence, Rival, Scalar

_MOST: Final = 99
"""Nothing that was read is certain."""

_DOMAIN_LIKE: Final = 0.9
"""A name and a domain as like as that are of one party."""

_SUMS: Final = ("closes", "is_column_sum", "in_words")


def explained(
    scene: Scene, assigned: Mapping[str, Assigned], arrays: Mapping[str, TableValue], outcomes: Sequence[CheckOutcome]
) -> dict[str, FieldEvidence]:
    """By name, why fields have their values; a field without a value has evidence where something was seen for it.

    Args:
        scene: The document with all proposals.
        assigned: What the fields that are no tables got.
        arrays: The tables.
        outcomes: Of every check.
    """
    # what a validator says of its field alone is a corroboration of its own
    validated = {(name,) for name, one in assigned.items() if one.field.validator is not None}
    checked = {name for one in outcomes if one.agrees and one.fields not in validated for name in one.fields}
    found = {name: _of_field(one, scene, is_checked=name in checked) for name, one in assigned.items()}
    found |= {name: _of_table(table, is_checked=name in checked) for name, table in arrays.items()}
    return {name: evidence for name, evidence in found.items() if evidence is not None}


def with_withheld(
    evidence: Mapping[str, FieldEvidence], found: Sequence[Judged], stated: Sequence[Judged]
) -> dict[str, FieldEvidence]:
    """The evidence with the values that were too unsure to be stated.

    Args:
        evidence: By name.
        found: Every field with the value that was found.
        stated: The same fields in the same order, with the value that the result states.
    """
    known = dict(evidence)
    for before, after in zip(found, stated, strict=True):
        name, value = before.field.name, before.value.value
        if after.value.value is None and value is not None and not isinstance(value, list) and name in known:
            known[name] = replace(known[name], withheld=value)
    return known


def _of_field(one: Assigned, scene: Scene, *, is_checked: bool) -> FieldEvidence | None:
    rival = _rival(one.rival)
    if one.best is None:
        place = unreadable_place(one.field, scene)
        if place is not None:
            return replace(_at(place, scene), printed=_text_of(place), rival=rival)
        return FieldEvidence(rival=rival) if rival is not None else None
    candidate = one.best.candidate
    place = View(candidate, scene).label or candidate.places[0]
    return replace(
        _at(place, scene),
        read=_percent(candidate.read / 100),
        meant=_percent(one.best.meant),
        printed=cut(candidate.printed),
        corroborated_by=tuple(_corroborations(one.best, scene, is_checked=is_checked)),
        rival=rival,
    )


def _at(place: Place, scene: Scene) -> FieldEvidence:
    """What led to a place."""
    anchor = place.anchor
    if anchor is None:
        return FieldEvidence(way=place.way.value)
    label = scene.layout.lines[anchor.line].pieces[anchor.start : anchor.end]
    return FieldEvidence(
        way=place.way.value,
        label=cut(" ".join(piece.text for piece in label)),
        label_box=box_of(label).rounded() if label else None,
        label_likeness=round(anchor.ratio),
        side=place.side,
    )


def _of_table(table: TableValue, *, is_checked: bool) -> FieldEvidence | None:
    cells = [cell for row in table.evidence for cell in row.values()]
    if not cells:
        return None
    reasons = (
        (Corroboration.CHECK, is_checked),
        (Corroboration.SUM, any(cell.confirmed == 1 for cell in cells)),
    )
    return FieldEvidence(
        read=_percent(min(cell.read for cell in cells)),
        way=Way.ROW.value,
        corroborated_by=tuple(reason for reason, holds in reasons if holds),
    )


def _corroborations(best: Scored, scene: Scene, *, is_checked: bool) -> Iterator[Corroboration]:
    features = dict(zip(FEATURES, best.evidence.tolist(), strict=True))
    candidate = best.candidate
    if features["label_exact"] and features["label_starts_cell"]:
        yield Corroboration.LABEL
    if any(place.way in {Way.STRATEGY, Way.AREA} for place in candidate.places):
        yield Corroboration.POSITION
    if is_checked:
        yield Corroboration.CHECK
    if any(features[name] for name in _SUMS):
        yield Corroboration.SUM
    if features["valid"] > 0:
        yield Corroboration.VALIDATOR
    if _is_repeated(candidate, scene):
        yield Corroboration.REPETITION
    if features["role_issuer"] and max(features["holder_like"], features["beside_account"]) == 1:
        yield Corroboration.ACCOUNT
    if features["role_issuer"] and max(features["domain_like"], features["own_domain"]) >= _DOMAIN_LIKE:
        yield Corroboration.DOMAIN


def _is_repeated(candidate: Candidate, scene: Scene) -> bool:
    """Whether other words of the document give the field the same value."""
    own = {id(piece.word) for piece in candidate.pieces}
    return any(
        other.value == candidate.value and own.isdisjoint(id(piece.word) for piece in other.pieces)
        for other in scene.proposals[candidate.field.name].candidates
    )


def _rival(scored: Scored | None) -> Rival | None:
    if scored is None or not (percent := _percent(scored.meant)):
        return None
    value = scored.candidate.value
    return Rival(_cut_value(value), percent, box_of(scored.candidate.pieces).rounded())


def _cut_value(value: Scalar) -> Scalar:
    return cut(value) if isinstance(value, str) else value


def _text_of(place: Place) -> str:
    return cut(" ".join(piece.text for piece in place.pieces))


def cut(text: str) -> str:
    """A text of at most `MOST_EVIDENCE_CHARACTERS`."""
    return text if len(text) <= MOST_EVIDENCE_CHARACTERS else f"{text[: MOST_EVIDENCE_CHARACTERS - 1]}…"


def _percent(probability: float) -> int:
    return min(_MOST, round(100 * probability))
