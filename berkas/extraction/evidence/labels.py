"""What labels say of a candidate: its own, those of other fields, and its rivals."""

from collections.abc import Mapping, Sequence
from typing import Final

from berkas.extraction.evidence.scene import Scene, key_of
from berkas.extraction.evidence.views import View
from berkas.extraction.propose.anchors import Anchor
from berkas.extraction.propose.layout import Way
from berkas.layout.cells import Pieces
from berkas.layout.folding import fold
from berkas.model.strategies import PartyPart
from berkas.model.template import Near, TemplateField

_FAR: Final = 60.0


def label_features(view: View, scene: Scene) -> dict[str, float]:
    """The label that leads to a candidate: how alike it is, and where the candidate stands, seen from it."""
    place = view.label
    if place is None or place.anchor is None:
        return {}
    anchor, layout = place.anchor, scene.layout
    line = layout.lines[anchor.line]
    label = line.pieces[anchor.start : anchor.end]
    cell = scene.cell_of[key_of(label[0])]
    height = max(line.height, 1e-6)
    others = [a for name, every in layout.anchors.items() if name != view.candidate.field.name for a in every]
    first = view.first
    across = first.left - label[-1].right if place.side is Near.RIGHT else label[0].left - first.left
    between = [p for p in line.pieces[anchor.end :] if p.right <= first.left] if place.side is Near.RIGHT else []
    return {
        "label": anchor.ratio / 100,
        "label_letters": min(anchor.letters, 30),
        "label_exact": float(anchor.ratio >= 99),
        "label_starts_cell": float(scene.starts_cell(label[0])),
        "label_fills_cell": float(cell.pieces[-1] is label[-1]),
        "label_colon": float(first.after_colon),
        "label_shared": sum(_is_same(a, anchor) for a in others),
        "label_right": float(place.side is Near.RIGHT),
        "label_below": float(place.side is Near.BELOW),
        "label_above": float(place.side is Near.ABOVE),
        "label_left": float(place.side is Near.LEFT),
        "label_gap": min(abs(across) / height, _FAR),
        "label_off": min(abs(first.middle - line.middle) / height, _FAR),
        "label_between": len(between),
        "label_in_table": float(anchor.line in layout.taken),
        "label_rank": view.strength,
    }


def _is_same(one: Anchor, other: Anchor) -> bool:
    return one.line == other.line and one.start == other.start and one.end == other.end


def rival_features(view: View, views: Sequence[View], values: Mapping[str, int], scene: Scene) -> dict[str, float]:
    """What other labels claim of the candidate's text, and how it compares with the other candidates of its field."""
    candidate = view.candidate
    own = view.label
    own_label: frozenset[int] = frozenset()
    if own is not None and own.anchor is not None:
        line = scene.layout.lines[own.anchor.line]
        own_label = frozenset(id(piece) for piece in line.pieces[own.anchor.start : own.anchor.end])
    own_fields = {candidate.field.name, *_heads_of(candidate.field, scene)}
    claims = [
        claim
        for claim in scene.claims.get(key_of(view.first), ())
        if claim.field not in own_fields and not claim.label & own_label
    ]
    rivals = [other for other in views if str(other.candidate.value) != str(candidate.value)]
    strategies = [n for n, other in enumerate(views) if any(p.way is Way.STRATEGY for p in other.candidate.places)]
    position = views.index(view)
    is_strategy = any(place.way is Way.STRATEGY for place in candidate.places)
    left, above = _foreign(view, scene, own_label)
    claimed = max((claim.strength for claim in claims), default=0.0)
    return {
        "claimed": claimed,
        "claimed_exactly": float(claimed >= 0.99),
        "foreign_left": left,
        "foreign_above": above,
        "rivals": min(len({str(other.candidate.value) for other in rivals}), 20),
        "best_rival_label": max((other.strength for other in rivals), default=0.0),
        "is_first": float(position == 0),
        "agreement": values[str(candidate.value)],
        "longer": float(any(_extends(other, view) for other in views)),
        "shorter": float(any(_extends(view, other) for other in views)),
        "ways": len({(place.way, place.side) for place in candidate.places}),
        "strategy": float(is_strategy),
        "strategy_rank": strategies.index(position) + 1 if is_strategy else 0,
        "kind_rank": position,
        "strength_rank": sum(other.strength > view.strength for other in rivals) if view.strength else 30,
        "label_margin": view.strength - max((other.strength for other in rivals), default=0.0),
        "own_minus_claimed": view.strength - claimed,
        "height_rank": min(sum(other.first.height > view.first.height * 1.05 for other in rivals), 20),
        "top_rank": min(sum(_is_above(other, view) for other in rivals), 30),
    }


def _heads_of(field: TemplateField, scene: Scene) -> list[str]:
    """Names of the fields whose label heads the block that a part of a party stands in: the party's name."""
    party = field.find.party if field.find is not None else None
    if party is None or party.part is PartyPart.NAME:
        return []
    heads = ((one.name, one.find.party) for one in scene.layout.template.fields if one.find is not None)
    return [
        name for name, other in heads if other is not None and (other.role, other.part) == (party.role, PartyPart.NAME)
    ]


def _is_above(one: View, other: View) -> bool:
    box, rival = one.first.word.box, other.first.word.box
    return (box.page, box.center_y) < (rival.page, rival.center_y)


def _foreign(view: View, scene: Scene, own_label: frozenset[int]) -> tuple[float, float]:
    """Whether text that looks like the label of something else stands left of a value, or above it: 0, 1 known, .5 unknown."""
    cell = scene.cell_of.get(key_of(view.first))
    if cell is None:
        return 0.0, 0.0
    cells = scene.layout.cells[cell.line]
    before: Pieces = tuple(piece for piece in cell.pieces if piece.right <= view.first.left)
    if not before:
        left = [other for other in cells if other.right <= cell.left]
        before = left[-1].pieces if left else ()
    found_left = _label_like(before, scene, own_label, has_colon=view.first.after_colon)
    above: Pieces = ()
    if cell.line > 0:
        for other in scene.layout.cells[cell.line - 1]:
            is_near = other.page == cell.page and cell.middle - other.middle < 2.5 * max(cell.height, other.height)
            if is_near and other.left < cell.right and other.right > cell.left:
                above = other.pieces
    return found_left, _label_like(above, scene, own_label, has_colon=False)


def _label_like(pieces: Pieces, scene: Scene, own_label: frozenset[int], *, has_colon: bool) -> float:
    if not pieces or any(id(piece) in own_label for piece in pieces):
        return 0.0
    text = " ".join(piece.text for piece in pieces)
    if fold(text) in scene.label_texts:
        return 1.0
    if sum(map(str.isalpha, text)) < 2:
        return 0.0
    return 0.75 if has_colon else 0.5


def _extends(one: View, other: View) -> bool:
    """Whether a candidate begins with all the words of another one and goes on."""
    longer, shorter = one.candidate.pieces, other.candidate.pieces
    return len(longer) > len(shorter) and longer[0] is shorter[0] and longer[len(shorter) - 1] is shorter[-1]
