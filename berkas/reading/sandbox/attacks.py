"""What code that took over a parser would try, tried in a child that is confined like every other.

Each attack is harmless where it succeeds: it opens and closes, signals with 0, and asks for what it then gives back.

`berkas doctor` and the tests run it. The fork server of such a child loads no parser, and holds a decoy in its memory.
"""

import ctypes
import errno
import mmap
import os
import platform
import resource
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from berkas.reading.sandbox import fork_server
from berkas.reading.sandbox.child import Confined, Serve
from berkas.reading.sandbox.messages import Setup, receive, send

_DECOY = ctypes.create_string_buffer(b"decoy of the fork server")
"""A child that is forked knows its address."""

_CALLS: Final = {
    # number on x86-64, on 64-bit ARM
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "ptrace": (101, 117), "io_uring_setup": (425, 425),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "memfd_create": (319, 279), "execveat": (322, 281),
    "clone3": (435, 435), "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "add_key": (248, 217), "shmget": (29, 194), "shmctl": (31, 195),
    "openat2": (437, 437), "prctl": (157, 167), "seccomp": (317, 277),
}  # fmt: skip
_SEIZE: Final = 0x4206
_X32: Final = 0x40000000
_DUMPABLE: Final = 4
_NEW_USER: Final = 0x10000000


class Targets(msgspec.Struct, frozen=True):
    """What is attacked.

    Attributes:
        holder: Process that holds keys, such as the one that started the fork server.
        sibling: Another child.
        key_file: A file that only the user may read.
        folder: A folder with something in it, in which the user may write.
        socket_name: Of an abstract socket that listens.
    """

    holder: int
    sibling: int
    key_file: str
    folder: str
    socket_name: str


class Attempt(msgspec.Struct, frozen=True):
    """Ask for one attack, by name."""

    name: str
    targets: Targets


class Result(msgspec.Struct, frozen=True):
    """How an attack went.

    Attributes:
        succeeded: It got what it wanted.
        detail: Name of the system's error, or what was reached.
    """

    succeeded: bool
    detail: str = ""


Attack = Callable[[Targets], object]
"""Raises when it is refused."""


def _call(name: str, *arguments: object) -> int:
    column = 0 if platform.machine() == "x86_64" else 1
    return _system_call(_CALLS[name][column], *arguments)


def _system_call(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    result = int(libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def _transfer(name: str, pid: int) -> None:
    """Copy between the decoy at its place in another process and a buffer here."""
    buffer = ctypes.create_string_buffer(len(_DECOY.raw))
    own, theirs = ((ctypes.c_void_p * 2)(ctypes.addressof(place), len(_DECOY.raw)) for place in (buffer, _DECOY))
    _call(name, pid, own, 1, theirs, 1, 0)


def _open(path: str, flags: int = os.O_RDONLY) -> None:
    os.close(os.open(path, flags, 0o600))


def _plant(path: str) -> None:
    _open(path, os.O_WRONLY | os.O_CREAT)
    os.unlink(path)  # noqa: PTH108 - nothing is left behind


def _ask_to_mount(folder: str) -> None:
    """Ask for a file system that nobody knows: whoever may mount is told so, others are refused before."""
    try:
        _call("mount", b"none", folder.encode(), b"no-such-type", 0, 0)
    except OSError as error:
        if error.errno != errno.ENODEV:
            raise


def _fork() -> None:
    if os.fork() == 0:
        os.setsid()
        os._exit(0)


def _connect_abstract(name: str) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(f"\0{name}")


def _code_in_memory() -> None:
    mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)


def _lift_limit() -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, soft))


def _regain_user() -> None:
    if os.geteuid() != 0:
        os.setresuid(0, 0, 0)
    else:  # it is still root: look for what root may
        os.setgroups([0])


