"""How a sandbox child is confined: by several means, each of which holds for the rest of its life.

No single one is there everywhere. The allow-list of system calls needs no privilege and suffices alone; the others hold where it
should have a hole: no way to a network, a user of its own where root starts it, Landlock, no capabilities, hard limits, and memory
that other processes cannot look into.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
from typing import Final

import msgspec

from berkas.reading.limits import ReadingLimits
from berkas.reading.sandbox import landlock, system_calls

_NEW_USER, _NEW_NETWORK, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000

_DEATH_SIGNAL, _DUMPABLE, _SUBREAPER = 1, 4, 36
"""Options of prctl (linux/prctl.h)."""

_CAPABILITIES_VERSION: Final = 0x20080522

_OPEN_FILES: Final = 16
"""A child opens none; three go to nowhere, one is its socket, one its memory usage."""

_THREADS: Final = 32
"""Decoders begin a few."""

_FIRST_USER, _USERS = 61_440, 4_000
"""Users of no installation: above those of people and services, below `nobody`, and within what rootless containers map."""


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """What a child is confined by on this machine.

    Attributes:
        system_calls: The allow-list holds.
        landlock: Version of Landlock that forbids files, sockets and processes; 0 for none.
        own_network: It is in a network without interfaces.
        own_user: It runs as a user that owns nothing.
        unreadable: Other processes of its user cannot look into it.
    """

    system_calls: bool = False
    landlock: int = 0
    own_network: bool = False
    own_user: bool = False
    unreadable: bool = False

    @property
    def suffice(self) -> bool:
        """Whether a taken-over child reaches nothing: by the allow-list alone, or by a user of its own and Landlock."""
        return self.system_calls or (self.own_user and self.landlock > 0)


def leave_network(libc: ctypes.CDLL) -> bool:
    """Enter a network without interfaces, where the system allows it; only a process of one thread may."""
    apart = _NEW_NETWORK | _NEW_IPC
    with contextlib.suppress(AttributeError):
        # root keeps its user: it hands the child another one; others may where user namespaces are allowed
        return bool(libc.unshare(apart) == 0 or libc.unshare(_NEW_USER | apart) == 0)
    return False


def hide_memory(libc: ctypes.CDLL) -> bool:
    """Give what /proc shows of this process to root: no other process of its user reads or traces it, and it dumps no core."""
    with contextlib.suppress(AttributeError):
        return bool(libc.prctl(_DUMPABLE, 0, 0, 0, 0) == 0)
    return False


def adopt_orphans(libc: ctypes.CDLL) -> None:
    """Become the parent of whatever a child leaves behind, so that it can be ended."""
    with contextlib.suppress(AttributeError):
        libc.prctl(_SUBREAPER, 1, 0, 0, 0)


def confine(libc: ctypes.CDLL, limits: ReadingLimits, *, parent: int, own_network: bool) -> Measures:
    """Confine this process, which has loaded and opened all that it will ever need.

    Args:
        libc: The C library.
        limits: That the kernel enforces.
        parent: When it is gone, this process ends.
        own_network: What ``leave_network`` answered in the parent.
    """
    own_user = _become_nobody()
    _limit(limits)
    if own_user:  # of this user there is nobody else; with other users, it would count what others run
        resource.setrlimit(resource.RLIMIT_NPROC, (_THREADS, _THREADS))
    unreadable = hide_memory(libc)
    _end_with(libc, parent)
    _drop_capabilities(libc)
    forbidden = landlock.forbid_everything(libc) if system_calls.this_machine() else 0
    restricted = system_calls.restrict(libc)
    return Measures(
        system_calls=restricted,
        landlock=forbidden,
        own_network=own_network,
        own_user=own_user,
        unreadable=unreadable,
    )


def grant_cpu(seconds: int) -> None:
    """So much CPU time from now on; then the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _become_nobody() -> bool:
    """Where root starts it, become a user that owns nothing; containers may forbid it."""
    if os.geteuid() != 0:
        return False
    own = _FIRST_USER + os.getpid() % _USERS
    try:
        os.setgroups([])
        os.setresgid(own, own, own)
        os.setresuid(own, own, own)
    except (OSError, AttributeError):
        return False
    return True


def _limit(limits: ReadingLimits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _end_with(libc: ctypes.CDLL, parent: int) -> None:
    with contextlib.suppress(AttributeError):
        libc.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was faster
        os._exit(1)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Whoever makes a user namespace has every capability in it; root, where it could not become another user, has them outside."""
    with contextlib.suppress(AttributeError):
        libc.capset(struct.pack("=II", _CAPABILITIES_VERSION, 0), bytes(24))
