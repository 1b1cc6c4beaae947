"""The parent's side of the reading sandbox: one warm child process that is limited, watched and replaced when it must be.

docs/decisions/0006 and 0019 tell why. Children are forked from a fresh program with an empty environment: they inherit no memory of
this process, no keys and no open files.
"""

import signal
from collections.abc import Sequence

from berkas.errors import (
    DocumentError,
    PageLimitExceeded,
    PasswordRequired,
    PasswordWrong,
    PixelLimitExceeded,
    ReaderCrashed,
    ReaderUnconfined,
    ReadingLimitExceeded,
)
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.sandbox.messages import MAX_REPLY_BYTES, AnyRequest, FrameError, Reply, Setup, receive, send
from berkas.reading.sandbox.spawner import PROGRAM, Child, Spawner

RECYCLE_REQUESTS = 2000
RECYCLE_RSS_BYTES = 1024 * 1024 * 1024
RECYCLE_ADDRESS_PART = 0.65
"""Of the limit of the address space: fragments of it are never given back, and once it is full every document would fail."""

_STOPPED_BY_LIMITS = frozenset({-signal.SIGXCPU, -signal.SIGKILL})
"""The kernel ends a process by these when its CPU time or the machine's memory is used up."""

_ORDINARY_REFUSALS = (PasswordRequired, PasswordWrong, PageLimitExceeded, PixelLimitExceeded)
"""Errors that say nothing against the child: it looked at the document and refused it. After any other one it is replaced."""


def _all_below(kind: type[DocumentError]) -> dict[str, type[DocumentError]]:
    found = {kind.code: kind}
    for child in kind.__subclasses__():
        found |= _all_below(child)
    return found


_BY_CODE = _all_below(DocumentError)


class Sandbox:
    """A child process that parses, replaced when it dies, has grown, behaves oddly or has served another organisation."""

    def __init__(self, limits: ReadingLimits, ocr: OcrOptions, *, program: Sequence[str] = PROGRAM) -> None:
        """Start nothing yet.

        Args:
            limits: That the child sets itself, and that are enforced from outside.
            ocr: How the child reads pictures.
            program: What forks the children; the number of its socket is added.
        """
        self._limits = limits
        self._spawner = Spawner(Setup(limits, ocr), program)
        self._child: Child | None = None
        self._requests = 0
        self._is_suspect = False
        self._cpu_before = 0.0
        self._last = Reply()

    @property
    def pid(self) -> int | None:
        """Process id of the child, None when there is none."""
        return self._child.pid if self._child else None

    @property
    def fork_server_pid(self) -> int | None:
        """Process id of the child's parent, None when there is none."""
        return self._spawner.pid

    @property
    def has_served(self) -> bool:
        """Whether this child has been asked anything."""
        return self._requests > 0

    @property
    def cpu_seconds(self) -> float:
        """CPU time of this child and of those before it."""
        return self._cpu_before + self._last.cpu_seconds

    def start(self) -> None:
        """Start a child if there is none.

        Raises:
            ReaderCrashed: None can be started.
            ReaderUnconfined: Nothing on this machine would confine it.
        """
        if self._child is None:
            self._child = self._spawner.fork()
            if not (self._child.measures.suffice or self._limits.allow_unconfined):
                self.stop()
                raise ReaderUnconfined

    def ask(self, request: AnyRequest) -> Reply:
        """The child's answer.

        Raises:
            DocumentError: The class says what is wrong with the document, or that it made the child exceed its limits or crash.
            ReaderUnconfined: Nothing on this machine would confine the child.
        """
        self.start()
        self._requests += 1
        reply = self._exchange(request)
        if reply.error_code is not None:
            error = _BY_CODE.get(reply.error_code, ReaderCrashed)
            self._is_suspect |= not issubclass(error, _ORDINARY_REFUSALS)
            raise error
        return reply

    def is_worn(self) -> bool:
        """Whether the child should be replaced between two documents."""
        has_grown = self._last.rss_bytes > RECYCLE_RSS_BYTES or self.is_cramped()
        return self._is_suspect or has_grown or self._requests >= RECYCLE_REQUESTS

    def is_cramped(self) -> bool:
        """Whether so much address space is used that a document may fail for want of it."""
        return self._last.address_bytes > RECYCLE_ADDRESS_PART * self._limits.memory_bytes

    def drop_child(self) -> None:
        """End the child, if there is one, and whatever it has begun; the next request gets a fresh one within milliseconds."""
        self._end_child(is_awaited=False)

    def stop(self) -> None:
        """End everything."""
        self.drop_child()
        self._spawner.stop()

    def _exchange(self, message: AnyRequest) -> Reply:
        if self._child is None:
            raise ReaderCrashed
        connection = self._child.connection
        seconds = self._limits.wall_seconds
        try:
            connection.settimeout(seconds)
            send(connection, message)
            self._last = receive(connection, Reply, most=MAX_REPLY_BYTES, seconds=seconds)
        except TimeoutError:
            self.drop_child()
            raise ReadingLimitExceeded from None
        except FrameError:
            self.drop_child()
            raise ReaderCrashed from None
        except (OSError, EOFError):
            exit_code = self._end_child(is_awaited=True)
            raise (ReadingLimitExceeded if exit_code in _STOPPED_BY_LIMITS else ReaderCrashed) from None
        return self._last

    def _end_child(self, *, is_awaited: bool) -> int:
        if self._child is None:
            return 0
        self._child.connection.close()
        exit_code = self._spawner.end_child(is_awaited=is_awaited)
        self._cpu_before = self.cpu_seconds
        self._child = None
        self._last = Reply()
        self._requests = 0
        self._is_suspect = False
        return exit_code
