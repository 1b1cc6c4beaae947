"""Whether a file holds several documents where one is expected: two cards on a sheet, two accounts in one statement."""

from collections.abc import Iterator
from typing import Final

from berkas.extraction.evidence.scene import Scene
from berkas.extraction.propose.candidates import Candidate
from berkas.model.extraction import Finding, Severity
from berkas.model.template import Near, Template

_LEAST_LIKENESS: Final = 95
_MESSAGE: Final = (
    "The file seems to hold several documents: a number that identifies one stands there with different values."
)


def several_documents(template: Template, scene: Scene) -> tuple[Finding, ...]:
    """A finding for each field that identifies a document and stands there with several values, each behind a label of its own."""
    found = []
    for field in template.fields:
        if field.identifies and len(set(_labelled(scene, field.name))) > 1:
            found.append(Finding("several_papers", Severity.WARNING, (field.name,), _MESSAGE))
    return tuple(found)


def _labelled(scene: Scene, name: str) -> Iterator[str]:
    for candidate in scene.proposals[name].candidates:
        if _has_own_label(candidate, scene) and scene.validity(candidate.field, candidate.value) >= 0:
            yield str(candidate.value)


def _has_own_label(candidate: Candidate, scene: Scene) -> bool:
    for place in candidate.places:
        if place.anchor is None or place.side not in {Near.RIGHT, Near.BELOW} or place.anchor.ratio < _LEAST_LIKENESS:
            continue
        label = scene.layout.lines[place.anchor.line].pieces[place.anchor.start]
        if scene.starts_cell(label) and place.pieces[0] is candidate.pieces[0]:
            return True
    return False
