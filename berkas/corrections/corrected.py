"""What a person's values make of an extraction: confidences, places and findings, field by field and cell by cell.

A value that a person wrote is certain; whatever was not changed stays as sure, and where, it was. The rules of the template judge
the new values as they judge those of a run.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from berkas.corrections.plausibility import VALUE_UNLIKELY, impossible, impossible_cells, is_possible
from berkas.corrections.row_matching import RowMatches, match_rows
from berkas.extraction.checks.outcomes import CODE_CONTRADICTS, EXPLAINED_BY_PRINT, MOST_ROWS_NAMED
from berkas.extraction.checks.run import TemplateRules, contents_of, outcomes_of
from berkas.model.extraction import Boxes, CellBoxes, FieldValue, Finding, Severity, Value
from berkas.model.geometry import Code
from berkas.model.template import TemplateField

CERTAIN: Final = 100
"""Confidence of what a person wrote."""

Cells = Mapping[str, int]
"""Confidences of the cells of a row by column; a cell that is not in it is as sure as its table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The values of a document and what is known of them.

    Attributes:
        fields: Values by name.
        confidences: 0-100 by name.
        cells: By name of a table, the confidences of cells for each of its rows.
        boxes: Places by name.
        cell_boxes: By name of a table, the places of cells for each of its rows.
        findings: Observations, open and accepted ones.
        codes: QR codes, bar codes and the like of the whole file; no correction changes them.
    """

    fields: Mapping[str, Value]
    confidences: Mapping[str, int]
    cells: Mapping[str, Sequence[Cells]]
    boxes: Mapping[str, Boxes]
    cell_boxes: Mapping[str, Sequence[CellBoxes]] = field(default_factory=dict)
    findings: tuple[Finding, ...]
    codes: tuple[Code, ...] = ()

    def judged(self, rules: TemplateRules) -> list[tuple[TemplateField, FieldValue]]:
        """The fields of the template with their values, for who decides about a review."""
        return [
            (
                field,
                FieldValue(field.name, self.fields.get(field.name), None, self.confidences.get(field.name, 0), None),
            )
            for field in rules.fields
            if not field.internal
        ]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that a person accepts: that very one, in that row and column.

    Attributes:
        code: Of the finding.
        fields: Names of its fields.
        row: Its row.
        column: Its column.
        document_id: The other document that it names; None accepts it whichever that is.
    """

    code: str
    fields: frozenset[str]
    row: int | None = None
    column: str | None = None
    document_id: str | None = None

    @classmethod
    def of(cls, finding: Finding) -> "Acceptance":
        """What accepts a finding."""
        return cls(finding.code, frozenset(finding.fields), finding.row, finding.column)


def corrected(before: Extracted, given: Mapping[str, Value], rules: TemplateRules, *, today: date) -> Extracted:
    """The extraction with new values.

    Args:
        before: The extraction that is corrected.
        given: New values by name, of the types of the template; None empties a field.
        rules: Of the template that made the extraction.
        today: For rules about time.

    Raises:
        TemplateError: A rule of the template does not exist.
    """
    tables = {
        name: match_rows(_rows(before.fields.get(name)), _rows(value))
        for name, value in given.items()
        if isinstance(value, list) or isinstance(before.fields.get(name), list)
    }
    changed = {name for name, value in given.items() if _is_changed(before.fields, name, value, tables.get(name))}
    after = Extracted(
        fields={**before.fields, **given},
        confidences={**before.confidences, **_confidences(before, given, changed)},
        cells=_cells(before, given, changed, tables),
        boxes=_boxes(before, given, changed, tables),
        cell_boxes=_cell_boxes(before, given, changed, tables),
        findings=(),
        codes=before.codes,
    )
    return replace(after, findings=_findings(_Changes(before, after, changed, tables, rules, today)))


def accepted(
    findings: Sequence[Finding], acceptances: Sequence[Acceptance], *, actor: str, at: datetime
) -> tuple[Finding, ...]:
    """The findings, those that a person accepts with who and when; one that was accepted before stays as it is."""
    wanted = frozenset(acceptances)
    return tuple(
        replace(finding, accepted_by=actor, accepted_at=at)
        if not finding.is_accepted and not wanted.isdisjoint(_accepting(finding))
        else finding
        for finding in findings
    )


