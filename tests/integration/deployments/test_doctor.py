"""`berkas doctor`: finds what is wrong, says what to do, shows no secret."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import asyncpg
import pytest
from fakeredis import TcpFakeServer
from pydantic import SecretStr

from berkas.clock import utc_now
from berkas.reading.ocr.model_files import FILES
from berkas.reading.sandbox import probe
from berkas.settings import Settings
from berkas.storage.keyring import Keyring, new_root_key
from deployments.checkup import confinement, machine, orchestration, servers
from deployments.checkup.findings import Finding, Grade, findings
from deployments.embedded_postgres import EmbeddedPostgres
from deployments.key_making import make_organisation
from tables.engine import connected

NOWHERE = "postgresql://berkas:Rahas1a-Basisdata@127.0.0.1:1/berkas"


async def found(check, settings: Settings) -> dict[str, Finding]:
    return {finding.name: finding async for finding in findings("check", check, settings)}


def changed(settings: Settings, **values: object) -> Settings:
    return settings.model_copy(update=values)


async def test_a_migrated_database_is_good(settings) -> None:
    result = await found(servers.database, settings)

    assert set(result) == {"Database", "Database role", "Migrations", "pg_trgm", "Clock"}
    assert {finding.grade for finding in result.values()} == {Grade.GOOD}


async def test_a_database_that_was_never_migrated_needs_the_command(
    settings, superuser_url, postgres: EmbeddedPostgres
) -> None:
    connection = await asyncpg.connect(superuser_url)
    await connection.execute("create database untouched")
    try:
        url = SecretStr(postgres.superuser_url("untouched"))
        result = await found(servers.database, changed(settings, database_url=url))
    finally:
        await connection.execute("drop database untouched with (force)")
        await connection.close()

    assert result["Database"].grade is Grade.GOOD
    assert "berkas migrate" in result["Migrations"].remedy
    assert result["pg_trgm"].grade is Grade.BAD


async def test_a_database_of_a_newer_version_is_told(settings, superuser_url) -> None:
    connection = await asyncpg.connect(superuser_url)
    await connection.execute(
        "insert into migration (name, app_name, ran_on) values ('2999-01-01T00:00:00:0', 'tables', now())"
    )
    try:
        result = await found(servers.database, settings)
    finally:
        await connection.execute("delete from migration where name like '2999%'")
        await connection.close()

    assert result["Migrations"].grade is Grade.BAD
    assert "newer" in result["Migrations"].detail


async def test_a_role_that_could_switch_the_audit_log_off_is_told(settings, superuser_url, postgres) -> None:
    for url in (superuser_url, postgres.migration_url):
        told = (await found(servers.database, changed(settings, database_url=SecretStr(url))))["Database role"]

        assert told.grade is Grade.NOTE
        assert "audit log" in told.detail
        assert "docs/operating.md" in told.remedy


async def test_a_role_without_grants_is_told_which_command_grants_them(settings, superuser_url, postgres) -> None:
    superuser = await asyncpg.connect(superuser_url)
    await superuser.execute("create role bare login password 'Rahas1a-Peran'")
    await superuser.execute("grant connect on database berkas to bare")
    url = f"postgresql://bare:Rahas1a-Peran@/berkas?host={postgres.socket_dir}"
    try:
        told = (await found(servers.database, changed(settings, database_url=SecretStr(url))))["Database role"]
    finally:
        await superuser.execute("drop owned by bare")
        await superuser.execute("drop role bare")
        await superuser.close()

    assert told.grade is Grade.BAD
    assert "berkas migrate" in told.remedy
    assert "Rahas1a" not in str(told)


async def test_a_clock_that_is_wrong_is_told(settings, monkeypatch) -> None:
    now = utc_now()
    monkeypatch.setattr(servers, "utc_now", lambda: now.replace(year=now.year - 1))

    assert (await found(servers.database, settings))["Clock"].grade is Grade.BAD


async def test_servers_that_do_not_answer_are_told_without_their_passwords(settings) -> None:
    down = changed(
        settings,
        database_url=SecretStr(NOWHERE),
        redis_url=SecretStr("redis://:Rahas1a-Valkey@127.0.0.1:1/0"),
        prefect_api_url="http://berkas:Rahas1a-Prefect@127.0.0.1:1/api",
        api_internal_url="http://127.0.0.1:1",
    )

    results = [
        (await found(check, down))[name]
        for check, name in (
            (servers.database, "Database"), (servers.redis, "Valkey"), (orchestration.prefect, "Prefect server"),
            (orchestration.api, "API"),
        )
    ]  # fmt: skip

    assert {finding.grade for finding in results} == {Grade.BAD}
    assert all(finding.remedy for finding in results)
    assert "Rahas1a" not in str(results)


async def test_valkey_is_asked_only_where_it_is_configured(settings) -> None:
    server = TcpFakeServer(("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"redis://127.0.0.1:{server.server_address[1]}/0"
    try:
        asked = await found(servers.redis, changed(settings, redis_url=SecretStr(url)))
    finally:
        server.shutdown()
        server.server_close()

    assert asked["Valkey"].grade is Grade.GOOD
    assert not await found(servers.redis, changed(settings, redis_url=None))


@pytest.mark.parametrize("value", ["", "k1", "k1:short", "k1:AAAA,k1:AAAA", "no colon,k2:"])
async def test_a_missing_or_malformed_root_key_is_told(settings, value) -> None:
    result = await found(servers.keys, changed(settings, root_key=SecretStr(value)))

    assert result["Root key"].grade is Grade.BAD
    assert "berkas keys new-root" in result["Root key"].remedy


async def test_the_key_of_every_organisation_is_opened(settings, clean_database) -> None:
    async with connected(settings):
        await make_organisation(settings, "PT CONTOH SATU")
        await make_organisation(settings, "PT CONTOH DUA")
    old = settings.root_key.get_secret_value()
    rotated = changed(settings, root_key=SecretStr(f"{new_root_key('k2')},{old}"))
    lost = changed(settings, root_key=SecretStr(new_root_key("k2")))

    assert (await found(servers.keys, settings))["Organisations"].grade is Grade.GOOD
    assert "rotate-keys" in (await found(servers.keys, rotated))["Organisations"].remedy
    assert (await found(servers.keys, lost))["Organisations"].grade is Grade.BAD
    assert Keyring(old).primary_id == "test"


async def test_a_probe_goes_through_the_store_and_leaves_nothing(settings) -> None:
    result = await found(servers.object_store, settings)

    assert result["Object store"].grade is Grade.GOOD
    assert not [path for path in (settings.data_dir / "blobs").rglob("*") if path.is_file()]


@pytest.mark.parametrize("url", ["file:///dev/null/blobs", "ftp://somewhere/else", "file://"])
async def test_a_store_that_cannot_be_used_is_told(settings, url) -> None:
    assert (await found(servers.object_store, changed(settings, blob_url=url)))["Object store"].grade is Grade.BAD


async def test_a_data_folder_that_cannot_be_written_is_told(settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        result = await found(machine.data_folder, changed(settings, data_dir=folder))
        assert result["Data folder"].grade is Grade.BAD


async def test_secrets_that_others_can_read_are_told(settings) -> None:
    folder = settings.data_dir / "secrets"
    folder.mkdir(parents=True)
    folder.chmod(0o755)

    before = await found(machine.data_folder, settings)
    folder.chmod(0o700)
    after = await found(machine.data_folder, settings)

    assert before["Secrets"].grade is Grade.BAD
    assert {finding.grade for finding in after.values()} == {Grade.GOOD}


async def test_a_full_disk_is_told_before_uploads_are_refused(settings, monkeypatch) -> None:
    settings.data_dir.mkdir()
    monkeypatch.setattr(machine, "LEAST_FREE_MIB", 2**40)

    assert (await found(machine.data_folder, settings))["Data folder"].grade is Grade.BAD


async def test_a_variable_that_is_no_setting_is_told(settings, monkeypatch) -> None:
    monkeypatch.setenv("BERKAS_DATABSE_URL", NOWHERE)

    result = await found(machine.environment, settings)

    assert result["Settings"].grade is Grade.NOTE
    assert "BERKAS_DATABSE_URL" in result["Settings"].detail


async def test_missing_models_are_a_note_and_damaged_ones_make_the_specimen_fail(settings) -> None:
    missing = await found(machine.models, settings)
    settings.models_dir.mkdir(parents=True)
    for name in FILES:
        (settings.models_dir / name).write_bytes(b"not a model")
    damaged = await found(machine.sandbox, settings)

    assert missing["Recognition models"].grade is Grade.NOTE
    assert damaged["Reading sandbox"].grade is Grade.BAD
    assert "berkas models" in damaged["Reading sandbox"].remedy


async def test_every_attack_from_inside_the_sandbox_is_refused(settings) -> None:
    result = await found(confinement.confinement, settings)

    assert {finding.grade for finding in result.values()} == {Grade.GOOD}
    assert "allow-list of system calls" in result["Sandbox measures"].detail


async def test_a_sandbox_that_lets_attacks_through_is_bad_and_they_are_named(settings, monkeypatch) -> None:
    unconfined = (
        "from berkas.reading.sandbox import attacks, confinement, fork_server\n"
        "confinement.confine = lambda *_, **__: confinement.Measures()\nfork_server.main(attacks.load)"
    )
    monkeypatch.setattr(probe, "PROGRAM", (sys.executable, "-I", "-c", unconfined))

    result = await found(confinement.confinement, settings)

    assert {finding.grade for finding in result.values()} == {Grade.BAD}
    assert "read the root key's file" in result["Sandbox"].detail
    assert "no allow-list of system calls" in result["Sandbox measures"].detail


async def test_the_sandbox_reads_a_specimen_as_text_and_as_a_picture(settings) -> None:
    result = await found(machine.sandbox, settings)

    assert result["Reading sandbox"].grade in {Grade.GOOD, Grade.NOTE}
    assert "ppocr" in result["Reading sandbox"].detail


async def test_a_check_that_breaks_is_a_finding_without_its_message(settings) -> None:
    async def breaks(_settings):
        raise OSError(NOWHERE)
        yield

    result = await found(breaks, settings)

    assert result["check"].grade is Grade.BAD
    assert "Rahas1a" not in str(result)


def run_doctor(data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BERKAS_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "deployments.cli", "doctor"],
        env=inherited | {"BERKAS_DATA_DIR": str(data_dir), "COLUMNS": "80", **environment},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_command_names_what_is_wrong_and_shows_no_secret(tmp_path: Path) -> None:
    secrets = {
        "BERKAS_DATABASE_URL": NOWHERE,
        "BERKAS_ROOT_KEY": new_root_key("k1"),
        "BERKAS_S3_SECRET_ACCESS_KEY": "Rahas1a-S3",
        "BERKAS_REDIS_URL": "redis://:Rahas1a-Valkey@127.0.0.1:1/0",
        "PREFECT_API_URL": "http://127.0.0.1:1/api",
        "PREFECT_API_AUTH_STRING": "berkas:Rahas1a-Prefect",
        "BERKAS_API_INTERNAL_URL": "http://127.0.0.1:1",
    }

    done = run_doctor(tmp_path, **secrets)

    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "✗ Database" in said
    assert "✓ Root key" in said
    assert "→ Start `berkas server`" in said
    assert "Rahas1a" not in said
    assert secrets["BERKAS_ROOT_KEY"].partition(":")[2] not in said


def test_settings_that_are_invalid_are_named_without_their_values(tmp_path: Path) -> None:
    done = run_doctor(tmp_path, BERKAS_API_PORT="Rahas1a", BERKAS_ENVIRONMENT="Rahas1a")

    assert done.returncode == 1
    assert "BERKAS_API_PORT" in done.stdout
    assert "BERKAS_ENVIRONMENT" in done.stdout
    assert "Rahas1a" not in done.stdout + done.stderr
