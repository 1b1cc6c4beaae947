"""Where the cells of a table stand: a box for each cell that has a value and is printed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from berkas.extraction.tables.table_roles import TableRoles
from berkas.extraction.tables.table_values import TableValue
from berkas.model.extraction import Scalar
from berkas.model.geometry import BoundingBox


def with_cell_boxes(table: TableValue, roles: TableRoles) -> TableValue:
    """The table whose field knows the boxes of its cells.

    A debit or credit that was printed in one column of amounts stands where the amount stands.
    """
    rows = table.field.value
    if not isinstance(rows, list):
        return table
    boxes = tuple(dict(_boxes(row, known, roles)) for row, known in zip(rows, table.boxes, strict=True))
    return replace(table, field=replace(table.field, cell_boxes=boxes if any(boxes) else ()))


def _boxes(
    row: Mapping[str, Scalar], known: Mapping[str, BoundingBox], roles: TableRoles
) -> Iterator[tuple[str, BoundingBox]]:
    split = roles.directions
    for name, value in row.items():
        if value is None:
            continue
        is_side = split is not None and name in {split.debit, split.credit}
        box = known.get(name) or (known.get(split.amount) if split is not None and is_side else None)
        if box is not None:
            yield name, box.rounded()
