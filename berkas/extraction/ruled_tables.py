"""Tables with drawn lines, by camelot.

camelot writes bytes that it is given to a temporary file in clear, so it is given the name of a memory file.
"""

import os
import resource
from typing import cast

from camelot.core import Table
from camelot.io import read_pdf

from berkas.model.geometry import BoundingBox, RuledTable

_LEAST_ACCURACY = 80


def find_ruled_tables(content: bytes, index: int) -> tuple[RuledTable, ...]:
    """The tables of one page of a PDF without encryption."""
    memory = os.memfd_create("document")
    try:
        _write(memory, content)
        tables = read_pdf(
            f"/proc/self/fd/{memory}", pages=str(index + 1), flavor="lattice", engine="vector", suppress_stdout=True
        )
        return tuple(_ruled_table(table, index) for table in tables if table.rows and table.accuracy >= _LEAST_ACCURACY)
    finally:
        os.close(memory)


def _write(memory: int, content: bytes) -> None:
    """Write to a memory file, which the limit on files written would forbid."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    try:
        with os.fdopen(os.dup(memory), "wb") as file:
            file.write(content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _ruled_table(table: Table, index: int) -> RuledTable:
    width, height = cast("tuple[float, float]", table.pdf_size)
    rows = tuple(tuple(" ".join(cell.split()) for cell in row) for row in table.data)
    columns: list[tuple[float, float]] = list(table.cols or ())
    lines: list[tuple[float, float]] = list(table.rows or ())
    left, right = columns[0][0], columns[-1][1]
    boxes = tuple(
        BoundingBox(index, left / width, 1 - top / height, (right - left) / width, (top - bottom) / height)
        for top, bottom in lines
    )
    return RuledTable(BoundingBox.around(boxes), rows, boxes)
