"""What a check of the installation asks the database."""

from dataclasses import dataclass
from datetime import datetime

from tables.engine import fetch, fetch_one

_SERVER = """
select current_setting('server_version_num')::int as version, clock_timestamp() as now,
    exists (select from pg_extension where extname = 'pg_trgm') as has_trigrams,
    coalesce(has_table_privilege(to_regclass('migration'), 'select'), false) as has_migrations
"""


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """The database server.

    Attributes:
        major_version: Of PostgreSQL.
        now: Its clock.
        has_trigrams: Whether pg_trgm is installed in this database, without which the free-text search is slow.
        applied: Ids of the migrations that ran.
    """

    major_version: int
    now: datetime
    has_trigrams: bool
    applied: frozenset[str]


async def server_facts() -> ServerFacts:
    """Ask, without changing anything; of a database that is empty, or closed to this role, no migration is known."""
    row = await fetch_one(_SERVER)
    if row is None:
        message = "a select without a from gives one row"
        raise RuntimeError(message)
    rows = await fetch("select name from migration where app_name = 'tables'") if row["has_migrations"] else []
    return ServerFacts(
        major_version=row["version"] // 10_000,
        now=row["now"],
        has_trigrams=row["has_trigrams"],
        applied=frozenset(str(migration["name"]) for migration in rows),
    )
