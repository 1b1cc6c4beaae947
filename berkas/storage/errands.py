"""Errands: what the API has a worker do while a request waits. Request and answer stay in memory, the run carries a handle only.

The orchestrator stores parameters and results of runs, and a dry run's answer is full of personal data. docs/decisions/0015 tells
why it is done this way.
"""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Final, Protocol, runtime_checkable

from redis.asyncio import Redis
from redis.exceptions import RedisError

from berkas.errors import SlotMissing, Unavailable
from berkas.storage.slot_seals import SlotSeal

_ANSWER_KEPT_SECONDS: Final = 60
_SILENCE_SECONDS: Final = 2.0


@runtime_checkable
class Errands(Protocol):
    """Errands by handle; every method may raise ``Unavailable`` where the memory is another server's."""

    async def give(self, request: bytes, *, seconds: float) -> str:
        """Keep a request for so long; the handle of the errand, which says nothing about it."""

    async def take(self, handle: str) -> bytes:
        """The request of an errand.

        Raises:
            SlotMissing: Nobody waits for it any more.
        """

    async def answer(self, handle: str, answer: bytes) -> None:
        """Give the answer to who waits for it.

        Raises:
            SlotMissing: Nobody waits for it any more.
        """

    async def wait(self, handle: str, *, seconds: float) -> bytes:
        """The answer, once it comes.

        Raises:
            SlotMissing: It did not come in time.
        """

    async def forget(self, handle: str) -> None:
        """Drop request and answer."""


@dataclass(slots=True)
class _Errand:
    request: bytes = field(repr=False)
    answer: asyncio.Future[bytes] = field(repr=False)


class MemoryErrands:
    """Errands of one API process."""

    def __init__(self) -> None:
        self._given: dict[str, _Errand] = {}

    async def give(self, request: bytes, *, seconds: float) -> str:
        """Keep a request."""
        handle = _new_handle()
        loop = asyncio.get_running_loop()
        self._given[handle] = _Errand(request, loop.create_future())
        loop.call_later(seconds, self._given.pop, handle, None)
        return handle

    async def take(self, handle: str) -> bytes:
        """The request of an errand."""
        return self._errand(handle).request

    async def answer(self, handle: str, answer: bytes) -> None:
        """Give the answer; the first one counts."""
        waiting = self._errand(handle).answer
        if not waiting.done():
            waiting.set_result(answer)

    async def wait(self, handle: str, *, seconds: float) -> bytes:
        """The answer, once it comes."""
        try:
            return await asyncio.wait_for(asyncio.shield(self._errand(handle).answer), seconds)
        except TimeoutError:
            raise SlotMissing from None

    async def forget(self, handle: str) -> None:
        """Drop request and answer."""
        self._given.pop(handle, None)

    def _errand(self, handle: str) -> _Errand:
        try:
            return self._given[handle]
        except KeyError:
            raise SlotMissing from None


class SharedErrands:
    """Errands that several API processes share through Valkey or Redis, sealed: a worker may meet another one than the asker."""

    def __init__(self, redis: Redis, key: bytes) -> None:
        """Share errands.

        Args:
            redis: A client; the server should not persist to a disk.
            key: 32 bytes, derived from the root key.
        """
        self._redis = redis
        self._seal = SlotSeal(key)

    async def give(self, request: bytes, *, seconds: float) -> str:
        """Keep a request."""
        handle = _new_handle()
        name = _request(handle)
        try:
            await self._redis.set(name, self._seal.seal(name, request), px=max(1, round(seconds * 1000)))
        except (RedisError, OSError) as error:
            raise Unavailable from error
        return handle

    async def take(self, handle: str) -> bytes:
        """The request of an errand."""
        name = _request(handle)
        try:
            stored = await self._redis.get(name)
        except (RedisError, OSError) as error:
            raise Unavailable from error
        if stored is None:
            raise SlotMissing
        return self._seal.open(name, stored)

    async def answer(self, handle: str, answer: bytes) -> None:
        """Give the answer; the first one counts."""
        name = _answer(handle)
        try:
            if not await self._redis.exists(_request(handle)):
                raise SlotMissing
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.rpush(name, self._seal.seal(name, answer))
                pipe.expire(name, _ANSWER_KEPT_SECONDS)
                await pipe.execute()
        except (RedisError, OSError) as error:
            raise Unavailable from error

    async def wait(self, handle: str, *, seconds: float) -> bytes:
        """The answer, once it comes."""
        name, until = _answer(handle), time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                # the client takes a longer silence for a lost connection
                found = await self._redis.blpop([name], timeout=max(0.05, min(left, _SILENCE_SECONDS)))
            except (RedisError, OSError) as error:
                raise Unavailable from error
            if found is not None:
                return self._seal.open(name, found[1])
        raise SlotMissing

    async def forget(self, handle: str) -> None:
        """Drop request and answer."""
        try:
            await self._redis.delete(_request(handle), _answer(handle))
        except (RedisError, OSError) as error:
            raise Unavailable from error


def _new_handle() -> str:
    return secrets.token_urlsafe(24)


def _request(handle: str) -> str:
    return f"berkas:errand:{handle}"


def _answer(handle: str) -> str:
    return f"berkas:errand-answer:{handle}"
