"""Train the models that judge: on documents that were drawn, calibrated on families of layouts that each has not seen.

*meaning* says how likely a candidate is its field; *judgement* how likely the value that a field got is right, once all fields have
theirs and the checks have spoken; *cells* and *tables* the same of tables. docs/models.md records documents, seeds and figures.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

from berkas.evaluation.run import Truth
from berkas.evaluation.scoring import right_cells, same
from berkas.extraction import judge, judge_tables
from berkas.extraction.apply import Understanding, checked, plain_fields, table_values, understand, values_of
from berkas.extraction.assign import assign
from berkas.extraction.evidence.blocks import cells_of_name, is_party_name
from berkas.extraction.evidence.features import FEATURES, evidence_of
from berkas.extraction.evidence.names import OF_EMAIL, OF_NAME, UNKNOWN
from berkas.extraction.evidence.scene import Scene
from berkas.extraction.stated import stated
from berkas.extraction.tables.table_values import TableValue
from berkas.extraction.trees import Trees, mean_of
from berkas.layout.cells import Cell
from berkas.model.geometry import Page
from berkas.model.strategies import PartyPart, Role
from berkas.model.template import FieldType, Template, TemplateField

Rows = npt.NDArray[np.float32]
Labels = npt.NDArray[np.bool_]

_MOST_WRONG: Final = 15
"""Wrong candidates of one field that are learned from: the first few, and others by chance."""

_FIRST_WRONG: Final = 4
_PLAIN_SHARE: Final = 0.25
"""Part of the documents that are also learned from with a template that says nothing but labels, as organisations write them."""

_HIDDEN: Final = 0.35
"""Part of the documents that hide what our own ways of finding say: on layouts that they were not made for they fail, and then the
other evidence must do."""

_OWN_WAYS: Final = [FEATURES.index(name) for name in ("strategy", "strategy_rank", "is_first", "kind_rank", "ways")]

_NAMELESS: Final = 0.35
"""Part of the documents that hide whose account and domain they name: many say nothing of either."""

_NAMES: Final = tuple(
    (FEATURES.index(f"part_{part.value}"), [FEATURES.index(name) for name in columns])
    for part, columns in ((PartyPart.NAME, OF_NAME), (PartyPart.EMAIL, OF_EMAIL))
)
"""The column that marks each part of a party, and those of what the rest of the document says of it."""

_NO_CALIBRATION: Final = np.array([[0.0, 0.0], [1.0, 1.0]])
_KNOTS: Final = (
    0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 1,
)  # fmt: skip
_MOST: Final = 0.997
_CALIBRATED_EACH: Final = 3
"""Every third document is calibrated on with all of its candidates."""

_FOLDS: Final = 3

_MEMBERS: Final = 3
"""Models of which one is the mean."""

_SEEN: Final = 0.8
"""Part of the documents that each of them learns from."""

T = TypeVar("T")
_MORE_IS_BETTER: Final = frozenset({"label", "label_exact", "label_rank", "label_margin", "own_minus_claimed", "valid", "in_words",
                                    "closes", "label_fills_cell", "checks_passed", "meant", "margin"})  # fmt: skip
_MORE_IS_WORSE: Final = frozenset({"claimed", "foreign_left", "is_label", "is_title", "other_kind", "best_rival_label",
                                   "strength_rank", "label_words", "checks_failed", "rival_meant", "label_in_table"})  # fmt: skip
"""Evidence that can only speak for a candidate, or only against it, whatever a family of layouts happens to show."""


@dataclass(frozen=True, slots=True)
class Example:
    """A document that was read, with its truth and the template of its type."""

    template: Template
    pages: Sequence[Page]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Figures:
    """What the training saw, for docs/models.md; of values that a model gave which had not seen their family of layouts.

    Attributes:
        documents: Of all families.
        candidates: Of them.
        right: Part of the values that are right.
        stated: Part of them that are stated with 90 or more.
        wrong_stated: Part of those that are wrong.
    """

    documents: int
    candidates: int
    right: float
    stated: float
    wrong_stated: float


def train(families: Sequence[Sequence[Example]], *, seed: int, today: date) -> tuple[dict[str, Trees], Figures]:
    """All models, by name; the same documents and seed give the same models.

    They learn from all families. How sure they are is set by what they say of a family that they have not
    learned from, each in turn.

    Args:
        families: Documents of at least two families of layouts.
        seed: Of every choice by chance.
        today: As in the reading of the documents.
    """
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    known = [
        [
            _Known(example, today, has_ways=rng.random() >= _HIDDEN, has_names=rng.random() >= _NAMELESS)
            for example in _with_plain(family, rng)
        ]
        for family in families
    ]
    parts = [[one.candidates(rng) for one in family] for family in known]
    blind = [_fit(_others(parts, place), leaves=16, rounds=200, seed=seed) for place in range(len(parts))]
    whole = [_joined([one.candidates(None) for one in family[::_CALIBRATED_EACH]]) for family in known]
    curve = _curve(
        [model.raw(rows) for model, (rows, _) in zip(blind, whole, strict=True)], [right for _, right in whole]
    )
    meaning = replace(_fit(_flat(parts), leaves=16, rounds=200, seed=seed), calibration=curve)
    for model, family in zip(blind, known, strict=True):
        for one in family:
            one.solve(replace(model, calibration=curve))
    values = [[one.values() for one in family] for family in known]
    judgement, raw, right = _crossed(values, leaves=8, rounds=120, seed=seed, has_likes=True)
    cells, _, _ = _crossed(
        [[one.cells() for one in family] for family in known], leaves=12, rounds=100, seed=seed, has_likes=True
    )
    blind_cells = _blind([[one.cells() for one in family] for family in known], leaves=12, rounds=100, seed=seed)
    tables, _, _ = _crossed(
        [[one.tables(replace(m, calibration=cells.calibration)) for one in f] for m, f in zip(blind_cells, known, strict=True)],
        leaves=4, rounds=60, seed=seed, has_likes=True,
    )  # fmt: skip
    sure = np.interp(raw, judgement.calibration[:, 0], judgement.calibration[:, 1])
    is_stated = np.array([stated(probability) >= 90 for probability in sure])
    count = sum(len(rows) for rows, _ in _flat(parts))
    figures = Figures(
        sum(map(len, families)), count, float(right.mean()), float(is_stated.mean()),
        1 - float(right[is_stated].mean()) if is_stated.any() else 0.0,
    )  # fmt: skip
    return {"meaning": meaning, "judgement": judgement, "cells": cells, "tables": tables}, figures


def _blind(families: Sequence[Sequence[tuple[Rows, Labels]]], *, leaves: int, rounds: int, seed: int) -> list[Trees]:
    """For each family a model that has learned from the others."""
    return [_fit(_others(families, place), leaves=leaves, rounds=rounds, seed=seed) for place in range(len(families))]


def _crossed(
    families: Sequence[Sequence[tuple[Rows, Labels]]], *, leaves: int, rounds: int, seed: int, has_likes: bool = False
) -> tuple[Trees, npt.NDArray[np.float64], Labels]:
    """A model of all families, calibrated by what models say of a family that is new to them; that, and what is right.

    Args:
        families: Evidence of each document of each family.
        leaves: Of a tree.
        rounds: How many trees.
        seed: Of every choice by chance.
        has_likes: Calibrate also by what models say of new documents of the families that they know. Where families differ more
            from each other than from the documents that are to be read, what is said of new families alone says too little.
    """
    models = _blind(families, leaves=leaves, rounds=rounds, seed=seed)
    seen = [_joined(family) for family in families]
    if has_likes:
        every = _flat(families)
        folds = [every[fold::_FOLDS] for fold in range(_FOLDS)]
        models += _blind(folds, leaves=leaves, rounds=rounds, seed=seed)
        seen += [_joined(fold) for fold in folds]
    raw = [model.raw(rows) for model, (rows, _) in zip(models, seen, strict=True)]
    right = [right for _, right in seen]
    whole = _fit(_flat(families), leaves=leaves, rounds=rounds, seed=seed)
    return replace(whole, calibration=_curve(raw, right)), np.concatenate(raw), np.concatenate(right)


def _with_plain(family: Sequence[Example], rng: random.Random) -> list[Example]:
    return [*family, *(_with_plain_template(e, rng) for e in family if rng.random() < _PLAIN_SHARE)]


def _others(families: Sequence[Sequence[T]], place: int) -> list[T]:
    return _flat([family for number, family in enumerate(families) if number != place])


def _flat(families: Sequence[Sequence[T]]) -> list[T]:
    return [one for family in families for one in family]


class _Known:
    """A document that is understood and whose truth is known."""

    def __init__(self, example: Example, today: date, *, has_ways: bool, has_names: bool) -> None:
        self._has_ways = has_ways
        self._has_names = has_names
        self._truth = example.truth.fields
        self._today = today
        self._understanding: Understanding = understand(example.template, example.pages, today=today)

    def candidates(self, rng: random.Random | None) -> tuple[Rows, Labels]:
        """The evidence of every candidate, or of some of the wrong ones, and whether it is right."""
        scene = replace(self._understanding.scene, parties=self._parties())
        parts: list[tuple[Rows, Labels]] = []
        for field in self._fields():
            candidates = scene.proposals[field.name].candidates
            if not candidates:
                continue
            right = [self._is_right(field, candidate.value) for candidate in candidates]
            own = self._understanding.scene if is_party_name(field) else scene
            kept = list(range(len(right))) if rng is None else _some(right, rng)
            rows = evidence_of(field, candidates, own)[kept]
            parts.append((rows if rng is None else self._seen(rows), np.array(right)[kept]))
        return _joined(parts)

    def _seen(self, rows: Rows) -> Rows:
        """Evidence as this document shows it."""
        if not self._has_ways and len(rows):
            rows[:, _OWN_WAYS] = 0
        for part, columns in _NAMES if not self._has_names and len(rows) else ():
            rows[np.ix_(rows[:, part] == 1, columns)] = UNKNOWN
        return rows

    def solve(self, meaning: Trees) -> None:
        """Give every field its value by a model."""
        understanding = self._understanding
        self._assigned = assign(plain_fields(understanding.template), understanding.scene, meaning)
        self._arrays = table_values(understanding, self._assigned)
        self._found = values_of(understanding, self._assigned, self._arrays)
        self._outcomes = checked(understanding, self._found, self._today)

    def values(self) -> tuple[Rows, Labels]:
        """The evidence of the value that each field got, and whether it is right."""
        rows = judge.evidence_of_all(self._assigned, self._outcomes)
        values = {field.name: (field, value.value) for field, value in self._found}
        known = [name for name in rows if name in self._truth]
        right = [self._is_right(values[name][0], values[name][1]) for name in known]
        return self._seen(np.array([rows[name] for name in known])), np.array(right, dtype=bool)

    def cells(self) -> tuple[Rows, Labels]:
        """The evidence of every cell of the tables that has a value, and whether it is right."""
        parts = []
        for field, table, right in self._tables():
            keys, rows = judge_tables.cells_of(field, table, self._outcomes)
            kept = [place for place, key in enumerate(keys) if key in right]
            parts.append((rows[kept], np.array([right[keys[place]] for place in kept], dtype=bool)))
        return (
            _joined(parts) if parts else (np.zeros((0, len(judge_tables.CELL_FEATURES)), np.float32), np.zeros(0, bool))
        )

    def tables(self, cells: Trees) -> tuple[Rows, Labels]:
        """The evidence of every table, and whether none of its cells is wrong."""
        rows, whole = [], []
        for field, table, right in self._tables():
            _, evidence = judge_tables.cells_of(field, table, self._outcomes)
            rows.append(judge_tables.table_of(field, table, self._outcomes, cells.probabilities(evidence)))
            whole.append(all(right.values()))
        shape = (len(rows), len(judge_tables.TABLE_FEATURES))
        return np.array(rows, dtype=np.float32).reshape(shape), np.array(whole, dtype=bool)

    def _tables(self) -> Iterator[tuple[TemplateField, TableValue, dict[tuple[int, str], bool]]]:
        for field in self._understanding.template.fields:
            truth = self._truth.get(field.name)
            table = self._arrays.get(field.name)
            if table is not None and isinstance(truth, list) and isinstance(table.field.value, list):
                yield field, table, right_cells(truth, table.field.value)

    def _fields(self) -> Iterator[TemplateField]:
        return (field for field in plain_fields(self._understanding.template) if field.name in self._truth)

    def _is_right(self, field: TemplateField, value: Any) -> bool:  # noqa: ANN401 - of any type
        return same(self._truth[field.name], value, field.name)

    def _parties(self) -> dict[Role, Sequence[Cell]]:
        """Where the names of the parties truly stand."""
        scene: Scene = self._understanding.scene
        found: dict[Role, Sequence[Cell]] = {}
        for field in self._fields():
            if not is_party_name(field) or field.meaning is None:
                continue
            values = (candidate.value for candidate in scene.proposals[field.name].candidates)
            name = next((value for value in values if self._is_right(field, value)), None)
            if name is not None:
                found[field.meaning] = cells_of_name(field, name, scene)
        return found


def _with_plain_template(example: Example, rng: random.Random) -> Example:
    """The document with a template that names some labels and neither strategies nor roles."""
    fields = []
    for field in example.template.fields:
        if field.type is FieldType.ARRAY or not field.labels:
            continue
        labels = tuple(rng.sample(field.labels, k=rng.randint(1, min(len(field.labels), 8))))
        changed = {"find": None, "role": None, "labels": labels, "required": rng.random() < 0.5}
        if field.type is FieldType.STRING and rng.random() < 0.5:
            changed |= {"normaliser": None, "regex": None}
        fields.append(field.model_copy(update=changed))
    template = example.template.model_copy(update={"fields": tuple(fields), "checks": (), "other_labels": ()})
    return replace(example, template=template)


def _some(right: Sequence[bool], rng: random.Random) -> list[int]:
    wrong = [index for index, is_right in enumerate(right) if not is_right]
    if len(wrong) > _MOST_WRONG:
        rest = wrong[_FIRST_WRONG:]
        wrong = [*wrong[:_FIRST_WRONG], *rng.sample(rest, k=_MOST_WRONG - _FIRST_WRONG)]
    return sorted([*wrong, *(index for index, is_right in enumerate(right) if is_right)])


def _joined(parts: Iterable[tuple[Rows, Labels]]) -> tuple[Rows, Labels]:
    filled = [part for part in parts if len(part[1])]
    return np.concatenate([rows for rows, _ in filled]), np.concatenate([right for _, right in filled])


def _fit(documents: Sequence[tuple[Rows, Labels]], *, leaves: int, rounds: int, seed: int) -> Trees:
    """The mean of some models, each of most of the documents: one alone depends much on which documents it happened to see."""
    parts = [part for part in documents if len(part[1])]
    members = []
    for member in range(_MEMBERS):
        rng = random.Random(f"{seed}/{member}")  # noqa: S311 - not for secrets
        seen = sorted(rng.sample(range(len(parts)), k=max(round(_SEEN * len(parts)), 1)))
        members.append(
            _fit_one(*_joined(parts[place] for place in seen), leaves=leaves, rounds=rounds, seed=seed + member)
        )
    return mean_of(members)


def _fit_one(rows: Rows, right: Labels, *, leaves: int, rounds: int, seed: int) -> Trees:
    model = HistGradientBoostingClassifier(
        max_leaf_nodes=leaves, max_iter=rounds, learning_rate=0.08, l2_regularization=5.0, max_bins=63,
        min_samples_leaf=min(30, max(len(rows) // 40, 1)),
        max_features=0.4, early_stopping=False, monotonic_cst=_directions(rows), random_state=seed,
    )  # fmt: skip
    model.fit(rows, right)
    nodes = [predictor.nodes for (predictor,) in model._predictors]
    roots = np.cumsum([0, *(len(tree) for tree in nodes)])[:-1]
    every = np.concatenate(nodes)
    offset = np.concatenate([np.full(len(tree), root) for tree, root in zip(nodes, roots, strict=True)])
    is_leaf = every["is_leaf"].astype(bool)
    return Trees(
        feature=np.where(is_leaf, -1, every["feature_idx"]).astype(np.int32),
        threshold=np.where(is_leaf, 0.0, every["num_threshold"]).astype(np.float64),
        left=(every["left"] + offset).astype(np.int32),
        right=(every["right"] + offset).astype(np.int32),
        value=np.where(is_leaf, every["value"], 0.0).astype(np.float64),
        roots=roots.astype(np.int32),
        base=float(np.ravel(model._baseline_prediction)[0]),
        columns=np.array(_names_of(rows)),
        calibration=_NO_CALIBRATION,
    )


def _names_of(rows: Rows) -> Sequence[str]:
    """Names of the columns of some evidence; every kind of it has another number of columns."""
    every = (FEATURES, judge.FEATURES_OF_JUDGEMENT, judge_tables.CELL_FEATURES, judge_tables.TABLE_FEATURES)
    return next(names for names in every if len(names) == rows.shape[1])


def _directions(rows: Rows) -> list[int]:
    """For each column whether more of it can only be better (1), only be worse (-1), or either (0)."""
    names = _names_of(rows)
    if names not in (FEATURES, judge.FEATURES_OF_JUDGEMENT):
        return [0] * len(names)
    return [int(name in _MORE_IS_BETTER) - int(name in _MORE_IS_WORSE) for name in names]


def _curve(raw: Sequence[npt.NDArray[np.float64]], right: Sequence[Labels]) -> npt.NDArray[np.float64]:
    """Raw probabilities and observed ones, monotonous."""
    fitted = IsotonicRegression(out_of_bounds="clip", y_min=0.0, y_max=1.0).fit(
        np.concatenate(raw), np.concatenate(right)
    )
    knots = np.array(_KNOTS, dtype=float)
    observed = np.maximum.accumulate(fitted.predict(knots))
    return np.stack([knots, np.minimum(observed, _MOST)], axis=1)
