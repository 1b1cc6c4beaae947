"""Bring a database to the newest version; several may try at once."""

import io
import logging
from contextlib import redirect_stdout
from functools import cache

from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards

from berkas.refusals import Refused
from berkas.settings import Settings
from tables.engine import connected, fetch, transaction
from tables.piccolo_app import APP_CONFIG
from tables.queries import roles
from tables.queries.installation import server_facts

LOCK = 0x6265726B6173
"""Number of the advisory lock: "berkas" in ASCII."""

logger = logging.getLogger(__name__)


async def migrate(settings: Settings | None = None) -> None:
    """Run every migration that the database lacks, all or none of them; whoever comes second waits and finds nothing to do.

    They run as the role of ``BERKAS_MIGRATION_DATABASE_URL``, which owns the tables; that of ``BERKAS_DATABASE_URL`` is then
    granted what API and workers need. Where only the latter is set, one role does and owns everything.

    Args:
        settings: Of the installation; None reads them from the environment.

    Raises:
        DatabaseUnavailable: The server does not answer, or refuses one of the roles.
        Refused: Migrations are missing, and the role may not make tables.
        RuntimeError: Piccolo refused; its own words are in the log.
    """
    settings = settings or Settings()
    owner_url = settings.migration_database_url
    if owner_url is None:
        await _migrate(settings, runtime_role=None)
        return
    async with connected(settings):
        runtime = await roles.rights()
    await _migrate(settings.model_copy(update={"database_url": owner_url}), runtime_role=runtime.name)


async def _migrate(settings: Settings, *, runtime_role: str | None) -> None:
    said = io.StringIO()
    async with connected(settings, is_patient=True), transaction():
        await fetch("select pg_advisory_xact_lock($1)", LOCK)
        rights = await roles.rights()
        if not rights.may_create:
            await _refuse_unless_newest(rights.name)
            return
        with redirect_stdout(said):
            result = await run_forwards("tables")
        if result.success and runtime_role not in {None, rights.name}:
            await roles.grant_runtime(str(runtime_role))
    logger.info("Migrations: %s", said.getvalue())
    if not result.success:
        message = "the migrations did not run"
        raise RuntimeError(message)


async def _refuse_unless_newest(role: str) -> None:
    """A role that owns nothing has nothing to do where nothing is missing; beyond that it needs the owner."""
    if known_migrations() - (await server_facts()).applied:
        message = (
            f"The role {role!r} may not change tables: set BERKAS_MIGRATION_DATABASE_URL to the role that owns them."
        )
        raise Refused(message)


@cache
def known_migrations() -> frozenset[str]:
    """Ids of the migrations that come with this version."""
    return frozenset(BaseMigrationManager().get_migration_modules(APP_CONFIG.resolved_migrations_folder_path))
