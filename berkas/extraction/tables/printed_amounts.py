"""Amounts that stand outside of tables, whoever they belong to: what has no field may explain a sum."""

from collections.abc import Collection, Iterator, Sequence

from berkas.extraction.checks.outcomes import PrintedAmount
from berkas.extraction.tables.heading_cells import runs_of
from berkas.extraction.tables.kinds import Kind, kind_of
from berkas.layout.lines import Line, box_of
from berkas.values.amounts import parse_amount
from berkas.values.conventions import Conventions

_CELL_GAP = 1.0
"""Words closer than this many text heights belong to one cell."""


def printed_amounts(
    lines: Sequence[Line], taken: Collection[int], conventions: Conventions
) -> tuple[PrintedAmount, ...]:
    """Every amount that ends a line outside of tables.

    Args:
        lines: Of the document.
        taken: Indexes of the lines of tables.
        conventions: How the document writes numbers.
    """
    return tuple(_found(lines, taken, conventions))


def _found(lines: Sequence[Line], taken: Collection[int], conventions: Conventions) -> Iterator[PrintedAmount]:
    for index, line in enumerate(lines):
        if index in taken:
            continue
        runs = list(runs_of(line.pieces, _CELL_GAP * line.height))
        for run in runs[1:]:
            text = " ".join(piece.text for piece in run)
            if kind_of(text) not in {Kind.AMOUNT, Kind.NUMBER}:
                continue
            value = parse_amount(text, conventions.decimal, groups_by_space=conventions.groups_by_space)
            if value:
                yield PrintedAmount(abs(value), box_of(tuple(run)))
