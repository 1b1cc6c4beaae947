"""The role of API and workers uses the tables and owns none of them; each database is closed to the other one's role."""

import asyncpg
import pytest

from berkas.refusals import Refused
from berkas.settings import Settings
from tables.engine import connected, fetch
from tables.migrations import migrate
from tables.queries import audit, roles

FORBIDDEN = [
    "drop trigger audit_entry_unchanged on audit_entry",
    "alter table audit_entry disable trigger audit_entry_unchanged",
    "alter table audit_entry disable trigger all",
    "alter table document add column spare int",
    "drop table document cascade",
    "truncate audit_entry",
    "truncate document cascade",
    "delete from audit_entry",
    "update audit_entry set actor = 'nobody'",
    "drop function audit_is_append_only() cascade",
    "create or replace function audit_is_append_only() returns trigger language plpgsql as 'begin return new; end'",
    "create table spare (id int)",
    "create temporary table spare (id int)",
    "create function spare() returns int language sql as 'select 1'",
    "create schema spare",
    "insert into migration (name, app_name, ran_on) values ('2999', 'tables', now())",
    "delete from migration",
    "set session_replication_role = replica",
    "set role berkas_owner",
    "alter role berkas_app superuser",
    "alter database berkas owner to berkas_app",
    "grant berkas_owner to berkas_app",
    "copy document to program 'cat'",
    "select pg_read_file('postgresql.conf')",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_the_role_of_api_and_workers_may_not(organisation, statement):
    await audit.append(organisation.id, actor="key", action="a", subject="s")

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await fetch(statement)

    assert len(await audit.list_entries(organisation.id)) == 1


async def test_it_may_use_every_table_but_those_that_are_not_its_to_change(database):
    rows = await fetch(
        """select tablename::text as name, array_remove(array[
            case when has_table_privilege(tablename::regclass, 'select') then 'select' end,
            case when has_table_privilege(tablename::regclass, 'insert') then 'insert' end,
            case when has_table_privilege(tablename::regclass, 'update') then 'update' end,
            case when has_table_privilege(tablename::regclass, 'delete') then 'delete' end,
            case when has_table_privilege(tablename::regclass, 'truncate, trigger, references') then 'more' end
        ], null) as rights from pg_tables where schemaname = 'public'"""
    )
    found = {row["name"]: row["rights"] for row in rows}

    assert found.pop("audit_entry") == ["select", "insert"]
    assert found.pop("migration") == ["select"]
    assert len(found) >= 16
    assert set(map(tuple, found.values())) == {("select", "insert", "update", "delete")}


async def test_it_knows_itself_as_confined_and_the_owner_as_not(database, settings, postgres):
    runtime = await roles.rights()
    owner = await asyncpg.connect(postgres.migration_url)
    owned = await owner.fetchval("select has_table_privilege('audit_entry', 'truncate')")
    await owner.close()

    assert (runtime.name, runtime.is_confined, runtime.may_append) == ("berkas_app", True, True)
    assert runtime.other_databases == ()
    assert owned


@pytest.mark.parametrize(
    ("role", "database"), [("prefect_url", "berkas"), ("application_url", "prefect"), ("migration_url", "prefect")]
)
async def test_nobody_gets_into_the_others_database(postgres, role, database):
    url = getattr(postgres, role).replace("+asyncpg", "")
    own = url.partition("@/")[2].partition("?")[0]

    assert own != database
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied for database"):
        await asyncpg.connect(url.replace(f"@/{own}?", f"@/{database}?"))
    await (await asyncpg.connect(url)).close()


@pytest.mark.parametrize("role", ["postgres", "berkas_owner", "berkas_app", "prefect"])
async def test_no_role_logs_in_without_its_password(postgres, role):
    for password in ("", "wrong", "tests"):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(f"postgresql://{role}@/berkas?host={postgres.socket_dir}", password=password)


@pytest.fixture
async def one_role(superuser_url, postgres):
    """A database that one role owns and uses, as installations before had it; its URL."""
    superuser = await asyncpg.connect(superuser_url)
    await superuser.execute("create role single login password 'single'")
    await superuser.execute("create database single owner single")
    host = postgres.superuser_url("single").partition("?")[2]
    yield f"postgresql://single:single@/single?{host}"
    await superuser.execute("drop database single with (force)")
    await superuser.execute("drop role single")
    await superuser.close()


async def test_an_installation_with_one_role_migrates_and_works_as_before(one_role, settings):
    single = Settings(data_dir=settings.data_dir, database_url=one_role, root_key=settings.root_key)

    await migrate(single)

    async with connected(single):
        rights = await roles.rights()
        assert await fetch("select id from organisation") == []
    assert (rights.owns_tables, rights.is_confined) == (True, False)


async def test_a_role_that_owns_nothing_is_sent_to_the_owner_when_a_migration_is_missing(
    database, settings, behind_the_triggers
):
    await migrate(settings)  # nothing is missing
    await behind_the_triggers("update migration set app_name = 'away' where id = (select max(id) from migration)")

    with pytest.raises(Refused, match="'berkas_app' may not change tables: set BERKAS_MIGRATION_DATABASE_URL"):
        await migrate(settings)

    await behind_the_triggers("update migration set app_name = 'tables' where app_name = 'away'")


async def test_a_role_that_was_made_since_is_granted_what_it_needs_by_the_next_migration(
    one_role, superuser_url, settings
):
    await migrate(Settings(data_dir=settings.data_dir, database_url=one_role))
    superuser = await asyncpg.connect(superuser_url)
    await superuser.execute("create role \"App 2\" login password 'app'")
    runtime_url = one_role.replace("single:single", "App%202:app")
    both = Settings(data_dir=settings.data_dir, database_url=runtime_url, migration_database_url=one_role)
    try:
        async with connected(both):
            before = await roles.rights()

        await migrate(both)
        await migrate(both)

        async with connected(both):
            after = await roles.rights()
            assert await fetch("select id from organisation") == []
    finally:
        await superuser.execute('revoke all on database single from "App 2"')
        owner = await asyncpg.connect(one_role)
        await owner.execute('revoke all on all tables in schema public from "App 2"')
        await owner.execute('revoke all on all sequences in schema public from "App 2"')
        await owner.execute('revoke all on schema public from "App 2"')
        await owner.close()
        await superuser.execute('drop role "App 2"')
        await superuser.close()
    assert (before.may_append, after.may_append, after.is_confined) == (False, True, True)
