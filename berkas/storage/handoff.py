"""Memory slots that carry a PDF's password from the request to the run: in RAM under a random handle, never on a disk.

docs/decisions/0008 tells why. A slot can be taken again until it is forgotten or over, so that a retried run finds it.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from redis.asyncio import Redis
from redis.exceptions import RedisError

from berkas.errors import SlotMissing, Unavailable
from berkas.storage.slot_seals import SlotSeal


@runtime_checkable
class PasswordSlots(Protocol):
    """Slots by handle."""

    async def put(self, password: str) -> str:
        """Keep a password; the handle of its slot, which says nothing about it."""

    async def take(self, handle: str) -> str:
        """The password of a slot.

        Raises:
            SlotMissing: Forgotten, over, or never there.
        """

    async def forget(self, handle: str) -> None:
        """Empty a slot, if there is one."""


@dataclass(slots=True)
class MemorySlots:
    """Slots of one API process.

    Attributes:
        seconds: How long a password is held at most.
    """

    seconds: float
    _held: dict[str, str] = field(default_factory=dict, repr=False)

    async def put(self, password: str) -> str:
        """Keep a password."""
        handle = _new_handle()
        self._held[handle] = password
        # a timer, not a look at the clock in take(): a password that nobody asks for must leave memory too
        asyncio.get_running_loop().call_later(self.seconds, self._held.pop, handle, None)
        return handle

    async def take(self, handle: str) -> str:
        """The password of a slot."""
        try:
            return self._held[handle]
        except KeyError:
            raise SlotMissing from None

    async def forget(self, handle: str) -> None:
        """Empty a slot."""
        self._held.pop(handle, None)


class SharedSlots:
    """Slots that several API processes share through Valkey or Redis, sealed: the server never sees a password."""

    def __init__(self, redis: Redis, key: bytes, seconds: int) -> None:
        """Share slots.

        Args:
            redis: A client; the server should not persist to a disk.
            key: 32 bytes, derived from the root key.
            seconds: How long a password is held at most.
        """
        self._redis = redis
        self._seal = SlotSeal(key)
        self._seconds = seconds

    async def put(self, password: str) -> str:
        """Keep a password."""
        handle = _new_handle()
        try:
            await self._redis.set(_name(handle), self._seal.seal(handle, password.encode()), ex=self._seconds)
        except (RedisError, OSError) as error:
            raise Unavailable from error
        return handle

    async def take(self, handle: str) -> str:
        """The password of a slot."""
        try:
            stored = await self._redis.get(_name(handle))
        except (RedisError, OSError) as error:
            raise Unavailable from error
        if stored is None:
            raise SlotMissing
        return self._seal.open(handle, stored).decode()

    async def forget(self, handle: str) -> None:
        """Empty a slot."""
        try:
            await self._redis.delete(_name(handle))
        except (RedisError, OSError) as error:
            raise Unavailable from error


def _new_handle() -> str:
    return secrets.token_urlsafe(24)


def _name(handle: str) -> str:
    return f"berkas:slot:{handle}"
