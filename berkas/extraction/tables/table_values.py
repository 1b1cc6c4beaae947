"""From the printed rows of a table to the value of an array field, with the evidence of each cell."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from berkas.extraction import confidence as judge
from berkas.extraction.checks.arithmetic import is_product
from berkas.extraction.checks.balances import follow
from berkas.extraction.checks.outcomes import MOST_ROWS_NAMED
from berkas.extraction.tables.cell_evidence import CellEvidence
from berkas.extraction.tables.column_evidence import likenesses
from berkas.extraction.tables.row_rules import ROW_RULES, TableRow
from berkas.extraction.tables.rows import Row, Rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.model.extraction import FieldValue, Finding, Scalar, Severity
from berkas.model.geometry import BoundingBox, Word
from berkas.model.template import FieldType, TemplateField

Canonical = Callable[[TemplateField, str], Scalar]
"""The value of a printed text in a field; None when it cannot be one."""


@dataclass(frozen=True, slots=True)
class TableValue:
    """A table with what is known of it.

    Attributes:
        field: Its value; how sure it is, is judged later.
        findings: About lines that belong to no row.
        evidence: By column for each row, of the cells that have a value.
        boxes: By column for each row, around the words of the cell.
        unreadable: About printed cells whose text can be no value of their column.
        is_unsure: It has no headings, lines of it are left over, or a number is missing among its rows: whether the rows are whole,
            or what their columns mean, is not known.
    """

    field: FieldValue
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Mapping[str, CellEvidence], ...] = ()
    boxes: tuple[Mapping[str, BoundingBox], ...] = ()
    unreadable: tuple[Finding, ...] = ()
    is_unsure: bool = False


def table_value(
    roles: TableRoles, found: Rows | None, canonical: Canonical, others: Mapping[str, object]
) -> TableValue:
    """The rows with their values; nothing when no row was found.

    Args:
        roles: Of the columns of the array.
        found: Its printed rows.
        canonical: Makes values of texts.
        others: Values of the document's other fields, for rules.
    """
    name, columns = roles.table.name, roles.fields
    findings = _left_over(name, found)
    if found is None or not found.rows or roles.table.items is None:
        return TableValue(FieldValue(name, None, None, 0, None), findings)
    rows: Sequence[TableRow] = [
        TableRow({column.name: _value(column, row, canonical) for column in columns}, row.texts) for row in found.rows
    ]
    unreadable = tuple(_unreadable(name, columns, rows))  # before rules: they take zeros for nothing
    for rule in roles.table.items.rules:
        rows = ROW_RULES[rule.kind](rule.arguments, rows, others)
    shown = [column.name for column in columns if not column.internal]
    value = [{name: row.values.get(name) for name in shown} for row in rows]
    evidence = _evidence(roles, found, rows, value, others)
    is_unsure = bool(found.left_over) or not _counts_itself(roles, value) or not any(found.likeness.values())
    boxes = tuple(BoundingBox.around(word.box for word in row.words) for row in found.rows)
    first_page = [box for box in boxes if box.page == boxes[0].page]
    field = FieldValue(name, value, None, 0, BoundingBox.around(first_page), boxes)
    return TableValue(field, findings, evidence, tuple(_boxes(row) for row in found.rows), unreadable, is_unsure)


def _value(column: TemplateField, row: Row, canonical: Canonical) -> Scalar:
    printed = row.texts.get(column.name)
    return canonical(column, printed) if printed else None


def _boxes(row: Row) -> dict[str, BoundingBox]:
    return {name: BoundingBox.around(word.box for word in words) for name, words in row.cells.items() if words}


def _unreadable(table: str, columns: Sequence[TemplateField], rows: Sequence[TableRow]) -> Iterator[Finding]:
    """A finding for each printed number or date that can be none; of very many one for their column."""
    message = "What stands in a cell can be no value of its column."
    for column in columns:
        if column.internal or column.type not in {FieldType.NUMBER, FieldType.DATE}:
            continue
        wrong = [
            index
            for index, row in enumerate(rows)
            if row.values.get(column.name) is None and any(map(str.isdecimal, row.printed.get(column.name, "")))
        ]
        if len(wrong) > MOST_ROWS_NAMED:
            yield Finding("value_unreadable", Severity.INFO, (table,), message, None, column.name)
        else:
            yield from (
                Finding("value_unreadable", Severity.INFO, (table,), message, row, column.name) for row in wrong
            )


def _left_over(name: str, found: Rows | None) -> tuple[Finding, ...]:
    if found is None or not found.left_over:
        return ()
    message = "Lines within or beside a table hold a date or an amount and belong to no row."
    return (Finding("rows_left_over", Severity.WARNING, (name,), message),)


def _counts_itself(roles: TableRoles, value: Sequence[Mapping[str, Scalar]]) -> bool:
    """Whether the numbers of the rows, where they have any, follow each other without a gap."""
    for name in roles.numbering:
        numbers = [row.get(name) for row in value if isinstance(row.get(name), int)]
        steps = Counter(
            int(after) - int(before)
            for before, after in pairwise(numbers)
            if isinstance(before, int) and isinstance(after, int)
        )
        if len(numbers) == len(value) and steps and max(steps) > 1 and steps[1] >= len(value) / 2:
            return False
    return True


def _evidence(
    roles: TableRoles,
    found: Rows,
    rows: Sequence[TableRow],
    value: Sequence[Mapping[str, Any]],
    others: Mapping[str, object],
) -> tuple[dict[str, CellEvidence], ...]:
    """The evidence of every cell that has a value."""
    fits = {column.name: _fits(column.name, rows) for column in roles.fields}
    confirmed = _confirmed(roles, rows, others)
    texts = {column.name for column in roles.fields if column.type is FieldType.STRING and column.normaliser is None}
    alike = likenesses(found.rows, value, roles.unit)
    return tuple(
        {
            name: CellEvidence(
                read=_read(roles, printed, name) / 100,
                heading=_heading(roles, found, name) / 100,
                fits=fits[name],
                confirmed=confirmed[index].get(name, 0.5),
                support=found.support.get(name, 0.0),
                derived=float(name in row.derived),
                lines=1 / max(1, _line_count(printed.cells.get(name, ()))),
                clear=float(name not in printed.cut),
                settled=printed.settled if name in texts else 1.0,
                start=float(printed.has_start),
                left_over=float(bool(found.left_over)),
                is_last=float(index == len(rows) - 1),
                column=alike[index][name],
            )
            for name, cell in value[index].items()
            if cell is not None
        }
        for index, (row, printed) in enumerate(zip(rows, found.rows, strict=True))
    )


def _heading(roles: TableRoles, found: Rows, name: str) -> float:
    """Likeness of the heading of a column, or of the one that a column without a heading of its own is made of."""
    if name in found.likeness:
        return found.likeness[name]
    split = roles.directions
    is_side = split is not None and name in {split.debit, split.credit}
    if split is not None and is_side:
        return found.likeness.get(split.amount, 0.0)
    return max(found.likeness.values(), default=0.0)


def _read(roles: TableRoles, printed: Row, name: str) -> float:
    """How surely the characters of a cell were read, 0-100; of one without words those of the cells it is made of."""
    split = roles.directions
    words = printed.cells.get(name)
    if not words and split is not None and name in {split.debit, split.credit}:
        words = printed.cells.get(split.amount)
    return judge.of_words(words or printed.words)


def _fits(name: str, rows: Sequence[TableRow]) -> float:
    """Which part of the printed cells of a column became a value."""
    printed = [row for row in rows if row.printed.get(name)]
    return sum(row.values.get(name) is not None for row in printed) / len(printed) if printed else 1.0


def _confirmed(roles: TableRoles, rows: Sequence[TableRow], others: Mapping[str, object]) -> list[dict[str, float]]:
    """For each row, whether the arithmetic with its cells holds: 1, fails: 0; without an entry nothing was compared."""
    found: list[dict[str, float]] = [{} for _ in rows]
    said = roles.product
    if said is not None:
        for own, row in zip(found, rows, strict=True):
            holds = is_product(said, row.values)
            if holds is not None:
                own.update(dict.fromkeys((*said.factors, said.equals), float(holds)))
    balance = roles.balance
    if balance is not None:
        opening = others.get(balance.opening or "")
        trail = follow(balance, [row.values for row in rows], opening if isinstance(opening, int | float) else None)
        for index in trail.fits:
            found[index].update(dict.fromkeys((balance.debit, balance.credit, balance.balance), 1.0))
        for index in trail.wrong:
            found[index].update(dict.fromkeys((balance.debit, balance.credit, balance.balance), 0.0))
    return found


def _line_count(words: Sequence[Word]) -> int:
    """How many lines the words of a cell stand on."""
    tops: list[float] = []
    for word in words:
        if not any(abs(word.box.center_y - top) < 0.5 * word.box.h for top in tops):
            tops.append(word.box.center_y)
    return len(tops)
