"""Apply a template to the pages of a document: propose, relate, assign, check, judge. This file is the table of contents.

*Propose*: every value that a field may have. *Relate*: what speaks for and against each, as numbers. *Assign*: the most probable
values jointly. *Check*: what the values say of each other. *Judge*: how likely each value is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from berkas.errors import TemplateError
from berkas.extraction import confidence, explain, judge, trace, trees
from berkas.extraction.assign import Assigned, assign
from berkas.extraction.cell_boxes import with_cell_boxes
from berkas.extraction.checks.outcomes import CheckContext, CheckOutcome
from berkas.extraction.checks.registry import VALIDATORS
from berkas.extraction.checks.run import Printed, TemplateRules, contents_of, outcomes_of
from berkas.extraction.classify import Classifier
from berkas.extraction.evidence.scene import Scene
from berkas.extraction.inventory.contents import Inventory, gathered
from berkas.extraction.propose.candidates import Proposals, canonical, matched, propose
from berkas.extraction.propose.layout import Layout
from berkas.extraction.segments.find import segments_of
from berkas.extraction.segments.view import Read, all_read, codes_of, read_one
from berkas.extraction.stated import stated
from berkas.extraction.tables.column_state import Canonical
from berkas.extraction.tables.numbered_grids import find_grid_rows
from berkas.extraction.tables.printed_amounts import printed_amounts
from berkas.extraction.tables.rows import Rows, find_rows
from berkas.extraction.tables.slip_rows import slip_rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.extraction.tables.table_values import TableValue, table_value
from berkas.extraction.tables.titled_lists import find_lists
from berkas.extraction.trace import Seen, Sighting
from berkas.extraction.unreadable import finding_of, unreadable_place
from berkas.extraction.withhold import score_of, without_unsure
from berkas.layout.columns import in_reading_order
from berkas.layout.lines import Line, box_of, lines_of
from berkas.layout.spacing import spaced_like_others
from berkas.model.document_types import DocumentType
from berkas.model.extraction import ExtractionResult, FieldEvidence, FieldValue, Finding, Scalar
from berkas.model.geometry import Page, PageSource, RuledTable
from berkas.model.template import FieldType, Template, TemplateField
from berkas.values.context import NormaliseContext
from berkas.values.conventions import conventions_of
from berkas.values.number_words import parse_words

_NAMES = frozenset({"company", "name", "bank"})
"""Normalisers of names that may stand in several places."""

_DOUBTFUL_SPACES = 0.8


@dataclass(frozen=True, slots=True)
class Understanding:
    """A document on its way from words to values.

    Attributes:
        template: What is looked for.
        pages: All pages in order.
        lines: Of all pages.
        context: What normalisers need.
        tables: By field name, the printed rows; None where no table was found.
        layout: Lines and labels outside the tables.
        scene: The document with all proposals.
        inventory: What the tables hold that gather.
    """

    template: Template
    pages: Sequence[Page]
    lines: tuple[Line, ...]
    context: NormaliseContext
    tables: Mapping[str, Rows | None]
    layout: Layout
    scene: Scene
    inventory: Inventory


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document before it is understood.

    Attributes:
        doubts: What speaks against it, such as an unsure type.
        classifier: Tells documents of other types in the same file; None where none are looked for.
        stated: The type that somebody named, instead of one that was found; None where nobody did.
        ruled: Tables with drawn lines, for templates that gather tables.
    """

    doubts: Sequence[Finding] = ()
    classifier: Classifier | None = None
    stated: DocumentType | None = None
    ruled: Sequence[RuledTable] = ()

    def doubts_of(self, pages: Sequence[Page]) -> Sequence[Finding]:
        """The same for a file of one document, with a contradiction to the stated type where there is one.

        Where a file holds several documents the finding about them names their types.
        """
        if self.stated is None or self.classifier is None:
            return self.doubts
        found = self.classifier.against(self.stated, pages)
        return self.doubts if found is None else (*self.doubts, confidence.type_contradicted(found))


