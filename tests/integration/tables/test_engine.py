"""The pool per event loop, transactions, and what happens when the server goes away."""

import asyncio
import re
import subprocess
import sys

import asyncpg
import pytest
import uvloop

from berkas.errors import DatabaseUnavailable
from berkas.settings import Settings
from tables import engine
from tables.engine import ENGINE, check, connected, fetch, fetch_one, transaction
from tables.organisations import Organisation
from tables.queries import organisations


def new_organisation(name: str):
    return organisations.create_organisation(name=name, wrapped_key=b"k", root_key_id="k1")


def test_importing_everything_connects_to_nothing():
    code = (
        "import os; os.environ['BERKAS_DATABASE_URL'] = 'postgresql://nobody@127.0.0.1:1/none';"
        "import warnings; warnings.simplefilter('error');"
        "import piccolo_conf, tables.piccolo_app, tables.queries.uploads, tables.queries.lost_runs"
    )

    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False).returncode == 0


async def test_blocks_share_a_pool_whichever_ends_first(database, settings):
    first, second = connected(settings), connected(settings)
    await first.__aenter__()
    pool = ENGINE.pool

    await second.__aenter__()
    await first.__aexit__(None, None, None)

    assert ENGINE.pool is pool
    await check()
    await second.__aexit__(None, None, None)


async def test_many_tasks_that_connect_at_once_open_one_pool(clean_database, settings):
    pools = set()

    async def use():
        async with connected(settings):
            pools.add(id(ENGINE.pool))
            await asyncio.sleep(0.01)

    await asyncio.gather(*(use() for _ in range(20)))

    assert len(pools) == 1
    assert ENGINE.pool is None


def test_every_event_loop_has_its_own_pool(settings):
    async def ask() -> int:
        async with connected(settings):
            return (await fetch("select 1"))[0][0]

    assert [asyncio.run(ask()) for _ in range(3)] == [1, 1, 1]


def test_a_block_may_begin_and_end_in_other_tasks_than_its_queries(settings):
    with asyncio.Runner() as runner:
        block = connected(settings)
        runner.run(block.__aenter__())
        answers = [runner.run(fetch("select 1"))[0][0] for _ in range(3)]
        runner.run(block.__aexit__(None, None, None))

    assert answers == [1, 1, 1]


def test_the_fast_event_loop_of_the_api_has_its_pool_too(settings):
    async def ask() -> int:
        async with connected(settings), transaction():
            return (await fetch("select 1"))[0][0]

    assert uvloop.run(ask()) == 1


async def test_without_a_pool_a_statement_connects_for_itself(clean_database):
    assert ENGINE.pool is None

    await check()


async def test_a_transaction_is_all_or_nothing(database):
    async def work() -> None:
        async with transaction():
            await new_organisation("CONTOH")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()

    assert await organisations.list_organisations() == []


async def test_an_inner_transaction_is_part_of_the_outer_one(database):
    async def work() -> None:
        async with transaction():
            async with transaction():
                await new_organisation("CONTOH")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()

    assert await organisations.list_organisations() == []


async def test_transactions_of_many_tasks_keep_apart_and_wait_for_a_free_connection(database):
    async def work(n: int) -> None:
        async with transaction():
            await new_organisation(f"CONTOH {n}")
            await asyncio.sleep(0.005)

    await asyncio.gather(*(work(n) for n in range(40)))

    assert len(await organisations.list_organisations()) == 40


async def test_a_connection_that_dies_within_a_transaction_is_a_passing_trouble_and_the_pool_survives(
    database, database_url
):
    killer = await asyncpg.connect(database_url)

    async def work() -> None:
        async with transaction():
            own = (await fetch("select pg_backend_pid()"))[0][0]
            await killer.execute("select pg_terminate_backend($1)", own)
            await fetch("select 1")

    with pytest.raises(DatabaseUnavailable) as trouble:
        await work()

    assert trouble.value.transient
    await killer.close()
    for _ in range(20):
        await check()


@pytest.fixture
async def checked_late(superuser_url):
    """A table whose rows are compared when the transaction ends, and not before."""
    superuser = await asyncpg.connect(superuser_url)
    await superuser.execute("create table twice (id int unique deferrable initially deferred)")
    await superuser.execute("grant insert on twice to public")
    yield "twice"
    await superuser.execute("drop table twice")
    await superuser.close()


