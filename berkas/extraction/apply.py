"""Apply a template to the pages of a document: find, normalise, check and judge every field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from berkas.errors import TemplateError
from berkas.extraction import confidence as judge
from berkas.extraction import trace as sightings
from berkas.extraction.checks.outcomes import CheckOutcome
from berkas.extraction.checks.run import TemplateRules, outcomes_of
from berkas.extraction.propose.finders import FINDERS
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.tables.rows import find_rows
from berkas.extraction.tables.table_values import table_value
from berkas.extraction.trace import Seen, Sighting
from berkas.layout.lines import box_of, lines_of
from berkas.layout.spacing import spaced_like_others
from berkas.model.extraction import ExtractionResult, FieldValue, Scalar
from berkas.model.geometry import Page, PageSource, RuledTable
from berkas.model.template import FieldType, Template, TemplateField, compiled
from berkas.values.amounts import number_locale
from berkas.values.context import NormaliseContext
from berkas.values.enumerations import closest
from berkas.values.normalise import NORMALISERS

T = TypeVar("T")

_NAMES = frozenset({"company", "name", "bank"})
"""Normalisers of names that may stand in several places."""

_DOUBTFUL_SPACES = 80
_DOUBTFUL_BEGINNING = 89
_DOUBTFUL_END = 85
_DEFAULT_NORMALISER = {FieldType.STRING: "text", FieldType.DATE: "date", FieldType.NUMBER: "amount"}


def apply_template(
    template: Template,
    pages: Sequence[Page],
    tables: Sequence[RuledTable],
    *,
    threshold: int,
    today: date,
    seen: Seen | None = None,
) -> ExtractionResult:
    """What a template finds in a document.

    Args:
        template: One version of a template.
        pages: All pages in order.
        tables: Ruled tables of the pages.
        threshold: Confidence 0-100 below which an analyst should look.
        today: For dates that lie in the past by their nature.
        seen: Gets by field name what was looked at, for authors of templates.

    Raises:
        TemplateError: The template names a normaliser, validator, finder, check or rule that does not exist.
    """
    words = [word for page in pages for word in page.words]
    context = NormaliseContext(today, number_locale(word.text for word in words))
    lines_by_page = [lines_of(page) for page in pages]
    layout = Layout.of(template, tuple(line for lines in lines_by_page for line in lines))
    found = _found(template, layout, context, seen)
    if any(page.source is PageSource.OCR for page in pages):
        found = [(field, _spaced(field, value, layout)) for field, value in found]
    found = [(field, _whole_address(field, value)) for field, value in found]
    values = {value.name: value.value for _, value in found}
    outcomes = list(outcomes_of(TemplateRules(template.fields, template.checks), values, today=today))
    broken = tuple(outcome.finding for outcome in outcomes if outcome.finding is not None)
    findings = (*broken, *judge.cut_findings(pages))
    # a wrong cell makes the whole table doubtful for who decides about a review, not for who looks at its other cells
    judged = [(field, _judged(value, outcomes)) for field, value in found]
    score = judge.score_of(judged) if template.fields else round(judge.of_words(words))
    causes = judge.review_causes(judged, findings, score=score, threshold=threshold)
    return ExtractionResult(
        template_id=template.id,
        template_version=template.version,
        fields=tuple(
            _by_cell(value, found_value, outcomes) for (_, value), (_, found_value) in zip(judged, found, strict=True)
        ),
        confidence_score=score,
        flags=judge.flags_of(judged, pages),
        findings=findings,
        raw_text="\f".join("\n".join(line.text for line in lines) for lines in lines_by_page),
        review_reasons=judge.reasons_of(causes),
        review_causes=causes,
    )


def _found(
    template: Template, layout: Layout, context: NormaliseContext, seen: Seen | None
) -> list[tuple[TemplateField, FieldValue]]:
    """Every field in the template's order; tables first, so that no word of theirs is taken for a label of another field."""

    def canonical(column: TemplateField, printed: str) -> Scalar:
        wanted = _matched(column, printed)
        return _canonical(column, wanted, context)[0] if wanted else None

    def parses(column: TemplateField, printed: str) -> bool:
        return canonical(column, printed) is not None

    tables = {field.name: find_rows(layout.lines, field.items, parses) for field in template.fields if field.items}
    outside = layout.beside(table for table in tables.values() if table is not None)
    looked: Seen = {field.name: sightings.of_rows(tables.get(field.name)) for field in template.fields}
    plain = {
        field.name: _find(field, outside, context, looked[field.name] if seen is not None else None)
        for field in template.fields
        if field.type is not FieldType.ARRAY
    }
    if seen is not None:
        seen.update(looked)
    values = {name: value.value for name, value in plain.items()}
    return [
        (field, plain.get(field.name) or table_value(field, tables[field.name], canonical, values))
        for field in template.fields
    ]