NOTHING: Final = Known()


def apply_template(
    template: Template,
    pages: Sequence[Page],
    *,
    threshold: int,
    today: date,
    known: Known = NOTHING,
    seen: Seen | None = None,
) -> ExtractionResult:
    """What a template finds in a file: in the one document of it, or in one of several, with a finding that says where they are.

    Args:
        template: One version of a template.
        pages: All pages in order.
        threshold: Confidence 0-100 below which an analyst should look.
        today: For dates that lie in the past by their nature.
        known: What is known before the document is understood.
        seen: Gets by field name what was looked at, for authors of templates.

    Raises:
        TemplateError: The template names a normaliser, validator, check or rule that does not exist.
    """
    cuts = segments_of(pages, template, today, known.classifier)
    if len(cuts) == 1 or template.is_inventory:
        whole = understand(template, pages, today=today, lines=cuts[0].lines, ruled=known.ruled)
        doubts = known.doubts_of(pages) if len(cuts) == 1 else (all_read(cuts), *known.doubts)
        result = _applied(whole, threshold=threshold, doubts=doubts)
        seen_places = _trace_of(whole, is_asked=seen is not None)
    else:

        def apply(own: Sequence[Page], more: tuple[Finding, ...]) -> Read:
            one = understand(template, own, today=today)
            found = _applied(one, threshold=threshold, doubts=(*more, *known.doubts))
            return found, _trace_of(one, is_asked=seen is not None)

        result, seen_places = read_one(cuts, template, pages, apply, threshold=threshold)
        result = replace(result, raw_text=_text_of(pages, [line for page in pages for line in lines_of(page)]))
    if seen is not None:
        seen.update(seen_places)
    return replace(result, codes=codes_of(pages, result.findings))


def _trace_of(understanding: Understanding, *, is_asked: bool) -> Mapping[str, list[Sighting]]:
    return trace.of(understanding.scene, understanding.tables) if is_asked else {}


def _applied(understanding: Understanding, *, threshold: int, doubts: Sequence[Finding]) -> ExtractionResult:
    """What a template finds in a document that is understood."""
    template, today = understanding.template, understanding.context.today
    models = trees.shipped()
    assigned = assign(plain_fields(template), understanding.scene, models["meaning"])
    arrays = table_values(understanding, assigned)
    found = values_of(understanding, assigned, arrays)
    outcomes = checked(understanding, found, today)
    left_over = [finding for array in arrays.values() for finding in array.findings]
    outcomes += [CheckOutcome(finding.fields, agrees=False, finding=finding) for finding in left_over]
    judged = judge.judged(found, assigned, outcomes, arrays, models)
    unreadable = [finding for array in arrays.values() for finding in array.unreadable]
    evidence = explain.explained(understanding.scene, assigned, arrays, outcomes)
    known = [*broken_of(outcomes), *unreadable, *understanding.inventory.findings, *doubts]
    return _result(understanding, judged, known, threshold=threshold, evidence=evidence)


def understand(
    template: Template,
    pages: Sequence[Page],
    *,
    today: date,
    lines: tuple[Line, ...] | None = None,
    ruled: Sequence[RuledTable] = (),
) -> Understanding:
    """Lines, tables, labels and every proposal; nothing is chosen yet.

    Args:
        template: What is looked for.
        pages: All pages in order.
        today: For dates that lie in the past by their nature.
        lines: Of all pages, where they are known already.
        ruled: Tables with drawn lines.
    """
    if lines is None:
        lines = tuple(line for page in pages for line in lines_of(page))
    if template.is_inventory:
        lines = in_reading_order(lines)
    context = NormaliseContext(today, conventions_of([line.text for line in lines]))
    layout = Layout.of(template, lines)
    tables = _tables(template, layout, context)
    outside = layout.beside(tables)
    proposals = {field.name: propose(field, outside, context) for field in plain_fields(template)}
    check = CheckContext(today)

    def validity(field: TemplateField, value: Scalar) -> float:
        if field.validator is None or value is None:
            return 0.0
        if field.validator not in VALIDATORS:
            raise TemplateError
        outcome = VALIDATORS[field.validator](field.name, value, check)
        return 0.0 if outcome is None else 1.0 if outcome.agrees else -1.0

    scene = Scene(outside, pages, proposals, _column_sums(template, tables, context), _words(proposals), {}, validity)
    inventory = gathered(template, lines, context, ruled)
    return Understanding(template, pages, lines, context, tables, outside, scene, inventory)


