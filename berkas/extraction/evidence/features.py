"""Evidence: what speaks for and against each candidate of a field, as numbers; nothing here knows a type or a field by name.

Lengths are heights of text, places fractions of the page, likenesses 0-1; a property that does not apply is 0. The order of
`FEATURES` is the order of the columns that the model was trained on.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from berkas.extraction.evidence import around, names, texts
from berkas.extraction.evidence.around import around_features
from berkas.extraction.evidence.blocks import party_features
from berkas.extraction.evidence.labels import label_features, rival_features
from berkas.extraction.evidence.names import name_features
from berkas.extraction.evidence.scene import Scene
from berkas.extraction.evidence.values import place_features, sum_features, value_features
from berkas.extraction.evidence.views import View
from berkas.extraction.propose.candidates import Candidate
from berkas.extraction.propose.kinds import Kind, kind_of
from berkas.model.strategies import PartyPart, Role
from berkas.model.template import Prefer, TemplateField

Matrix = npt.NDArray[np.float32]

_LABEL: Final = (
    "label", "label_letters", "label_exact", "label_starts_cell", "label_fills_cell", "label_colon", "label_shared",
    "label_right", "label_below", "label_above", "label_left", "label_gap", "label_off", "label_between", "label_in_table",
    "label_rank",
)  # fmt: skip
_RIVALS: Final = (
    "claimed", "claimed_exactly", "foreign_left", "foreign_above", "rivals", "best_rival_label", "is_first", "agreement",
    "ways", "strategy", "strategy_rank", "kind_rank", "strength_rank", "label_margin", "own_minus_claimed", "height_rank",
    "top_rank",
)  # fmt: skip
_VALUE: Final = (
    "coverage", "is_label", "letters", "digits", "words", "valid", "other_kind", "read", "repeats", "height", "legal_form",
    "is_title", "number_context", "lines", "longer", "shorter", "ends_postal", "starts_street", "goes_on", "bank_word",
)  # fmt: skip
_PLACE: Final = (
    "y",
    "x",
    "first_page",
    "last_page",
    "above_table",
    "below_table",
    "in_table",
    "has_table",
    "line_share",
)
_SUMS: Final = (
    "is_column_sum", "closes", "is_largest", "in_words", "sum_rank", "sum_count", "date_rank", "date_count", "is_negative",
)  # fmt: skip
_PARTY: Final = (
    "own_party",
    "other_party",
    "own_block",
    "other_block",
    "own_beside",
    "other_beside",
    "contact_below",
    "in_signature",
    "party_known",
)
_ROLES: Final = tuple(f"role_{role.value}" for role in Role)
_PARTS: Final = tuple(f"part_{part.value}" for part in PartyPart)
_KINDS: Final = tuple(f"kind_{kind.value}" for kind in Kind)
_FIELD: Final = ("required", "prefers_last", "labels", "has_strategy")

FEATURES: Final = (
    *texts.FEATURES, *around.FEATURES, *names.FEATURES, *_LABEL, *_RIVALS, *_VALUE, *_PLACE, *_SUMS, *_PARTY, *_ROLES, *_PARTS,
    *_KINDS, *_FIELD,
)  # fmt: skip
"""Names of the columns."""

_COLUMN: Final = {name: index for index, name in enumerate(FEATURES)}


def evidence_of(field: TemplateField, candidates: Sequence[Candidate], scene: Scene) -> Matrix:
    """A row of `FEATURES` for each candidate of a field."""
    matrix = np.zeros((len(candidates), len(FEATURES)), dtype=np.float32)
    views = [View(candidate, scene) for candidate in candidates]
    values = Counter(str(candidate.value) for candidate in candidates)
    for row, view in zip(matrix, views, strict=True):
        for part in (label_features(view, scene), around_features(view, scene), value_features(view, scene),
                     place_features(view, scene), sum_features(view, views, scene), party_features(view, scene),
                     name_features(view, scene), _field_features(field), rival_features(view, views, values, scene)):  # fmt: skip
            for name, value in part.items():
                row[_COLUMN[name]] = value
    return matrix


def _field_features(field: TemplateField) -> dict[str, float]:
    found = {
        f"kind_{kind_of(field).value}": 1.0,
        "required": float(field.required),
        "prefers_last": float(field.prefer is Prefer.LAST),
        "labels": min(len(field.labels), 40),
        "has_strategy": float(field.find is not None),
    }
    if field.meaning is not None:
        found[f"role_{field.meaning.value}"] = 1.0
    if field.find is not None and field.find.party is not None:
        found[f"part_{field.find.party.part.value}"] = 1.0
    return found
