"""What of a file with several documents is read, and how it is said where the others are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from berkas.extraction.confidence import source_findings
from berkas.extraction.segments.find import Cut
from berkas.extraction.trace import Sighting
from berkas.model.extraction import ExtractionResult, FieldEvidence, FieldValue, Finding, Segment, Severity
from berkas.model.geometry import BoundingBox, Code, Page
from berkas.model.template import Template

_MOST_TRIED: Final = 4
"""Documents that are read until one reads well."""

_MESSAGE: Final = "The file seems to hold several documents, of which one was read: {0}."
_ALL_READ: Final = "The file seems to hold several documents, all of which were read: {0}."
_MOST_NAMED: Final = 12
"""Documents that the message names."""

Read = tuple[ExtractionResult, Mapping[str, list[Sighting]]]
"""What a template finds in a document, and by field name what was looked at."""

Apply = Callable[[Sequence[Page], tuple[Finding, ...]], Read]
"""Applies a template to the pages of one document, with what is known against it."""


def read_one(cuts: Sequence[Cut], template: Template, pages: Sequence[Page], apply: Apply, *, threshold: int) -> Read:
    """The fields of one document among several: of those of the template's type the first that reads well, else the best.

    Args:
        cuts: The documents, at least two.
        template: That is applied.
        pages: Of the whole file.
        apply: Applies it to pages.
        threshold: Score 0-100 with which a document reads well.
    """
    hint = template.document_type_hint
    wanted = [cut for cut in cuts if cut.type == hint] or list(cuts)
    best: tuple[Cut, Read] | None = None
    for cut in wanted[:_MOST_TRIED]:
        read = apply(cut.pages, (_finding(template, cuts, cut), *_lost(pages, cut)))
        if best is None or read[0].confidence_score > best[1][0].confidence_score:
            best = cut, read
        if read[0].confidence_score >= threshold:
            break
    assert best is not None  # noqa: S101 - there are at least two cuts
    return _on_file(best[1], best[0])


def _on_file(read: Read, cut: Cut) -> Read:
    """A result with its boxes where they are on the pages of the file."""
    result, seen = read
    parts = {region.page.index: region.part for region in cut.regions if not region.part.is_whole}
    if not parts:
        return read

    def moved(box: BoundingBox) -> BoundingBox:
        return parts[box.page].on_page(box) if box.page in parts else box

    def placed(value: FieldValue) -> FieldValue:
        cells = tuple({name: moved(box) for name, box in row.items()} for row in value.cell_boxes)
        return replace(value, box=moved_if(value.box), row_boxes=tuple(map(moved, value.row_boxes)), cell_boxes=cells)

    def explained(one: FieldEvidence) -> FieldEvidence:
        rival = replace(one.rival, box=moved_if(one.rival.box)) if one.rival is not None else None
        return replace(one, label_box=moved_if(one.label_box), rival=rival)

    def moved_if(box: BoundingBox | None) -> BoundingBox | None:
        return moved(box) if box is not None else None

    def looked_at(one: Sighting) -> Sighting:
        return replace(one, box=moved_if(one.box), label_box=moved_if(one.label_box))

    evidence = {name: explained(one) for name, one in result.evidence.items()}
    moved_result = replace(result, fields=tuple(map(placed, result.fields)), evidence=evidence)
    return moved_result, {name: list(map(looked_at, every)) for name, every in seen.items()}


def codes_of(pages: Sequence[Page], findings: Sequence[Finding]) -> tuple[Code, ...]:
    """The codes of a file, those marked that stand on none of the documents that were read.

    Args:
        pages: Of the whole file.
        findings: Of what was read; one of them names the documents where there are several.
    """
    codes = tuple(code for page in pages for code in page.codes)
    segments = [segment for finding in findings for segment in finding.segments]
    if not segments:
        return codes
    read = [box for segment in segments if segment.is_read for box in segment.boxes]
    return tuple(replace(code, is_elsewhere=not any(_holds(box, code.box) for box in read)) for code in codes)


def _holds(part: BoundingBox, box: BoundingBox) -> bool:
    """Whether the middle of a box is in a part of a page."""
    is_across = part.x <= box.center_x < part.right
    return part.page == box.page and is_across and part.y <= box.center_y < part.bottom


def all_read(cuts: Sequence[Cut]) -> Finding:
    """The finding about a file of which every document was read, by a template without fields of its own."""
    return _told((), [_segment(cut, is_read=True) for cut in cuts], _ALL_READ)


def _finding(template: Template, cuts: Sequence[Cut], read: Cut) -> Finding:
    fields = tuple(field.name for field in template.fields if field.identifies)
    return _told(fields, [_segment(cut, is_read=cut is read) for cut in cuts], _MESSAGE)


def _segment(cut: Cut, *, is_read: bool) -> Segment:
    return Segment(cut.type, tuple(region.box for region in cut.regions), is_read)


def _told(fields: tuple[str, ...], segments: Sequence[Segment], message: str) -> Finding:
    named = [_name_of(segment) for segment in segments[:_MOST_NAMED]]
    named += [f"{len(segments) - _MOST_NAMED} more"] if len(segments) > _MOST_NAMED else []
    return Finding(
        "several_papers", Severity.WARNING, fields, message.format("; ".join(named)), segments=tuple(segments)
    )


def _name_of(segment: Segment) -> str:
    """A document by its type and pages, as a person counts them."""
    first, last = segment.boxes[0].page + 1, segment.boxes[-1].page + 1
    pages = f"page {first}" if first == last else f"pages {first}-{last}"
    kind = segment.type or "document"
    return f"{kind} on {pages}{' (read)' if segment.is_read else ''}"


def _lost(pages: Sequence[Page], cut: Cut) -> list[Finding]:
    """What is known against the file and does not show on the pages of one document."""
    shown = source_findings(cut.pages)
    return [finding for finding in source_findings(pages) if finding not in shown]
