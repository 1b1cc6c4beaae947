"""How the sandbox child confines itself; each measure holds for the rest of its life.

Two of them keep it from the network, for neither is allowed everywhere: a network namespace without interfaces, which containers
often forbid, and a filter of system calls (seccomp), which needs no privilege but Linux on x86-64 or 64-bit ARM.
"""

import contextlib
import ctypes
import errno
import platform
import resource
import struct
from typing import Final

from berkas.extraction.limits import ReadingLimits

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_OPEN_FILES: Final = 128

_NO_NEW_PRIVILEGES: Final = 38
_SET_FILTER, _ALL_THREADS = 1, 1
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES
_OTHER_ABI: Final = 0x40000000
"""On x86-64, numbers from here on belong to a second ABI by which the same calls could be made."""

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
"""Instructions of the classic Berkeley packet filter (linux/bpf_common.h)."""

_MACHINES: Final = {
    # audit number, seccomp, and the refused: socket, connect, io_uring_setup, execve, execveat, ptrace
    "x86_64": (0xC000003E, 317, (41, 42, 425, 59, 322, 101)),
    "aarch64": (0xC00000B7, 277, (198, 203, 425, 221, 281, 117)),
}


def leave_network(libc: ctypes.CDLL) -> None:
    """Enter a network without interfaces, where the system allows it; only a process of one thread may."""
    with contextlib.suppress(AttributeError):
        # with a user namespace anybody may; where those are forbidden, root still may
        if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
            libc.unshare(_NEW_NETWORK)


def forbid_calls(libc: ctypes.CDLL) -> bool:
    """Refuse new connections and other programs from now on, in every thread; False where the system cannot."""
    if platform.system() != "Linux" or platform.machine() not in _MACHINES:
        return False
    machine, seccomp, refused = _MACHINES[platform.machine()]
    code = _filter(machine, refused)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.syscall(seccomp, _SET_FILTER, _ALL_THREADS, program) == 0)


def limit(limits: ReadingLimits) -> None:
    """Limit memory and open files, and write no file."""
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    # nothing of a document may be written to a disk; the hard limit stays, for ruled_tables writes to memory files
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def grant_cpu(seconds: int) -> None:
    """So much CPU time from now on; then the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _filter(machine: int, refused: tuple[int, ...]) -> bytes:
    """A program over `struct seccomp_data`: number of the call at 0, machine at 4."""
    count = len(refused)
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, count + 2, machine),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, count + 1, 0, _OTHER_ABI),
        *((_EQUAL, count - position, 0, number) for position, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("@HBBI", *step) for step in steps)
