"""A limit of time for understanding a document: what is pure computing in this process, and so beyond the sandbox's kill."""

import itertools
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from berkas.errors import ReadingLimitExceeded

_AGAIN_SECONDS: Final = 1.0
"""An exception that a finaliser swallowed is raised again after so long."""

_MOST_RINGS: Final = 5


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Stop the body when it has run so long: between two steps of the interpreter, also within a regular expression.

    Only the main thread of a process can be stopped; workers run flows there. In another one the body runs without a limit.

    Args:
        seconds: Wall time, more than zero.

    Raises:
        ReadingLimitExceeded: The time is over.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    rings = itertools.count(1)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if next(rings) == _MOST_RINGS:  # whoever still runs is not what was to be stopped
            signal.setitimer(signal.ITIMER_REAL, 0)
        raise ReadingLimitExceeded

    before = signal.signal(signal.SIGALRM, stop)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # also when the alarm comes right before the timer is stopped
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
