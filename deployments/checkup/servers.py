"""What Berkas keeps its things in: PostgreSQL, keys, the object store, and Valkey where it is configured."""

import asyncio
import os
from collections.abc import AsyncIterator

from redis.asyncio import Redis
from redis.exceptions import RedisError

from berkas.clock import utc_now
from berkas.errors import DatabaseUnavailable, ObjectStoreUnavailable, StorageError
from berkas.settings import Settings
from berkas.storage.blobs import BlobStore, open_store
from berkas.storage.keyring import Keyring, RootKeyMalformed, WrappedOrganisationKey
from deployments.checkup.findings import Finding, bad, good, note
from tables.engine import connected
from tables.migrations import known_migrations
from tables.queries import organisations, roles
from tables.queries.installation import ServerFacts, server_facts
from tables.queries.roles import RoleRights

OLDEST_POSTGRES = 15
SKEW_SECONDS, MOST_SKEW_SECONDS = 2, 30
PROBE = b"berkas doctor"


async def database(settings: Settings) -> AsyncIterator[Finding]:
    """Whether PostgreSQL answers, is new enough and at the newest version of our tables."""
    try:
        async with connected(settings):
            facts, rights = await server_facts(), await roles.rights()
    except (DatabaseUnavailable, ValueError):
        remedy = "Start it, or set BERKAS_DATABASE_URL; `berkas up` brings one of its own."
        yield bad("Database", "does not answer, or refuses the login", remedy)
        return
    name = f"PostgreSQL {facts.major_version}"
    if facts.major_version < OLDEST_POSTGRES:
        yield bad("Database", name, f"Use PostgreSQL {OLDEST_POSTGRES} or newer.")
    else:
        yield good("Database", name)
    for finding in (_role(rights), _migrations(facts), _trigrams(facts), _clock(facts)):
        yield finding


