"""Start several processes, watch them, stop them all: when asked to, or when one of them ends."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from berkas.settings import secret_variables

TERM_SECONDS = 12
KILL_SECONDS = 3
TAIL_LINES = 15
LOG_BYTES = 5_000_000


class PartDied(Exception):
    """A part ended although nobody asked it to."""

    def __init__(self, name: str, exit_code: int | None, log: Path) -> None:
        self.log = log
        super().__init__(f"{name} ended unexpectedly (exit code {exit_code}); its log is {log}")

    def tail(self) -> str:
        """The last lines of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
        return ""


@dataclass(slots=True)
class Part:
    """One running process.

    Attributes:
        name: Shown to people.
        process: The process.
        log: File of its output.
        wave: Parts of a higher wave are stopped before those of a lower one, which they need.
    """

    name: str
    process: asyncio.subprocess.Process
    log: Path
    wave: int


@dataclass(slots=True)
class Supervisor:
    """The parts of a stack."""

    logs: Path
    parts: list[Part] = field(default_factory=list)

    async def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, wave: int) -> Part:
        """Start a part; what it writes goes to its log file.

        The part is its own session, so that Ctrl-C reaches the supervisor alone and the order of stopping is kept.
        """
        log = self.logs / f"{name}.log"
        _roll(log)
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *command,
                # a part gets the secrets that are meant for it, not all that this process was given
                env={name: value for name, value in os.environ.items() if name not in secret_variables()}
                | {**environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        part = Part(name, process, log, wave)
        self.parts.append(part)
        return part

    async def until(self, condition: Callable[[], Awaitable[bool]], *, seconds: float, every: float = 0.2) -> None:
        """Wait for a condition.

        Raises:
            PartDied: A part ended in the meantime.
            TimeoutError: It did not come true in time.
        """
        async with asyncio.timeout(seconds):
            while not await condition():
                self.check()
                await asyncio.sleep(every)

    def check(self) -> None:
        """See that every part runs.

        Raises:
            PartDied: One does not.
        """
        for part in self.parts:
            if part.process.returncode is not None:
                raise PartDied(part.name, part.process.returncode, part.log)

    async def watch(self) -> None:
        """Wait until a part ends.

        Raises:
            PartDied: Always, in the end.
        """
        waits = [asyncio.create_task(part.process.wait()) for part in self.parts]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self.check()

    async def stop(self) -> None:
        """End every part, the highest wave first."""
        for wave in sorted({part.wave for part in self.parts}, reverse=True):
            await asyncio.gather(*(self.stop_part(part) for part in self.parts if part.wave == wave))
        self.parts.clear()

    async def stop_part(self, part: Part) -> None:
        """Ask one part to end, then insist."""
        if part.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                part.process.terminate()
            try:
                await asyncio.wait_for(part.process.wait(), TERM_SECONDS)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(part.process.pid, signal.SIGKILL)
                await asyncio.wait_for(part.process.wait(), KILL_SECONDS)


def _roll(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
