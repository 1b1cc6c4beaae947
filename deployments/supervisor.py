"""Start several processes, keep them running, stop them all: when asked to, or when one of them dies again and again."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from berkas.settings import secret_variables

TERM_SECONDS = 12
KILL_SECONDS = 3
TAIL_LINES = 15
LOG_BYTES = 5_000_000
WAIT_SECONDS: Final = 120.0
"""How long a part that is to start again waits for those that it needs; then it starts without them."""

Condition = Callable[[], Awaitable[bool]]
Tell = Callable[[str], None]


async def always() -> bool:
    """The condition that holds at once."""
    return True


class PartDied(Exception):
    """A part ended although nobody asked it to, and is not started again."""

    def __init__(self, name: str, exit_code: int | None, log: Path, *, deaths: int = 1) -> None:
        self.log = log
        often = f" for the {deaths}th time in a row" if deaths > 1 else ""
        super().__init__(f"{name} ended unexpectedly{often} ({_how(exit_code)}); its log is {log}")

    def tail(self) -> str:
        """The last lines of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
        return ""


@dataclass(frozen=True, slots=True)
class Restarts:
    """When a part that died is started again.

    Attributes:
        first_seconds: Pause after the first death in a row; it doubles with each further one.
        longest_seconds: Longest pause.
        most_deaths: Deaths in a row after which everything ends.
        steady_seconds: A part that ran for so long before it died begins a new row.
    """

    first_seconds: float = 1.0
    longest_seconds: float = 30.0
    most_deaths: int = 5
    steady_seconds: float = 60.0

    def pause(self, deaths: int) -> float:
        """Seconds to wait after that many deaths in a row."""
        return float(min(self.first_seconds * 2 ** (deaths - 1), self.longest_seconds))


@dataclass(slots=True, kw_only=True)
class Part:
    """One process, which may be another one after a restart.

    Attributes:
        name: Shown to people.
        command: Program and arguments.
        environment: What it adds to the supervisor's own.
        log: File of its output.
        wave: Parts of a higher wave are stopped before those of a lower one.
        needs: Parts that it is not started again without.
        is_ready: Whether those that need it may start.
        process: The process.
        started_at: When it was started, on the monotonic clock.
        deaths: How often it died in a row.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    wave: int
    needs: Sequence["Part"]
    is_ready: Condition
    process: asyncio.subprocess.Process
    started_at: float
    deaths: int = 0


@dataclass(slots=True)
class Supervisor:
    """The parts of a stack."""

    logs: Path
    restarts: Restarts = Restarts()
    parts: list[Part] = field(default_factory=list)

    async def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        wave: int,
        needs: Sequence[Part] = (),
        is_ready: Condition = always,
    ) -> Part:
        """Start a part; what it writes goes to its log file.

        The part is its own session, so that Ctrl-C reaches the supervisor alone and the order of stopping is kept.
        """
        log = self.logs / f"{name}.log"
        process = await _launch(command, environment, log)
        part = Part(
            name=name, command=tuple(command), environment=environment, log=log, wave=wave, needs=needs,
            is_ready=is_ready, process=process, started_at=time.monotonic(),
        )  # fmt: skip
        self.parts.append(part)
        return part

    async def until(self, condition: Condition, *, seconds: float, every: float = 0.2) -> None:
        """Wait for a condition, while nothing is started again yet.

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

    async def watch(self, tell: Tell) -> None:
        """Start again each part that dies, until one has died too often in a row.

        Args:
            tell: Called with a line for each death and each new start.

        Raises:
            PartDied: Always, in the end.
        """
        keepers = [asyncio.create_task(self._keep(part, tell), name=part.name) for part in self.parts]
        try:
            done, _ = await asyncio.wait(keepers, return_when=asyncio.FIRST_COMPLETED)
            for keeper in done:
                keeper.result()
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

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

    async def _keep(self, part: Part, tell: Tell) -> None:
        while True:
            exit_code = await part.process.wait()
            is_steady = time.monotonic() - part.started_at >= self.restarts.steady_seconds
            part.deaths = 1 if is_steady else part.deaths + 1
            if part.deaths >= self.restarts.most_deaths:
                raise PartDied(part.name, exit_code, part.log, deaths=part.deaths)
            pause = self.restarts.pause(part.deaths)
            tell(
                f"{part.name} ended unexpectedly ({_how(exit_code)}), {part.deaths} of {self.restarts.most_deaths} times in a row; "
                f"it starts again in {pause:g} s. Its log is {part.log}"
            )
            await asyncio.sleep(pause)
            await self._wait_for_needed(part)
            part.process = await _launch(part.command, part.environment, part.log)
            part.started_at = time.monotonic()
            tell(f"{part.name} was started again")

    async def _wait_for_needed(self, part: Part) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT_SECONDS):
                for needed in part.needs:
                    while not await self._is_up(needed):  # noqa: ASYNC110 - bounded, and a process sets no event
                        await asyncio.sleep(0.2)

    async def _is_up(self, part: Part) -> bool:
        return part.process.returncode is None and await part.is_ready()


async def _launch(command: Sequence[str], environment: Mapping[str, str], log: Path) -> asyncio.subprocess.Process:
    _roll(log)
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            *command,
            # a part gets the secrets that are meant for it, not all that this process was given
            env={name: value for name, value in os.environ.items() if name not in secret_variables()} | {**environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _how(exit_code: int | None) -> str:
    """How a process ended, for people; exit codes below zero are signals."""
    with contextlib.suppress(ValueError, TypeError):
        return f"exit code {exit_code}, {signal.Signals(-(exit_code or 0)).name}"
    return f"exit code {exit_code}"


def _roll(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
