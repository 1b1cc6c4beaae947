"""Tables with drawn lines, by camelot.

camelot reads files, and writes bytes that it is given to a temporary file in clear. Here its parts work on a document in memory.
"""

from typing import Final, cast

import playa
from camelot.core import Table
from camelot.handlers import PDFHandler
from camelot.parsers.lattice import Lattice

from berkas.model.geometry import BoundingBox, RuledTable

_LEAST_ACCURACY = 80
_NO_FILE: Final = "document.pdf"
"""The handler wants a name; nothing of that name is opened."""


class _MemoryHandler(PDFHandler):
    """Finds the tables of one page of a document in memory."""

    def tables_of(self, content: bytes, index: int) -> list[Table]:
        with playa.parse(content, space="page") as pdf:
            found: list[Table] = self._parse_page(pdf.pages[index], Lattice(engine="vector"), {})  # type: ignore[no-untyped-call]
        return found


def find_ruled_tables(content: bytes, index: int) -> tuple[RuledTable, ...]:
    """The tables of one page of a PDF without encryption."""
    tables = sorted(_MemoryHandler(_NO_FILE).tables_of(content, index))
    return tuple(_ruled_table(table, index) for table in tables if table.rows and table.accuracy >= _LEAST_ACCURACY)


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
    edges = tuple((begin / width, end / width) for begin, end in columns)
    return RuledTable(BoundingBox.around(boxes), rows, boxes, edges)
