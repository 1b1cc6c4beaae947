"""A password is held in memory, for its time, under a handle that says nothing."""

import asyncio
from collections.abc import Callable

import pytest
from fakeredis import FakeAsyncRedis, FakeServer

from berkas.errors import SlotMissing, Unavailable
from berkas.storage.handoff import MemorySlots, PasswordSlots, SharedSlots

PASSWORD = "kata-sandi-CONTOH-é"
MAKERS: list[Callable[[], PasswordSlots]] = [
    lambda: MemorySlots(seconds=60),
    lambda: SharedSlots(FakeAsyncRedis(), bytes(32), seconds=60),
]
on_both = pytest.mark.parametrize("make", MAKERS, ids=["memory", "shared"])


@on_both
async def test_a_password_can_be_taken_again_until_it_is_forgotten(make: Callable[[], PasswordSlots]) -> None:
    slots = make()
    handle = await slots.put(PASSWORD)

    assert [await slots.take(handle), await slots.take(handle)] == [PASSWORD, PASSWORD]

    await slots.forget(handle)

    with pytest.raises(SlotMissing):
        await slots.take(handle)


@on_both
async def test_an_unknown_handle_is_missing_and_forgetting_it_is_harmless(make: Callable[[], PasswordSlots]) -> None:
    slots = make()

    await slots.forget("unknown")

    with pytest.raises(SlotMissing):
        await slots.take("unknown")


async def test_a_slot_in_memory_ends_with_its_time() -> None:
    slots = MemorySlots(seconds=0.01)
    handle = await slots.put(PASSWORD)
    await asyncio.sleep(0.02)

    with pytest.raises(SlotMissing):
        await slots.take(handle)
    assert not slots._held


async def test_neither_the_handle_nor_the_repr_of_slots_shows_the_password() -> None:
    slots = MemorySlots(seconds=60)

    handle = await slots.put(PASSWORD)

    assert PASSWORD not in handle
    assert PASSWORD not in repr(slots)
    assert await slots.put(PASSWORD) != handle


@on_both
def test_both_kinds_are_password_slots(make: Callable[[], PasswordSlots]) -> None:
    assert isinstance(make(), PasswordSlots)


async def test_the_shared_server_never_sees_the_password_and_drops_it_in_time() -> None:
    redis = FakeAsyncRedis()
    handle = await SharedSlots(redis, bytes(32), seconds=60).put(PASSWORD)
    name = f"berkas:slot:{handle}"

    assert PASSWORD.encode() not in await redis.get(name)
    assert 0 < await redis.ttl(name) <= 60


async def test_an_altered_shared_slot_is_missing() -> None:
    redis = FakeAsyncRedis()
    slots = SharedSlots(redis, bytes(32), seconds=60)
    first, second = await slots.put(PASSWORD), await slots.put(PASSWORD)
    await redis.set(f"berkas:slot:{first}", await redis.get(f"berkas:slot:{second}"))
    await redis.set(f"berkas:slot:{second}", b"?")

    for handle in (first, second):
        with pytest.raises(SlotMissing):
            await slots.take(handle)


async def test_a_shared_server_that_does_not_answer_is_unavailable() -> None:
    server = FakeServer()
    slots = SharedSlots(FakeAsyncRedis(server=server), bytes(32), seconds=60)
    server.connected = False

    for call in (slots.put(PASSWORD), slots.take("handle"), slots.forget("handle")):
        with pytest.raises(Unavailable):
            await call


async def test_another_installation_cannot_open_a_shared_slot() -> None:
    redis = FakeAsyncRedis()
    handle = await SharedSlots(redis, bytes(32), seconds=60).put(PASSWORD)

    with pytest.raises(SlotMissing):
        await SharedSlots(redis, b"\x01" * 32, seconds=60).take(handle)
