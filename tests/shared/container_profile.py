"""Runs a program under a filter of system calls as containers put up by default, on a machine without a container engine.

`python container_profile.py refused,refused -- program argument…`; the names are those of ``REFUSALS``.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Iterator

from berkas.reading.sandbox import system_calls
from berkas.reading.sandbox.system_calls import ALLOW, REFUSE, Instruction, when

_LOAD, _ANY_BIT, _RETURN = 0x20, 0x45, 0x06
_NEW_NAMESPACES = 0x7E020000
_NO_SUCH_CALL: Instruction = (_RETURN, 0, 0, 0x00050000 | errno.ENOSYS)

REFUSALS = {
    # numbers on x86-64, on 64-bit ARM; what the default profile of Docker refuses without CAP_SYS_ADMIN
    "namespaces": ((272, 97), (308, 268), (165, 40)),  # unshare, setns, mount
    # and what is refused where capabilities are dropped, or root is not root
    "other users": ((105, 146), (106, 144), (117, 147), (119, 149), (116, 159), (113, 145), (114, 143)),
    # and where the kernel has no Landlock
    "landlock": ((444, 444), (445, 445), (446, 446)),
}
_CLONE, _CLONE3 = (56, 220), (435, 435)


def main() -> None:
    """Put the filter up and become the program."""
    names = sys.argv[1].split(",")
    libc = ctypes.CDLL(None)
    machine = system_calls.this_machine()
    assert machine is not None
    assert system_calls.install(libc, machine, _refuse(names, machine.column))
    os.execv(sys.argv[3], sys.argv[3:])


def _refuse(names: list[str], column: int) -> Iterator[Instruction]:
    if "namespaces" in names:
        yield from when(_CLONE[column], ((_LOAD, 0, 0, 16), (_ANY_BIT, 0, 1, _NEW_NAMESPACES), REFUSE, ALLOW))
        yield from when(_CLONE3[column], (_NO_SUCH_CALL,))
    for name in names:
        for numbers in REFUSALS[name]:
            yield from when(numbers[column], (REFUSE,))
    yield ALLOW


if __name__ == "__main__":
    main()
