"""Bring a database to the newest version; several may try at once."""

import io
import logging
from contextlib import redirect_stdout
from functools import cache

from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards

from berkas.settings import Settings
from tables.engine import connected, fetch, transaction
from tables.piccolo_app import APP_CONFIG

LOCK = 0x6265726B6173
"""Number of the advisory lock: "berkas" in ASCII."""

logger = logging.getLogger(__name__)


async def migrate(settings: Settings | None = None) -> None:
    """Run every migration that the database lacks, all or none of them; whoever comes second waits and finds nothing to do.

    Args:
        settings: Of the installation; None reads them from the environment.

    Raises:
        DatabaseUnavailable: The server does not answer.
        RuntimeError: Piccolo refused; its own words are in the log.
    """
    said = io.StringIO()
    async with connected(settings, is_patient=True), transaction():
        await fetch("select pg_advisory_xact_lock($1)", LOCK)
        with redirect_stdout(said):
            result = await run_forwards("tables")
    logger.info("Migrations: %s", said.getvalue())
    if not result.success:
        message = "the migrations did not run"
        raise RuntimeError(message)


@cache
def known_migrations() -> frozenset[str]:
    """Ids of the migrations that come with this version."""
    return frozenset(BaseMigrationManager().get_migration_modules(APP_CONFIG.resolved_migrations_folder_path))
