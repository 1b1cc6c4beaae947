"""Parts that die are started again, later each time, until one dies too often in a row; real processes, short pauses."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from deployments.supervisor import PartDied, Restarts, Supervisor

BRIEF = Restarts(first_seconds=0.01, longest_seconds=0.04, most_deaths=5, steady_seconds=3600)
SECONDS = 60


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


FOREVER = program("import time; time.sleep(600)")
AT_ONCE = program("raise SystemExit(7)")


@pytest.fixture
async def supervisor(tmp_path: Path):
    made = Supervisor(tmp_path, BRIEF)
    yield made
    await made.stop()


@pytest.fixture
def said() -> list[str]:
    return []


async def until(condition) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():  # noqa: ASYNC110 - what a process does sets no event
            await asyncio.sleep(0.01)


async def test_a_part_that_is_killed_is_started_again_and_a_line_says_so(supervisor, said) -> None:
    part = await supervisor.start("worker", FOREVER, {}, wave=0)
    first = part.process.pid
    watching = asyncio.create_task(supervisor.watch(said.append))
    os.kill(first, signal.SIGKILL)

    await until(lambda: len(said) == 2)

    assert (
        "worker ended unexpectedly (exit code -9, SIGKILL), 1 of 5 times in a row; it starts again in 0.01 s" in said[0]
    )
    assert str(part.log) in said[0]
    assert said[1] == "worker was started again"
    assert part.process.pid != first
    assert part.process.returncode is None
    assert not watching.done()
    watching.cancel()


async def test_the_other_parts_go_on(supervisor, said) -> None:
    steady = await supervisor.start("api", FOREVER, {}, wave=0)
    dying = await supervisor.start("worker", FOREVER, {}, wave=0)
    watching = asyncio.create_task(supervisor.watch(said.append))
    pid = steady.process.pid

    os.kill(dying.process.pid, signal.SIGKILL)
    await until(lambda: len(said) == 2)

    assert (steady.process.pid, steady.process.returncode) == (pid, None)
    watching.cancel()


async def test_the_pauses_grow_and_the_fifth_death_in_a_row_is_the_last(supervisor, said) -> None:
    await supervisor.start("api", AT_ONCE, {}, wave=0)

    with pytest.raises(PartDied, match=r"api ended unexpectedly for the 5th time in a row \(exit code 7\)"):
        await asyncio.wait_for(supervisor.watch(said.append), SECONDS)

    deaths = [line for line in said if "ended" in line]
    assert [line.partition("again in ")[2].partition(" s.")[0] for line in deaths] == ["0.01", "0.02", "0.04", "0.04"]
    assert [line for line in said if "ended" not in line] == ["api was started again"] * 4


async def test_a_part_that_ran_for_long_before_it_died_is_started_again_without_end(tmp_path, said) -> None:
    supervisor = Supervisor(
        tmp_path, Restarts(first_seconds=0.01, longest_seconds=0.01, most_deaths=3, steady_seconds=0)
    )
    await supervisor.start("api", AT_ONCE, {}, wave=0)
    watching = asyncio.create_task(supervisor.watch(said.append))

    await until(lambda: len(said) >= 12)

    assert not watching.done()
    assert all("1 of 3 times" in line for line in said if "ended" in line)
    watching.cancel()
    await supervisor.stop()


async def test_a_part_is_not_started_again_before_those_that_it_needs_are_ready(supervisor, said, tmp_path) -> None:
    ready = tmp_path / "ready"
    asked = asyncio.Event()

    async def is_ready() -> bool:
        asked.set()
        return ready.exists()

    database = await supervisor.start("postgres", FOREVER, {}, wave=0, is_ready=is_ready)
    api = await supervisor.start("api", FOREVER, {}, wave=1, needs=(database,))
    watching = asyncio.create_task(supervisor.watch(said.append))
    os.kill(api.process.pid, signal.SIGKILL)
    await asyncio.wait_for(asked.wait(), SECONDS)
    waited = list(said)
    ready.touch()

    await until(lambda: len(said) == 2)

    assert len(waited) == 1
    assert api.process.returncode is None
    watching.cancel()


async def test_what_was_started_again_ends_with_the_rest(supervisor, said) -> None:
    part = await supervisor.start("worker", FOREVER, {}, wave=0)
    watching = asyncio.create_task(supervisor.watch(said.append))
    os.kill(part.process.pid, signal.SIGKILL)
    await until(lambda: len(said) == 2)

    watching.cancel()
    await supervisor.stop()

    assert part.process.returncode == -signal.SIGTERM


async def test_the_pauses_of_a_stack_are_those_of_the_manual() -> None:
    shipped = Restarts()

    assert [shipped.pause(deaths) for deaths in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert (shipped.most_deaths, shipped.steady_seconds) == (5, 60)
