"""Answers the requests of the parent inside the reading sandbox: one open document, every error of a parser as one of ours."""

import contextlib

import cv2

from berkas.errors import DocumentError, ReadingLimitExceeded, UnreadableFile
from berkas.reading import decrypt
from berkas.reading.documents import Opened, open_document
from berkas.reading.ocr.page_ocr import Pictures
from berkas.reading.sandbox.messages import AnyRequest, Close, Draw, FindTables, Open, ReadPage, Reply, Setup

_OPENCV_NO_MEMORY = -4


class Handler:
    """The open document, and what is asked about it."""

    def __init__(self, setup: Setup) -> None:
        self._limits = setup.limits
        self._pictures = Pictures(setup.ocr)
        self._opened: Opened | None = None

    def warm_up(self) -> None:
        """Load everything that a document may need: a confined child can load nothing."""
        decrypt.warm_up()
        # a damaged model fails the documents that need it, and no others
        with contextlib.suppress(Exception):
            self._pictures.warm_up()

    def answer(self, request: AnyRequest) -> Reply:
        """An answer to every request, whatever a parser raises."""
        try:
            return self._answer(request)
        except DocumentError as error:
            return Reply(error_code=type(error).code)
        except (MemoryError, RecursionError):
            return Reply(error_code=ReadingLimitExceeded.code)
        except cv2.error as error:
            is_memory = error.code == _OPENCV_NO_MEMORY
            return Reply(error_code=(ReadingLimitExceeded if is_memory else UnreadableFile).code)
        except Exception:  # noqa: BLE001 - parsers raise anything: AttributeError, IndexError, SyntaxError, …
            return Reply(error_code=UnreadableFile.code)

    def _answer(self, request: AnyRequest) -> Reply:
        match request:
            case Open(content, file_type, password):
                self._forget()
                self._opened = open_document(content, file_type, password, self._limits, self._pictures)
                return Reply(page_count=self._opened.page_count)
            case ReadPage(index, by_ocr):
                page, model_used = self._document.read_page(index, by_ocr=by_ocr)
                return Reply(page=page, model_used=model_used)
            case FindTables(index):
                return Reply(tables=self._document.find_ruled_tables(index))
            case Draw(index, longest_px, rotation):
                return Reply(jpeg=self._document.draw_jpeg(index, longest_px, rotation))
            case Close():
                self._forget()
        return Reply()

    @property
    def _document(self) -> Opened:
        if self._opened is None:
            raise UnreadableFile
        return self._opened

    def _forget(self) -> None:
        if self._opened is not None:
            self._opened.close()
        self._opened = None
