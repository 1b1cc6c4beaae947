"""Rate limits: one counter per key and bucket, in a fixed window that begins with its first request.

Not the framework's middleware: that keeps a list of timestamps per key (58 -> 1 203 µs at 10 000 entries), loses counts between
processes and sends no Retry-After. A counter is one number, and one MULTI of three commands when several API processes share it.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.errors import TooManyRequests
from berkas.settings import Settings

log = logging.getLogger("berkas.api")

BUCKET = "bucket"
"""Option of a handler that is counted in a bucket of its own."""

ANSWER_SECONDS = 0.3
"""A shared counter that takes longer holds up every request more than a wrong count would harm."""

AWAY_SECONDS = 5.0

_SWEEP_ABOVE = 10_000
"""Counters in memory above which those that are over are thrown away."""


class Bucket(StrEnum):
    """What is counted together; the value is its name on the wire."""

    READ = "api.read"
    WRITE = "api.write"
    UPLOAD = "documents.upload"
    FAILED_AUTH = "auth.failed"


@dataclass(frozen=True, slots=True)
class Rule:
    """So many requests per window of so many seconds."""

    limit: int
    window_seconds: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a bucket stands after a request was counted.

    Attributes:
        bucket: Its name.
        limit: Requests per window.
        remaining: Requests left in this window, never below 0.
        reset_at: When the window ends, Unix seconds.
        is_exceeded: This request was one too many.
    """

    bucket: Bucket
    limit: int
    remaining: int
    reset_at: int
    is_exceeded: bool

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The three headers that every answer carries."""
        return [
            (b"x-ratelimit-limit", str(self.limit).encode()),
            (b"x-ratelimit-remaining", str(self.remaining).encode()),
            (b"x-ratelimit-reset", str(self.reset_at).encode()),
        ]


@runtime_checkable
class Counters(Protocol):
    """Counts that end by themselves."""

    async def increment(self, name: str, window_seconds: int) -> tuple[int, int]:
        """Count one more; the new count, and the seconds (at least 1) until it starts again from 0."""

    async def decrement(self, name: str, window_seconds: int) -> None:
        """Take one back."""


class MemoryCounters:
    """Counters of this process alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_above = _SWEEP_ABOVE

    async def increment(self, name: str, window_seconds: int) -> tuple[int, int]:
        """See Counters; atomic because nothing is awaited."""
        now = self._clock()
        count, ends = self._counts.get(name, (0, 0.0))
        if ends <= now:
            count, ends = 0, now + window_seconds
            if len(self._counts) > self._sweep_above:
                self._counts = {key: value for key, value in self._counts.items() if value[1] > now}
                # where all of them still count, the next look waits until there are twice as many
                self._sweep_above = max(_SWEEP_ABOVE, 2 * len(self._counts))
        self._counts[name] = (count + 1, ends)
        return count + 1, max(1, round(ends - now))

    async def decrement(self, name: str, window_seconds: int) -> None:
        """See Counters; a window that is over has nothing to take back from."""
        count, ends = self._counts.get(name, (0, 0.0))
        if count and ends > self._clock():
            self._counts[name] = (count - 1, ends)


class RedisCounters:
    """Counters that several API processes share; while the server is away, each process counts for itself.

    A server that does not answer at once is left alone for some seconds, in which no request waits for it.

    Args:
        client: With short time limits (``ANSWER_SECONDS``).
        clock: Seconds.
    """

    def __init__(self, client: Redis, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._fallback = MemoryCounters()
        self._clock = clock
        self._away_until = 0.0

    async def increment(self, name: str, window_seconds: int) -> tuple[int, int]:
        """See Counters; atomic because the three commands are one MULTI."""
        if self._clock() < self._away_until:
            return await self._fallback.increment(name, window_seconds)
        key = f"berkas:limit:{name}"
        try:
            async with self._client.pipeline(transaction=True) as pipe:
                pipe.set(key, 0, ex=window_seconds, nx=True)
                pipe.incr(key)
                pipe.ttl(key)
                _, count, seconds = await pipe.execute()
        except (RedisError, OSError) as error:
            if not self._away_until:
                log.warning("limits are counted per process", extra={"fields": {"error_class": type(error).__name__}})
            self._away_until = self._clock() + AWAY_SECONDS
            return await self._fallback.increment(name, window_seconds)
        self._away_until = 0.0
        return int(count), max(1, int(seconds))

    async def decrement(self, name: str, window_seconds: int) -> None:
        """See Counters; what cannot be taken back is counted for the rest of its window."""
        if self._clock() < self._away_until:
            await self._fallback.decrement(name, window_seconds)
            return
        key = f"berkas:limit:{name}"
        with suppress(RedisError, OSError):
            async with self._client.pipeline(transaction=True) as pipe:
                pipe.set(key, 0, ex=window_seconds, nx=True)  # no counter without an end
                pipe.decr(key)
                await pipe.execute()


class RateLimiter:
    """The rules of this installation, with each key's own limits over them."""

    def __init__(self, counters: Counters, rules: Mapping[Bucket, Rule]) -> None:
        self._counters = counters
        self._rules = dict(rules)

    async def count(self, bucket: Bucket, subject: str, overrides: Mapping[str, int] | None = None) -> Standing:
        """Count one request of a key (or client address) and say where its bucket stands now."""
        rule = self._rules[bucket]
        limit = (overrides or {}).get(bucket.value, rule.limit)
        count, seconds = await self._counters.increment(f"{bucket.value}:{subject}", rule.window_seconds)
        return Standing(bucket, limit, max(0, limit - count), int(time.time()) + seconds, count > limit)

    async def take_back(self, bucket: Bucket, subject: str) -> None:
        """Forget one request that was counted and turned out to be none of its kind."""
        await self._counters.decrement(f"{bucket.value}:{subject}", self._rules[bucket].window_seconds)


def refusal(standing: Standing) -> TooManyRequests:
    """The error for a bucket that is empty."""
    return TooManyRequests(standing.bucket.value, standing.limit, max(1, standing.reset_at - int(time.time())))


def rules_of(settings: Settings) -> dict[Bucket, Rule]:
    """The configured limits."""
    return {
        Bucket.READ: Rule(settings.rate_limit_reads, 60),
        Bucket.WRITE: Rule(settings.rate_limit_writes, 60),
        Bucket.UPLOAD: Rule(settings.rate_limit_uploads, 600),
        Bucket.FAILED_AUTH: Rule(settings.rate_limit_failed_auth, 60),
    }
