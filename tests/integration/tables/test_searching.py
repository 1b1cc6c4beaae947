"""Searches of one organisation take neither the connections nor the turns of others, and end in time."""

import asyncio

import pytest

from berkas.errors import SearchTimeout
from berkas.refusals import TooManyAtOnce, ValidationFailed
from tables import searching
from tables.engine import check, connected, fetch, transaction
from tables.queries.document_lists import DocumentFilters, count_documents, list_documents
from tables.searching import search

SLOW = "select pg_sleep(30)"


async def test_a_hostile_tenant_that_searches_without_end_takes_no_turn_of_others(
    store, organisation, other_organisation
):
    await store(filename="npwp-contoh.pdf")
    hostile = [asyncio.create_task(search(other_organisation.id, "select pg_sleep(4)")) for _ in range(40)]
    await asyncio.sleep(0.3)

    async with asyncio.timeout(3):
        found = await count_documents(organisation.id, DocumentFilters(q="contoh"))
        listed = await list_documents(other_organisation.id, DocumentFilters(), limit=10)
        await check()

    assert (found, listed.total) == (1, 0)
    refused = [task for task in hostile if task.done()]
    assert len(refused) == 40 - searching.PER_ORGANISATION - searching.WAITING
    assert {type(task.exception()) for task in refused} == {TooManyAtOnce}
    for task in hostile:
        task.cancel()
    await asyncio.gather(*hostile, return_exceptions=True)


async def test_a_search_that_takes_too_long_is_ended_by_the_server_and_called_so(organisation, monkeypatch):
    monkeypatch.setattr(searching, "SECONDS", 0.2)

    with pytest.raises(SearchTimeout) as trouble:
        await search(organisation.id, SLOW)

    assert trouble.value.code == "search_timeout"
    assert await fetch("select from pg_stat_activity where query = $1 and state = 'active'", SLOW) == []
    assert [row[0] for row in await search(organisation.id, "select 1")] == [1]


async def test_searches_have_connections_of_their_own_when_all_others_are_taken(organisation, settings):
    async def hold(started: asyncio.Event, end: asyncio.Event) -> None:
        async with transaction():
            await fetch("select 1")
            started.set()
            await end.wait()

    end, started = asyncio.Event(), [asyncio.Event() for _ in range(settings.database_pool_size)]
    tasks = [asyncio.create_task(hold(each, end)) for each in started]
    await asyncio.gather(*(each.wait() for each in started))

    async with asyncio.timeout(5):
        found = await search(organisation.id, "select 42")

    assert found[0][0] == 42
    end.set()
    await asyncio.gather(*tasks)


async def test_connections_of_searches_are_closed_with_the_others(clean_database, settings):
    async with connected(settings):
        await search("org_1", "select 1")
        assert await _connections() >= 2

    async with connected(settings):
        assert await _connections() == 1


async def _connections() -> int:
    rows = await fetch(
        "select count(*) from pg_stat_activity where usename = current_user and datname = current_database()"
    )
    return int(rows[0][0])


@pytest.mark.parametrize("q", ["a", "ab", "a b c d", "%", "_ %", "- x", "é1"])
async def test_words_that_no_index_finds_are_refused_alone(organisation, q):
    with pytest.raises(ValidationFailed) as refusal:
        await count_documents(organisation.id, DocumentFilters(q=q))

    assert list(refusal.value.field_errors) == ["q"]


async def test_beside_a_longer_word_short_ones_count_too(store, organisation):
    await store(filename="pt-contoh.pdf", external_ref="a7")
    await store(filename="cv-contoh.pdf")

    assert await count_documents(organisation.id, DocumentFilters(q="contoh pt")) == 1
    assert await count_documents(organisation.id, DocumentFilters(q="a7 contoh")) == 1
    assert await count_documents(organisation.id, DocumentFilters(q="contoh %")) == 0
    assert await count_documents(organisation.id, DocumentFilters(q="contoh")) == 2
