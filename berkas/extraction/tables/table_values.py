"""From the printed rows of a table to the value of an array field."""

from collections.abc import Callable, Mapping, Sequence

from berkas.errors import TemplateError
from berkas.extraction import confidence as judge
from berkas.extraction.tables.row_rules import ROW_RULES, TableRow
from berkas.extraction.tables.rows import Row, Rows
from berkas.model.extraction import FieldValue, Scalar
from berkas.model.geometry import BoundingBox
from berkas.model.template import TemplateField

Canonical = Callable[[TemplateField, str], Scalar]
"""The value of a printed text in a field; None when it cannot be one."""


def table_value(
    field: TemplateField, found: Rows | None, canonical: Canonical, others: Mapping[str, object]
) -> FieldValue:
    """The rows with their values; nothing when no row was found.

    Args:
        field: The array.
        found: Its printed rows.
        canonical: Makes values of texts.
        others: Values of the document's other fields, for rules.

    Raises:
        TemplateError: A rule does not exist.
    """
    if found is None or not found.rows or field.items is None:
        return FieldValue(field.name, None, None, 0, None)
    columns = field.items.fields
    rows: Sequence[TableRow] = [
        TableRow({column.name: _value(column, row, canonical) for column in columns}, row.texts) for row in found.rows
    ]
    for name in field.items.rules:
        rule = ROW_RULES.get(name)
        if rule is None:
            raise TemplateError
        rows = rule(rows, others)
    shown = [column.name for column in columns if not column.internal]
    value = [{name: row.values.get(name) for name in shown} for row in rows]
    boxes = tuple(BoundingBox.around(word.box for word in row.words) for row in found.rows)
    first_page = [box for box in boxes if box.page == boxes[0].page]
    sure = sum(judge.of_words(row.words) for row in found.rows) / len(found.rows)
    return FieldValue(field.name, value, None, round(sure), BoundingBox.around(first_page), boxes)


def _value(column: TemplateField, row: Row, canonical: Canonical) -> Scalar:
    printed = row.texts.get(column.name)
    return canonical(column, printed) if printed else None
