"""So many requests per window, counted in one place when several processes share it."""

import asyncio
import logging

import pytest
from fakeredis import FakeAsyncRedis, FakeServer
from redis.asyncio import Redis

from api.ratelimit import (
    AWAY_SECONDS,
    Bucket,
    Counters,
    MemoryCounters,
    RateLimiter,
    RedisCounters,
    Rule,
    refusal,
    rules_of,
)
from berkas.settings import Settings

RULES = {bucket: Rule(2, 60) for bucket in Bucket}


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture(params=["memory", "redis"])
def counters(request):
    return MemoryCounters() if request.param == "memory" else RedisCounters(FakeAsyncRedis())


async def test_a_count_goes_up_and_says_when_it_ends(counters):
    counted = [await counters.increment("a", 60) for _ in range(3)]

    assert [count for count, _ in counted] == [1, 2, 3]
    assert all(0 < seconds <= 60 for _, seconds in counted)
    assert isinstance(counters, Counters)


async def test_names_are_counted_apart(counters):
    await counters.increment("a", 60)

    assert (await counters.increment("b", 60))[0] == 1


async def test_simultaneous_requests_are_each_counted_once(counters):
    counted = await asyncio.gather(*[counters.increment("a", 60) for _ in range(50)])

    assert sorted(count for count, _ in counted) == list(range(1, 51))


async def test_a_window_in_memory_begins_with_its_first_request_and_starts_anew_when_it_is_over():
    clock = Clock()
    counters = MemoryCounters(clock)
    await counters.increment("a", 60)

    clock.now += 59.9
    assert await counters.increment("a", 60) == (2, 1)
    clock.now += 0.1
    assert await counters.increment("a", 60) == (1, 60)


async def test_counters_in_memory_that_are_over_are_thrown_away():
    clock = Clock()
    counters = MemoryCounters(clock)
    for number in range(10_001):
        await counters.increment(str(number), 10)
    clock.now += 11

    await counters.increment("neu", 10)

    assert list(counters._counts) == ["neu"]


async def test_a_window_in_redis_ends_by_itself_and_is_not_prolonged_by_requests():
    redis = FakeAsyncRedis()
    counters = RedisCounters(redis)
    await counters.increment("a", 60)
    await redis.expire("berkas:limit:a", 5)

    assert await counters.increment("a", 60) == (2, 5)


async def test_two_processes_count_together_through_redis():
    server = FakeServer()
    first, second = (RedisCounters(FakeAsyncRedis(server=server)) for _ in range(2))

    assert [(await counters.increment("a", 60))[0] for counters in (first, second, first)] == [1, 2, 3]


async def test_while_redis_is_away_each_process_counts_for_itself_and_says_so_once(caplog):
    server = FakeServer()
    clock = Clock()
    counters = RedisCounters(FakeAsyncRedis(server=server), clock)
    await counters.increment("a", 60)
    server.connected = False

    with caplog.at_level(logging.WARNING, "berkas.api"):
        counted = []
        for _ in range(3):
            counted.append((await counters.increment("a", 60))[0])
            clock.now += AWAY_SECONDS / 2
    server.connected = True
    clock.now += AWAY_SECONDS

    assert counted == [1, 2, 3]
    assert [record.message for record in caplog.records] == ["limits are counted per process"]
    assert (await counters.increment("a", 60))[0] == 2


async def test_a_redis_that_says_nothing_is_left_alone_for_a_while():
    asked = 0

    async def say_nothing(reader, writer):
        nonlocal asked
        asked += 1
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        redis = Redis(host="127.0.0.1", port=port, socket_timeout=0.05, socket_connect_timeout=0.05, retry=None)
        counters = RedisCounters(redis)
        counted = [(await counters.increment("a", 60))[0] for _ in range(50)]
        await redis.aclose()

    assert (counted, asked) == (list(range(1, 51)), 1)


async def test_the_request_over_the_limit_is_exceeded_and_what_remains_is_never_negative():
    limiter = RateLimiter(MemoryCounters(), RULES)

    standings = [await limiter.count(Bucket.READ, "key_1") for _ in range(4)]

    assert [standing.remaining for standing in standings] == [1, 0, 0, 0]
    assert [standing.is_exceeded for standing in standings] == [False, False, True, True]
    assert not (await limiter.count(Bucket.WRITE, "key_1")).is_exceeded
    assert not (await limiter.count(Bucket.READ, "key_2")).is_exceeded


async def test_a_key_may_have_a_limit_of_its_own():
    limiter = RateLimiter(MemoryCounters(), RULES)

    standing = await limiter.count(Bucket.UPLOAD, "key_1", {"documents.upload": 500})

    assert (standing.limit, standing.remaining) == (500, 499)
    assert dict(standing.headers())[b"x-ratelimit-limit"] == b"500"


async def test_a_refusal_says_when_to_come_back():
    limiter = RateLimiter(MemoryCounters(), {Bucket.READ: Rule(1, 60)})
    await limiter.count(Bucket.READ, "key_1")

    error = refusal(await limiter.count(Bucket.READ, "key_1"))

    assert (error.bucket, error.limit) == ("api.read", 1)
    assert 1 <= error.retry_after <= 60


def test_the_limits_are_those_of_the_settings():
    settings = Settings(rate_limit_reads=1, rate_limit_writes=2, rate_limit_uploads=3, rate_limit_failed_auth=4)

    assert rules_of(settings) == {
        Bucket.READ: Rule(1, 60),
        Bucket.WRITE: Rule(2, 60),
        Bucket.UPLOAD: Rule(3, 600),
        Bucket.FAILED_AUTH: Rule(4, 60),
    }


async def test_what_turns_out_to_be_no_failure_is_taken_back(counters):
    limiter = RateLimiter(counters, RULES)
    await limiter.count(Bucket.FAILED_AUTH, "10.0.0.1")

    for _ in range(5):
        await limiter.count(Bucket.FAILED_AUTH, "10.0.0.1")
        await limiter.take_back(Bucket.FAILED_AUTH, "10.0.0.1")

    standing = await limiter.count(Bucket.FAILED_AUTH, "10.0.0.1")
    assert (standing.remaining, standing.is_exceeded) == (0, False)


async def test_a_window_that_ended_meanwhile_has_nothing_to_take_back():
    clock = Clock()
    counters = MemoryCounters(clock)
    await counters.increment("a", 60)
    clock.now += 61

    await counters.decrement("a", 60)

    assert await counters.increment("a", 60) == (1, 60)


async def test_taking_back_in_redis_leaves_no_counter_that_never_ends():
    redis = FakeAsyncRedis()

    await RedisCounters(redis).decrement("a", 60)

    assert 0 < await redis.ttl("berkas:limit:a") <= 60