def _find(field: TemplateField, layout: Layout, context: NormaliseContext, looked: list[Sighting] | None) -> FieldValue:
    for place in _places(field, layout):
        printed = " ".join(piece.text for piece in place.pieces)
        wanted = _matched(field, printed)
        value, likeness = _canonical(field, wanted, context) if wanted else (None, 0.0)
        if looked is not None:
            sightings.note(looked, layout, place, matched=wanted, value=value)
        if value is not None:
            used = tuple(piece for piece in place.pieces if piece.text in wanted) or place.pieces
            sure = judge.of_words(piece.word for piece in used) * likeness
            return FieldValue(field.name, value, wanted, round(sure), box_of(used))
    return FieldValue(field.name, None, None, 0, None)


def _places(field: TemplateField, layout: Layout) -> Iterator[Place]:
    yield from layout.near(field)
    if field.finder is not None:
        yield from (Place(pieces, Way.FINDER) for pieces in _named(FINDERS, field.finder)(layout))
    elif not field.labels and field.regex is not None:
        yield from layout.matching(field)
    elif not field.labels and field.area is not None:
        yield from layout.inside(field)


def _matched(field: TemplateField, printed: str) -> str:
    if field.regex is None:
        return printed
    match = compiled(field.regex).search(printed)
    if match is None:
        return ""
    return str(match.group(1) if match.groups() else match.group(0))


def _canonical(field: TemplateField, printed: str, context: NormaliseContext) -> tuple[Scalar, float]:
    """The value and how alike it is to what was printed (1 unless a closed list repaired it)."""
    if field.type is FieldType.ENUM:
        return closest(printed, field.values) or (None, 0.0)
    name = field.normaliser or _DEFAULT_NORMALISER.get(field.type)
    if name is None:
        raise TemplateError
    return _named(NORMALISERS, name)(printed, context), 1.0


def _spaced(field: TemplateField, value: FieldValue, layout: Layout) -> FieldValue:
    """A name with the spaces that most places of the document give it; less sure where they disagree."""
    if field.normaliser not in _NAMES or not isinstance(value.value, str):
        return value
    spaced, is_sure = spaced_like_others(value.value, layout.lines)
    sure = value.confidence if is_sure else min(value.confidence, _DOUBTFUL_SPACES)
    return replace(value, value=spaced, confidence=sure)


def _whole_address(field: TemplateField, value: FieldValue) -> FieldValue:
    """Nothing says where an address begins, and only a postal code where it ends: it may lack a line or have one too many."""
    if field.normaliser != "postal_address":
        return value
    is_ended = re.search(r"\b[1-9]\d{4}\W*$", str(value.value or ""))
    return replace(value, confidence=min(value.confidence, _DOUBTFUL_BEGINNING if is_ended else _DOUBTFUL_END))


def _judged(value: FieldValue, outcomes: Sequence[CheckOutcome]) -> FieldValue:
    if value.value is None:
        return value
    sure = judge.after_outcomes(value.confidence, value.name, outcomes)
    return replace(value, confidence=sure)


def _by_cell(judged: FieldValue, found: FieldValue, outcomes: Sequence[CheckOutcome]) -> FieldValue:
    """A table whose cells that break a rule are doubtful by themselves, in place of all of its cells; others as they are."""
    if not isinstance(found.value, list):
        return judged
    cells = judge.of_cells(found.confidence, found.name, outcomes, len(found.value))
    about_all = [outcome for outcome in outcomes if outcome.finding is None or outcome.finding.row is None]
    return replace(_judged(found, about_all), cell_confidences=cells)


def _named(registry: Mapping[str, T], name: str) -> T:
    try:
        return registry[name]
    except KeyError:
        raise TemplateError from None
