"""Where a file is cut into documents: by numbers that identify them, by page numbers that start again, by titles of other types.

A page goes on with the document of the page before unless something speaks for a new one. What every page of a document repeats,
and what two documents merely share, is no sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from berkas.extraction.classify import Classifier
from berkas.extraction.segments.marks import Labels, PageMarks
from berkas.extraction.segments.regions import Part, parts_of
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.document_types import DocumentType
from berkas.model.geometry import BoundingBox, Page
from berkas.model.template import Template


@dataclass(frozen=True, slots=True)
class Region:
    """A page, or a part of it, that belongs to one document."""

    page: Page
    part: Part

    @property
    def box(self) -> BoundingBox:
        """Where it is on the page."""
        return self.part.box(self.page)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document within a file.

    Attributes:
        regions: Its pages, or parts of them, in order; at least one.
        type: What it is; None where nothing tells.
        lines: Of all its pages, where they are known.
    """

    regions: tuple[Region, ...]
    type: DocumentType | None
    lines: tuple[Line, ...] | None = None

    @property
    def pages(self) -> tuple[Page, ...]:
        """Its pages as if it had been sent alone; parts of pages are pages of their own."""
        return tuple(region.part.cropped(region.page) for region in self.regions)


def segments_of(
    pages: Sequence[Page], template: Template, today: date, classifier: Classifier | None = None
) -> list[Cut]:
    """The documents that a file holds; one, without a type, where nothing speaks for several.

    Args:
        pages: Of the file, in order.
        template: By its labels documents of one type are told apart.
        today: For values that may not lie in the future.
        classifier: Tells documents of other types apart; without one those of the template's type alone are.
    """
    labels = Labels(template, today)
    groups: list[list[Region]] = []
    lines: list[Line] = []
    opened: _Sheet | None = None
    for page in pages:
        sheet = _Sheet(page, labels, classifier)
        lines += sheet.marks.lines
        parts = parts_of(sheet.marks, classifier)
        if opened is not None and len(parts) == 1 and not _begins(opened, sheet):
            groups[-1].append(Region(page, parts[0]))
            opened.last = sheet
            continue
        groups += [[Region(page, part)] for part in parts]
        opened = sheet if len(parts) == 1 else _Sheet(parts[-1].cropped(page), labels, classifier)
    if len(groups) < 2:
        return [Cut(tuple(Region(page, Part()) for page in pages), None, tuple(lines))]
    return [_typed(tuple(group), template.document_type_hint, classifier) for group in groups]


def _typed(regions: tuple[Region, ...], hint: DocumentType | None, classifier: Classifier | None) -> Cut:
    cut = Cut(regions, hint)
    return Cut(regions, (classifier.surely(cut.pages[:1]) if classifier is not None else None) or hint)


class _Sheet:
    """A page as the first one of a document; `last` is the page of that document that was seen last."""

    def __init__(self, page: Page, labels: Labels, classifier: Classifier | None) -> None:
        self._classifier = classifier
        self.marks = PageMarks(page, labels)
        self.labels = labels
        self.last = self

    @cached_property
    def type(self) -> DocumentType | None:
        """What it surely is by itself."""
        return self._classifier.surely([self.marks.page]) if self._classifier is not None else None

    @cached_property
    def titled(self) -> frozenset[DocumentType]:
        """Types of which a title or a phrase begins one of its cells."""
        texts = [fold(cell.text) for line in self.marks.cells for cell in line]
        known = self._classifier
        return frozenset(kind for text in texts for kind in known.marked(text)) if known is not None else frozenset()


def _begins(opened: _Sheet, sheet: _Sheet) -> bool:
    """Whether a page is the first one of another document than the one that the pages before belong to."""
    if _has_other_number(opened, sheet):
        return True
    before, now = opened.last.marks.number, sheet.marks.number
    if before is not None and now is not None and now[0] == before[0] + 1:
        return False
    if _starts_again(before, now) and _is_first_page(opened, sheet, is_whole=bool(before and before[0] == before[1])):
        return True
    if not sheet.titled or opened.type is None or opened.type in sheet.titled:
        return False
    return sheet.type in sheet.titled


def _has_other_number(opened: _Sheet, sheet: _Sheet) -> bool:
    """Whether another identifying number stands on a page among the same labels, and the one from before does not."""
    known, found = opened.marks.identities, sheet.marks.identities
    if not known or not found or not all(one.differs(other) for one in known for other in found):
        return False
    shared = opened.marks.around(known[0].line) & sheet.marks.around(found[0].line)
    return len(shared) >= opened.labels.least_shared


def _starts_again(before: tuple[int, int | None] | None, now: tuple[int, int | None] | None) -> bool:
    return before is not None and now is not None and now[0] == 1


def _is_first_page(opened: _Sheet, sheet: _Sheet, *, is_whole: bool) -> bool:
    """Whether a page with number one begins a document: some programs print 1 of 1 on every page.

    Args:
        opened: First page of the document before.
        sheet: The page.
        is_whole: The last page of the document before has the number of all its pages.
    """
    has_several = opened.last is not opened
    if is_whole and has_several:
        return True
    return any(text != sheet.marks.periods.get(name, text) for name, text in opened.marks.periods.items())