ATTACKS: Final[dict[str, Attack]] = {
    "read the environment of its parent": lambda _: _open(f"/proc/{os.getppid()}/environ"),
    "read the memory of its parent": lambda _: _open(f"/proc/{os.getppid()}/mem"),
    "write the memory of its parent": lambda _: _open(f"/proc/{os.getppid()}/mem", os.O_WRONLY),
    "copy memory from its parent": lambda _: _transfer("process_vm_readv", os.getppid()),
    "copy memory to its parent": lambda _: _transfer("process_vm_writev", os.getppid()),
    "trace its parent": lambda _: _call("ptrace", _SEIZE, os.getppid(), 0, 0),
    "read the environment of a process with keys": lambda targets: _open(f"/proc/{targets.holder}/environ"),
    "read the memory of a process with keys": lambda targets: _open(f"/proc/{targets.holder}/mem"),
    "copy memory from a process with keys": lambda targets: _transfer("process_vm_readv", targets.holder),
    "read the memory of another child": lambda targets: _open(f"/proc/{targets.sibling}/mem"),
    "copy memory from another child": lambda targets: _transfer("process_vm_readv", targets.sibling),
    "read the root key's file": lambda targets: _open(targets.key_file),
    "list the folder of blobs": lambda targets: [*Path(targets.folder).iterdir()],
    "open a file by the newer call": lambda targets: _call("openat2", -100, targets.key_file.encode(), bytes(24), 24),
    "write a file": lambda targets: _plant(f"{targets.folder}/planted"),
    "write shared memory": lambda _: _plant("/dev/shm/berkas-planted"),  # noqa: S108
    "make a segment of shared memory": lambda _: _call("shmctl", _call("shmget", 0, 4096, 0o600), 0, 0),
    "signal its parent": lambda _: os.kill(os.getppid(), 0),
    "signal another child": lambda targets: os.kill(targets.sibling, 0),
    "signal every process": lambda _: os.kill(-1, 0),
    "begin another process": lambda _: _fork(),
    "begin another process by the newer call": lambda _: _call("clone3", 0, 0),
    "run a program": lambda _: os.execv("/bin/true", ["true"]),  # noqa: S606
    "make a file in memory": lambda _: _call("memfd_create", b"planted", 0),
    "run a program from a descriptor": lambda _: _call("execveat", 0, b"", 0, 0, 0x1000),
    "open an internet socket": lambda _: socket.socket(socket.AF_INET).close(),
    "open an internet socket of version 6": lambda _: socket.socket(socket.AF_INET6).close(),
    "open a local socket": lambda _: socket.socket(socket.AF_UNIX).close(),
    "connect to an abstract socket": lambda targets: _connect_abstract(targets.socket_name),
    "open a netlink socket": lambda _: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close(),
    "pass descriptors around": lambda _: socket.socketpair(),
    "set up io_uring": lambda _: _call("io_uring_setup", 1, ctypes.create_string_buffer(120)),
    "call by a number of x32": lambda _: _system_call(_X32 | 39),
    "get a handle of its parent": lambda _: _call("pidfd_open", os.getppid(), 0),
    "take a descriptor of another process": lambda _: _call("pidfd_getfd", 0, 0, 0),
    "become readable for others": lambda _: _call("prctl", _DUMPABLE, 1, 0, 0, 0),
    "lift a limit of its own": lambda _: _lift_limit(),
    "change a limit of its parent": lambda _: resource.prlimit(os.getppid(), resource.RLIMIT_CPU),
    "become root again": lambda _: _regain_user(),
    "enter namespaces of its own": lambda _: _call("unshare", _NEW_USER),
    "enter other namespaces": lambda _: _call("setns", 0, 0),
    "mount a file system": lambda targets: _ask_to_mount(targets.folder),
    "map memory that holds code": lambda _: _code_in_memory(),
    "load a program into the kernel": lambda _: _call("bpf", 0, bytes(64), 64),
    "watch events of the kernel": lambda _: _call("perf_event_open", bytes(128), 0, -1, -1, 0),
    "handle page faults": lambda _: _call("userfaultfd", 0),
    "use the kernel's keyring": lambda _: _call("add_key", b"user", b"planted", b"x", 1, -2),
    "set a filter of its own": lambda _: _call("seccomp", 1, 0, 0),
}
"""Each by what it wants."""


def load(_setup: Setup) -> Serve:
    """Nothing is loaded: only the confinement is of interest."""
    return _serve


def _serve(child: Confined) -> None:
    """Attack once."""
    send(child.connection, _result_of(receive(child.connection, Attempt)))


def _result_of(attempt: Attempt) -> Result:
    try:
        found = ATTACKS[attempt.name](attempt.targets)
    except OSError as error:
        return Result(succeeded=False, detail=errno.errorcode.get(error.errno or 0, "OSError"))
    except ValueError as error:  # what the resource module makes of EPERM
        return Result(succeeded=False, detail=type(error).__name__)
    return Result(succeeded=True, detail=str(found or ""))


if __name__ == "__main__":
    fork_server.main(load)
