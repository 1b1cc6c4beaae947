"""What a document that takes a parser over could reach on this machine: every attack is tried from inside a sandbox."""

import asyncio
from collections.abc import AsyncIterator

from berkas.errors import ReaderCrashed
from berkas.process_secrets import protect
from berkas.reading.sandbox import probe
from berkas.reading.sandbox.attacks import ATTACKS
from berkas.reading.sandbox.confinement import Measures
from berkas.settings import Settings
from deployments.checkup.findings import Finding, bad, good, note

_WITHOUT_LIST = (
    "Run workers on Linux, x86-64 or 64-bit ARM, where the system allows seccomp filters (docs/operating.md)."
)


async def confinement(_settings: Settings) -> AsyncIterator[Finding]:
    """Which attacks from inside the sandbox fail here, and what makes them fail."""
    protect()  # it stands for a slot: the attacks want what this process knows
    try:
        succeeded = await asyncio.to_thread(_successful_attacks)
        measures = await asyncio.to_thread(probe.measures)
    except ReaderCrashed:
        yield bad("Sandbox", "no sandbox can be started", "Give this user room for more processes and memory.")
        return
    if succeeded:
        detail = f"a parser that was taken over could: {', '.join(succeeded)}"
        yield bad("Sandbox", detail, _WITHOUT_LIST)
    else:
        yield good("Sandbox", f"all {len(ATTACKS)} attacks from inside are refused")
    for finding in _layers(measures):
        yield finding


def _successful_attacks() -> list[str]:
    return [name for name, result in probe.attempts() if result.succeeded]


def _layers(measures: Measures) -> list[Finding]:
    """The list of system calls suffices; whatever else holds would hold where it has a hole."""
    held = {
        "allow-list of system calls": measures.system_calls,
        f"Landlock {measures.landlock}": bool(measures.landlock),
        "network of its own": measures.own_network,
        "user of its own": measures.own_user,
        "memory hidden": measures.unreadable,
    }
    detail = ", ".join(name for name, holds in held.items() if holds)
    if not measures.system_calls:
        return [
            bad("Sandbox measures", f"no allow-list of system calls; {detail or 'nothing else'} holds", _WITHOUT_LIST)
        ]
    if not measures.landlock:
        remedy = "A kernel of Linux 5.13 or newer with Landlock adds a second one for files; not needed, but better."
        return [note("Sandbox measures", detail, remedy)]
    return [good("Sandbox measures", detail)]
