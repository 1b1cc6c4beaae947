"""Documents that the judgement model is trained and calibrated on: drawn anew from fixed seeds, read as every document is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from berkas.evaluation.run import Case, TemplateOf, Truth
from berkas.evaluation.specimens import papers, sets
from berkas.evaluation.training import Example
from berkas.model.document_types import DocumentType
from berkas.reading.reader import DocumentReader


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """Documents of one source, sent in one way.

    Attributes:
        types: Of the documents.
        seeds: One document of each layout for each.
        sent: The variant.
        family: Of composed layouts; None for the layouts that templates are tuned on.
        half: Of those layouts every second one, from the first (0) or the second (1) on; None for all.
    """

    types: tuple[DocumentType, ...]
    seeds: range
    sent: str = "text_pdf"
    family: sets.ComposedFamily | None = None
    half: int | None = None

    def has(self, truth: Truth) -> bool:
        """Whether a document is of this half of the layouts."""
        if self.half is None or truth.type is None:
            return True
        return truth.layout in papers.LAYOUTS[truth.type][self.half :: 2]

    @property
    def choice(self) -> sets.Choice:
        """The same for drawing."""
        return sets.Choice(self.types, (self.sent,), self.seeds, family=self.family)

    @property
    def source(self) -> str:
        """In words."""
        half = "" if self.half is None else f", every second one from the {('first', 'second')[self.half]} on"
        return f"family `{self.family}`" if self.family else f"tuning layouts{half}"


Families = tuple[tuple[DocumentSet, ...], ...]
"""The documents of each family of layouts."""

_INVOICE: Final = ("invoice",)
_STATEMENT: Final = ("rekening_koran",)
_CARDS: Final = ("ktp", "npwp")
_DRAWN: Final = tuple(kind for kind in papers.LAYOUTS if kind not in papers.FREE_TEXT)

DEFAULT: Final[Families] = (
    (
        DocumentSet(_INVOICE, range(1, 601), family="train"),
        DocumentSet(_STATEMENT, range(1, 91), family="train"),
        DocumentSet(_INVOICE, range(1001, 1041), "scan_pdf", family="train"),
        DocumentSet(_DRAWN, range(1, 6), half=0),
        DocumentSet(_CARDS, range(6, 31), half=0),
        DocumentSet(_CARDS, range(1, 7), "photo", half=0),
    ),
    (
        DocumentSet(_INVOICE, range(1, 201), family="calibrate"),
        DocumentSet(_STATEMENT, range(1, 61), family="calibrate"),
        DocumentSet(_INVOICE, range(1001, 1031), "scan_pdf", family="calibrate"),
    ),
    (
        DocumentSet(_DRAWN, range(1, 6), half=1),
        DocumentSet(_CARDS, range(6, 31), half=1),
        DocumentSet(_CARDS, range(1, 7), "photo", half=1),
    ),
)
"""What the model of a release is made from. It learns from all families; each in turn shows how sure a model of the others is."""

QUICK: Final[Families] = (
    (DocumentSet(_INVOICE, range(1, 9), family="train"), DocumentSet(_STATEMENT, range(1, 3), family="train")),
    (DocumentSet(_INVOICE, range(1, 5), family="calibrate"), DocumentSet(_STATEMENT, range(1, 2), family="calibrate")),
)
"""A few documents, which show that training works; their model is of no use."""


def count(documents: Sequence[DocumentSet]) -> int:
    """Number of documents."""
    return sum(sets.count(one.choice) for one in documents)


def examples(documents: Sequence[DocumentSet], reader: DocumentReader, template_of: TemplateOf) -> Iterator[Example]:
    """Each document, read through the sandbox, with its truth and the newest template of its true type; one by one."""
    for one in documents:
        for case in sets.draw(one.choice):
            if one.has(case.truth):
                yield _read(case, reader, template_of)


def _read(case: Case, reader: DocumentReader, template_of: TemplateOf) -> Example:
    document_type = case.truth.type
    assert document_type is not None  # noqa: S101 - papers of no type are not among them
    page_count = reader.open(case.content, organisation_id="training").page_count
    pages = reader.read_pages(range(page_count))
    return Example(template_of(document_type), pages, case.truth)


def as_markdown(families: Families) -> str:
    """The documents and their seeds as a table."""
    lines = ["| layouts | types | sent | seeds | documents |", "|---|---|---|---|---|"]
    for one in (documents for family in families for documents in family):
        types = ", ".join(f"`{kind}`" for kind in one.types)
        seeds = f"{one.seeds[0]}–{one.seeds[-1]}"
        lines.append(f"| {one.source} | {types} | `{one.sent}` | {seeds} | {sets.count(one.choice)} |")
    return "\n".join(lines)
