"""Sandbox children that were taken over: they play along until the first request, and then do as they like."""

import sys
import textwrap
from pathlib import Path

from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.sandbox.parent import Sandbox

MEBIBYTE = 1024 * 1024
LIMITS = ReadingLimits(memory_bytes=1000 * MEBIBYTE, cpu_seconds=5, wall_seconds=20)

UNCONFINED = "confinement.confine = lambda *_, **__: confinement.Measures()"
"""To be done first: what a child would do if nothing confined it."""

_PROGRAM = """
import os, signal, socket, sys, time
from berkas.reading.sandbox import confinement, fork_server
from berkas.reading.sandbox.messages import *
def serve(child):
    connection = child.connection
    receive(connection, AnyRequest)
{deed}
{first}
fork_server.main(lambda setup: serve)
"""


def program(deed: str, *, first: str = "") -> tuple[str, ...]:
    """A fork server whose children do a deed, after whatever comes first."""
    return sys.executable, "-I", "-c", _PROGRAM.format(deed=textwrap.indent(deed, "    "), first=first)


def rogue(deed: str, limits: ReadingLimits = LIMITS, *, first: str = "") -> Sandbox:
    """A sandbox whose children do a deed when they are asked for the first time."""
    return Sandbox(limits, OcrOptions(), program=program(deed, first=first))


def limits_of(pid: int) -> dict[str, tuple[str, str]]:
    """Soft and hard limits of a process, by their names in /proc; others may read them even of a process that hides all else."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): (line[26:47].strip(), line[47:68].strip()) for line in lines}
