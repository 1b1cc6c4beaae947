"""Reading a document: bytes in, pages with words out. Everything that parses happens in the sandbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from berkas.errors import ReaderCrashed
from berkas.extraction.filetypes import HEAD_BYTES, FileType, sniff
from berkas.extraction.limits import OcrOptions, ReadingLimits
from berkas.extraction.sandbox import Sandbox
from berkas.extraction.sandbox_messages import Close, FindTables, Open, ReadPage, Render
from berkas.model.geometry import Page, RuledTable

TEXT_LAYER = "text-layer"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known of a document once it is open."""

    file_type: FileType
    page_count: int


class DocumentReader:
    """Reads one document after another in a warm sandbox; not for use by two threads at once.

    Every method but ``close`` and ``stop`` raises a ``DocumentError`` of the class that fits: a damaged file, a missing
    password, a limit that ran out, a parser that died. After any of them the next document can be opened.
    """

    def __init__(self, limits: ReadingLimits, ocr: OcrOptions) -> None:
        self._sandbox = Sandbox(limits, ocr)
        self._is_open = False
        self.model_used = TEXT_LAYER

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def cpu_seconds(self) -> float:
        """CPU time that the sandbox has used so far."""
        return self._sandbox.cpu_seconds

    @property
    def pid(self) -> int | None:
        """Process id of the sandbox, None when none runs."""
        return self._sandbox.pid

    def start(self) -> None:
        """Start the sandbox before there is a document, so that the first one does not wait for it."""
        self._sandbox.start()

    def open(self, content: bytes, *, password: str | None = None) -> DocumentInfo:
        """Open a document; the one before is forgotten.

        Raises:
            UnsupportedFile: Not one of the six types.
            UnreadableFile: Damaged.
            PasswordRequired: Encrypted, and no password was given.
            PasswordWrong: Encrypted, and the password does not open it.
            PageLimitExceeded: Too many pages.
            PixelLimitExceeded: Too many pixels.
        """
        self.close()
        self.model_used = TEXT_LAYER
        file_type = sniff(content[:HEAD_BYTES])
        reply = self._sandbox.ask(Open(content, file_type, password))
        self._is_open = True
        return DocumentInfo(file_type, reply.page_count)

    def read_pages(self, indexes: Iterable[int]) -> tuple[Page, ...]:
        """The pages with their words, by page index."""
        return tuple(self._read_page(index) for index in indexes)

    def find_ruled_tables(self, indexes: Iterable[int]) -> tuple[RuledTable, ...]:
        """Tables with drawn lines, of pages that have a text layer; of others there are none."""
        return tuple(table for index in indexes for table in self._sandbox.ask(FindTables(index)).tables)

    def render(self, index: int, *, width_px: int) -> bytes:
        """A picture of a page, upright, as PNG."""
        return self._sandbox.ask(Render(index, width_px)).png

    def close(self) -> None:
        """Make the sandbox forget the document."""
        if not self._is_open:
            return
        self._is_open = False
        if self._sandbox.is_worn():
            self._sandbox.stop()
            return
        try:
            self._sandbox.ask(Close())
        except ReaderCrashed:  # it is gone, and the document with it
            return

    def stop(self) -> None:
        """End the sandbox; the next document starts a new one."""
        self._is_open = False
        self._sandbox.stop()

    def _read_page(self, index: int) -> Page:
        reply = self._sandbox.ask(ReadPage(index))
        if reply.page is None:
            raise ReaderCrashed
        if reply.model_used is not None:
            self.model_used = reply.model_used
        return reply.page