async def test_a_failing_commit_gives_the_connection_back(database, checked_late):
    async def work() -> None:
        async with transaction():
            await fetch(f"insert into {checked_late} values (1), (1)")

    for _ in range(15):  # more than the pool has
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await work()

    await check()


async def test_a_deadlock_is_a_passing_trouble(database):
    await new_organisation("CONTOH A")
    await new_organisation("CONTOH B")
    first, second = [row.id for row in await organisations.list_organisations()]
    barrier = asyncio.Barrier(2)

    async def lock(*ids: str) -> None:
        async with transaction():
            for position, organisation_id in enumerate(ids):
                await fetch("select 1 from organisation where id = $1 for update", organisation_id)
                if position == 0:
                    await barrier.wait()

    results = await asyncio.gather(lock(first, second), lock(second, first), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in results) == ["DatabaseUnavailable", "NoneType"]


@pytest.mark.parametrize(
    "url",
    ["postgresql://nobody@127.0.0.1:1/none", "postgresql://postgres@/berkas?host=/nowhere"],
    ids=["port", "socket"],
)
async def test_a_server_that_does_not_answer_is_a_passing_trouble(clean_database, settings, url):
    elsewhere = Settings(data_dir=settings.data_dir, database_url=url)

    with pytest.raises(DatabaseUnavailable):
        async with connected(elsewhere):
            pass

    async with connected(settings):
        await check()


@pytest.fixture
async def cut_off(settings):
    """The database behind a relay, and a switch after which no byte goes either way."""
    server_socket = await asyncpg.connect(settings.database_url.get_secret_value())
    host, port = server_socket._addr if isinstance(server_socket._addr, tuple) else (None, server_socket._addr)
    await server_socket.close()
    is_cut, tasks = asyncio.Event(), set()

    async def forward(reader, writer):
        while (data := await reader.read(65536)) and not is_cut.is_set():
            writer.write(data)
        await is_cut.wait()
        await asyncio.Event().wait()

    async def relay(reader, writer):
        there = await (asyncio.open_connection(host, port) if host else asyncio.open_unix_connection(port))
        tasks.update(asyncio.create_task(forward(*ends)) for ends in ((reader, there[1]), (there[0], writer)))

    async with await asyncio.start_server(relay, "127.0.0.1", 0) as server:
        url = re.sub(
            r"@/", f"@127.0.0.1:{server.sockets[0].getsockname()[1]}/", settings.database_url.get_secret_value()
        )
        url = re.sub(r"[?&]host=[^&]*", "", url)
        yield Settings(data_dir=settings.data_dir, database_url=url), is_cut
        for task in tasks:
            task.cancel()


async def test_a_server_that_is_cut_off_is_given_up_after_a_while(clean_database, cut_off, monkeypatch):
    elsewhere, is_cut = cut_off
    monkeypatch.setattr(engine, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 0.2)
    async with connected(elsewhere):
        await check()
        is_cut.set()

        with pytest.raises(DatabaseUnavailable):
            async with asyncio.timeout(5):
                await check()


async def test_two_tasks_in_one_transaction_are_a_mistake_and_not_called_an_outage(database):
    async def work() -> None:
        async with transaction():
            await asyncio.gather(fetch("select pg_sleep(0.05)"), fetch("select 1"))

    with pytest.raises(asyncpg.InterfaceError):
        await work()


async def test_a_mistake_in_sql_is_not_called_an_outage(database):
    with pytest.raises(asyncpg.UndefinedTableError):
        await fetch("select * from nowhere")
    with pytest.raises(asyncpg.DataError):
        await fetch("select $1::int", "no number")
    assert await fetch_one("select 1 where false") is None


async def test_piccolo_queries_and_ours_share_a_transaction(database):
    async with transaction():
        await new_organisation("CONTOH")
        await Organisation.update({Organisation.name: "CONTOH BARU"}, force=True)

        rows = await fetch("select name from organisation")

    assert [row["name"] for row in rows] == ["CONTOH BARU"]
