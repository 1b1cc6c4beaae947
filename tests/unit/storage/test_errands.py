"""An errand carries a request to a worker and its answer back, in memory, for its time, under a handle that says nothing."""

import asyncio
from collections.abc import Callable

import pytest
from fakeredis import FakeAsyncRedis, FakeServer

from berkas.errors import SlotMissing, Unavailable
from berkas.storage.errands import Errands, MemoryErrands, SharedErrands

REQUEST, ANSWER = b'{"document":"CONTOH"}', b'{"nik":"3273015508950001"}'
MAKERS: list[Callable[[], Errands]] = [MemoryErrands, lambda: SharedErrands(FakeAsyncRedis(), bytes(32))]
on_both = pytest.mark.parametrize("make", MAKERS, ids=["memory", "shared"])


@on_both
async def test_a_worker_takes_the_request_and_the_waiting_one_gets_the_answer(make: Callable[[], Errands]) -> None:
    errands = make()
    handle = await errands.give(REQUEST, seconds=10)
    waiting = asyncio.create_task(errands.wait(handle, seconds=10))

    taken = await errands.take(handle)
    await errands.answer(handle, ANSWER)

    assert taken == REQUEST
    assert await waiting == ANSWER


@on_both
async def test_an_answer_that_comes_before_anybody_waits_is_kept(make: Callable[[], Errands]) -> None:
    errands = make()
    handle = await errands.give(REQUEST, seconds=10)

    await errands.answer(handle, ANSWER)

    assert await errands.wait(handle, seconds=1) == ANSWER


@on_both
async def test_the_first_of_two_answers_counts(make: Callable[[], Errands]) -> None:
    errands = make()
    handle = await errands.give(REQUEST, seconds=10)

    await errands.answer(handle, ANSWER)
    await errands.answer(handle, b"late")

    assert await errands.wait(handle, seconds=1) == ANSWER


@on_both
async def test_who_waits_in_vain_is_told_so(make: Callable[[], Errands]) -> None:
    errands = make()
    handle = await errands.give(REQUEST, seconds=10)

    with pytest.raises(SlotMissing):
        await errands.wait(handle, seconds=0.1)


@on_both
async def test_nobody_takes_or_answers_what_is_forgotten_or_unknown(make: Callable[[], Errands]) -> None:
    errands = make()
    handle = await errands.give(REQUEST, seconds=10)
    await errands.forget(handle)

    for gone in (handle, "unknown"):
        with pytest.raises(SlotMissing):
            await errands.take(gone)
        with pytest.raises(SlotMissing):
            await errands.answer(gone, ANSWER)


async def test_an_errand_in_memory_ends_with_its_time() -> None:
    errands = MemoryErrands()
    handle = await errands.give(REQUEST, seconds=0.01)
    await asyncio.sleep(0.03)

    with pytest.raises(SlotMissing):
        await errands.take(handle)
    assert not errands._given


async def test_the_shared_server_sees_neither_request_nor_answer_and_drops_both_in_time() -> None:
    redis = FakeAsyncRedis()
    errands = SharedErrands(redis, bytes(32))
    handle = await errands.give(REQUEST, seconds=10)
    await errands.answer(handle, ANSWER)

    request = await redis.get(f"berkas:errand:{handle}")
    [answer] = await redis.lrange(f"berkas:errand-answer:{handle}", 0, -1)

    assert b"CONTOH" not in request
    assert b"3273" not in answer
    assert 0 < await redis.pttl(f"berkas:errand:{handle}") <= 10_000
    assert 0 < await redis.ttl(f"berkas:errand-answer:{handle}") <= 60


async def test_an_answer_of_one_errand_cannot_be_passed_off_as_that_of_another() -> None:
    redis = FakeAsyncRedis()
    errands = SharedErrands(redis, bytes(32))
    one, other = await errands.give(REQUEST, seconds=10), await errands.give(REQUEST, seconds=10)
    await errands.answer(one, ANSWER)
    await redis.rename(f"berkas:errand-answer:{one}", f"berkas:errand-answer:{other}")

    with pytest.raises(SlotMissing):
        await errands.wait(other, seconds=1)


async def test_another_process_gives_the_answer() -> None:
    server = FakeServer()
    asking, answering = (SharedErrands(FakeAsyncRedis(server=server), bytes(32)) for _ in range(2))
    handle = await asking.give(REQUEST, seconds=10)

    await answering.answer(handle, await answering.take(handle))

    assert await asking.wait(handle, seconds=5) == REQUEST


async def test_a_shared_server_that_is_away_is_said_to_be() -> None:
    server = FakeServer()
    server.connected = False
    errands = SharedErrands(FakeAsyncRedis(server=server), bytes(32))

    for call in (
        errands.give(REQUEST, seconds=1),
        errands.take("x"),
        errands.answer("x", ANSWER),
        errands.wait("x", seconds=1),
        errands.forget("x"),
    ):
        with pytest.raises(Unavailable):
            await call


async def test_handles_and_reprs_say_nothing() -> None:
    errands = MemoryErrands()
    handle = await errands.give(REQUEST, seconds=10)

    assert "CONTOH" not in handle + repr(errands._given)


@on_both
def test_both_kinds_are_errands(make: Callable[[], Errands]) -> None:
    assert isinstance(make(), Errands)
