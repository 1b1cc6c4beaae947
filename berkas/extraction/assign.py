"""Assign values to fields jointly: the most probable ones, where a piece of text serves one field, and nothing is a choice too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from berkas.extraction.evidence.blocks import cells_of_name, is_party_name
from berkas.extraction.evidence.features import Matrix, evidence_of
from berkas.extraction.evidence.scene import Scene
from berkas.extraction.propose.candidates import Candidate
from berkas.extraction.propose.kinds import Kind, kind_of
from berkas.extraction.propose.layout import Way
from berkas.extraction.trees import Trees
from berkas.layout.cells import Cell
from berkas.model.strategies import Role
from berkas.model.template import TemplateField

PLACED: Final = 0.95
"""Of the first value that a pattern or an area gives of which the author of a template says that it is the field."""

UNLABELLED: Final = {Kind.AMOUNT: 0.35, Kind.PERCENT: 0.35, Kind.DIGITS: 0.6, Kind.CODE: 0.8, Kind.DATE: 0.8}
"""Of a value whose shape alone speaks for it, without a label and without a strategy: no single hint makes a value sure."""

LEAST_PROBABILITY: Final = 0.4
"""Of a value to stand at all; below it the field stays empty."""

LEAST_OF_REQUIRED: Final = 0.25
"""The same of a required field, which in most types is for a person unless it is sure: a likely value helps more than none. How
sure it is, is judged as of any other."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A candidate with its evidence.

    Attributes:
        candidate: The candidate.
        evidence: One row of `FEATURES`.
        meant: How likely it is the field, 0-1.
    """

    candidate: Candidate
    evidence: Matrix
    meant: float


@dataclass(frozen=True, slots=True, eq=False)
class Assigned:
    """What a field gets.

    Attributes:
        field: The field.
        best: Its value; None when it stays empty.
        rival: The strongest candidate with another value.
    """

    field: TemplateField
    best: Scored | None
    rival: Scored | None


def assign(fields: Sequence[TemplateField], scene: Scene, model: Trees) -> dict[str, Assigned]:
    """The value of each field, by name: names of parties first, for the rest of their blocks is judged by where those stand."""
    names = [field for field in fields if is_party_name(field)]
    scored = {field.name: score(field, scene, model) for field in names}
    assigned = _chosen(names, scored)
    parties: dict[Role, Sequence[Cell]] = {}
    for field in names:
        best = assigned[field.name].best
        if best is not None and field.meaning is not None:
            parties[field.meaning] = cells_of_name(field, best.candidate.value, scene)
    with_parties = replace(scene, parties=parties)
    for field in fields:
        if field.name not in scored:
            scored[field.name] = score(field, with_parties, model)
    return _chosen(fields, scored)


def score(field: TemplateField, scene: Scene, model: Trees) -> list[Scored]:
    """The candidates of a field, the most probable first."""
    candidates = scene.proposals[field.name].candidates
    evidence = evidence_of(field, candidates, scene)
    is_first = np.arange(len(candidates)) == 0
    if field.is_placed:
        meant = np.where(is_first, PLACED, 0.0)
    else:
        meant = np.minimum(model.probabilities(evidence), [most_of(one) for one in candidates])
        # a code that proves what it holds leaves nothing to weigh
        meant = np.array([m if one.sure is None else one.sure for m, one in zip(meant, candidates, strict=True)])
    order = np.argsort(-meant, kind="stable")
    return [Scored(candidates[index], evidence[index], float(meant[index])) for index in order]


def most_of(candidate: Candidate) -> float:
    """How likely a value can be its field at most, 0-1: less than 1 where its shape alone speaks for it."""
    is_bare = all(place.way is Way.KIND for place in candidate.places)
    return UNLABELLED.get(kind_of(candidate.field), 1.0) if is_bare else 1.0


def _chosen(fields: Sequence[TemplateField], scored: Mapping[str, Sequence[Scored]]) -> dict[str, Assigned]:
    taken: dict[int, list[Candidate]] = {}
    chosen: dict[str, Scored] = {}
    claims = sorted(
        ((one, field.name) for field in fields for one in scored[field.name] if one.meant >= _least(field)),
        key=lambda claim: -claim[0].meant,
    )
    for one, name in claims:
        if name in chosen:
            continue
        words = {id(piece.word) for piece in one.candidate.pieces}
        if any(_is_same_use(one.candidate, other) for word in words for other in taken.get(word, ())):
            continue
        chosen[name] = one
        for word in words:
            taken.setdefault(word, []).append(one.candidate)
    found = {}
    for field in fields:
        best = chosen.get(field.name)
        others = (one for one in scored[field.name] if best is None or one.candidate.value != best.candidate.value)
        found[field.name] = Assigned(field, best, next(others, None))
    return found


def _least(field: TemplateField) -> float:
    return LEAST_OF_REQUIRED if field.required else LEAST_PROBABILITY


def _is_same_use(one: Candidate, other: Candidate) -> bool:
    """Whether two fields would take the same text for the same value; a label of both makes that right."""
    if str(one.value) != str(other.value):
        return False
    labels = {(p.anchor.line, p.anchor.start) for p in one.places if p.anchor is not None}
    return not any((p.anchor.line, p.anchor.start) in labels for p in other.places if p.anchor is not None)
