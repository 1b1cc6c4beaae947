"""A process that must not outlive its parent, however the parent ends."""

import os
import select
import signal
import threading
import time

CHECK_SECONDS = 0.5


def end_with_parent(parent_pid: int | None, *, ending: signal.Signals = signal.SIGTERM) -> None:
    """Send this process ``ending`` as soon as its parent is gone; nothing without a parent.

    A thread waits for the parent; it works on every system and needs no help of the parent, which may be killed at any time.
    """
    if parent_pid is not None:
        threading.Thread(target=_watch, args=(parent_pid, ending), daemon=True, name="parent-watch").start()


def _watch(parent_pid: int, ending: signal.Signals) -> None:
    _wait_until_gone(parent_pid)
    os.kill(os.getpid(), ending)
    time.sleep(10)
    os.kill(os.getpid(), signal.SIGKILL)


def _wait_until_gone(parent_pid: int) -> None:
    if hasattr(os, "pidfd_open"):
        try:
            handle = os.pidfd_open(parent_pid)
        except ProcessLookupError:
            return
        select.select([handle], [], [])
    else:
        while os.getppid() == parent_pid:
            time.sleep(CHECK_SECONDS)
