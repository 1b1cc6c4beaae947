"""Keeps what a process knows from other processes of its user.

Whoever runs as the same user may read a process's memory and the environment that it was started with, unless the process says no.
Every process that holds a root key, a password of a database or of Prefect says so first.
"""

import contextlib
import ctypes
import os
import sys
from pathlib import Path
from typing import Final

_DUMPABLE: Final = 4
"""Option of prctl (linux/prctl.h)."""

_ENVIRONMENT_FIELDS: Final = slice(47, 49)
"""Start and end of the first environment in /proc/self/stat, counted from behind the name of the program (proc(5): 50 and 51)."""


def protect() -> None:
    """Hide this process from others of its user, and its environment from all; children inherit both, new programs neither.

    Its files in /proc belong to root from now on, nobody but root traces it, and it dumps no core. Variables stay where this
    process and programs that it starts look for them; what /proc shows, which is what it was started with, is overwritten. Does
    nothing on systems other than Linux.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    with contextlib.suppress(OSError, ValueError):
        _empty_first_environment(libc)


def _empty_first_environment(libc: ctypes.CDLL) -> None:
    fields = Path("/proc/self/stat").read_text(errors="replace").rpartition(")")[2].split()
    start, end = map(int, fields[_ENVIRONMENT_FIELDS])
    if not 0 < start < end:
        return
    entries = ctypes.POINTER(ctypes.c_void_p).in_dll(libc, "environ")
    kept = []
    index = 0
    while entries and (entry := entries[index]):
        if start <= entry < end:
            kept.append(ctypes.string_at(entry))
        index += 1
    for variable in kept:
        name, _, value = variable.partition(b"=")
        with contextlib.suppress(ValueError):
            os.putenv(name, value)  # copies it
    ctypes.memset(start, 0, end - start)
