"""The parent's side of the reading sandbox: one warm child process that is limited, watched and killed when it must be.

docs/decisions/0006 tells why. The child is a fresh program with an empty environment: it inherits no memory,
no keys and no open files.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from berkas.errors import DocumentError, ReaderCrashed, ReadingLimitExceeded
from berkas.extraction.limits import OcrOptions, ReadingLimits
from berkas.reading.sandbox.messages import MAX_REPLY_BYTES, AnyRequest, FrameError, Reply, Setup, receive, send

PROGRAM = (sys.executable, "-I", "-m", "berkas.reading.sandbox.child")
START_SECONDS = 60
RECYCLE_REQUESTS = 2000
RECYCLE_RSS_BYTES = 1024 * 1024 * 1024
RECYCLE_ADDRESS_PART = 0.65
"""Of the limit of the address space: fragments of it are never given back, and once it is full every document would fail."""

_ENVIRONMENT = {
    "PATH": "", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    # every further arena of malloc takes 64 MB of address space
    "MALLOC_ARENA_MAX": "1",
    # from 1.29 on, ONNX Runtime reports its use to its maker, and keeps an identifier and a database in the home folder
    "ORT_DISABLE_TELEMETRY": "1",
}  # fmt: skip

_STOPPED_BY_LIMITS = frozenset({-signal.SIGXCPU, -signal.SIGKILL})
"""The kernel ends a process by these when its CPU time or the machine's memory is used up."""


def _all_below(kind: type[DocumentError]) -> dict[str, type[DocumentError]]:
    found = {kind.code: kind}
    for child in kind.__subclasses__():
        found |= _all_below(child)
    return found


_BY_CODE = _all_below(DocumentError)


class Sandbox:
    """A child process that parses, replaced when it dies or has grown."""

    def __init__(self, limits: ReadingLimits, ocr: OcrOptions, *, program: Sequence[str] = PROGRAM) -> None:
        """Start nothing yet.

        Args:
            limits: That the child sets itself, and that are enforced from outside.
            ocr: How the child reads pictures.
            program: What the child is; the number of its socket is added.
        """
        self._program = program
        self._limits = limits
        self._ocr = ocr
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._requests = 0
        self._cpu_before = 0.0
        self._last = Reply()

    @property
    def pid(self) -> int | None:
        """Process id of the child, None when there is none."""
        return self._process.pid if self._process else None

    @property
    def cpu_seconds(self) -> float:
        """CPU time of this child and of those before it."""
        return self._cpu_before + self._last.cpu_seconds

    def start(self) -> None:
        """Start a child if there is none."""
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*self._program, str(theirs.fileno())],
                env=_ENVIRONMENT,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # parsers quote the document in their complaints
                cwd="/",
                start_new_session=True,
            )
        self._connection = ours
        self._exchange(Setup(self._limits, self._ocr), START_SECONDS)

    def ask(self, request: AnyRequest) -> Reply:
        """The child's answer.

        Raises:
            DocumentError: The class says what is wrong with the document, or that it made the child exceed its limits or crash.
        """
        self.start()
        self._requests += 1
        reply = self._exchange(request, self._limits.wall_seconds)
        if reply.error_code is not None:
            raise _BY_CODE.get(reply.error_code, ReaderCrashed)
        return reply

    def is_worn(self) -> bool:
        """Whether the child should be replaced between two documents."""
        return self._requests >= RECYCLE_REQUESTS or self._last.rss_bytes > RECYCLE_RSS_BYTES or self.is_cramped()

    def is_cramped(self) -> bool:
        """Whether so much address space is used that a document may fail for want of it."""
        return self._last.address_bytes > RECYCLE_ADDRESS_PART * self._limits.memory_bytes

    def stop(self) -> None:
        """End the child, if there is one."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            if self._process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)  # and whatever a child that was taken over has begun
            self._process.wait()
        self._cpu_before = self.cpu_seconds
        self._process = self._connection = None
        self._last = Reply()
        self._requests = 0

    def _exchange(self, message: AnyRequest | Setup, seconds: float) -> Reply:
        if self._connection is None or self._process is None:
            raise ReaderCrashed
        try:
            self._connection.settimeout(seconds)
            send(self._connection, message)
            self._last = receive(self._connection, Reply, most=MAX_REPLY_BYTES, seconds=seconds)
        except TimeoutError:
            self.stop()
            raise ReadingLimitExceeded from None
        except FrameError:
            self.stop()
            raise ReaderCrashed from None
        except (OSError, EOFError):
            exit_code = self._exit_code(self._process)
            self.stop()
            raise (ReadingLimitExceeded if exit_code in _STOPPED_BY_LIMITS else ReaderCrashed) from None
        return self._last

    @staticmethod
    def _exit_code(process: "subprocess.Popen[bytes]") -> int | None:
        """How the child ended; a moment is given for it to be over."""
        deadline = time.monotonic() + 2
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        return process.returncode