def plain_fields(template: Template) -> list[TemplateField]:
    """The fields that are no tables."""
    return [field for field in template.fields if field.type is not FieldType.ARRAY]


def table_values(understanding: Understanding, assigned: Mapping[str, Assigned]) -> dict[str, TableValue]:
    """The value of each table, by name, with what rules make of it and the other values."""
    template, context = understanding.template, understanding.context
    others = {name: one.best.candidate.value for name, one in assigned.items() if one.best is not None}

    def cell(column: TemplateField, printed: str) -> Scalar:
        return _canonical(column, printed, context)

    arrays = {}
    for field in template.fields:
        if field.name in understanding.tables:
            roles = TableRoles.of(field, template)
            arrays[field.name] = with_cell_boxes(
                table_value(roles, understanding.tables[field.name], cell, others), roles
            )
    return arrays


def values_of(
    understanding: Understanding, assigned: Mapping[str, Assigned], arrays: Mapping[str, TableValue]
) -> list[tuple[TemplateField, FieldValue]]:
    """Every field of the template in its order, with its value."""
    known = {name: table.field for name, table in arrays.items()} | dict(understanding.inventory.fields)
    return [
        (field, known[field.name] if field.name in known else _value(assigned[field.name], understanding.scene))
        for field in understanding.template.fields
    ]


def checked(
    understanding: Understanding, found: Sequence[tuple[TemplateField, FieldValue]], today: date
) -> list[CheckOutcome]:
    """What the checks of the template say of the values."""
    template, lines, tables = understanding.template, understanding.lines, understanding.tables
    taken = {index for rows in tables.values() if rows is not None for index in rows.lines}
    boxes = {value.name: value.box for field, value in found if value.box is not None and field.items is None}
    printed = Printed(boxes, printed_amounts(lines, taken, understanding.context.conventions))
    values = {value.name: value.value for _, value in found}
    codes = contents_of(code for page in understanding.pages for code in page.codes)
    rules = TemplateRules(template.fields, template.checks)
    return list(outcomes_of(rules, values, today=today, printed=printed, codes=codes))


def broken_of(outcomes: Sequence[CheckOutcome]) -> list[Finding]:
    """The findings of checks that failed."""
    return [outcome.finding for outcome in outcomes if outcome.finding is not None]


def _tables(template: Template, layout: Layout, context: NormaliseContext) -> dict[str, Rows | None]:
    def cell(column: TemplateField, printed: str) -> Scalar:
        return _canonical(column, printed, context)

    roles = {
        field.name: TableRoles.of(field, template) for field in template.fields if field.items and not field.gather
    }
    lists = find_lists(layout.lines, tuple(roles.values()))
    return {name: lists.get(name) or _rows(layout.lines, one, cell) for name, one in roles.items()}


def _rows(lines: Sequence[Line], roles: TableRoles, cell: Canonical) -> Rows | None:
    """The rows of a table: in grids that its template names, in columns, else as tills print them."""
    grids = roles.table.items.grids if roles.table.items is not None else None
    rows = find_grid_rows(lines, roles, grids, cell) if grids is not None else None
    found = rows or find_rows(lines, roles, cell)
    return found if found is not None and found.rows else slip_rows(lines, roles, cell) or found