async def keys(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the root keys are well-formed and open the key of every organisation."""
    try:
        keyring = Keyring(settings.root_key.get_secret_value())
    except RootKeyMalformed:
        is_missing = not settings.root_key.get_secret_value()
        remedy = (
            "Make one with `berkas keys new-root k1` and set BERKAS_ROOT_KEY; keep a copy where no fire reaches it."
        )
        yield bad("Root key", "BERKAS_ROOT_KEY is not set" if is_missing else "BERKAS_ROOT_KEY is malformed", remedy)
        return
    yield good("Root key", f"well-formed, the first one is {keyring.primary_id!r}")
    try:
        async with connected(settings):
            facts = await server_facts()
            rows = await organisations.list_organisations() if facts.applied else []
    except (DatabaseUnavailable, ValueError):
        return  # said by the check of the database
    closed = [
        row.id for row in rows if not _opens(keyring, WrappedOrganisationKey(row.root_key_id, row.wrapped_key), row.id)
    ]
    older = [row.id for row in rows if row.root_key_id != keyring.primary_id]
    if closed:
        remedy = "Put the root key that wrapped it back into BERKAS_ROOT_KEY; without it its originals are lost."
        yield bad("Organisations", f"{len(closed)} of {len(rows)} keys do not open, {closed[0]} first", remedy)
    elif older:
        detail = f"all {len(rows)} keys open, {len(older)} of them by an older root key"
        yield note("Organisations", detail, "Run `berkas rotate-keys`, then take the older root key out.")
    elif not rows and facts.applied:
        yield note("Organisations", "there is none yet", "Make one with `berkas prepare`.")
    else:
        yield good("Organisations", f"all {len(rows)} keys open")


async def object_store(settings: Settings) -> AsyncIterator[Finding]:
    """Whether a blob can be written, read back and removed in every version."""
    try:
        store = open_store(settings)
        versions = await asyncio.to_thread(_round_trip, store)
    except ValueError:
        yield bad("Object store", "BERKAS_BLOB_URL is malformed", "Use file:///folder or s3://bucket/prefix.")
        return
    except (ObjectStoreUnavailable, StorageError) as error:
        remedy = "See that the folder can be written, or that bucket, endpoint and credentials are right and may list versions."
        yield bad("Object store", f"a probe cannot be written, read and removed: {error.code}", remedy)
        return
    is_s3 = settings.effective_blob_url.startswith("s3://")
    kept = "keeps versions; erasing removes each of them" if versions > 1 else "keeps no versions"
    place = "S3" if is_s3 else "a folder of this machine"
    yield good("Object store", f"{place}, written, read and removed; {kept}")


async def redis(settings: Settings) -> AsyncIterator[Finding]:
    """Whether Valkey or Redis answers, where it is configured."""
    if settings.redis_url is None:
        return
    try:
        client = Redis.from_url(settings.redis_url.get_secret_value(), socket_timeout=5, socket_connect_timeout=5)
        try:
            await client.ping()
        finally:
            await client.aclose()
    except (RedisError, OSError, ValueError):
        yield bad("Valkey", "does not answer, or refuses the login", "Start it, or correct BERKAS_REDIS_URL.")
        return
    yield good("Valkey", "answers")


def _migrations(facts: ServerFacts) -> Finding:
    missing = known_migrations() - facts.applied
    unknown = facts.applied - known_migrations()
    if missing:
        return bad("Migrations", f"{len(missing)} of {len(known_migrations())} did not run", "Run `berkas migrate`.")
    if unknown:
        detail = f"{len(unknown)} are newer than this version of Berkas"
        return bad("Migrations", detail, "Run the version of Berkas that wrote them, or a newer one.")
    return good("Migrations", f"all {len(facts.applied)} ran")


def _role(rights: RoleRights) -> Finding:
    if not rights.may_append:
        detail = f"{rights.name!r} may not use the tables"
        return bad(
            "Database role",
            detail,
            "Run `berkas migrate` with BERKAS_MIGRATION_DATABASE_URL: it grants what is missing.",
        )
    remedy = "Use roles as docs/operating.md has them under PostgreSQL: one for migrations, one for API and workers."
    if not rights.is_confined:
        could = "is a superuser" if rights.is_superuser else "may change tables and their triggers"
        return note("Database role", f"{rights.name!r} {could}, those of the audit log, too", remedy)
    if rights.other_databases:
        detail = f"{rights.name!r} may connect to other databases, {rights.other_databases[0]!r} first"
        return note("Database role", detail, "Run `revoke connect on database … from public` for each of them.")
    return good("Database role", f"{rights.name!r} uses the tables and owns none")


def _trigrams(facts: ServerFacts) -> Finding:
    if facts.has_trigrams:
        return good("pg_trgm", "installed")
    return bad("pg_trgm", "is not installed", "Run `create extension pg_trgm` as a superuser in this database.")


def _clock(facts: ServerFacts) -> Finding:
    seconds = abs((facts.now - utc_now()).total_seconds())
    if seconds < SKEW_SECONDS:
        return good("Clock", "agrees with the database")
    detail, remedy = (
        f"{seconds:.0f} s apart from the database",
        "Let both machines take their time from one source (NTP).",
    )
    return bad("Clock", detail, remedy) if seconds > MOST_SKEW_SECONDS else note("Clock", detail, remedy)


def _opens(keyring: Keyring, key: WrappedOrganisationKey, organisation_id: str) -> bool:
    try:
        keyring.rewrap(key, organisation_id)  # nothing is kept of it
    except StorageError:
        return False
    return True


def _round_trip(store: BlobStore) -> int:
    """Write a probe twice, read it, remove it; how many versions the store had kept.

    Raises:
        StorageError: It was not what was written, or did not go.
        ObjectStoreUnavailable: The store does not do one of these.
    """
    store.check()
    name = f"doctor/{os.urandom(8).hex()}"
    try:
        for _ in range(2):
            writer = store.writer(name)
            try:
                writer.write(PROBE)
                writer.commit()
            finally:
                writer.abort()
        if store.read(name) != PROBE:
            raise StorageError
    finally:
        versions = store.delete(name)
    if store.exists(name):
        raise StorageError
    return versions