def _accepting(finding: Finding) -> tuple[Acceptance, Acceptance]:
    plain = Acceptance.of(finding)
    return plain, replace(plain, document_id=finding.document_id)


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with which a document is not signed off unless a person accepts them."""
    return tuple(
        finding
        for finding in findings
        if not finding.is_accepted and (finding.severity is Severity.ERROR or finding.code == VALUE_UNLIKELY)
    )


def _rows(value: Value | None) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []


def _is_changed(fields: Mapping[str, Value], name: str, value: Value, matches: RowMatches | None) -> bool:
    before = fields.get(name)
    if matches is None or not isinstance(value, list) or not isinstance(before, list):
        return name not in fields or before != value
    return len(before) != len(value) or any(
        old != new or new not in matches.unchanged for new, old in enumerate(matches.before)
    )


def _confidences(before: Extracted, given: Mapping[str, Value], changed: set[str]) -> dict[str, int]:
    """Of the fields that changed; a table of which rows stay keeps its own, which its other cells have."""
    return {
        name: CERTAIN
        for name, value in given.items()
        if name in changed and not (isinstance(value, list) and before.fields.get(name))
    }


def _cells(
    before: Extracted, given: Mapping[str, Value], changed: set[str], tables: Mapping[str, RowMatches]
) -> dict[str, tuple[Cells, ...]]:
    cells = {name: tuple(rows) for name, rows in before.cells.items() if name not in changed}
    for name in tables.keys() & changed:
        known = before.cells.get(name, ())
        found = []
        for old, edited in _edited_columns(before, name, given[name], tables[name]):
            kept = known[old] if old is not None and old < len(known) else {}
            found.append(
                {c: sure for c, sure in kept.items() if c not in edited} | dict.fromkeys(sorted(edited), CERTAIN)
            )
        if any(found):
            cells[name] = tuple(found)
    return cells


def _edited_columns(
    before: Extracted, name: str, value: Value, matches: RowMatches
) -> Iterator[tuple[int | None, set[str]]]:
    """For each new row of a table its index before, None for an added one, and the columns whose cells are other ones."""
    old_rows = _rows(before.fields.get(name))
    for row, old in zip(_rows(value), matches.before, strict=True):
        was: Mapping[str, Any] = old_rows[old] if old is not None else {}
        yield old, {column for column in row.keys() | was.keys() if row.get(column) != was.get(column)}


def _cell_boxes(
    before: Extracted, given: Mapping[str, Value], changed: set[str], tables: Mapping[str, RowMatches]
) -> dict[str, tuple[CellBoxes, ...]]:
    """Of cells that did not change, in the rows where they are now."""
    boxes = {name: tuple(rows) for name, rows in before.cell_boxes.items() if name not in changed}
    for name in tables.keys() & changed & before.cell_boxes.keys():
        known = before.cell_boxes[name]
        places = tuple(
            {column: box for column, box in known[old].items() if column not in edited}
            if old is not None and old < len(known)
            else {}
            for old, edited in _edited_columns(before, name, given[name], tables[name])
        )
        if any(places):
            boxes[name] = places
    return boxes


def _boxes(
    before: Extracted, given: Mapping[str, Value], changed: set[str], tables: Mapping[str, RowMatches]
) -> dict[str, Boxes]:
    """Of values that did not change, and of rows that are still there."""
    boxes: dict[str, Boxes] = {}
    for name, box in before.boxes.items():
        if name not in changed:
            boxes[name] = box
        elif name in tables and isinstance(box, tuple):
            places = tuple(box[old] if old is not None and old < len(box) else None for old in tables[name].before)
            if any(places):
                boxes[name] = places
    return boxes


@dataclass(frozen=True, slots=True)
class _Changes:
    """What changed, and by which rules it is judged."""

    before: Extracted
    after: Extracted
    changed: set[str]
    tables: Mapping[str, RowMatches]
    rules: TemplateRules
    today: date

    def edited(self, table: str) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
        """The rows of a table: index, what each was, what it is."""
        was = _rows(self.before.fields.get(table))
        for number, (row, old) in enumerate(
            zip(_rows(self.after.fields.get(table)), self.tables[table].before, strict=True)
        ):
            yield number, was[old] if old is not None else {}, row

    def carried(self, finding: Finding) -> Finding | None:
        """A finding about values that are as they were, in the row where it is now; None when its value is another one."""
        if not self.changed.intersection(finding.fields):
            return finding
        table = finding.fields[0]
        if finding.row is None or table not in self.tables:
            return None
        row = self.tables[table].after.get(finding.row)
        if row is None:
            return None
        if row not in self.tables[table].unchanged:
            was, now = _rows(self.before.fields.get(table))[finding.row], _rows(self.after.fields.get(table))[row]
            if finding.column is None or was.get(finding.column) != now.get(finding.column):
                return None
        return replace(finding, row=row)

    def is_as_it_was(self, known: Finding, finding: Finding) -> bool:
        """Whether a rule says the same of the same values as before.

        What it says of a row hangs on the row before, as a balance does, and of the first one on other fields: all must be as they
        were.
        """
        if (known.code, known.fields, known.column) != (finding.code, finding.fields, finding.column):
            return False
        if known.row is None or finding.row is None:
            return known.row == finding.row and not self.changed.intersection(known.fields)
        others = self.changed.difference(known.fields)
        if known.row == 0 and others:
            return False
        matches = self.tables.get(known.fields[0])
        if matches is None or known.fields[0] not in self.changed:
            return known.row == finding.row
        needed = {finding.row: known.row} | ({finding.row - 1: known.row - 1} if finding.row and known.row else {})
        is_first = (finding.row == 0) == (known.row == 0)
        return is_first and all(new in matches.unchanged and matches.before[new] == old for new, old in needed.items())


def _findings(changes: _Changes) -> tuple[Finding, ...]:
    """What the rules say now, what of the rest is still about the same values, and which of them were accepted."""
    before = changes.before.findings
    others = [
        carried
        for finding in before
        if finding.code not in changes.rules.codes and (carried := changes.carried(finding)) is not None
    ]
    others = _capped([*_unlikely(changes), *others])
    shapeless = {f.fields[0] for f in others if f.code == VALUE_UNLIKELY and f.row is None}
    # as a run: a code of another document of the file says nothing of these values
    codes = contents_of(code for code in changes.before.codes if not code.is_elsewhere)
    outcomes = outcomes_of(changes.rules, changes.after.fields, today=changes.today, impossible=shapeless, codes=codes)
    said = [
        outcome.finding for outcome in outcomes if outcome.finding is not None and _is_news(outcome.finding, changes)
    ]
    return (*_still_accepted(said, changes), *others)


def _is_news(finding: Finding, changes: _Changes) -> bool:
    """Whether it is about changed values, was said before, or needs nothing but values: a run sees what else is printed, too."""
    if finding.code not in EXPLAINED_BY_PRINT | {CODE_CONTRADICTS} or changes.changed.intersection(finding.fields):
        return True
    if finding.code == CODE_CONTRADICTS and any(changes.changed & one for one in _compared(finding, changes.rules)):
        return True
    return any((known.code, known.fields) == (finding.code, finding.fields) for known in changes.before.findings)


def _compared(finding: Finding, rules: TemplateRules) -> Iterator[set[str]]:
    """The fields that a code is compared with: a contradiction names only those that are wrong, and others made it one."""
    for check in rules.checks:
        said = check.code_agrees
        if said is not None and set(finding.fields) <= set(said.groups):
            yield set(said.groups)


def _unlikely(changes: _Changes) -> list[Finding]:
    """Values that a person typed just now and that cannot be right.

    Where so many cells of a table were unlikely that none was named, all are judged again that a person ever typed.
    """
    unnamed = {f.fields[0] for f in changes.before.findings if f.code == VALUE_UNLIKELY and f.row is None}
    found = []
    for spec in changes.rules.fields:
        value = changes.after.fields.get(spec.name)
        if spec.name not in changes.changed or value is None:
            continue
        if isinstance(value, list):
            columns = spec.items.fields if spec.items else ()
            sure = changes.after.cells.get(spec.name, ()) if spec.name in unnamed else ()
            for number, was, row in changes.edited(spec.name):
                typed = {name for name, known in sure[number].items() if known == CERTAIN} if sure else set()
                found += [
                    impossible(spec.name, row=number, column=column.name)
                    for column in columns
                    if (column.name in typed or row.get(column.name) != was.get(column.name))
                    and not is_possible(column, row.get(column.name), today=changes.today)
                ]
        elif not is_possible(spec, value, today=changes.today):
            found.append(impossible(spec.name))
    return found


def _capped(findings: Sequence[Finding]) -> list[Finding]:
    """One finding for a table of which many cells are unlikely: nobody goes through them one by one."""
    unlikely = [finding for finding in findings if finding.code == VALUE_UNLIKELY]
    counts = Counter(finding.fields[0] for finding in unlikely if finding.row is not None)
    is_open = {finding.fields[0] for finding in unlikely if not finding.is_accepted}
    many = [name for name, count in counts.items() if count > MOST_ROWS_NAMED and name in is_open]
    named = [finding for finding in findings if finding.code != VALUE_UNLIKELY or finding.fields[0] not in many]
    return [*map(impossible_cells, many), *named]


def _still_accepted(said: Sequence[Finding], changes: _Changes) -> Iterator[Finding]:
    """Each with who accepted it before, while the values that it is about are as they were then."""
    known: dict[tuple[str, tuple[str, ...], str | None], list[Finding]] = {}
    for finding in changes.before.findings:
        if finding.is_accepted:
            known.setdefault((finding.code, finding.fields, finding.column), []).append(finding)
    for finding in said:
        before = known.get((finding.code, finding.fields, finding.column), ())
        same = next((one for one in before if changes.is_as_it_was(one, finding)), None)
        yield finding if same is None else replace(finding, accepted_by=same.accepted_by, accepted_at=same.accepted_at)
