"""Exports as an Excel workbook: one row per document, one sheet per table, identifiers as text, days and numbers as such.

XlsxWriter makes the workbook. Rows that it writes stay in memory as objects, or lie on a disk in clear, until the file is saved; so
they are kept compressed in memory instead, and put into their sheets while the file is sent.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from api.documents.book_frame import frame
from api.documents.export_rows import DOCUMENT_COLUMNS, FINDING_COLUMNS, Cell, ExportedDocument, Table, column_names
from api.documents.sheets import Sheet, sheet_name
from berkas.refusals import ExportTooLarge

MOST_SPOOLED_BYTES: Final = 64 * 1024 * 1024
"""Of a workbook's rows in memory, compressed."""

Cells = tuple[tuple[str, Cell], ...]
"""A row by column."""


class DocumentBook:
    """A workbook of documents: add them all, then send it."""

    def __init__(self) -> None:
        self._documents = Sheet(
            "Documents", _places(DOCUMENT_COLUMNS), numbers={DOCUMENT_COLUMNS.index("confidenceScore")}
        )
        self._findings = Sheet("Findings", _places(FINDING_COLUMNS))
        self._confidences = Sheet("Confidences", _places(("documentId", "externalRef", "type")))
        self._tables: dict[str, Sheet] = {}

    @property
    def sheets(self) -> list[Sheet]:
        """In order."""
        return [self._documents, *self._tables.values(), self._findings, self._confidences]

    def add(self, documents: Sequence[ExportedDocument]) -> None:
        """Add documents.

        Raises:
            ExportTooLarge: There is no place for them.
        """
        for document in documents:
            self._add(document)
        if sum(sheet.spooled_bytes for sheet in self.sheets) > MOST_SPOOLED_BYTES:
            raise ExportTooLarge

    def content(self) -> Iterator[bytes]:
        """The file, piece by piece; once."""
        sink = _Sink()
        sheets = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(self.sheets, 1)}
        with zipfile.ZipFile(io.BytesIO(frame(self.sheets))) as made, zipfile.ZipFile(sink, "w") as book:
            for name in made.namelist():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                pieces = _with_rows(made.read(name), sheets[name]) if name in sheets else [made.read(name)]
                with book.open(entry, "w") as file:
                    for piece in pieces:
                        file.write(piece)
                        yield from sink.taken()
        yield from sink.taken()

    def _add(self, document: ExportedDocument) -> None:
        values = dict(document.values())
        columns = column_names(DOCUMENT_COLUMNS, values)
        cells = ((columns[name], len(v) if isinstance(v, list) else v) for name, v in values.items())
        self._documents.add([*zip(DOCUMENT_COLUMNS, document.summary(), strict=True), *cells])
        for name, value in values.items():
            if isinstance(value, list):
                self._add_table(document, name, value)
        for finding in document.finding_rows():
            self._findings.add(zip(FINDING_COLUMNS, finding, strict=True))
        row = document.row
        if values:
            head: Cells = (("documentId", row.id), ("externalRef", row.external_ref), ("type", row.type))
            names = column_names(tuple(name for name, _ in head), values)
            self._confidences.add([*head, *((column, document.confidence(name)) for name, column in names.items())])

    def _add_table(self, document: ExportedDocument, name: str, rows: Table) -> None:
        head: Cells = (("documentId", document.row.id), ("externalRef", document.row.external_ref))
        taken = ("documentId", "externalRef", "row", "page", "confidence")
        sheet = self._tables.get(name)
        if sheet is None:
            names = [known.name for known in self.sheets]
            sheet = self._tables[name] = Sheet(sheet_name(name, names), _places(taken))
        for number, values in enumerate(rows):
            columns = column_names(taken, values)
            cells = ((columns[column], value) for column, value in values.items())
            about = (
                ("page", document.page(name, number)),
                ("confidence", document.least_confidence(name, number, values)),
            )
            sheet.add([*head, ("row", number + 1), *about, *cells])


class _Sink(io.RawIOBase):
    """Where the archive is written to; what was written can be taken, and is forgotten then."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> Iterator[bytes]:
        """What is there, as one piece or none."""
        if self._pieces:
            yield b"".join(self._pieces)
            self._pieces.clear()


def _places(columns: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(columns)}


def _with_rows(head_only: bytes, sheet: Sheet) -> Iterator[bytes]:
    """A sheet's XML with its rows in place of those that the frame holds below the head."""
    head, end, _ = head_only.partition(b"</row>")
    _, data_end, rest = head_only.rpartition(b"</sheetData>")
    yield head + end
    yield from sheet.content()
    yield data_end + rest
