"""The query parameters of exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from litestar.datastructures import MultiDict

from api.documents.csv_rows import CsvForm
from api.filters import DOCUMENT_FILTERS, SORT_PARAMETER, ListParameter, QueryValues, filters_of
from berkas.refusals import ValidationFailed
from tables.queries.document_lists import DocumentFilters, Sort


class ExportFormat(StrEnum):
    """What an export is written as."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES: Final = {
    ExportFormat.JSON: "application/json",
    ExportFormat.JSONL: "application/jsonl",
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Layout(StrEnum):
    """What a row of CSV is."""

    LONG = "long"
    WIDE = "wide"


_FLAG: Final = ("false", "true")
_CSV: Final = (
    ListParameter(
        "layout",
        "Of CSV: `long` has a row per value, `wide` a row per document and a column per field.",
        default=Layout.LONG.value,
        values=tuple(layout.value for layout in Layout),
    ),
    ListParameter(
        "excel",
        "CSV for Excel with Indonesian settings: byte order mark, semicolons, decimal commas, identifiers as text.",
        default="false",
        values=_FLAG,
    ),
    ListParameter("bom", "Begin a CSV file with a byte order mark.", default="false", values=_FLAG),
)


def _format(default: ExportFormat, *others: ExportFormat) -> ListParameter:
    return ListParameter("format", "Of the file.", default=default.value, values=(default.value, *others))


EXPORT_ONE_PARAMETERS: Final = (_format(ExportFormat.JSON, ExportFormat.CSV, ExportFormat.XLSX), *_CSV)
EXPORT_PARAMETERS: Final = (
    *DOCUMENT_FILTERS,
    SORT_PARAMETER,
    _format(ExportFormat.CSV, ExportFormat.JSONL, ExportFormat.XLSX),
    *_CSV,
)


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """What an export asks for.

    Attributes:
        filters: Which documents.
        sort: In which order.
        format: Of the file.
        csv: How CSV is written.
    """

    filters: DocumentFilters
    sort: Sort
    format: ExportFormat
    csv: CsvForm


def parse_export_query(query: MultiDict[Any], known: Sequence[ListParameter]) -> ExportQuery:
    """The query of an export; one document's has no filters.

    Raises:
        ValidationFailed: A parameter is unknown, repeated or malformed; every mistake at once.
    """
    values = QueryValues(query, known)
    found = ExportQuery(
        filters_of(values),
        sort=Sort(values.choice("sort")) if SORT_PARAMETER in known else Sort.NEWEST,
        format=ExportFormat(values.choice("format")),
        csv=CsvForm(
            is_wide=values.choice("layout") == Layout.WIDE,
            is_for_excel=values.choice("excel") == "true",
            has_mark=values.choice("bom") == "true",
        ),
    )
    if values.errors:
        raise ValidationFailed(values.errors)
    return found
