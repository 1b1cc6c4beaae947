"""A document with its newest extraction as cells: what every form of export writes, before it is text or a workbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from api.template_choice import rules_of
from berkas.model.extraction import Finding
from berkas.model.template import FieldType
from berkas.refusals import Conflict
from tables.queries.document_rows import DocumentRow
from tables.queries.exports import Exported
from tables.queries.extractions import ExtractionRow

Cell = str | int | float | date | datetime | None
"""Text, a number, a day or a moment; None is an empty cell."""

Table = list[dict[str, Cell]]
"""Rows of cells by column."""

DateFields = frozenset[tuple[str, str | None]]
"""Which values are days: field and column, the column None for a field that is no table."""

HEAD_COLUMNS: Final = (
    "documentId", "type", "status", "filename", "externalRef", "customer", "createdAt", "extractionId",
)  # fmt: skip
"""What every row of a document begins with."""

LONG_COLUMNS: Final = (
    *HEAD_COLUMNS, "field", "row", "column", "value", "confidence", "page", "reviewReasons", "findings",
)  # fmt: skip
DOCUMENT_COLUMNS: Final = (*HEAD_COLUMNS, "confidenceScore", "flags", "reviewReasons", "findings", "errorCode")
"""What the one row of a document in the wide layout begins with; its fields follow."""

FINDING_COLUMNS: Final = (
    "documentId", "externalRef", "code", "severity", "fields", "row", "column", "message", "accepted",
)  # fmt: skip

_JOINED: Final = ", "


@dataclass(frozen=True, slots=True)
class ExportedDocument:
    """One document to be written.

    Attributes:
        row: The document.
        extraction: Its newest extraction, if it has one.
        dates: Which of its values are days.
    """

    row: DocumentRow
    extraction: ExtractionRow | None
    dates: DateFields

    def head(self) -> list[Cell]:
        """Values of ``HEAD_COLUMNS``."""
        document, extraction = self.row, self.extraction
        return [
            document.id,
            document.type,
            document.status,
            document.filename,
            document.external_ref,
            document.customer.name if document.customer else None,
            document.created_at,
            extraction.id if extraction else None,
        ]

    def summary(self) -> list[Cell]:
        """Values of ``DOCUMENT_COLUMNS``."""
        extraction = self.extraction
        return [
            *self.head(),
            self.row.confidence_score,
            _JOINED.join(extraction.flags) if extraction else None,
            self.review_reasons(),
            self.finding_codes(),
            self.row.error_code,
        ]

    def review_reasons(self) -> str | None:
        """Codes of why an analyst should look."""
        return _JOINED.join(self.row.review_reasons) or None

    def finding_codes(self, name: str | None = None, row: int | None = None, column: str | None = None) -> str | None:
        """Codes of open findings, each once: of all, or those about a field and, in a table, about this row and column."""
        findings = self.extraction.findings if self.extraction else ()
        codes = [f.code for f in findings if not f.is_accepted and (name is None or _is_about(f, name, row, column))]
        return _JOINED.join(dict.fromkeys(codes)) or None

    def values(self) -> Iterator[tuple[str, "Cell | Table"]]:
        """Every field with its value; a table that was found is its rows, one that was not is None."""
        for name, value in self._fields().items():
            if isinstance(value, list):
                yield name, [{column: self._cell(name, column, cell) for column, cell in row.items()} for row in value]
            else:
                yield name, self._cell(name, None, value)

    def confidence(self, name: str, row: int | None = None, column: str | None = None) -> int | None:
        """Of a field or, in a table, of a cell: 0-100."""
        if self.extraction is None:
            return None
        cells = self.extraction.cell_confidences.get(name, ())
        own = cells[row].get(column or "") if row is not None and row < len(cells) else None
        return self.extraction.field_confidences.get(name) if own is None else own

    def least_confidence(self, name: str, row: int, cells: Mapping[str, Cell]) -> int | None:
        """Of the cells of a row that have a value: 0-100."""
        found = [self.confidence(name, row, column) for column, cell in cells.items() if cell is not None]
        return min((one for one in found if one is not None), default=None)

    def page(self, name: str, row: int = 0, column: str | None = None) -> int | None:
        """Where a value stands, counted from 1, for people; in a table that of a cell or, where nobody knows, of its row."""
        if self.extraction is None:
            return None
        cells = self.extraction.cell_bounding_boxes.get(name, ())
        boxes = self.extraction.field_bounding_boxes.get(name)
        of_row = (boxes[row] if row < len(boxes) else None) if isinstance(boxes, tuple) else boxes
        box = (cells[row].get(column or "") if row < len(cells) else None) or of_row
        return box.page + 1 if box else None

    def long_rows(self) -> Iterator[list[Cell]]:
        """Values of ``LONG_COLUMNS``: a row per value, a table's cells too; one without a field when there is no value."""
        head, reasons = self.head(), self.review_reasons()
        if not self._fields():
            yield [*head, *[None] * 6, reasons, self.finding_codes()]
            return
        for name, value in self.values():
            if not isinstance(value, list):
                about = self.confidence(name), self.page(name), reasons, self.finding_codes(name)
                yield [*head, name, None, None, value, *about]
                continue
            for number, row in enumerate(value):
                for column, cell in row.items():
                    codes = self.finding_codes(name, number, column)
                    yield [
                        *head,
                        name,
                        number + 1,
                        column,
                        cell,
                        self.confidence(name, number, column),
                        self.page(name, number, column),
                        reasons,
                        codes,
                    ]

    def finding_rows(self) -> Iterator[list[Cell]]:
        """Values of ``FINDING_COLUMNS``."""
        for finding in self.extraction.findings if self.extraction else ():
            yield [
                self.row.id,
                self.row.external_ref,
                finding.code,
                finding.severity,
                _JOINED.join(finding.fields),
                None if finding.row is None else finding.row + 1,
                finding.column,
                finding.message,
                "yes" if finding.is_accepted else None,
            ]

    def _fields(self) -> Mapping[str, object]:
        return self.extraction.fields if self.extraction else {}

    def _cell(self, name: str, column: str | None, value: object) -> Cell:
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        text = str(value)
        return as_day(text) if (name, column) in self.dates else text


