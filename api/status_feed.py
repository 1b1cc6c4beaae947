"""Streams of status changes: one listening connection per process feeds them all; while it is down, each looks by itself."""

import asyncio
import contextlib
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Final

from api.access_schemas import PageReadEvent, StatusEvent
from api.errors import TooManyRequests
from berkas.errors import Unavailable
from berkas.model.statuses import FINAL_STATUSES, GONE_STATUSES, DocumentStatus
from berkas.settings import Settings
from tables.queries import api_keys, documents, status_changes
from tables.queries.document_rows import DocumentRow
from tables.queries.status_moves import StatusChange

log = logging.getLogger("berkas.api")

HEARTBEAT_SECONDS: Final = 15.0
POLL_SECONDS: Final = 2.0
"""How often a stream looks by itself while nobody listens."""

RECONNECT_SECONDS: Final = 2.0
BUCKET: Final = "documents.events"
"""What the limit of streams per key is called on the wire."""

_HEARTBEAT: Final = b": still here\n\n"
_RETRY_AFTER_SECONDS: Final = 15
_MOST_WAITING: Final = 64
"""Changes kept for a slow client; beyond them it only learns where the document is in the end."""

_PHASE: Final = {DocumentStatus.QUEUED: 0, DocumentStatus.PARSING: 1} | dict.fromkeys(FINAL_STATUSES, 2)
_NOWHERE: Final = (-1, 0, 0)

Waiting = asyncio.Queue[StatusChange | None]
"""Changes in order; None asks to look at the row."""


class StatusFeed:
    """Who waits for which document; lives as long as the application."""

    def __init__(
        self, settings: Settings, *, heartbeat_seconds: float = HEARTBEAT_SECONDS, poll_seconds: float = POLL_SECONDS
    ) -> None:
        self._settings = settings
        self._heartbeat_seconds = heartbeat_seconds
        self._poll_seconds = poll_seconds
        self._waiting: defaultdict[str, set[Waiting]] = defaultdict(set)
        self._streams: Counter[str] = Counter()
        self.is_listening = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen as long as the block lasts; a lost connection is opened again."""
        task = asyncio.create_task(self._listen(), name="status feed")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @property
    def open_streams(self) -> int:
        """How many there are."""
        return self._streams.total()

    async def follow(self, key_id: str, organisation_id: str, document_id: str) -> AsyncGenerator[bytes, None]:
        """Server-sent events: where a document is now, then each change until it is final, and a sign of life in between.

        The stream ends with its key: nothing is told by a key that was revoked or has expired, and it is looked for with every
        sign of life.

        Raises:
            TooManyRequests: The key has as many streams open as it may; before the first event.
            DatabaseUnavailable: The server does not answer; before the first event.
        """
        clock = asyncio.get_running_loop().time
        with self._counted(key_id), self._subscribed(document_id) as waiting:
            seen, spoke_at = _NOWHERE, clock()
            change = await _look(organisation_id, document_id)
            while True:
                is_news = change is not None and _place(change) > seen
                if seen is not _NOWHERE and (is_news or clock() - spoke_at >= self._heartbeat_seconds):
                    is_working = await _is_working(key_id)
                    if is_working is False:
                        return
                    is_news = is_news and is_working is not None
                if change is not None and is_news:
                    seen, spoke_at = _place(change), clock()
                    yield _event(change)
                    if is_end(change.status):
                        return
                elif clock() - spoke_at >= self._heartbeat_seconds:
                    spoke_at = clock()
                    yield _HEARTBEAT
                change = await self._next(waiting, within=spoke_at + self._heartbeat_seconds - clock())
                if change is None:
                    with contextlib.suppress(
                        Unavailable
                    ):  # the client is told that we are still here, and we look again
                        change = await _look(organisation_id, document_id)

    async def _next(self, waiting: Waiting, *, within: float) -> StatusChange | None:
        """The next change; None when it is time to look at the row."""
        seconds = max(0.01, within if self.is_listening else min(within, self._poll_seconds))
        try:
            return await asyncio.wait_for(waiting.get(), seconds)
        except TimeoutError:
            return None

    @contextlib.contextmanager
    def _counted(self, key_id: str) -> Iterator[None]:
        limit = self._settings.event_streams_per_key
        if self._streams[key_id] >= limit:
            raise TooManyRequests(BUCKET, limit, _RETRY_AFTER_SECONDS)
        self._streams[key_id] += 1
        try:
            yield
        finally:
            self._streams[key_id] -= 1
            if not self._streams[key_id]:
                del self._streams[key_id]

    @contextlib.contextmanager
    def _subscribed(self, document_id: str) -> Iterator[Waiting]:
        waiting = Waiting(_MOST_WAITING)
        self._waiting[document_id].add(waiting)
        try:
            yield waiting
        finally:
            self._waiting[document_id].discard(waiting)
            if not self._waiting[document_id]:
                del self._waiting[document_id]

    async def _listen(self) -> None:
        while True:
            try:
                await status_changes.listen(self._settings, self._hears, self._pass_on)
            except Unavailable as error:
                log.warning("status changes are looked for", extra={"fields": {"code": error.code}})
            except Exception as error:  # noqa: BLE001 - nothing may end the feed while the process lives
                log.error("listening failed", extra={"fields": {"error_class": type(error).__name__}})
            self.is_listening = False
            self._let_all_look()
            await asyncio.sleep(RECONNECT_SECONDS)

    def _hears(self) -> None:
        self.is_listening = True
        self._let_all_look()  # whatever changed while nobody listened

    def _let_all_look(self) -> None:
        for queues in self._waiting.values():
            for waiting in queues:
                _put(waiting, None)

    def _pass_on(self, change: StatusChange) -> None:
        for waiting in self._waiting.get(change.document_id, ()):
            _put(waiting, change)


def is_end(status: DocumentStatus) -> bool:
    """Whether a stream ends there."""
    return status in FINAL_STATUSES or status in GONE_STATUSES


def event_id(row: DocumentRow | StatusChange) -> str:
    """What the event of this status of this attempt is called; a client that reconnects sends it back."""
    return f"{row.attempt}-{row.status}"


def _event(change: StatusChange) -> bytes:
    if change.page is not None and change.pages is not None:
        read = PageReadEvent(
            document_id=change.document_id, attempt=change.attempt, page=change.page, pages=change.pages
        )
        # without an id: who reconnects asks for the status that it saw last
        return f"event: document.page_read\ndata: {read.model_dump_json(by_alias=True)}\n\n".encode()
    data = StatusEvent(document_id=change.document_id, status=change.status, attempt=change.attempt)
    return f"id: {event_id(change)}\nevent: status\ndata: {data.model_dump_json(by_alias=True)}\n\n".encode()


def _place(change: StatusChange) -> tuple[int, int, int]:
    """How far a document is: grows with every move, so that what is known already is told from what is new."""
    if change.status in GONE_STATUSES:
        return sys.maxsize, 0, 0
    return change.attempt, _PHASE[change.status], change.page or 0


def _put(waiting: Waiting, change: StatusChange | None) -> None:
    if waiting.full():
        while not waiting.empty():
            waiting.get_nowait()
        change = None
    waiting.put_nowait(change)


async def _is_working(key_id: str) -> bool | None:
    """Whether a key still works; None while nobody can say."""
    try:
        return await api_keys.is_valid(key_id)
    except Unavailable:
        return None


async def _look(organisation_id: str, document_id: str) -> StatusChange | None:
    row = await documents.find(organisation_id, document_id)
    return StatusChange(document_id, row.status, row.attempt) if row else None