def _canonical(column: TemplateField, printed: str, context: NormaliseContext) -> Scalar:
    wanted = matched(column, printed)
    return canonical(column, wanted, context)[0] if wanted else None


def _column_sums(template: Template, tables: Mapping[str, Rows | None], context: NormaliseContext) -> frozenset[float]:
    """Sums of each column of numbers of each table."""
    sums = set()
    for field in template.fields:
        rows = tables.get(field.name)
        if rows is None or field.items is None:
            continue
        for column in field.items.fields:
            if column.type is FieldType.NUMBER:
                cells = [_canonical(column, row.texts.get(column.name, ""), context) for row in rows.rows]
                sums.add(round(sum(cell for cell in cells if isinstance(cell, int | float)), 2))
    return frozenset(sums - {0})


def _words(proposals: Mapping[str, Proposals]) -> frozenset[float]:
    """Amounts that stand in words anywhere a field proposes words."""
    said = (parse_words(str(c.value)) for p in proposals.values() for c in p.candidates if isinstance(c.value, str))
    return frozenset(float(amount) for amount in said if amount)


def _value(assigned: Assigned, scene: Scene) -> FieldValue:
    name = assigned.field.name
    if assigned.best is None:
        place = unreadable_place(assigned.field, scene)
        printed = " ".join(piece.text for piece in place.pieces) if place is not None else None
        return FieldValue(name, None, printed, 0, box_of(place.pieces) if place is not None else None)
    candidate = assigned.best.candidate
    return FieldValue(name, candidate.value, candidate.printed, round(candidate.read), box_of(candidate.pieces))


def _result(
    understanding: Understanding,
    judged: Sequence[judge.Judged],
    broken: Sequence[Finding],
    *,
    threshold: int,
    evidence: Mapping[str, FieldEvidence],
) -> ExtractionResult:
    template, pages = understanding.template, understanding.pages
    if any(page.source is PageSource.OCR for page in pages):
        judged = [_spaced(one, understanding.lines) for one in judged]
    unreadable = [
        finding_of(one.field)
        for one in judged
        if one.value.value is None and one.value.raw and not one.value.confidence
    ]
    known = (*broken, *unreadable, *confidence.source_findings(pages))
    found = judged
    judged, withheld = without_unsure(found, known, threshold=threshold)
    findings = (*known, *withheld)
    # a wrong cell makes the whole table doubtful for who decides about a review, not for who looks at its other cells
    whole = [(one.field, one.whole) for one in judged]
    has_own = bool(template.fields) and not template.is_inventory
    score = score_of(judged) if has_own else confidence.score_of_text(pages)
    causes = confidence.review_causes(whole, findings, score=score, threshold=threshold)
    return ExtractionResult(
        template_id=template.id,
        template_version=template.version,
        fields=tuple(one.value for one in judged),
        confidence_score=score,
        flags=confidence.flags_of(whole, pages),
        findings=findings,
        raw_text=_text_of(pages, understanding.lines),
        review_reasons=confidence.reasons_of(causes),
        review_causes=causes,
        evidence=explain.with_withheld(evidence, found, judged),
    )


def _text_of(pages: Sequence[Page], lines: Sequence[Line]) -> str:
    """Text of all pages, from their lines."""
    by_page: dict[int, list[str]] = {page.index: [] for page in pages}
    for line in lines:
        by_page[line.page].append(line.text)
    return "\f".join("\n".join(texts) for texts in by_page.values())


def _spaced(one: judge.Judged, lines: Sequence[Line]) -> judge.Judged:
    """A name with the spaces that most places of the document give it; less sure where they disagree."""
    if one.field.normaliser not in _NAMES or not isinstance(one.value.value, str):
        return one
    spaced, is_sure = spaced_like_others(one.value.value, lines)
    probability = one.probability if is_sure else min(one.probability, _DOUBTFUL_SPACES)
    value = replace(one.value, value=spaced, confidence=min(one.value.confidence, stated(probability)))
    return replace(one, value=value, probability=probability)