@dataclass(slots=True)
class DateLookup:
    """Which fields of a template version are days; each version is looked up once.

    Attributes:
        organisation_id: Whose templates are known beside the built-in ones.
    """

    organisation_id: str
    _known: dict[tuple[str | None, int | None], DateFields] = field(default_factory=dict)

    async def add_to(self, batch: Iterable[Exported]) -> list[ExportedDocument]:
        """The documents of a batch, ready to be written."""
        return [ExportedDocument(row, extraction, await self._dates(extraction)) for row, extraction in batch]

    async def _dates(self, extraction: ExtractionRow | None) -> DateFields:
        if extraction is None or not extraction.fields:
            return frozenset()
        version = extraction.template_id, extraction.template_version
        if version not in self._known:
            try:
                schema = (await rules_of(self.organisation_id, *version)).fields
            except Conflict:  # of an older release: its days are shown as the text that they are
                schema = ()
            columns = [(f.name, c.name) for f in schema if f.items for c in f.items.fields if c.type is FieldType.DATE]
            self._known[version] = frozenset([*((f.name, None) for f in schema if f.type is FieldType.DATE), *columns])
        return self._known[version]


def _is_about(finding: Finding, name: str, row: int | None, column: str | None) -> bool:
    """Whether a finding is about a field; one that names a row or a column of a table is about that alone."""
    if row is None:
        return name in finding.fields
    return name in finding.fields and finding.row in {None, row} and finding.column in {None, column}


def column_names(taken: Sequence[str], fields: Iterable[str]) -> dict[str, str]:
    """The column of each field beside columns that are there already: its name, or ``fields.<name>`` where that is taken."""
    return {name: f"fields.{name}" if name in taken else name for name in fields}


def as_day(text: str) -> date | str:
    """The day that an ISO date names; the text itself when it names none."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-01") else text
    except ValueError:
        return text
