"""What the rules of a template saw, for its author: at each place the label that led there, the printed text and what became of it.

Only a dry run asks for it. Sightings hold text of the document.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Final

from berkas.extraction.evidence.scene import Scene
from berkas.extraction.propose.candidates import Look
from berkas.extraction.propose.layout import Layout, Way
from berkas.extraction.tables.rows import Rows
from berkas.layout.lines import box_of
from berkas.model.extraction import Scalar
from berkas.model.geometry import BoundingBox
from berkas.model.template import Near

MOST_SIGHTINGS: Final = 40
"""Of one field: what is tried first explains the result, the rest would be the document once more."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place that was looked at for a field.

    Attributes:
        way: Why it was looked at.
        label: The label that led there, as printed; None without one.
        label_box: Around the label.
        label_likeness: How alike it is to the template's label, 0-100.
        side: Where the place is, seen from the label.
        printed: The text that stands there.
        matched: What the pattern took of it; all of it without a pattern; None when the pattern does not match.
        value: What the normaliser made of that; None when it can be no value of the field. For the row of a table always None.
        box: Around the text.
    """

    way: Way
    label: str | None
    label_box: BoundingBox | None
    label_likeness: int | None
    side: Near | None
    printed: str
    matched: str | None
    value: Scalar
    box: BoundingBox | None


Seen = MutableMapping[str, list[Sighting]]
"""By field name, in the order of trying."""


def of(scene: Scene, tables: Mapping[str, Rows | None]) -> dict[str, list[Sighting]]:
    """By field name, what was looked at."""
    plain = {
        name: [_sighting(look, scene.layout) for look in proposals.looks if look.matched or look.place.way is Way.LABEL]
        for name, proposals in scene.proposals.items()
    }
    rows = {name: of_rows(found) for name, found in tables.items()}
    return {name: seen[:MOST_SIGHTINGS] for name, seen in {**plain, **rows}.items()}


def _sighting(look: Look, layout: Layout) -> Sighting:
    place, anchor = look.place, look.place.anchor
    label = layout.lines[anchor.line].pieces[anchor.start : anchor.end] if anchor else ()
    return Sighting(
        way=place.way,
        label=" ".join(piece.text for piece in label) or None,
        label_box=box_of(label) if label else None,
        label_likeness=round(anchor.ratio) if anchor else None,
        side=place.side,
        printed=" ".join(piece.text for piece in place.pieces),
        matched=look.matched or None,
        value=look.value,
        box=box_of(place.pieces) if place.pieces else None,
    )


def of_rows(rows: Rows | None) -> list[Sighting]:
    """The printed rows of a table, each cell after the name of its column."""
    found = []
    for row in rows.rows[:MOST_SIGHTINGS] if rows is not None else ():
        printed = " | ".join(f"{name}: {text}" for name, text in row.texts.items())
        box = BoundingBox.around(word.box for word in row.words) if row.words else None
        found.append(Sighting(Way.ROW, None, None, None, None, printed, printed, None, box))
    return found
