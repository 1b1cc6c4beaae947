"""The allow-list of system calls of the sandbox child (seccomp), for Linux on x86-64 and 64-bit ARM.

Everything a child needs was opened and loaded before it was forked, so the list holds memory, time, threads, the one socket and
little else. What is not on it fails with EPERM: no file is opened, no process begun, looked at or signalled, no socket made, no
limit lifted. The list knows one instruction set: calls of another one (32-bit x86) end the process, and the x32 numbers of x86-64
are on no list.
"""

import ctypes
import errno
import mmap
import os
import platform
import resource
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, constant (`struct sock_filter`)."""

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
"""Instructions of the classic Berkeley packet filter (linux/bpf_common.h)."""

_NUMBER, _MACHINE = 0, 4
"""Offsets in `struct seccomp_data`; the arguments follow from 16 on, eight bytes each, little-endian."""

ALLOW: Final = (_RETURN, 0, 0, 0x7FFF0000)
REFUSE: Final = (_RETURN, 0, 0, 0x00050000 | errno.EPERM)
_UNKNOWN: Final = (_RETURN, 0, 0, 0x00050000 | errno.ENOSYS)
_END_PROCESS: Final = (_RETURN, 0, 0, 0x80000000)

_NEW_NAMESPACES, _THREAD = 0x7E020000, 0x00010000
"""Flags of clone (linux/sched.h)."""

_NO_NEW_PRIVILEGES: Final = 38
_SET_FILTER, _ALL_THREADS = 1, 1

_CALLS: Final = {
    # name: number on x86-64, on 64-bit ARM
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "close": (3, 57),
    "fstat": (5, 80), "lseek": (8, 62), "recvfrom": (45, 207), "sendto": (44, 206),
    "poll": (7, None), "ppoll": (271, 73),
    "munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233), "brk": (12, 214),
    "futex": (202, 98), "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "getcpu": (309, 168),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153),
    "getrusage": (98, 165), "getrlimit": (97, 163), "sysinfo": (99, 179), "getrandom": (318, 278),
    "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "rseq": (334, 293), "set_robust_list": (273, 99), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
"""Allowed with any argument; numbers of the kernel's tables (arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h)."""

_WITH_ARGUMENTS: Final = {
    "mmap": (9, 222), "mprotect": (10, 226), "kill": (62, 129), "tgkill": (234, 131), "prlimit64": (302, 261),
    "clone": (56, 220), "clone3": (435, 435),
}  # fmt: skip

_TO_THE_NETWORK: Final = {
    "socket": (41, 198), "connect": (42, 203), "io_uring_setup": (425, 425), "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117),
}  # fmt: skip
"""Refused while libraries are loaded: connections, other programs, and ways around."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What differs between instruction sets.

    Attributes:
        column: In the tables of numbers.
        audit: Number of the machine (linux/audit.h).
        seccomp: Number of the call that sets a filter.
    """

    column: int
    audit: int
    seccomp: int


_MACHINES: Final = {"x86_64": Machine(0, 0xC000003E, 317), "aarch64": Machine(1, 0xC00000B7, 277)}


def this_machine() -> Machine | None:
    """The machine, if filters can be made for it."""
    return _MACHINES.get(platform.machine()) if platform.system() == "Linux" else None


def forbid_network(libc: ctypes.CDLL) -> bool:
    """Forbid this process and its children connections and other programs for ever; False where the system cannot."""
    machine = this_machine()
    if machine is None:
        return False
    rules = [step for numbers in _TO_THE_NETWORK.values() for step in when(numbers[machine.column], (REFUSE,))]
    return install(libc, machine, [*rules, ALLOW])


def restrict(libc: ctypes.CDLL) -> bool:
    """Allow this process the calls of the list alone, in every thread and for ever; False where the system cannot."""
    machine = this_machine()
    return machine is not None and install(libc, machine, _allow_list(machine.column))


def install(libc: ctypes.CDLL, machine: Machine, instructions: Iterable[Instruction]) -> bool:
    """Set a filter that begins with the number of the call loaded; whether it holds now.

    Args:
        libc: The C library.
        machine: Calls of any other instruction set end the process.
        instructions: What decides on a call of this one.
    """
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, machine.audit),
        _END_PROCESS,
        (_LOAD, 0, 0, _NUMBER),
        *instructions,
    ]
    code = b"".join(struct.pack("@HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(steps), ctypes.addressof(buffer))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, program) == 0)


def when(number: int, then: Iterable[Instruction]) -> Iterator[Instruction]:
    """Do something for one call; ``then`` must end in a return."""
    steps = tuple(then)
    yield _EQUAL, 0, len(steps), number
    yield from steps


def _allow_list(column: int) -> Iterator[Instruction]:
    for numbers in _CALLS.values():
        number = numbers[column]
        if number is not None:
            yield from when(number, (ALLOW,))
    own = os.getpid()
    rules = {
        # memory that holds code is mapped once, when libraries are loaded
        "mmap": _unless_bits(2, mmap.PROT_EXEC),
        "mprotect": _unless_bits(2, mmap.PROT_EXEC),
        # threads of this process, which this list binds as well (a decoder of HEIC begins one), and no process
        "clone": _only_threads(),
        # its arguments are out of sight; who meets an old kernel makes the call above
        "clone3": (_UNKNOWN,),
        # abort() signals the process itself
        "kill": _only_if(0, own),
        "tgkill": _only_if(0, own),
        # of this process, named by 0: limits may be read; CPU time is granted for each document anew, and nothing else is lifted
        "prlimit64": _only_if(0, 0, (*_only_if(1, resource.RLIMIT_CPU)[:-1], *_if_null(2))),
    }
    for name, rule in rules.items():
        yield from when(_WITH_ARGUMENTS[name][column], rule)
    yield REFUSE


def _only_if(argument: int, value: int, then: Iterable[Instruction] = (ALLOW,)) -> tuple[Instruction, ...]:
    steps = tuple(then)
    return ((_LOAD, 0, 0, _offset(argument)), (_EQUAL, 0, len(steps), value), *steps, REFUSE)


def _if_null(argument: int) -> tuple[Instruction, ...]:
    low = _offset(argument)
    return ((_LOAD, 0, 0, low), (_EQUAL, 0, 3, 0), (_LOAD, 0, 0, low + 4), (_EQUAL, 0, 1, 0), ALLOW, REFUSE)


def _unless_bits(argument: int, bits: int) -> tuple[Instruction, ...]:
    return ((_LOAD, 0, 0, _offset(argument)), (_ANY_BIT, 0, 1, bits), REFUSE, ALLOW)


def _only_threads() -> tuple[Instruction, ...]:
    flags = (_LOAD, 0, 0, _offset(0))
    return (flags, (_ANY_BIT, 0, 1, _NEW_NAMESPACES), REFUSE, (_ANY_BIT, 0, 1, _THREAD), ALLOW, REFUSE)


def _offset(argument: int) -> int:
    """Of the lower half of an argument: process ids, resources and protections are 32 bits wide."""
    return 16 + 8 * argument
