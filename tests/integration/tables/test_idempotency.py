"""The first answer counts for a day."""

import asyncio

import pytest

from berkas.refusals import IdempotencyConflict
from tables.engine import fetch
from tables.queries import idempotency
from tables.queries.idempotency import StoredAnswer

ASKED, OTHER = ("a" * 64,), ("b" * 64,)


async def test_the_first_answer_is_replayed(organisation):
    assert await idempotency.begin(organisation.id, "key", ASKED) is None
    await idempotency.finish(organisation.id, "key", status=201, body=b'{"data":1}')

    replays = [await idempotency.begin(organisation.id, "key", ASKED) for _ in range(3)]

    assert replays == [StoredAnswer(201, b'{"data":1}')] * 3


async def test_of_twenty_simultaneous_requests_one_is_served(organisation):
    answers = await asyncio.gather(
        *(idempotency.begin(organisation.id, "key", ASKED) for _ in range(20)), return_exceptions=True
    )

    assert answers.count(None) == 1
    assert sum(isinstance(answer, IdempotencyConflict) for answer in answers) == 19


@pytest.mark.parametrize("answered", [True, False])
async def test_another_request_under_the_same_key_is_refused(organisation, answered):
    await idempotency.begin(organisation.id, "key", ASKED)
    if answered:
        await idempotency.finish(organisation.id, "key", status=200, body=b"")

    with pytest.raises(IdempotencyConflict, match="another request"):
        await idempotency.begin(organisation.id, "key", OTHER)


async def test_an_abandoned_request_may_be_sent_again_by_anybody(organisation):
    await idempotency.begin(organisation.id, "key", ASKED)
    await idempotency.abandon(organisation.id, "key")

    assert await idempotency.begin(organisation.id, "key", OTHER) is None


async def test_an_answered_request_cannot_be_abandoned_or_answered_again(organisation):
    await idempotency.begin(organisation.id, "key", ASKED)
    await idempotency.finish(organisation.id, "key", status=200, body=b"first")

    await idempotency.finish(organisation.id, "key", status=500, body=b"second")
    await idempotency.abandon(organisation.id, "key")

    assert await idempotency.begin(organisation.id, "key", ASKED) == StoredAnswer(200, b"first")


async def test_a_lost_request_may_be_sent_again_when_its_lease_is_over(organisation):
    await idempotency.begin(organisation.id, "key", ASKED, lease_seconds=0)

    assert await idempotency.begin(organisation.id, "key", ASKED) is None


async def test_keys_of_organisations_are_apart(organisation, other_organisation):
    await idempotency.begin(organisation.id, "key", ASKED)
    assert await idempotency.begin(other_organisation.id, "key", OTHER) is None

    await idempotency.finish(organisation.id, "key", status=201, body=b"ours")
    with pytest.raises(IdempotencyConflict, match="still running"):
        await idempotency.begin(other_organisation.id, "key", OTHER)
    await idempotency.finish(other_organisation.id, "key", status=200, body=b"theirs")

    assert await idempotency.begin(organisation.id, "key", ASKED) == StoredAnswer(201, b"ours")
    assert await idempotency.begin(other_organisation.id, "key", OTHER) == StoredAnswer(200, b"theirs")


async def test_an_abandoned_key_is_freed_for_its_own_organisation_only(organisation, other_organisation):
    for tenant in (organisation, other_organisation):
        await idempotency.begin(tenant.id, "key", ASKED)

    await idempotency.abandon(organisation.id, "key")

    assert await idempotency.begin(organisation.id, "key", OTHER) is None
    with pytest.raises(IdempotencyConflict, match="still running"):
        await idempotency.begin(other_organisation.id, "key", ASKED)


async def test_after_a_day_a_key_is_free_and_forgotten(organisation):
    for key in ("used again", "forgotten"):
        await idempotency.begin(organisation.id, key, ASKED)
        await idempotency.finish(organisation.id, key, status=200, body=b"first")
    await fetch("update idempotency_key set expires_at = expires_at - interval '24 hours'")

    assert await idempotency.begin(organisation.id, "used again", OTHER) is None

    assert await idempotency.forget_expired() == 1


async def test_a_request_is_known_by_what_it_was_called_under_an_older_key(organisation):
    await idempotency.begin(organisation.id, "key", ASKED)
    await idempotency.finish(organisation.id, "key", status=201, body=b"first")

    after_rotation = await idempotency.begin(organisation.id, "key", (*OTHER, *ASKED))

    assert after_rotation == StoredAnswer(201, b"first")
    with pytest.raises(IdempotencyConflict):
        await idempotency.begin(organisation.id, "key", OTHER)


async def test_a_lost_request_makes_room_for_itself_and_for_no_other(organisation):
    await idempotency.begin(organisation.id, "key", ASKED, lease_seconds=0)

    with pytest.raises(IdempotencyConflict, match="another request"):
        await idempotency.begin(organisation.id, "key", OTHER)

    assert await idempotency.begin(organisation.id, "key", ASKED) is None
