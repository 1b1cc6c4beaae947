"""Migrations: run by several at once, complete, and in step with the table classes."""

import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from berkas.model.events import EventKind
from berkas.model.extraction import Method
from berkas.model.statuses import DocumentStatus
from tables.erasures import ErasureKind, ErasureStatus
from tables.outbox import OutboxKind
from tables.piccolo_app import APP_CONFIG
from tables.templates import VersionState
from tables.webhooks import DeliveryStatus
from templates_registry import document_types

MIGRATIONS = len(list(Path(APP_CONFIG.migrations_folder_path).glob("tables_*.py")))


@pytest.fixture
async def fresh_database(postgres, superuser_url):
    connection = await asyncpg.connect(superuser_url)
    await connection.execute("create database fresh")
    yield postgres.superuser_url("fresh")
    await connection.execute("drop database fresh with (force)")
    await connection.close()


async def test_four_processes_migrate_a_new_database_at_once_and_each_migration_runs_once(fresh_database, monkeypatch):
    monkeypatch.setenv("BERKAS_DATABASE_URL", fresh_database)
    command = [sys.executable, "-c", "import asyncio; from tables.migrations import migrate; asyncio.run(migrate())"]

    processes = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]  # noqa: ASYNC220
    results = [await asyncio.to_thread(process.communicate) for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert [output for output, _ in results] == [b""] * 4
    connection = await asyncpg.connect(fresh_database)
    names = await connection.fetch("select name, count(*) from migration group by name")
    await connection.close()
    assert [row["count"] for row in names] == [1] * len(names)
    assert len(names) == MIGRATIONS


async def test_the_tables_need_no_further_migration(database_url):
    alterations = await AutoMigrationManager().get_alter_statements(app_config=APP_CONFIG)

    assert [statement for alteration in alterations for statement in alteration.statements] == []


@pytest.mark.parametrize(
    ("constraint", "members"),
    [
        ("status_is_known", DocumentStatus),
        ("type_is_known", document_types.names()),
        ("type_hint_is_known", document_types.names()),
        ("hint_is_known", document_types.names()),
        ("method_is_known", Method),
        ("kind_is_known", OutboxKind),
        ("erasure_kind_is_known", ErasureKind),
        ("erasure_status_is_known", ErasureStatus),
        ("event_is_known", EventKind),
        ("delivery_status_is_known", DeliveryStatus),
        ("state_is_known", VersionState),
    ],
)
async def test_the_database_knows_every_member_of_an_enum(database_url, constraint, members):
    connection = await asyncpg.connect(database_url)
    definition = await connection.fetchval(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = $1", constraint
    )
    await connection.close()

    assert [member for member in members if f"'{member!s}'" not in definition] == []


async def test_every_table_but_the_organisation_refers_to_its_organisation(database_url):
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(
        """select t.tablename from pg_tables t
        where t.schemaname = 'public' and t.tablename not in ('migration', 'organisation') and not exists (
            select from pg_constraint c where c.conrelid = t.tablename::regclass and c.contype = 'f'
            and pg_get_constraintdef(c.oid) like 'FOREIGN KEY (organisation_id%'
        )"""
    )
    await connection.close()

    assert rows == []
