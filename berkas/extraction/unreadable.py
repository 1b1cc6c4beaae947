"""What stands beside the label of a field and can be no value of it: the field stays empty, and nobody guesses further away."""

import re
from typing import Final

from berkas.extraction.evidence.scene import Scene
from berkas.extraction.propose.kinds import Kind, kind_of
from berkas.extraction.propose.layout import Place
from berkas.model.extraction import Finding, Severity
from berkas.model.template import Near, TemplateField

_LEAST_LIKENESS: Final = 95
_NOTHING: Final = re.compile(r"[-–_.\s]*")
_WITH_DIGITS: Final = frozenset({Kind.AMOUNT, Kind.DATE, Kind.PERCENT, Kind.TAX_ID, Kind.DIGITS, Kind.PHONE})


def unreadable_place(field: TemplateField, scene: Scene) -> Place | None:
    """The place right of a whole label of the field where its value should be, with text that can be none; or None."""
    for place in scene.proposals[field.name].unreadable:
        anchor = place.anchor
        if anchor is None or place.side is not Near.RIGHT or anchor.ratio < _LEAST_LIKENESS or not place.pieces:
            continue
        label = scene.layout.lines[anchor.line].pieces[anchor.start]
        text = " ".join(piece.text for piece in place.pieces)
        has_digits = any(map(str.isdigit, text))
        is_text = _NOTHING.fullmatch(text) is None and (has_digits or kind_of(field) not in _WITH_DIGITS)
        if is_text and scene.starts_cell(label) and place.pieces[0].after_colon:
            return place
    return None


def finding_of(field: TemplateField) -> Finding:
    """The finding about such a field."""
    message = "What stands beside the label of a field can be no value of it."
    return Finding("value_unreadable", Severity.WARNING if field.required else Severity.INFO, (field.name,), message)
