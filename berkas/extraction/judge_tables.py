"""Judge tables: how likely each cell is right, and how likely a table holds no wrong cell at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from berkas.extraction import confidence
from berkas.extraction.checks.outcomes import CheckOutcome
from berkas.extraction.propose.kinds import Kind, kind_of
from berkas.extraction.stated import UNCERTAIN, stated
from berkas.extraction.tables import cell_evidence
from berkas.extraction.tables.table_values import TableValue
from berkas.extraction.trees import Trees
from berkas.model.extraction import FieldValue, Severity
from berkas.model.template import TemplateField

Matrix = npt.NDArray[np.float32]

CELL_FEATURES: Final = (
    *cell_evidence.FEATURES, *(f"kind_{kind.value}" for kind in Kind), "rows", "columns", "row_confirmed", "column_confirmed",
    "table_confirmed", "table_refuted", "least_heading", "passed", "warned", "failed", "row_failed", "required", "filled",
)  # fmt: skip
"""Names of the columns of the evidence of a cell."""

TABLE_FEATURES: Final = (
    "rows", "columns", "least", "mean", "tenth", "product", "confirmed", "refuted", "least_heading", "mean_heading", "passed",
    "warned", "failed", "left_over", "unclear", "read",
)  # fmt: skip
"""Names of the columns of the evidence of a table."""

Key = tuple[int, str]
"""Index of a row and name of a column."""


@dataclass(frozen=True, slots=True)
class _Summary:
    """What is known of a table as a whole."""

    rows: int
    columns: int
    confirmed: float
    refuted: float
    least_heading: float
    mean_heading: float
    passed: int
    warned: int
    failed: int


def cells_of(field: TemplateField, table: TableValue, outcomes: Sequence[CheckOutcome]) -> tuple[list[Key], Matrix]:
    """The cells that have a value, and a row of `CELL_FEATURES` for each."""
    kinds = {column.name: kind_of(column) for column in field.items.fields} if field.items else {}
    required = {column.name for column in field.items.fields if column.required} if field.items else set()
    about = _summary(field.name, table, outcomes)
    failed_rows = {
        (o.finding.row, o.finding.column) for o in outcomes if o.finding is not None and field.name in o.finding.fields
    }
    by_column: dict[str, list[float]] = {}
    for row in table.evidence:
        for name, cell in row.items():
            by_column.setdefault(name, []).append(float(cell.confirmed == 1))
    keys: list[Key] = []
    found: list[list[float]] = []
    for index, row in enumerate(table.evidence):
        own = [float(cell.confirmed == 1) for cell in row.values()]
        for name, cell in row.items():
            keys.append((index, name))
            kind = kinds.get(name, Kind.TEXT)
            found.append(
                [
                    *cell.vector(),
                    *(float(kind is one) for one in Kind),
                    about.rows,
                    about.columns,
                    sum(own) / len(own),
                    sum(by_column[name]) / len(by_column[name]),
                    about.confirmed,
                    about.refuted,
                    about.least_heading,
                    about.passed,
                    about.warned,
                    about.failed,
                    float((index, name) in failed_rows),
                    float(name in required),
                    len(by_column[name]) / max(about.rows, 1),
                ]
            )
    return keys, np.array(found, dtype=np.float32).reshape(len(keys), len(CELL_FEATURES))


def table_of(
    field: TemplateField, table: TableValue, outcomes: Sequence[CheckOutcome], cells: npt.NDArray[np.float64]
) -> Matrix:
    """One row of `TABLE_FEATURES`.

    Args:
        field: The array.
        table: Its value.
        outcomes: Of every check.
        cells: How likely each of its cells is right, 0-1.
    """
    about = _summary(field.name, table, outcomes)
    evidence = [cell for row in table.evidence for cell in row.values()]
    sure = cells if len(cells) else np.zeros(1)
    return np.array(
        [
            about.rows,
            about.columns,
            float(sure.min()),
            float(sure.mean()),
            float(np.quantile(sure, 0.1)),
            float(np.exp(np.log(np.maximum(sure, 1e-6)).sum() / max(len(sure), 1) * min(len(sure), 40))),
            about.confirmed,
            about.refuted,
            about.least_heading,
            about.mean_heading,
            about.passed,
            about.warned,
            about.failed,
            float(any(cell.left_over for cell in evidence)),
            sum(cell.clear == 0 for cell in evidence) / max(len(evidence), 1),
            min((cell.read for cell in evidence), default=0.0),
        ],
        dtype=np.float32,
    )


def judged_table(
    field: TemplateField, table: TableValue, outcomes: Sequence[CheckOutcome], models: Mapping[str, Trees]
) -> tuple[FieldValue, float]:
    """The table with the confidence of its cells, and how likely none of them is wrong, 0-1."""
    value = table.field
    if not isinstance(value.value, list) or not table.evidence:
        return replace(value, confidence=0), 0.0
    keys, rows = cells_of(field, table, outcomes)
    sure = models["cells"].probabilities(rows)
    whole = float(models["tables"].probabilities(table_of(field, table, outcomes, sure)[None, :])[0])
    percents = dict(zip(keys, map(stated, sure), strict=True))
    # what no cell says alone is never certain
    unsure = {(i, name) for i, row in enumerate(table.evidence) for name, cell in row.items() if cell.derived}
    if table.is_unsure or unsure:
        doubtful = percents.keys() if table.is_unsure else unsure
        percents = {key: min(percent, UNCERTAIN) if key in doubtful else percent for key, percent in percents.items()}
    usual = int(np.median(list(percents.values()))) if percents else 0
    own: list[dict[str, int]] = [{} for _ in value.value]
    for (index, name), percent in percents.items():
        if percent != usual:
            own[index][name] = percent
    failed = confidence.of_cells(usual, field.name, outcomes, len(own))
    return replace(value, confidence=usual, cell_confidences=confidence.least_of_cells(own, failed)), whole


def _summary(name: str, table: TableValue, outcomes: Sequence[CheckOutcome]) -> _Summary:
    evidence = [cell for row in table.evidence for cell in row.values()]
    compared = [cell.confirmed for cell in evidence if cell.confirmed != 0.5]
    headings = {column: cell.heading for row in table.evidence for column, cell in row.items()}
    findings = [o.finding for o in outcomes if name in o.fields and o.finding is not None]
    failed = sum(finding.severity is Severity.ERROR for finding in findings)
    count = max(len(evidence), 1)
    return _Summary(
        rows=len(table.evidence),
        columns=len(headings),
        confirmed=sum(one == 1 for one in compared) / count,
        refuted=sum(one == 0 for one in compared) / count,
        least_heading=min(headings.values(), default=0.0),
        mean_heading=sum(headings.values()) / max(len(headings), 1),
        passed=sum(outcome.agrees for outcome in outcomes if name in outcome.fields),
        warned=len(findings) - failed,
        failed=failed,
    )
