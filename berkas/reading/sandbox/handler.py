"""Answers the requests of the parent inside the reading sandbox: one open document, every error of a parser as one of ours."""

import resource
from pathlib import Path

import cv2

from berkas.errors import DocumentError, ReadingLimitExceeded, UnreadableFile
from berkas.extraction.pages import Opened, open_document
from berkas.extraction.pictures import Pictures
from berkas.reading.sandbox.messages import AnyRequest, Close, Draw, FindTables, Open, ReadPage, Reply, Setup

_OPENCV_NO_MEMORY = -4


class Handler:
    """The open document, and what is asked about it."""

    def __init__(self, setup: Setup) -> None:
        self._limits = setup.limits
        self._pictures = Pictures(setup.ocr)
        self._opened: Opened | None = None

    def answer(self, request: AnyRequest) -> Reply:
        """An answer to every request, whatever a parser raises."""
        try:
            return self._answer(request)
        except DocumentError as error:
            return _reply(error_code=type(error).code)
        except (MemoryError, RecursionError):
            return _reply(error_code=ReadingLimitExceeded.code)
        except cv2.error as error:
            is_memory = error.code == _OPENCV_NO_MEMORY
            return _reply(error_code=(ReadingLimitExceeded if is_memory else UnreadableFile).code)
        except Exception:  # noqa: BLE001 - parsers raise anything: AttributeError, IndexError, SyntaxError, …
            return _reply(error_code=UnreadableFile.code)

    def _answer(self, request: AnyRequest) -> Reply:
        match request:
            case Open(content, file_type, password):
                self._forget()
                self._opened = open_document(content, file_type, password, self._limits, self._pictures)
                return _reply(page_count=self._opened.page_count)
            case ReadPage(index):
                page, model_used = self._document.read_page(index)
                return _reply(page=page, model_used=model_used)
            case FindTables(index):
                return _reply(tables=self._document.find_ruled_tables(index))
            case Draw(index, longest_px, rotation):
                return _reply(jpeg=self._document.draw_jpeg(index, longest_px, rotation))
            case Close():
                self._forget()
        return _reply()

    @property
    def _document(self) -> Opened:
        if self._opened is None:
            raise UnreadableFile
        return self._opened

    def _forget(self) -> None:
        if self._opened is not None:
            self._opened.close()
        self._opened = None


def _reply(**given: object) -> Reply:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    address, resident = _memory()
    cpu = usage.ru_utime + usage.ru_stime
    return Reply(cpu_seconds=cpu, rss_bytes=resident, address_bytes=address, **given)  # type: ignore[arg-type]


def _memory() -> tuple[int, int]:
    """Address space and resident memory, in bytes."""
    try:
        pages = Path("/proc/self/statm").read_text().split()
    except OSError:  # not Linux: the peak is the best that is known
        return 0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(pages[0]) * resource.getpagesize(), int(pages[1]) * resource.getpagesize()
