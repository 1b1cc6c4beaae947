"""One organisation waits for itself; others do not wait for it."""

import asyncio

import pytest

from berkas.refusals import TooManyAtOnce
from berkas.turns import Turns


async def hold(turns: Turns, who: str, held: list[str], end: asyncio.Event) -> None:
    async with turns.of(who):
        held.append(who)
        await end.wait()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_further_ones_of_an_organisation_wait_and_others_do_not() -> None:
    turns, held, end = Turns("specimen", at_once=2, waiting=10), [], asyncio.Event()
    tasks = [asyncio.create_task(hold(turns, "hostile", held, end)) for _ in range(9)]
    await settle()

    tasks.append(asyncio.create_task(hold(turns, "honest", held, end)))
    await settle()

    assert held == ["hostile", "hostile", "honest"]
    end.set()
    await asyncio.gather(*tasks)
    assert held.count("hostile") == 9


async def test_beyond_those_that_may_wait_they_are_refused_until_one_is_done() -> None:
    turns, held, end = Turns("specimen", at_once=1, waiting=2), [], asyncio.Event()
    tasks = [asyncio.create_task(hold(turns, "hostile", held, end)) for _ in range(3)]
    await settle()

    with pytest.raises(TooManyAtOnce) as refusal:
        await hold(turns, "hostile", held, end)
    assert (refusal.value.bucket, refusal.value.limit) == ("specimen", 3)
    end.set()
    await asyncio.gather(*tasks)

    await hold(turns, "hostile", held, end)
    assert len(held) == 4


async def test_one_that_gives_up_waiting_or_fails_leaves_its_place() -> None:
    turns, held, end = Turns("specimen", at_once=1, waiting=1), [], asyncio.Event()
    first = asyncio.create_task(hold(turns, "a", held, end))
    await settle()
    for _ in range(5):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                await hold(turns, "a", held, end)

    first.cancel()
    await asyncio.gather(first, return_exceptions=True)

    async with asyncio.timeout(1):
        async with turns.of("a"):
            pass
    assert turns._lines == {}
