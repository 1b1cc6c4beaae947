"""Reading a document: bytes in, pages with words out. Everything that parses happens in the sandbox."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final, Self

from berkas.errors import ReaderCrashed, ReadingLimitExceeded, UnreadableFile
from berkas.model.geometry import MOST_CODE_CHARACTERS, MOST_CODES, MOST_CODES_OF_PAGE, Page, RuledTable
from berkas.reading.filetypes import HEAD_BYTES, FileType, sniff
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.sandbox.messages import AnyRequest, Close, Draw, FindTables, Open, ReadPage, Reply
from berkas.reading.sandbox.parent import Sandbox

TEXT_LAYER = "text-layer"

_JPEG_BEGINS: Final = b"\xff\xd8\xff"


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
        self._limits = limits
        self._sandbox = Sandbox(limits, ocr)
        self._original: Open | None = None
        self._organisation: str | None = None
        self._words = 0
        self._codes = 0
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

    @property
    def fork_server_pid(self) -> int | None:
        """Process id of the sandbox's parent, None when none runs."""
        return self._sandbox.fork_server_pid

    def start(self) -> None:
        """Start the sandbox before there is a document, so that the first one does not wait for it."""
        self._sandbox.start()

    def open(self, content: bytes, *, password: str | None = None, organisation_id: str | None = None) -> DocumentInfo:
        """Open a document; the one before is forgotten.

        Args:
            content: Of the file.
            password: Of a locked PDF.
            organisation_id: Whose document it is. No process that read for one ever reads for another; one that reads for
                nobody in particular reads one document.

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
        self._words = self._codes = 0
        file_type = sniff(content[:HEAD_BYTES])
        original = Open(content, file_type, password)
        is_same = organisation_id is not None and organisation_id == self._organisation
        # worn by a document that could not be opened
        if (not is_same and self._sandbox.has_served) or self._sandbox.is_worn():
            self._sandbox.drop_child()
        self._organisation = organisation_id
        reply = self._sandbox.ask(original)
        if not 0 < reply.page_count <= self._limits.max_pages:  # only a child that was taken over says so
            self._sandbox.drop_child()
            raise ReaderCrashed
        self._original = original
        return DocumentInfo(file_type, reply.page_count)

    def read_pages(self, indexes: Iterable[int], *, by_ocr: bool = False) -> tuple[Page, ...]:
        """The pages with their words, by page index.

        Args:
            indexes: Of the pages.
            by_ocr: Read their pictures, whatever text layer they have.
        """
        return tuple(self.read_page(index, by_ocr=by_ocr) for index in indexes)

    def find_ruled_tables(self, indexes: Iterable[int]) -> tuple[RuledTable, ...]:
        """Tables with drawn lines, of pages that have a text layer; of others there are none."""
        return tuple(table for index in indexes for table in self._ask(FindTables(index)).tables)

    def draw(self, index: int, *, longest_px: int, rotation: int | None = None) -> bytes:
        """A picture of a page as a person sees it, as JPEG; boxes fit it.

        Args:
            index: Of the page.
            longest_px: Pixels of its longer side at most; pictures are never enlarged.
            rotation: What reading found and undid; without it the orientation is looked for again.
        """
        jpeg = self._ask(Draw(index, longest_px, rotation)).jpeg
        if not jpeg.startswith(_JPEG_BEGINS):  # only a child that was taken over says so
            self._sandbox.drop_child()
            raise ReaderCrashed
        return jpeg

    def close(self) -> None:
        """Make the sandbox forget the document."""
        if self._original is None:
            return
        self._original = None
        if self._sandbox.is_worn():
            self._sandbox.drop_child()
            return
        try:
            self._sandbox.ask(Close())
        except ReaderCrashed:  # it is gone, and the document with it
            return

    def stop(self) -> None:
        """End the sandbox; the next document starts a new one."""
        self._original = None
        self._sandbox.stop()

    def _ask(self, request: AnyRequest) -> Reply:
        """The answer; what fails in a cramped child may be the fault of the documents before, so a fresh one tries it again."""
        try:
            return self._sandbox.ask(request)
        except (UnreadableFile, ReadingLimitExceeded):
            if self._original is None or not self._sandbox.is_cramped():
                raise
        self._sandbox.drop_child()
        self._sandbox.ask(self._original)
        return self._sandbox.ask(request)

    def read_page(self, index: int, *, by_ocr: bool = False) -> Page:
        """One page with its words."""
        reply = self._ask(ReadPage(index, by_ocr))
        if reply.page is None:
            raise ReaderCrashed
        self._words += len(reply.page.words)
        if self._words > self._limits.max_words:
            raise ReadingLimitExceeded
        if reply.model_used is not None:
            self.model_used = reply.model_used
        return self._with_known_codes(reply.page)

    def _with_known_codes(self, page: Page) -> Page:
        """The page with as many codes as the document may have.

        Raises:
            ReaderCrashed: They hold more than codes can; only a child that was taken over says so.
        """
        longest = max((len(code.content or "") for code in page.codes), default=0)
        if longest > MOST_CODE_CHARACTERS or len(page.codes) > MOST_CODES_OF_PAGE:
            self._sandbox.drop_child()
            raise ReaderCrashed
        room = MOST_CODES - self._codes
        self._codes += min(room, len(page.codes))
        if len(page.codes) <= room:
            return page
        return replace(page, codes=page.codes[:room], codes_left_out=True)
