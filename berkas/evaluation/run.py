"""Measuring the whole reading, from file to fields, on documents whose truth is known.

The same functions run as in the flow: open, classify on the first pages, read the rest, apply the template of the type that was
found, so a wrong type costs its fields too. What is measured and how truth files look stands in docs/evaluation.md.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from berkas.errors import DocumentError
from berkas.evaluation.reliability import UNKNOWN_KIND, Decision, Fate, Reliability, kinds_of
from berkas.evaluation.scoring import Comparison, Tally, compare
from berkas.extraction.apply import Known, apply_template
from berkas.extraction.checks.run import contents_of
from berkas.extraction.classify import CLASSIFIED_PAGES, Classifier
from berkas.extraction.confidence import type_doubts
from berkas.model.document_types import DocumentType
from berkas.model.extraction import Classification, ExtractionResult, Value
from berkas.model.template import Template
from berkas.reading.drawn_tables import drawn_tables
from berkas.reading.reader import DocumentReader

TRUTH_ENDING: Final = ".truth.json"
"""Of the file beside a document that says what is on it: ``ktp.jpg`` and ``ktp.jpg.truth.json``."""

REVIEW_THRESHOLD: Final = 70
"""Confidence 0-100 below which an analyst looks, as an organisation has it by default; a wrong type above it is confident."""

SCORE_REASON: Final = "score_below_threshold"
"""The reason for a review that another threshold of the score would remove."""


class TruthBroken(ValueError):
    """A truth file that is not as docs/evaluation.md says."""


class Truth(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is known of a document.

    Attributes:
        type: What it is; None for a paper that is none of the types with a template.
        fields: Canonical values by wire name; null for what it does not show. Others are not judged.
        codes: What its QR and bar codes say.
        variant: How it was sent, such as ``photo``; figures are given apart by it.
        password: Of a locked PDF.
        also_right: Further types that are no mistake, for a paper without a type.
        layout: For the reader of the file.
    """

    type: DocumentType | None = None
    fields: dict[str, Any] = {}
    codes: tuple[str, ...] = ()
    variant: str = "given"
    password: str | None = None
    also_right: tuple[DocumentType, ...] = ()
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A document to measure on."""

    name: str
    content: bytes
    truth: Truth


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        case: The document.
        classification: None when it could not be read.
        comparisons: Its values; of an unread document all missing.
        pages: Number of pages, 0 when it could not be opened.
        cpu_seconds: In the sandbox and here.
        error: Code of the error that ended the reading.
        review_reasons: Why an analyst would look, as in the flow; None when it could not be read.
        score: Of the document, 0-100; None when it could not be read.
        kinds: Kind of each field, and of each column as ``table.column``, by the template of the true type.
        is_free_text: Whether it was taken for a type of free text.
        codes: What the codes say that were found.
    """

    case: Case
    classification: Classification | None
    comparisons: tuple[Comparison, ...]
    pages: int
    cpu_seconds: float
    error: str | None = None
    review_reasons: tuple[str, ...] | None = None
    score: int | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    is_free_text: bool = False
    codes: tuple[str, ...] = ()

    @property
    def is_flawless(self) -> bool:
        """Whether the type and every value are right."""
        return self.is_type_right and all(comparison.is_right for comparison in self.comparisons)

    @property
    def is_misleading(self) -> bool:
        """Whether the type or a stated value is wrong; what is missing or withheld misleads nobody."""
        return not self.is_type_right or any(
            comparison.found is not None and not comparison.is_right for comparison in self.comparisons
        )

    @property
    def fate(self) -> Fate:
        """What it is worth to a reader who checks nothing."""
        if self.is_misleading:
            return Fate.MISLEADING
        return Fate.FLAWLESS if self.is_flawless else Fate.INCOMPLETE

    @property
    def decision(self) -> Decision | None:
        """What a threshold would decide about it; None when it could not be read."""
        if self.score is None or self.review_reasons is None:
            return None
        return Decision(self.score, any(one != SCORE_REASON for one in self.review_reasons), self.fate)

    @property
    def is_extracted(self) -> bool:
        """Whether it would end as ``extracted``, seen by nobody."""
        return self.review_reasons == ()

    @property
    def is_type_right(self) -> bool:
        """Whether the type is right; for a paper without a type, whether it was given none or one that is no mistake."""
        if self.classification is None:
            return False
        found, truth = self.classification.type, self.case.truth
        return found == truth.type if truth.type else self.is_free_text or found in truth.also_right

    @property
    def is_type_wrong_and_confident(self) -> bool:
        """Whether it was given a wrong type that nobody would look at."""
        return (
            self.classification is not None
            and not self.is_type_right
            and not self.is_free_text
            and self.classification.confidence >= REVIEW_THRESHOLD
        )


