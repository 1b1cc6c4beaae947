"""A candidate as evidence looks at it: with the best of its labels."""

from berkas.extraction.evidence.scene import SIDE_STRENGTH, Scene, key_of
from berkas.extraction.propose.candidates import Candidate
from berkas.extraction.propose.layout import Place


class View:
    """A candidate with its best label place."""

    def __init__(self, candidate: Candidate, scene: Scene) -> None:
        self.candidate = candidate
        self.first = candidate.pieces[0]
        self.line = scene.line_of.get(key_of(self.first), 0)
        labelled = [place for place in candidate.places if place.anchor is not None and place.side is not None]
        self.label = max(labelled, key=lambda place: self._strength(place, scene), default=None)
        self.strength = self._strength(self.label, scene) if self.label is not None else 0.0

    def _strength(self, place: Place, scene: Scene) -> float:
        anchor = place.anchor
        assert anchor is not None and place.side is not None  # noqa: S101, PT018 - for the type checker
        label = scene.layout.lines[anchor.line].pieces[anchor.start]
        fills = 1.0 if scene.starts_cell(label) else 0.4
        gap = 1.0 if place.pieces and place.pieces[0] is self.first else 0.8
        return anchor.ratio / 100 * SIDE_STRENGTH[place.side] * fills * gap * (1 + min(anchor.letters, 20) / 100)
