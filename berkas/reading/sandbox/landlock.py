"""Landlock (Linux 5.13 and newer): no file, no TCP port, no abstract socket and no other process, for ever.

It repeats what the allow-list of system calls forbids, by another part of the kernel, and it needs no privilege either. What was
opened before stays open.
"""

import ctypes
import os
import struct
from typing import Final

_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_VERSION: Final = 1
_NO_NEW_PRIVILEGES: Final = 38

_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version knows; the fifth added the last one."""

_ALL_FILE_RIGHTS: Final = 16
_BIND_AND_CONNECT: Final = 0b11
_SOCKETS_AND_SIGNALS: Final = 0b11


def version(libc: ctypes.CDLL) -> int:
    """Version of Landlock that the kernel offers; 0 where it has none, or where it is switched off."""
    return max(0, int(libc.syscall(_CREATE_RULESET, None, 0, _VERSION)))


def forbid_everything(libc: ctypes.CDLL) -> int:
    """Forbid this process whatever the kernel's Landlock knows; its version, 0 where nothing is forbidden now."""
    offered = version(libc)
    if not offered:
        return 0
    handled = [(1 << _FILE_RIGHTS.get(offered, _ALL_FILE_RIGHTS)) - 1]
    if offered >= 4:
        handled.append(_BIND_AND_CONNECT)
    if offered >= 6:
        handled.append(_SOCKETS_AND_SIGNALS)
    # a set of rules without a rule: what it handles is allowed nowhere
    attributes = struct.pack(f"={len(handled)}Q", *handled)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return 0
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    is_restricted = libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return offered if is_restricted else 0