@dataclass(slots=True)
class Score:
    """Sums over documents of one type and variant.

    Attributes:
        flawless: Documents without any wrong value.
        extracted: Documents that no analyst would be asked about.
        extracted_flawless: Those of them without any wrong or missing value.
        extracted_incomplete: Those that lack a value and state no wrong one.
        extracted_misleading: Those that state a wrong value, or have a wrong type.
        review_reasons: How often each one sent a document to an analyst.
        codes: QR and bar codes that documents have, those of them that were found, and others that were stated.
    """

    documents: int = 0
    unread: int = 0
    type_right: int = 0
    type_confident_wrong: int = 0
    flawless: int = 0
    extracted: int = 0
    extracted_flawless: int = 0
    extracted_incomplete: int = 0
    extracted_misleading: int = 0
    review_reasons: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    cpu_seconds: float = 0.0
    fields: Tally = field(default_factory=Tally)
    cells: Tally = field(default_factory=Tally)
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one document."""
        self.documents += 1
        self.unread += outcome.error is not None
        self.type_right += outcome.is_type_right
        self.type_confident_wrong += outcome.is_type_wrong_and_confident
        self.flawless += outcome.is_flawless
        self.extracted += outcome.is_extracted
        if outcome.is_extracted:
            self.extracted_flawless += outcome.fate is Fate.FLAWLESS
            self.extracted_incomplete += outcome.fate is Fate.INCOMPLETE
            self.extracted_misleading += outcome.fate is Fate.MISLEADING
        self.review_reasons.update(outcome.review_reasons or ())
        found = Counter(outcome.codes) & Counter(outcome.case.truth.codes)
        self.codes.update(
            printed=len(outcome.case.truth.codes),
            found=found.total(),
            wrong=len(outcome.codes) - found.total(),
        )
        self.pages += outcome.pages
        self.cpu_seconds += outcome.cpu_seconds
        for comparison in outcome.comparisons:
            tally = self.cells if comparison.is_cell else self.fields
            tally += comparison.tally()

    def __iadd__(self, other: Self) -> Self:
        for part in fields(self):
            own = getattr(self, part.name)
            own += getattr(other, part.name)
            setattr(self, part.name, own)
        return self

    def figures(self) -> dict[str, Any]:
        """For a JSON file."""
        return {
            "documents": self.documents, "unread": self.unread, "type_right": self.type_right,
            "type_confident_wrong": self.type_confident_wrong, "flawless": self.flawless, "extracted": self.extracted,
            "extracted_flawless": self.extracted_flawless, "extracted_incomplete": self.extracted_incomplete,
            "extracted_misleading": self.extracted_misleading, "review_reasons": dict(self.review_reasons), "pages": self.pages,
            "cpu_seconds_per_page": round(self.cpu_seconds / self.pages, 3) if self.pages else None,
            "fields": self.fields.figures(), "cells": self.cells.figures(),
            "codes": {name: self.codes[name] for name in ("printed", "found", "wrong")},
        }  # fmt: skip


NO_TYPE: Final = "no type"
"""Key of the papers that are none of the types with a template."""


@dataclass(slots=True)
class Report:
    """Figures of an evaluation.

    Attributes:
        scores: By type and variant; papers without a type under `NO_TYPE` by their layout.
        by_field: Of each field and column of each type, over all variants.
        reliability: Confidence against truth, over all types.
    """

    scores: dict[tuple[str, str], Score] = field(default_factory=dict)
    by_field: dict[tuple[str, str], Tally] = field(default_factory=dict)
    reliability: Reliability = field(default_factory=Reliability)

    def add(self, outcome: Outcome) -> None:
        """Count one document."""
        truth = outcome.case.truth
        kind = truth.type or NO_TYPE
        part = truth.variant if truth.type else truth.layout or truth.variant
        self.scores.setdefault((kind, part), Score()).add(outcome)
        for comparison in outcome.comparisons:
            tally = self.by_field.setdefault((kind, comparison.column), Tally())
            tally += comparison.tally()
            kind_of_field = outcome.kinds.get(comparison.column, UNKNOWN_KIND)
            self.reliability.add_value(comparison, kind=kind_of_field, sent=truth.variant)
        if truth.type:
            self.reliability.add_document(outcome.decision)

    def total(self, kind: str) -> Score:
        """Over all variants of a type."""
        whole = Score()
        for (name, _), score in self.scores.items():
            if name == kind:
                whole += score
        return whole

    def kinds(self) -> list[str]:
        """Types in the order of their first document."""
        return list(dict.fromkeys(kind for kind, _ in self.scores))

    def figures(self) -> dict[str, Any]:
        """Everything, for a JSON file; by type, and over all types under ``reliability``."""
        found: dict[str, Any] = {"reliability": self.reliability.figures()}
        for kind in self.kinds():
            found[kind] = {
                "all": self.total(kind).figures(),
                "variants": {part: score.figures() for (name, part), score in self.scores.items() if name == kind},
                "fields": {name: tally.figures() for (of, name), tally in self.by_field.items() if of == kind},
            }
        return found


TemplateOf = Callable[[DocumentType], Template]
"""Gives the template that reads a type."""


def cases_in(folder: Path, known: Collection[DocumentType]) -> Iterator[Case]:
    """The documents of a folder that have a truth file, in the order of their names.

    Args:
        folder: With folders below it.
        known: The types that a truth file may name.

    Raises:
        TruthBroken: A truth file is not as docs/evaluation.md says, or has no document.
    """
    for path in sorted(folder.rglob(f"*{TRUTH_ENDING}")):
        document = path.with_name(path.name.removesuffix(TRUTH_ENDING))
        if not document.is_file():
            message = f"{path.name} has no document beside it"
            raise TruthBroken(message)
        try:
            truth = msgspec.json.decode(path.read_bytes(), type=Truth)
        except msgspec.MsgspecError as error:
            message = f"{path.name}: {error}"
            raise TruthBroken(message) from error
        for place, name in (("type", truth.type), *(("also_right[...]", one) for one in truth.also_right)):
            if name is not None and name not in known:
                message = f"{path.name}: Invalid enum value {name!r} - at `$.{place}`"
                raise TruthBroken(message)
        yield Case(str(document.relative_to(folder)), document.read_bytes(), truth)


def evaluate(
    cases: Iterable[Case], reader: DocumentReader, classifier: Classifier, template_of: TemplateOf, *, today: date
) -> Iterator[Outcome]:
    """Read each document and compare; one after the other, for progress."""
    for case in cases:
        started = reader.cpu_seconds + time.process_time()
        pages, classification, result, error = 0, None, None, None
        try:
            pages = reader.open(case.content, password=case.truth.password, organisation_id="evaluation").page_count
            classification, result = _read(reader, pages, classifier, template_of, today)
        except DocumentError as refused:
            error = refused.code
        found = result.fields if result else ()
        kinds = kinds_of(template_of(case.truth.type)) if case.truth.type else {}
        yield Outcome(
            case, classification, tuple(compare(_expected(case.truth), found)), pages,
            reader.cpu_seconds + time.process_time() - started, error, result.review_reasons if result else None,
            result.confidence_score if result else None, kinds,
            classification is not None and classification.type in classifier.free_text,
            contents_of(result.codes) if result else (),
        )  # fmt: skip


def _read(
    reader: DocumentReader, page_count: int, classifier: Classifier, template_of: TemplateOf, today: date
) -> tuple[Classification, ExtractionResult]:
    pages = reader.read_pages(range(min(page_count, CLASSIFIED_PAGES)))
    classification = classifier.classify(pages)
    pages += reader.read_pages(range(len(pages), page_count))
    template = template_of(classification.type)
    ruled = drawn_tables(reader, pages) if template.wants_tables else ()
    known = Known(type_doubts(classification, threshold=REVIEW_THRESHOLD), classifier, ruled=ruled)
    return classification, apply_template(template, pages, threshold=REVIEW_THRESHOLD, today=today, known=known)


def _expected(truth: Truth) -> Mapping[str, Value]:
    return truth.fields if truth.type else {}
